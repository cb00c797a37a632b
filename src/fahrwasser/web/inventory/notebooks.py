"""Hand-over notebooks as pages show them: which pieces are written, which are empty."""

import uuid
from collections.abc import Mapping
from typing import Any

from fahrwasser.core.inventory.knowledge import MINUTES, PARTS, LoneTask, horizon
from fahrwasser.web.tenants.models import Municipality

from .models import HandOver, SoloTask
from .screens.handover import PIECES


def pieces_written(town: Municipality) -> Mapping[uuid.UUID, int]:
    """Task → pieces of its notebook that are written; 1 query."""
    return {row.task_id: len(row.written) for row in HandOver.objects.of(town)}


def lone_tasks(town: Municipality) -> list[tuple[SoloTask, LoneTask]]:
    """The tasks without a substitute with what the core says of them; 2 queries. Years are for the head alone."""
    pieces = pieces_written(town)
    return [(task, _lone(task, pieces.get(task.pk, 0))) for task in SoloTask.objects.still_open(town)]


def _lone(task: SoloTask, pieces: int) -> LoneTask:
    office = task.unit.name if task.unit else ""
    return LoneTask(task.name, office, horizon(task.leaves_within_years), pieces, str(task.pk))


def shown(notebook: HandOver) -> dict[str, Any]:
    """What the templates print: pieces in their order, the first open one, progress."""
    done = notebook.written
    pieces = [
        {
            "part": part,
            "title": PIECES[part].title,
            "question": PIECES[part].question,
            "text": notebook.text(part),
            "is_done": part in done,
            "is_nothing": part in done and not notebook.text(part).strip(),
        }
        for part in PARTS
    ]
    return {
        "pieces": pieces,
        "next": next((piece for piece in pieces if not piece["is_done"]), None),
        "done": len(done),
        "total": len(PARTS),
        "minutes": MINUTES,
        "minutes_left": MINUTES * (len(PARTS) - len(done)),
        "empty": [piece["title"] for piece in pieces if not piece["is_done"]],
        "changed_at": notebook.changed_at,
    }
