"""Acting for another: who fills the application in, and what shows that they may."""

from .actions import attach, drop_unused, take_behalf
from .models import Draft
from .screens import BehalfScreen

PROOF = "vertretung"


def take_posted(draft: Draft, screen: BehalfScreen) -> None:
    """What the checked screen says lies with the draft; a new proof takes the place of the one before."""
    behalf, representative = screen.chosen()
    file = screen.cleaned_data.get("proof")
    if behalf and file:
        representative["proof"] = attach(draft, PROOF, file.name or "", file.size, file.read)
    elif behalf and "proof" in draft.representative:
        representative["proof"] = draft.representative["proof"]
    take_behalf(draft, behalf, representative)
    drop_unused(draft)
