"""The small signs inside tasks, events and gateways, as BPMN draws them."""

from typing import Final

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.graph import Box

INK: Final = "#171a2b"
LINE: Final = "#51617d"
SOFT: Final = "#f4f6fa"
MARK: Final = "#00754a"

_STROKE = f'fill="none" stroke="{INK}" stroke-width="1.5"'
_ENVELOPE = "M-8 -5 h16 v11 h-16 Z M-8 -5 l8 6 8 -6"
_SIGNS: Final = {
    "userTask": f'<path d="M-7 7 c0 -9 14 -9 14 0 Z M0 -1 a4 4 0 1 0 -0.1 0 Z" {_STROKE}/>',
    "serviceTask": f'<circle r="4" {_STROKE}/><circle r="7" {_STROKE} stroke-dasharray="3 2.5"/>',
    "sendTask": f'<path d="{_ENVELOPE}" fill="{INK}" stroke="#fff"/>',
    "receiveTask": f'<path d="{_ENVELOPE}" {_STROKE}/>',
    "scriptTask": f'<path d="M-6 -7 h10 c-4 5 4 9 0 14 h-10 c4 -5 -4 -9 0 -14 M-3 -3 h5 M-2 0 h5 M-2 3 h5" {_STROKE}/>',
    "businessRuleTask": f'<path d="M-8 -6 h16 v12 h-16 Z M-8 -2 h16 M-8 2 h16 M-3 -2 v8" {_STROKE}/>',
    "timer": f'<circle r="9" {_STROKE}/><path d="M0 -6 V0 l4 3" {_STROKE}/>',
    "message": f'<path d="{_ENVELOPE}" {_STROKE}/>',
    "error": f'<path d="M-7 8 l4 -13 5 7 5 -9 -4 13 -5 -7 Z" {_STROKE}/>',
    "terminate": f'<circle r="10" fill="{INK}"/>',
    "exclusive": f'<path d="M-6 -7 L6 7 M6 -7 L-6 7" fill="none" stroke="{INK}" stroke-width="3"/>',
    "parallel": f'<path d="M0 -10 V10 M-10 0 H10" fill="none" stroke="{INK}" stroke-width="3"/>',
    "events": f'<circle r="11" {_STROKE}/><path d="M0 -6 l6 4.5 -2.3 7 h-7.4 l-2.3 -7 Z" {_STROKE}/>',
}
_OF_KIND: Final = {g.TERMINATE: "terminate", g.XOR: "exclusive", g.AND: "parallel", g.EVENT_GATEWAY: "events"}


def symbol(element: str, kind: int, trigger: str, box: Box) -> str:
    """The sign of a node: in the corner of a task, in the middle of everything else; "" for none."""
    sign = _SIGNS.get(_OF_KIND.get(kind, element if kind in g.ACTIVITIES else trigger), "")
    if not sign:
        return ""
    x, y = (box.x + 17, box.y + 16) if kind in g.ACTIVITIES else (box.x + box.width / 2, box.y + box.height / 2)
    return f'<g transform="translate({x:.1f} {y:.1f})">{sign}</g>'
