"""What a town sets besides values: where a port leads, and how far the machine may go."""

from collections.abc import Mapping
from typing import Any

from fahrwasser.core.packages.values import LEVELS
from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right

from ..models import Adoption, Binding
from . import rows


def bind(by: Member, adoption: Adoption, port: str, adapter: str, settings: Mapping[str, Any]) -> None:
    """The port leads to this adapter of the town; an empty adapter takes the binding away. `settings`: secrets sealed.

    Two people at the same time: the later one counts.
    """
    by.require(Right.ADOPT)
    found = Binding.objects.of(by.municipality)
    if adapter:
        changed = {"adapter": adapter, "settings": dict(settings)}
        new = {**changed, "municipality": by.municipality}
        found.update_or_create(adoption=adoption, port=port, defaults=changed, create_defaults=new)
    else:
        found.filter(adoption=adoption, port=port).delete()
    record_act(by, "catalogue.bind", f"adoption:{adoption.pk}", package=adoption.package, port=port, adapter=adapter)


def limit_level(by: Member, adoption: Adoption, level: str) -> None:
    """The town lets the machine go no further than this, whatever package and norm allow."""
    by.require(Right.ADOPT)
    if level not in LEVELS:
        raise Refused(N_("There is no automation level “%(level)s”."), level=level)
    rows.write(adoption, level_limit=level)
    record_act(by, "catalogue.level", f"adoption:{adoption.pk}", package=adoption.package, level=level)
