"""Every kind of requirement is complete: a module, a plain check, an encoder, cases, and a row in the docs."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from drillplanner.law import Requirement, bundled_fire_codes, bundled_states, load_fire_code, load_state_pack
from drillplanner.law.kinds import KINDS
from drillplanner.solve.requirements import ENCODERS
from drillplanner.solve.requirements.encoder import Encoder
from tests import fast_yaml

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests" / "law" / "packs" / "cases"


def test_a_kind_is_named_as_its_module() -> None:
    assert {kind.__module__.rpartition(".")[2] for kind in KINDS.values()} == set(KINDS)
    modules = {path.stem for path in (ROOT / "drillplanner" / "law" / "kinds").rglob("*.py")}
    assert modules - {"__init__"} == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_states_its_check_and_its_sentence(name: str) -> None:
    assert {"check", "sentence", "kind"} <= {*vars(KINDS[name]), *KINDS[name].__annotations__}
    assert not getattr(KINDS[name], "__abstractmethods__", None)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_that_constrains_drills_has_an_encoder_of_its_own(name: str) -> None:
    if KINDS[name].constrains_drills:
        assert type(ENCODERS[name]).__module__ == f"drillplanner.solve.requirements.{name}"
    else:
        assert type(ENCODERS[name]) is Encoder


@cache
def expected_statuses() -> dict[str, set[str]]:
    """Return the statuses that the cases of the bundled law expect, by kind of requirement."""
    requirements: dict[str, Requirement] = {
        mandate.mandate_id: mandate.requirement
        for pack in (*map(load_state_pack, bundled_states()), *map(load_fire_code, bundled_fire_codes()))
        for mandate in pack.mandates
    }
    expected: dict[str, set[str]] = {}
    for path in CASES.glob("*.yaml"):
        for case in fast_yaml.load(path.read_text(encoding="utf-8")):
            expected.setdefault(requirements[case["mandate"]].kind, set()).update(case["expect"].values())
    return expected


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_has_lawful_and_unlawful_cases(name: str) -> None:
    expected = expected_statuses().get(name, set())
    # Kinds that give no duty of their own are shown by the duties that they change, and a kind that only districts
    # use by a test of its own.
    has_own_test = (ROOT / "tests" / "law" / "kinds" / f"test_{name}.py").is_file()
    assert {"met", "violated"} <= expected or has_own_test or name in {"permission", "stand_in"}


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_is_in_the_docs_and_in_the_schema_of_packs(name: str) -> None:
    page = (ROOT / "docs" / "add-a-state.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| `{name}` \|", page, re.MULTILINE)
    schema = (ROOT / "docs" / "pack.schema.json").read_text(encoding="utf-8")
    assert f'"{name}": "#/$defs/' in schema
