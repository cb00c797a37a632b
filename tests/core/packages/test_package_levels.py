"""The machine goes as far as package, norm, town, flags and sources all allow."""

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.packages.levels import FLAGS, effective
from fahrwasser.core.packages.values import LEVELS, Manifest
from fahrwasser.core.packages.verbs import STATUSES
from packages.sample import changed, example

MANIFEST = example().manifest
FLAG_SETS = st.sets(st.sampled_from(sorted(FLAGS)), max_size=3)
PORTS = st.dictionaries(st.sampled_from(["vereine", "einwohner"]), st.sampled_from(STATUSES))
LIMITS = st.sampled_from([None, *LEVELS])


def level(manifest: Manifest = MANIFEST, outcome: str | None = "erteilen", **more: Any) -> str:
    return effective(manifest, "vergabe", outcome, **more).level


def test_the_machine_decides_only_with_its_norm() -> None:
    found = effective(MANIFEST, "vergabe", "erteilen")
    assert (found.level, found.norm, found.reasons) == ("decide", "§ 3 HallenO", ())
    without = changed("paket.json", ', "norm": "§ 3 HallenO"}', "}").manifest
    assert level(without) == "propose"


def test_what_the_package_does_not_list_is_for_a_person() -> None:
    assert level(outcome="verschenken") == "propose"
    assert level(outcome=None) == "propose"


def test_one_flag_is_enough_for_a_person_to_decide() -> None:
    for flag in FLAGS:
        found = effective(MANIFEST, "vergabe", "erteilen", flags=[flag])
        assert found.level == "propose"
        assert found.norm == ""
        assert str(found.reasons[0])


def test_a_source_that_does_not_confirm_lowers_and_a_named_one_must_be_asked() -> None:
    for status in STATUSES:
        assert level(ports={"vereine": status}) == ("decide" if status == "bestaetigt" else "propose")
    strict = changed("paket.json", '"norm": "§ 3 HallenO"}', '"norm": "§ 3 HallenO", "ports": ["vereine"]}').manifest
    assert level(strict) == "propose"
    assert level(strict, ports={"vereine": "bestaetigt"}) == "decide"


def test_the_town_can_hold_the_machine_back_but_not_push_it() -> None:
    assert level(town_limit="propose") == "propose"
    assert level(town_limit="inform") == "inform"
    assert level(outcome="ablehnen", town_limit="decide") == "propose"


def test_update_needs_no_norm_and_is_held_back_like_a_decision() -> None:
    package = changed(
        "paket.json", '"ausgang": "ablehnen", "stufe": "propose"', '"ausgang": "ablehnen", "stufe": "update"'
    )
    assert level(package.manifest, "ablehnen") == "update"
    assert level(package.manifest, "ablehnen", flags=["auskunftssperre"]) == "propose"
    assert level(package.manifest, "ablehnen", town_limit="propose") == "propose"


@given(FLAG_SETS, PORTS, LIMITS)
def test_nothing_that_is_added_ever_raises_the_level(flags: set[str], ports: dict[str, str], limit: Any) -> None:
    height = LEVELS.index(effective(MANIFEST, "vergabe", "erteilen", flags=flags, ports=ports, town_limit=limit).level)
    for fewer in itertools.combinations(sorted(flags), max(0, len(flags) - 1)):
        lower = effective(MANIFEST, "vergabe", "erteilen", flags=fewer, ports=ports, town_limit=None)
        assert LEVELS.index(lower.level) >= height
