"""German words for figures and projects in the sentences of an explanation (formal, plain, never "optimal")."""

from collections.abc import Iterable, Sequence

from fahrwasser.core.agenda.model.instance import Instance

NBSP = "\u00a0"


def euro(amount: float) -> str:
    """»12.345 €«, rounded to whole euros."""
    return f"{amount:,.0f}".replace(",", ".") + f"{NBSP}€"


def number(amount: float) -> str:
    """»7,5« or »12«: one decimal place where it is needed."""
    text = f"{amount:,.1f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return text.removesuffix(",0")


def days(amount: float) -> str:
    """»7,5 Personentage«."""
    return f"{number(amount)}{NBSP}Personentag" + ("" if round(amount, 1) == 1 else "e")


def quarter(k: int) -> str:
    """»Quartal 7«."""
    return f"Quartal{NBSP}{k}"


def named(instance: Instance, project: str) -> str:
    """»„Name“ (P07)«; the bare id if it has no name of its own."""
    name = instance.by_id[project].name
    return f"„{project}“" if name == project else f"„{name}“ ({project})"


def listed(items: Iterable[str]) -> str:
    """»A, B und C«; long lists end with »und 4 weitere«."""
    words: Sequence[str] = list(items)
    if len(words) > 5:
        return f"{', '.join(words[:4])} und {len(words) - 4} weitere"
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} und {words[-1]}"
