"""How much of the three days a first record may take has been used: an estimate from what was entered."""

from dataclasses import dataclass

from fahrwasser.core.inventory.questions import Progress, QuestionSet

FRAME_HOURS = 24.0  # three days of a town's time (reference: programme and agenda, section 2)
# Minutes that one entry takes, thinking and asking included (E), by verb in the town's log.
MINUTES = {
    "figure.correct": 6,
    "service.change": 2,
    "service.add": 3,
    "service.assess": 10,
    "system.add": 10,
    "system.change": 5,
    "capability.change": 5,
    "staff.change": 15,
    "solo.add": 3,
    "errand.send": 2,
    "table.import": 30,
}


@dataclass(frozen=True, slots=True)
class Effort:
    """Hours of the first record."""

    spent: float
    left: float


def effort(minutes_of_entries: int, questions: QuestionSet | None, progress: Progress | None) -> Effort:
    """Answered questions by their minutes, other entries as added up from the log."""
    minutes = float(minutes_of_entries)
    if questions is not None and progress is not None and progress.answered:
        minutes += max(0.0, sum(question.minutes for question in questions.questions) - progress.minutes_left)
    spent = minutes / 60
    return Effort(spent, max(0.0, FRAME_HOURS - spent))
