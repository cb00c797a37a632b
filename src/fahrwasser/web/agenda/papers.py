"""The papers of the agenda as values: the town's own wording first, figures always fresh, German."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone, translation

from fahrwasser.core.agenda.papers.council_paper import STATUS_DRAFT, PaperInput, agenda_paper
from fahrwasser.core.agenda.papers.mandate import Mandate, mandate_letter
from fahrwasser.core.agenda.papers.shapes import AgendaPaper, MandateLetter
from fahrwasser.core.agenda.papers.texts import text_parts
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.agenda.comparison_annex import for_council_paper
from fahrwasser.web.agenda.letters import letterhead_value
from fahrwasser.web.agenda.models import Frame, PaperText, Version
from fahrwasser.web.agenda.paper_facts import beside_the_plan
from fahrwasser.web.agenda.quarters import next_quarter
from fahrwasser.web.agenda.reading import plan_of
from fahrwasser.web.inventory.pictures import picture_of
from fahrwasser.web.inventory.reads import facts_of, town_value
from fahrwasser.web.tenants.actions import letterhead_of
from fahrwasser.web.tenants.models import Letterhead, Municipality

AGENDA, MANDATE, REPORT = "agenda", "mandate", "report"
ENTRY = "entry."
USUAL_HOURS = 4.0


@dataclass(frozen=True, slots=True)
class Entries:
    """What was entered for the mandate; empty texts are not known yet."""

    navigator: str = ""
    salutation: str = ""
    substitute: str = ""
    begin: date | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What every paper of a town starts from."""

    letterhead: Letterhead
    texts: Mapping[str, str]
    entries: Entries


def desk_of(town: Municipality, letterhead: Letterhead | None = None) -> Desk:
    """Letterhead, own wording and the entries of the mandate; 2 queries, 1 when the letterhead is given."""
    rows = {row.part: row.text for row in PaperText.objects.of(town)}
    begin = rows.get(ENTRY + "begin", "")
    entries = Entries(
        navigator=rows.get(ENTRY + "navigator", ""),
        salutation=rows.get(ENTRY + "salutation", ""),
        substitute=rows.get(ENTRY + "substitute", ""),
        begin=date.fromisoformat(begin) if begin else None,
    )
    return Desk(
        letterhead or letterhead_of(town),
        {key: text for key, text in rows.items() if not key.startswith(ENTRY)},
        entries,
    )


def read_agenda_paper(
    member: Member, version: Version, *, letterhead: Letterhead | None = None, own_words: bool = True
) -> AgendaPaper:
    """The Digitale Agenda for the council, from the version; the same for every reader, so no ages of posts."""
    town, plan = member.municipality, plan_of(version)
    desk = desk_of(town, letterhead)
    compared, comparisons = for_council_paper(town)
    with translation.override("de"):
        beside = beside_the_plan(town, plan, timezone.localdate())
        return agenda_paper(
            PaperInput(
                plan=plan.in_core,
                picture=picture_of(facts_of(town)),
                letterhead=letterhead_value(town, desk.letterhead),
                made_on=timezone.localdate(),
                status=f"Fassung {version.number}" if version.frozen_at else STATUS_DRAFT,
                is_example=town.is_sample,
                is_searched_out=version.is_searched_out,
                navigator=desk.entries.navigator,
                substitute=desk.entries.substitute,
                edited=desk.texts if own_words else {},
                comparisons=tuple(comparisons),
                compared=tuple(compared),
                maturity=beside.maturity,
                notes=beside.notes,
                sureness=beside.sureness,
            )
        )


def read_mandate(member: Member, entries: Entries | None = None, *, own_words: bool = True) -> MandateLetter:
    """The mandate with what was entered (or with gaps that say so); 3 queries."""
    town = member.municipality
    desk = desk_of(town)
    known = entries or desk.entries
    frame = Frame.objects.of(town).first()
    head = desk.letterhead
    with translation.override("de"):
        return mandate_letter(
            Mandate(
                navigator=known.navigator or "…",
                hours_per_week=float(frame.hours_per_week) if frame else USUAL_HOURS,
                start=known.begin or next_quarter(timezone.localdate()),
                substitute=known.substitute,
                signer=", ".join(part for part in (head.head_name, head.head_title) if part),
                salutation=known.salutation or "Guten Tag,",
            ),
            town_value(town),
            letterhead_value(town, head),
            timezone.localdate(),
            is_example=town.is_sample,
            edited=desk.texts if own_words else {},
        )


def part_titles(paper: str) -> dict[str, str]:
    """Key → title of the parts that may be edited; KeyError for another paper."""
    return {part.key: part.title for part in text_parts(paper)}
