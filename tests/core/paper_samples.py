"""What the tests of the papers share: a small town, its quick plan, and what a paper is made from."""

import json
from datetime import date
from functools import cache
from typing import Any

from fahrwasser.core.agenda.catalogue.build import build_instance
from fahrwasser.core.agenda.catalogue.options import duties_to_check, relief_options
from fahrwasser.core.agenda.catalogue.projects import catalogue
from fahrwasser.core.agenda.catalogue.town import Frame
from fahrwasser.core.agenda.model.reading import parse_instance
from fahrwasser.core.agenda.papers.council_paper import PaperInput
from fahrwasser.core.agenda.papers.shapes import Letterhead
from fahrwasser.core.agenda.plan import Plan
from fahrwasser.core.agenda.solve import quick_plan
from fahrwasser.core.inventory.picture import first_picture, recorded_by_default
from fahrwasser.core.inventory.starter import starter_record
from fahrwasser.core.inventory.town import Town

TOWN = Town("Lindenau an der Mulde", "Stadt", 3900)
HEAD = Letterhead("Lindenau an der Mulde", "Stadt", "Landkreis Musterland", "Sachsen", "14999010", "3.900")


@cache
def given() -> PaperInput:
    frame = Frame(date(2027, 1, 1), confirmed_duties=frozenset({"D01", "D04", "D05", "D07", "D08"}))
    instance = build_instance(catalogue(), TOWN, frame)
    answer = quick_plan(parse_instance(instance), time_limit_s=0.1).to_json()
    plan = Plan(catalogue(), TOWN, frame, instance, answer)
    picture = first_picture(
        TOWN,
        [recorded_by_default(entry) for entry in starter_record(TOWN.population)],
        {"figure:posts": 14, "capability:epayment": "none"},
        relief_options(catalogue(), TOWN, frame),
        duties_to_check(catalogue(), TOWN.state),
    )
    return PaperInput(plan, picture, HEAD, date(2026, 11, 22), navigator="Kämmerei")


def words(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
