"""What the pages of the network show: questions, solutions, requests, neighbours, and the town among its like."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from fahrwasser.core.agenda.catalogue.projects import catalogue
from fahrwasser.core.programme.obstacles import obstacle_title
from fahrwasser.core.programme.sizes import HOURS_TO, Spread, size_class, spread
from fahrwasser.web.agenda.colleague_screens import KIND_NAMES
from fahrwasser.web.agenda.models import Voice
from fahrwasser.web.agenda.names import project_title
from fahrwasser.web.catalogue.models import Release
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.tenants.pages import page_by
from fahrwasser.web.ui.languages import page_language

from .models import Answer, Backing, Partner, PooledRequest, Question, Remark, SharedSheet, Solution
from .models.network import QuestionQuerySet

COMPARED = ("projects_done", "projects_running", "services_live", "hours_planned", "hours_measured")
STEPS = {"hours_planned": HOURS_TO, "hours_measured": HOURS_TO}
MOST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """One question in the list or on its page."""

    row: Question
    town: str
    answers: int
    about: tuple[str, ...]

    @property
    def is_solved(self) -> bool:
        """The asking town has marked an answer that still stands."""
        return bool(self.row.has_solution)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Said:
    """One answer; `is_own` = of the reading town."""

    row: Answer
    town: str
    is_own: bool
    solved_it: bool


@dataclass(frozen=True, slots=True)
class Remarked:
    """One remark about a package in words; `is_own` = of the reading town, the only one that learns whose it is."""

    row: Remark
    title: str
    kind: str
    obstacle: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of the town beside the middle half of its like."""

    key: str
    own: float | None
    spread: Spread | None


def questions(reader: Municipality, search: str = "", only: str = "", mark: str = "") -> tuple[list[Asked], str]:
    """Newest first; `only` = "offen", "geloest" or "". 2 queries."""
    rows = _asked_by(reader)
    if search:
        rows = rows.filter(Q(title__icontains=search) | Q(text__icontains=search))
    if only == "offen":
        rows = rows.still_open()
    elif only == "geloest":
        rows = rows.solved()
    found, following = page_by(rows, "asked_at", mark, newest_first=True)
    return _all_asked(found), following


def question_of(reader: Municipality, key: uuid.UUID) -> Asked | None:
    """2 queries."""
    row = _asked_by(reader).filter(pk=key).first()
    return next(iter(_all_asked([row])), None) if row else None


def answers_to(question: Question, reader: Municipality) -> list[Said]:
    """Oldest first; 1 query."""
    rows = Answer.objects.select_related("municipality").filter(question=question, withdrawn_at=None)
    return [
        Said(row, row.municipality.name, row.municipality_id == reader.pk, row.pk == question.solved_by)
        for row in rows.order_by("answered_at", "id")[:MOST]
    ]


def questions_about(reader: Municipality, project: str = "", package: str = "") -> list[Asked]:
    """The newest three about a project or a package; 2 queries."""
    rows = _asked_by(reader).filter(**_about(project, package))
    return _all_asked(rows.order_by("-asked_at", "id")[:3])


def _about(project: str, package: str) -> dict[str, str]:
    return {name: key for name, key in (("project", project), ("package", package)) if key}


def _asked_by(reader: Municipality) -> QuestionQuerySet:
    rows = Question.objects.select_related("municipality").filter(**_like(reader))
    return rows.with_state().annotate(answers=_answers())


def _like(reader: Municipality) -> dict[str, bool]:
    """Invented towns have a network of their own: nothing invented helps a real town or is added to its hours."""
    return {"municipality__is_sample": reader.is_sample}


def solutions(reader: Municipality, project: str = "", package: str = "", mark: str = "") -> tuple[list[Solution], str]:
    """Who solved what, newest first; 1 query."""
    rows = Solution.objects.select_related("municipality").filter(withdrawn_at=None, **_like(reader))
    rows = rows.filter(**_about(project, package))
    return page_by(rows, "given_at", mark, newest_first=True)


