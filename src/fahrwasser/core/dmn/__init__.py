"""DMN decisions: XML → model → compiled decisions, with the rules that fired; gaps and overlaps of tables."""

from fahrwasser.core.dmn.analysis import Finding, analyse
from fahrwasser.core.dmn.decisions import Answer, Decisions, compile_model
from fahrwasser.core.dmn.fired import Fired
from fahrwasser.core.dmn.model import Model
from fahrwasser.core.dmn.read import read_model

__all__ = ["Answer", "Decisions", "Finding", "Fired", "Model", "analyse", "compile_model", "read_model"]
