"""A municipality as far as recording and planning need it."""

from dataclasses import dataclass

SAXONY = "14"


@dataclass(frozen=True, slots=True)
class Town:
    """`kind` as people say it ("Stadt", "Gemeinde"), `state` the two digits of the key, `population` of the
    register."""

    name: str
    kind: str
    population: int
    state: str = SAXONY
    state_name: str = "Sachsen"
    district: str = ""
    ags: str = ""

    @property
    def council(self) -> str:
        """How its council is called (§ 27 SächsGemO: Stadtrat in towns, Gemeinderat elsewhere)."""
        return "Stadtrat" if self.kind not in ("Gemeinde", "Markt") else "Gemeinderat"

    @property
    def people(self) -> str:
        """How the law calls the body: Stadt or Gemeinde."""
        return "Gemeinde" if self.kind in ("Gemeinde", "Markt") else "Stadt"
