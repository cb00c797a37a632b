"""Rows of this app: the record of a town, the quick check, and reference data of the operator."""

from .checks import Answer, Check, Errand
from .handover import HandOver
from .record import Assessment, Capability, Figure, PostGroup, Service, SoloTask, System
from .reference import CatalogueEntry, QuestionSet, ScaleVersion
from .tables import TableImport

__all__ = [
    "Answer",
    "Assessment",
    "Capability",
    "CatalogueEntry",
    "Check",
    "Errand",
    "Figure",
    "HandOver",
    "PostGroup",
    "QuestionSet",
    "ScaleVersion",
    "Service",
    "SoloTask",
    "System",
    "TableImport",
]
