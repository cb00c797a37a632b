"""What people of the invented towns have written and paid: notebooks, voices, a bill; by the acts of clicks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda import actions as agenda
from fahrwasser.web.agenda.actions.colleagues import Said, say
from fahrwasser.web.agenda.models import Version
from fahrwasser.web.agenda.reading import plan_of
from fahrwasser.web.inventory import actions as inventory
from fahrwasser.web.inventory.models import SoloTask
from fahrwasser.web.programme.actions.remarks import pass_on

from .applications import HUNDESTEUER
from .towns import ERLENBRUECK, LINDENAU, Town

PAID = Decimal("0.4")
"""Of what the project costs once: a first payment."""


@dataclass(frozen=True, slots=True)
class Notebook:
    """Pieces that somebody has written about a task."""

    task: str
    pieces: Mapping[str, str]


NOTEBOOKS: Mapping[str, Notebook] = {
    ERLENBRUECK.slug: Notebook(
        "Standesamt: Beurkundungen",
        {
            "dates": "Jeden Freitag: Zählkarten an das Statistische Landesamt (Beispiel).",
            "steps": "Anzeige prüfen, Nachweise anfordern, beurkunden, Mitteilungen verschicken (Beispiel).",
            "pitfalls": "Namen aus anderen Schriften erst mit der Vorlage im Ordner vergleichen (Beispiel).",
        },
    ),
    LINDENAU.slug: Notebook(
        "Kasse und Mahnwesen",
        {
            "steps": "Montags Kontoauszug holen, Zahlungen zuordnen, danach den Mahnlauf starten (Beispiel).",
            "places": "Ordner »Kasse« im gemeinsamen Laufwerk; Schlüssel im Tresor des Hauptamts (Beispiel).",
        },
    ),
}
ABOUT_THE_TAX = "die Marke schon im Bescheid steht, aber erst Tage später mit der Post kommt (Beispiel)"
RELEASED = "die Marke erst Tage nach dem Bescheid kommt. Das Paket sollte beides in einem Brief verschicken (Beispiel)."
A_GAIN = "wer umzieht, den Hund gleich mit anmelden kann; niemand ruft mehr deswegen an (Beispiel)"
ABOUT_THE_PLAN = "wir im Sommer nur zu zweit sind; da passt keine Schulung (Beispiel)"


def fill(town: Town, members: Mapping[Role, Member]) -> None:
    """As far as the town has come; in the transaction in which it is made."""
    navigator = members[Role.NAVIGATOR]
    if town.slug in NOTEBOOKS:
        _write(navigator, NOTEBOOKS[town.slug])
    colleague = members.get(Role.MULTIPLIKATOR)
    if colleague and HUNDESTEUER in town.services:
        _speak(colleague, navigator)
    if town.has_agenda:
        _pay(navigator, colleague)


def _write(navigator: Member, notebook: Notebook) -> None:
    task = SoloTask.objects.of(navigator.municipality).get(name=notebook.task)
    for part, text in notebook.pieces.items():
        inventory.write_part(navigator, task, part, text, nothing=False, before="")


def _speak(colleague: Member, navigator: Member) -> None:
    """One voice went on to the authors of the package, in other words; another may still go."""
    voice = say(colleague, Said("hinders", ABOUT_THE_TAX, package=HUNDESTEUER))
    pass_on(navigator, voice, kind="hinders", text=RELEASED, obstacle="interface", now=timezone.now())
    say(colleague, Said("helps", A_GAIN, package=HUNDESTEUER))


def _pay(navigator: Member, colleague: Member | None) -> None:
    """The first bill of the first project that costs something, and a voice about it that waits to be read."""
    version = Version.objects.of(navigator.municipality).current()
    plan = plan_of(version) if version else None
    costly = [p for p in plan.in_order() if plan.instance.by_id[p].cost_once > 0] if plan else []
    if not costly or plan is None:
        return
    amount = round(Decimal(str(plan.instance.by_id[costly[0]].cost_once)) * PAID, 2)
    day = timezone.localdate() - timedelta(days=12)
    agenda.note_invoice(navigator, costly[0], agenda.Bill(day, amount, "Beispiel GmbH, erste Rate, Nr. 2026-17"))
    if colleague:
        say(colleague, Said("hinders", ABOUT_THE_PLAN, project=costly[0]))
