"""Problems and previews of an import in the words of the page."""

from typing import Any

from django.utils.translation import gettext as _

from fahrwasser.core.inventory.tables.files import in_words
from fahrwasser.core.inventory.tables.plan import Change, Line, state_of
from fahrwasser.core.tables.reading import LARGEST_FILE
from fahrwasser.core.tables.sheet import Place, Problem, column_letters
from fahrwasser.core.tables.typed import shown
from fahrwasser.web.inventory.tables import Reading
from fahrwasser.web.ui import languages

LARGEST_READ = LARGEST_FILE + 1
SHOWN_PROBLEMS = 200
SHOWN_LINES = 200


def shown_problems(reading: Reading) -> dict[str, Any]:
    """Every problem with its place; beyond 200 the marked copy has the rest."""
    problems = reading.problems
    return {
        "problems": [_problem(reading, one) for one in problems[:SHOWN_PROBLEMS]],
        "count": len(problems),
        "more": max(0, len(problems) - SHOWN_PROBLEMS),
    }


def _problem(reading: Reading, one: Problem) -> dict[str, str]:
    heading = reading.found.headings.get(one.column, "")
    values = {"row": one.row, "column": column_letters(max(one.column, 1)), "heading": heading}
    place = _("Row %(row)s, column %(column)s “%(heading)s”") if heading else _("Row %(row)s, column %(column)s")
    return {
        "place": place % values,
        "found": shown(reading.sheet.value(one.row, one.column))[:80],
        "text": languages.in_words(one.refused),
    }


def marks_of(reading: Reading) -> dict[Place, str]:
    """Cell → what is wrong with it, all of it."""
    marks: dict[Place, str] = {}
    for one in reading.problems:
        place = (one.row, one.column)
        marks[place] = "\n".join(filter(None, (marks.get(place, ""), languages.in_words(one.refused))))
    return marks


def shown_lines(reading: Reading, language: str) -> dict[str, Any]:
    """Counts, and what would change in the first 200 rows that change something."""
    counts = {state: len(reading.plan.of(state)) for state in ("new", "changed", "unchanged")}
    changing = [line for line in reading.plan.lines if line.changes]
    names = {"new": _("new"), "changed": _("changed")}
    return {
        **{f"n_{state}": count for state, count in counts.items()},
        "lines": [
            {
                "number": line.number,
                "name": _name(reading, line, language),
                "state": names[state_of(line)],
                "changes": [_change(reading, change, language) for change in line.changes],
            }
            for line in changing[:SHOWN_LINES]
        ],
        "more": max(0, len(changing) - SHOWN_LINES),
    }


def _name(reading: Reading, line: Line, language: str) -> str:
    named = [change for change in line.changes if change.column.list and change.after == line.name]
    return shown(in_words(named[0].column, line.name, reading.names, language)) if named else line.name


def _change(reading: Reading, change: Change, language: str) -> dict[str, str]:
    before, after = (in_words(change.column, value, reading.names, language) for value in (change.before, change.after))
    return {
        "heading": change.column.heading.in_language(language),
        "before": shown(before) if before is not None else "–",
        "after": shown(after) if after is not None else "–",
    }
