"""`fahrwasser bench soundness`: how long the gate takes, and how often it cannot tell.

`check_ms_1000`: 20 invented block-structured processes of about 1,000 nodes, each checked in every round; the median of
the rounds' medians. `not_provable_share`: of 24 invented processes that no rule takes apart (1 to 6 parallel blocks of
2 to 5 entangled branches, all sound), those that are not proved within 2 s.
"""

import random
import time
from itertools import product
from typing import Any

from common import median, options, percentile, publish, report
from fahrwasser.core.bpmn.graph import Graph
from fahrwasser.core.bpmn.reading import read_processes
from fahrwasser.core.bpmn.soundness import check
from soundness_models import entangled, structured

NODES = 1_000
MODELS = 20
BUDGET_S = 2.0
BLOCKS = range(1, 7)
WIDTHS = range(2, 6)


def main(argv: list[str]) -> int:
    """Check every model in every round and publish the figures."""
    chosen = options("soundness", argv)
    graphs = [_graph(structured(random.Random(seed), NODES).xml()) for seed in range(MODELS)]
    rounds = [[_check_ms(graph) for graph in graphs] for _ in range(chosen.rounds + 1)][1:]
    entangled_runs = [_entangled(blocks, width) for blocks, width in product(BLOCKS, WIDTHS)]
    unproven = [run for run in entangled_runs if run["status"] == "not provable"]
    proven = [run["ms"] for run in entangled_runs if run["status"] == "sound"]
    metrics = {
        "check_ms_1000": round(median([median(times) for times in rounds]), 2),
        "check_ms_1000_worst": round(max(median(times) for times in zip(*rounds, strict=True)), 2),
        "nodes_median": median([len(graph.nodes) for graph in graphs]),
        "not_provable_share": round(len(unproven) / len(entangled_runs), 3),
        "proved_ms_median": round(median(proven), 2),
        "proved_ms_p95": round(percentile(proven, 0.95), 1),
    }
    result = report("soundness", chosen.rounds, metrics, budget_s=BUDGET_S, entangled=entangled_runs)
    return publish(result, as_json=chosen.json)


def _graph(content: bytes) -> Graph:
    return read_processes(content, place="bench")["p"]


def _check_ms(graph: Graph) -> float:
    begun = time.perf_counter()
    verdict = check(graph)
    took = (time.perf_counter() - begun) * 1000
    if verdict.status != "sound":
        raise RuntimeError(f"a model that is sound by construction is {verdict.status}: {verdict.reason}")
    return took


def _entangled(blocks: int, width: int) -> dict[str, Any]:
    """One run: the share is about the search, which is the same every time."""
    graph = _graph(entangled(random.Random(blocks * 10 + width), 40, blocks, width).xml())
    begun = time.perf_counter()
    verdict = check(graph, budget_s=BUDGET_S)
    took = (time.perf_counter() - begun) * 1000
    return {"blocks": blocks, "width": width, "status": verdict.status, "ms": round(took, 2)}
