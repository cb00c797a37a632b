"""Invented funding programmes for the demo; each says that it is sample data."""

from importlib import resources

from fahrwasser.web.agenda.actions.funding import import_funding
from fahrwasser.web.agenda.models import FundingProgramme

COLLECTION = "beispiele"


def sample_funding() -> None:
    """The invented list is there; once imported it is left as it is."""
    if not FundingProgramme.objects.filter(collection=COLLECTION).exists():
        import_funding(resources.files(__package__).joinpath("funding.json").read_bytes())
