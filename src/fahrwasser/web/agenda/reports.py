"""The half-yearly report to the council as values: the adopted plan, what was entered since, what was measured."""

from collections.abc import Iterable, Mapping

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone, translation

from fahrwasser.core.agenda.papers.report import ReportInput, progress_report
from fahrwasser.core.agenda.papers.report_facts import MeasuredService, ProjectStand
from fahrwasser.core.agenda.papers.shapes import ProgressReport
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.agenda.digital import digital_services, levels_of
from fahrwasser.web.agenda.letters import letterhead_value
from fahrwasser.web.agenda.measured import Measured, measured_by_project
from fahrwasser.web.agenda.models import Progress, Resolution, Version
from fahrwasser.web.agenda.papers import MANDATE, REPORT, desk_of, read_agenda_paper, read_mandate
from fahrwasser.web.agenda.reading import plan_of
from fahrwasser.web.tenants.models import Letterhead


def version_for_report(versions: QuerySet[Version]) -> Version | None:
    """Of these versions the one decided last; before there is a decision, the newest made for the council. 1 query."""
    decision = Resolution.objects.filter(municipality=OuterRef("municipality"), version_id=OuterRef("pk"))
    kept = versions.filter(frozen_at__isnull=False).annotate(decided_on=Subquery(decision.values("decided_on")[:1]))
    return kept.order_by(F("decided_on").desc(nulls_last=True), "-number").first()


def read_report(
    member: Member, version: Version, *, letterhead: Letterhead | None = None, own_words: bool = True
) -> ProgressReport:
    """The report about this version as things stand today."""
    town, plan = member.municipality, plan_of(version)
    desk = desk_of(town, letterhead)
    decision = Resolution.objects.of(town).filter(version=version).first()
    current = Version.objects.of(town).current()
    progress = list(Progress.objects.of(town))
    rows = {row.project: _stand(row) for row in progress}
    measured = measured_by_project(town, plan.schedule, progress)
    with translation.override("de"):
        return progress_report(
            ReportInput(
                plan=plan.in_core,
                letterhead=letterhead_value(town, desk.letterhead),
                made_on=timezone.localdate(),
                today=plan_of(current).in_core if current and current.answer.get("schedule") else None,
                decided_on=decision.decided_on if decision else None,
                resolution=decision.number if decision else "",
                stands=rows,
                measured=_services(measured),
                digital=digital_services(plan, measured, levels_of(town, measured)),
                is_example=town.is_sample,
                edited=desk.texts if own_words else {},
            )
        )


def _stand(row: Progress) -> ProjectStand:
    return ProjectStand(
        state=row.state,  # type: ignore[arg-type]
        begun=row.started_on,
        finished=row.finished_on,
        days=float(row.days_spent),
        euros=None if row.euros_spent is None else float(row.euros_spent),
        minutes_per_case=None if row.minutes_per_case is None else float(row.minutes_per_case),
        note=row.note,
        planned_days=row.planned.get("days"),
        planned_euros=row.planned.get("euros"),
    )


def _services(found: Mapping[str, Iterable[Measured]]) -> Mapping[str, tuple[MeasuredService, ...]]:
    return {
        base: tuple(
            MeasuredService(
                service=line.service,
                before=float(line.before.value) if line.before else None,
                now=float(line.now.value) if line.now else None,
                cases=float(line.volume.value) if line.volume else None,
                source=line.now.source if line.now else "",
            )
            for line in lines
            if line.has_effort
        )
        for base, lines in found.items()
    }


def prepared_text(member: Member, paper: str, part: str) -> str:
    """The wording of a part as it would be without the town's own. Raises KeyError for an unknown part."""
    if paper == MANDATE:
        return {p.key: p.text for p in read_mandate(member, own_words=False).paragraphs}[part]
    town = member.municipality
    versions = Version.objects.of(town)
    version = version_for_report(versions) if paper == REPORT else versions.for_paper()
    if version is None:
        raise KeyError(part)
    read = read_report if paper == REPORT else read_agenda_paper
    return {s.text_key: s.text for s in read(member, version, own_words=False).sections}[part]
