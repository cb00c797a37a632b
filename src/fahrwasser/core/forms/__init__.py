"""Forms: fields, pages, visibility and validation in FEEL; the way through a form is a function of the answers.

`read_form` (formular.schema.json, formular.ui.json) → Form; `journey` says from the answers alone which pages come,
what is unreachable and what is missing; `read_page` turns one posted page into typed answers or problems;
`page_inputs` is everything a template needs; `summary` is for reading; `facts` is what rules and letters see.
"""

from fahrwasser.core.forms.answers import value_at
from fahrwasser.core.forms.inputs import Input, Option, Row, page_inputs
from fahrwasser.core.forms.journey import Journey, Problem, facts, journey
from fahrwasser.core.forms.model import Field, Form, Group, Page, Text
from fahrwasser.core.forms.posted import PageRead, read_page
from fahrwasser.core.forms.prefill import prefill
from fahrwasser.core.forms.read_form import read_form
from fahrwasser.core.forms.summary import Section, SummaryRow, summary

__all__ = [
    "Field",
    "Form",
    "Group",
    "Input",
    "Journey",
    "Option",
    "Page",
    "PageRead",
    "Problem",
    "Row",
    "Section",
    "SummaryRow",
    "Text",
    "facts",
    "journey",
    "page_inputs",
    "prefill",
    "read_form",
    "read_page",
    "summary",
    "value_at",
]
