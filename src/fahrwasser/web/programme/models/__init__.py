"""Rows of coaching (of one town each, seen by its coach) and of the network (given by one town to all)."""

from .coaching import Appointment, CoachQuestion, ModuleDone, Obstacle, Phase, Share, Sheet
from .meetings import Attendance, Meeting
from .network import Answer, Backing, Partner, PooledRequest, Question, SharedSheet, Solution
from .remarks import Remark

__all__ = [
    "Answer",
    "Appointment",
    "Attendance",
    "Backing",
    "CoachQuestion",
    "Meeting",
    "ModuleDone",
    "Obstacle",
    "Partner",
    "Phase",
    "PooledRequest",
    "Question",
    "Remark",
    "Share",
    "SharedSheet",
    "Sheet",
    "Solution",
]
