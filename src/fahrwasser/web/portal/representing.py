"""Acting for another: who fills the application in, and what shows that they may."""

from fahrwasser.core.refused import Refused
from fahrwasser.web.ui.languages import in_words

from .actions import attach, drop_unused, take_behalf
from .models import Draft
from .screens import BehalfScreen

PROOF = "vertretung"


def take_posted(draft: Draft, screen: BehalfScreen) -> bool:
    """What the checked screen says lies with the draft; a new proof takes the place of the one before.

    False: the proof cannot be kept, nothing was written, and the screen says why.
    """
    behalf, representative = screen.chosen()
    file = screen.cleaned_data.get("proof")
    if behalf and file:
        try:
            representative["proof"] = attach(draft, PROOF, file.name or "", file.size, file.read)
        except Refused as refused:
            screen.add_error("proof", in_words(refused))
            return False
    elif behalf and "proof" in draft.representative:
        representative["proof"] = draft.representative["proof"]
    take_behalf(draft, behalf, representative)
    drop_unused(draft)
    return True
