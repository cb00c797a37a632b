"""DMN files for tests, written by hand in a few words."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m" id="m">'


def model(*parts: str) -> bytes:
    """A whole file."""
    return "\n".join((HEAD, *parts, "</definitions>")).encode()


def given(*names: str, kind: str = "") -> str:
    """Input data; id = name."""
    typed = f' typeRef="{kind}"' if kind else ""
    return "".join(
        f'<inputData id="{name}" name="{name}"><variable name="{name}"{typed}/></inputData>\n' for name in names
    )


def decision(name: str, logic: str, needs: Sequence[str] = (), asks: Sequence[str] = (), kind: str = "") -> str:
    """A decision that requires inputs and other decisions."""
    inputs = (f'<informationRequirement><requiredInput href="#{need}"/></informationRequirement>' for need in needs)
    others = (f'<informationRequirement><requiredDecision href="#{ask}"/></informationRequirement>' for ask in asks)
    typed = f' typeRef="{kind}"' if kind else ""
    variable = f'<variable name="{name}"{typed}/>'
    return f'<decision id="{name}" name="{name}">{variable}{"".join(inputs)}{"".join(others)}\n{logic}</decision>'


def literal(text: str) -> str:
    """A literal expression."""
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def table(
    inputs: Sequence[str],
    rules: Sequence[str],
    *,
    policy: str = "UNIQUE",
    outputs: Sequence[str] = ("",),
    allowed: str = "",
) -> str:
    """A table; an input is "expression: type", a rule "cell | cell => result | result  # annotation"."""
    policy, _, aggregation = policy.partition(" C")
    attribute = f' aggregation="{aggregation}"' if aggregation else ""
    parts = [f'<decisionTable id="t" hitPolicy="{policy}"{attribute}>']
    for written in inputs:
        expression, _, kind = written.partition(": ")
        values = f"<inputValues><text>{escape(allowed)}</text></inputValues>" if allowed else ""
        parts.append(
            f'<input label="{expression}"><inputExpression typeRef="{kind}"><text>{escape(expression)}</text>'
            f"</inputExpression>{values}</input>"
        )
    for written in outputs:
        name, _, values = written.partition(": ")
        parts.append(f'<output name="{name}">')
        parts.append(f"<outputValues><text>{escape(values)}</text></outputValues></output>" if values else "</output>")
    for number, written in enumerate(rules, 1):
        rule, _, annotation = written.partition("  # ")
        cells, _, results = rule.partition(" => ")
        parts.append(f'<rule id="r{number}">')
        parts += [
            f"<inputEntry><text>{escape(cell.strip())}</text></inputEntry>" for cell in cells.split(" | ") if cells
        ]
        parts += [
            f"<outputEntry><text>{escape(result.strip())}</text></outputEntry>" for result in results.split(" | ")
        ]
        parts.append(f"<annotationEntry><text>{escape(annotation)}</text></annotationEntry></rule>")
    return "\n".join((*parts, "</decisionTable>"))
