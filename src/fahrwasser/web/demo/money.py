"""Money in the demo: invented funding programmes that say so, and a comparison as it comes filled in."""

from importlib import resources

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.agenda.actions import Start, start_comparison
from fahrwasser.web.agenda.actions.funding import import_funding
from fahrwasser.web.agenda.models import FundingProgramme

COLLECTION = "beispiele"


def sample_funding() -> None:
    """The invented list is there; once imported it is left as it is."""
    if not FundingProgramme.objects.filter(collection=COLLECTION).exists():
        import_funding(resources.files(__package__).joinpath("funding.json").read_bytes())


def sample_comparison(navigator: Member) -> None:
    """E-files own, shared or central: nobody has asked for the price of the data centre yet."""
    start_comparison(navigator, Start("DMS/eAkte", ("own", "shared", "central"), 7, project="P11"))