def requests(reader: Municipality, mark: str = "") -> tuple[list[PooledRequest], str]:
    """As `requests_by_hours`, with `own` hours of the reading town (None = it is not in); 1 query."""
    own = Backing.objects.of(reader).filter(request=OuterRef("pk")).values("hours")[:1]
    rows = requests_by_hours().filter(**_like(reader)).annotate(own=Subquery(own))
    return page_by(rows, "hours", mark, newest_first=True)


def request_of(reader: Municipality, key: uuid.UUID) -> PooledRequest | None:
    """1 query."""
    return PooledRequest.objects.filter(pk=key, **_like(reader)).first()


def requests_by_hours() -> QuerySet[PooledRequest]:
    """The most hours first; `hours` and `towns` over all towns; 1 query."""
    backed = Backing.objects.filter(request=OuterRef("pk")).order_by().values("request")
    return (
        PooledRequest.objects.select_related("municipality")
        .annotate(
            hours=Coalesce(Subquery(backed.annotate(n=Sum("hours")).values("n"), output_field=IntegerField()), 0),
            towns=Coalesce(Subquery(backed.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0),
        )
        .order_by("-hours", "made_at", "id")
    )


def remarks(reader: Municipality, package: str = "", mark: str = "") -> tuple[list[Remark], str]:
    """Newest first; 1 query."""
    rows = Remark.objects.standing().filter(**_like(reader), **_about("", package))
    return page_by(rows, "given_at", mark, newest_first=True)


def remarked(row: Remark, titles: Mapping[str, str], reader: Municipality) -> Remarked:
    """A remark as readers see it; no query."""
    language = page_language()
    return Remarked(
        row,
        titles.get(row.package, row.package),
        str(KIND_NAMES[Voice.Kind(row.kind)]),
        obstacle_title(row.obstacle, language) if row.obstacle else "",
        row.municipality_id == reader.pk,
    )


def partners(reader: Municipality, mark: str = "") -> tuple[list[Partner], str]:
    """Who looks for neighbours, newest first; 1 query."""
    rows = Partner.objects.select_related("municipality").filter(closed_at=None, **_like(reader))
    return page_by(rows, "made_at", mark, newest_first=True)


def compared(town: Municipality) -> tuple[list[Compared], int]:
    """Each figure beside towns of the same size that released it, and how many such towns there are; 1 query."""
    same = SharedSheet.objects.filter(size_class=size_class(town.population), is_sample=town.is_sample)
    rows = list(same.values("municipality_id", *COMPARED))
    own: dict[str, Any] = next((row for row in rows if row["municipality_id"] == town.pk), {})
    others = [row for row in rows if row["municipality_id"] != town.pk]
    found = [
        Compared(key, own.get(key), spread([row[key] for row in others if row[key] is not None], to=STEPS.get(key, 0)))
        for key in COMPARED
    ]
    return found, len(others)


def project_choices() -> list[tuple[str, str]]:
    """Every project of the catalogue for a select field, by name."""
    language = get_language() or "de"
    return sorted(
        ((key, project.name.in_language(language)) for key, project in catalogue().projects.items()), key=lambda c: c[1]
    )


def package_titles() -> dict[str, str]:
    """Title of each package, of its newest release, in the page's language; 1 query."""
    language = page_language()
    rows = Release.objects.order_by("published_at").values_list("package", "manifest__title")
    return {package: titles.get(language) or titles["de"] for package, titles in rows if titles}


def _answers() -> Coalesce:
    rows = Answer.objects.filter(question=OuterRef("pk"), withdrawn_at=None).order_by().values("question")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def _all_asked(rows: Iterable[Question]) -> list[Asked]:
    language = page_language()
    found = list(rows)
    titles = package_titles() if any(row.package for row in found) else {}
    return [_asked(row, titles, language) for row in found]


def _asked(row: Question, titles: Mapping[str, str], language: str) -> Asked:
    about = (
        project_title(row.project) if row.project else "",
        titles.get(row.package, row.package),
        obstacle_title(row.obstacle, language) if row.obstacle else "",
    )
    return Asked(row, row.municipality.name, row.answers, tuple(part for part in about if part))  # type: ignore[attr-defined]
