"""XDatenfelder 2.0 and 3.0.0 (FIM) → form schema. Nothing is lost silently, no rule is guessed, no script is run."""

from fahrwasser.core.forms.xdatenfelder.convert import Imported, convert
from fahrwasser.core.forms.xdatenfelder.shape import Fault, structure_faults
from fahrwasser.core.forms.xdatenfelder.source import Source, UnsupportedStandard, read_source

__all__ = ["Fault", "Imported", "Source", "UnsupportedStandard", "convert", "read_source", "structure_faults"]
