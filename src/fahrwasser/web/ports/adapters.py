"""What the adapters need to know, as the catalogue asks for it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from fahrwasser.web.catalogue.connections import Adapter, Setting

from . import payments, rest

KEY = Setting(
    "token", _("Key"), "secret", help=_("The other side gives it to you. It is sent with every call.")
)  # fmt: skip


def _try_rest(settings: Mapping[str, Any]) -> int:
    return rest.probe(settings)


def _try_provider(settings: Mapping[str, Any]) -> int:
    return payments.provider_from(settings).probe()


FILE = Adapter(
    _("Files in a folder (CSV, XML)"),
    (Setting("format", _("Format"), "choice", options=(("csv", "CSV"), ("xml", "XML"))),),
)
REST = Adapter(
    _("REST interface"), (Setting("url", _("Address of the interface"), "address", is_required=True), KEY), _try_rest
)
PROVIDER = Adapter(
    _("Payment service (XBezahldienste)"),
    (
        Setting("url", _("Address of the interface"), "address", is_required=True),
        Setting("originator", _("Number of the town (originatorId)"), is_required=True),
        Setting("end_point", _("Number of the account (endPointId)"), is_required=True),
        KEY,
    ),
    _try_provider,
)
