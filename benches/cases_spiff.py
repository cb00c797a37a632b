"""SpiffWorkflow on the same model and PostgreSQL; runs in an environment of its own (LGPL, never a dependency).

python cases_spiff.py DATABASE_URL MODEL.bpmn     then one count a line on standard input, one JSON line back

Its state is kept as json, not jsonb: it does not bear another order of keys.
"""

import json
import re
import sys
import time
import uuid
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

ANSWERS = {"betrag": 40, "name": "Erika Muster"}
EXPECTED = {"a": 41, "b": 82, "c": 92, "d": 93, "e": 94}


def main() -> int:
    """Serves counts until standard input ends."""
    import importlib.metadata

    url, model = sys.argv[1:3]
    specification = _specification(model)
    serializer = BpmnWorkflowSerializer()
    print(json.dumps({"version": importlib.metadata.version("SpiffWorkflow")}), flush=True)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS peer (id uuid PRIMARY KEY, version int, state json)")
        connection.commit()
        for line in sys.stdin:
            print(json.dumps({"rate": _rate(connection, specification, serializer, int(line))}), flush=True)
    return 0


def _specification(model: str) -> Any:
    """The model with its scripts and condition in the peer's own language."""
    text = Path(model).read_text(encoding="utf-8")
    names = re.findall(r'<fw:set result="(\w+)"/></extensionElements><script>', text)
    for name in names:
        text = text.replace(
            f'<extensionElements><fw:set result="{name}"/></extensionElements><script>', f"<script>{name} = ", 1
        )
    text = re.sub(r"<extensionElements>.*?</extensionElements>", "", text).replace("antrag.betrag", "betrag")
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(BytesIO(text.encode())), filename=model)
    return parser.get_spec("takt")


def _rate(connection: Any, specification: Any, serializer: Any, count: int) -> float:
    begun = time.perf_counter()
    for _ in range(count):
        case = uuid.uuid4()
        workflow = BpmnWorkflow(specification)
        workflow.task_tree.data.update(ANSWERS)
        workflow.do_engine_steps()
        state = serializer.serialize_json(workflow)
        connection.execute("INSERT INTO peer VALUES (%s, 1, %s)", [case, state])
        connection.commit()
        row = connection.execute("SELECT state::text FROM peer WHERE id = %s FOR UPDATE", [case]).fetchone()
        workflow = serializer.deserialize_json(row[0])
        ready = next(task for task in workflow.get_tasks(state=TaskState.READY) if task.task_spec.manual)
        ready.data["pruefung"] = {"ausgang": "ja"}
        ready.run()
        workflow.do_engine_steps()
        state = serializer.serialize_json(workflow)
        connection.execute("UPDATE peer SET version = 2, state = %s WHERE id = %s AND version = 1", [state, case])
        connection.commit()
    rate = count / (time.perf_counter() - begun)
    found = {name: ready.data.get(name) for name in EXPECTED}
    if found != EXPECTED or not workflow.is_completed():
        raise AssertionError(f"wrong answer: {found}")
    return rate


if __name__ == "__main__":
    sys.exit(main())
