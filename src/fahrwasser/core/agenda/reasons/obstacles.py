"""German words for the rules that keep a wish out of every plan."""

from collections.abc import Sequence

from fahrwasser.core.agenda.model.instance import Instance
from fahrwasser.core.agenda.reasons.words import listed, named

WORDS = {
    "quarters": "die Zahl der Quartale",
    "capacity": "die verfügbaren Personentage",
    "budget": "das verfügbare Geld",
    "running_cap": "die Grenze der laufenden Kosten",
    "max_parallel": "die Zahl gleichzeitiger Projekte",
    "alternatives": "eine andere Variante, die gewählt oder vorhanden ist",
}


def obstacle_text(instance: Instance, reasons: Sequence[str]) -> str:
    """»Hindernis: die verfügbaren Personentage und der Termin für …«"""
    words = [WORDS[reason] for reason in reasons if reason in WORDS]
    for kind, article in (("duty", "der Termin für"), ("lock", "Ihre Festlegung für")):
        projects = [reason.partition(":")[2] for reason in reasons if reason.startswith(f"{kind}:")]
        if projects:
            words.append(f"{article} {listed(named(instance, project) for project in projects)}")
    return f"Hindernis: {listed(words)}."
