"""Law that others can correct: the page of a pack on paper, and the form for a correction."""

from __future__ import annotations

import io
import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest

from drillplanner.law import bundled_fire_codes, bundled_states, load_fire_code, load_state_pack
from drillplanner.law.coverage.registry import load_registry
from drillplanner.law.coverage.standing import coverage_of
from drillplanner.model import DISCLAIMER
from tests import fast_yaml

ROOT = Path(__file__).parent.parent
FORM = ROOT / ".github" / "ISSUE_TEMPLATE" / "law.yml"


@cache
def script() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "docs" / "make_pack_pages.py"))


def read_cases(name: str) -> list[dict[str, Any]]:
    return list(fast_yaml.load((script()["CASES"] / f"{name}.yaml").read_text(encoding="utf-8")))


@pytest.mark.parametrize("state", bundled_states())
def test_every_requirement_is_on_the_page_with_its_cases_in_words(state: str) -> None:
    pack, cases = load_state_pack(state), read_cases(f"us-{state.lower()}")
    values = script()["page_values"](pack, coverage_of(pack, state, load_registry()), cases)
    assert [entry["id"] for entry in values["mandates"]] == [mandate.mandate_id for mandate in pack.mandates]
    assert sum(len(entry["cases"]) for entry in values["mandates"]) == len(cases)
    assert all(entry["sources"] for entry in values["mandates"])
    assert {question["id"] for question in values["questions"]} >= {
        question.question_id for question in pack.open_questions
    }


def test_a_page_of_a_state_on_paper() -> None:
    pdf = pypdf.PdfReader(io.BytesIO(script()["pack_pdf"]("LA")))
    words = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert "The drill law of Louisiana, as drillplanner holds it" in words
    assert DISCLAIMER in words
    assert "LAC 28:CXV.339" in words
    assert "The thirtieth calendar day is in time." in words
    assert "1. lockdown drill on 2025-09-09" in words
    assert "LA-Q1" in words


def test_words_are_the_laws_own_only_where_the_law_was_read() -> None:
    pack = load_state_pack("NV")
    values = script()["page_values"](pack, coverage_of(pack, "NV", load_registry()), read_cases("us-nv"))
    whose = {entry["id"]: entry["whose_words"] for entry in values["mandates"]}
    assert whose["NV-05"] == "The law's own words:"
    assert whose["NV-02.public"].startswith("Its words, as restated by Washoe County School District")


def test_a_page_says_what_has_ended_and_that_a_fire_code_was_not_read() -> None:
    pack = load_state_pack("MO")
    values = script()["page_values"](pack, coverage_of(pack, "MO", load_registry()), read_cases("us-mo"))
    assert any("MO-03 (until 2026-06-30)" in topic["more"] for topic in values["topics"])
    pack = load_state_pack("NJ")
    values = script()["page_values"](pack, coverage_of(pack, "NJ", load_registry()), read_cases("us-nj"))
    assert any("The drill section of the fire code was not read" in words for _, words in values["fire_code"])


@pytest.mark.parametrize("code", bundled_fire_codes())
def test_a_model_code_has_a_page_too(code: str) -> None:
    values = script()["page_values"](load_fire_code(code), (), read_cases(f"code-{code.lower()}"))
    assert values["topics"] == []
    assert values["mandates"]


@pytest.mark.parametrize(
    ("statuses", "answer"),
    [
        (["met", "met"], "lawful"),
        (["met", "violated"], "not lawful"),
        (["met", "cannot_tell"], "cannot tell"),
        ([], "nothing owed"),
    ],
)
def test_the_answer_to_a_case_is_its_gravest_status(statuses: list[str], answer: str) -> None:
    assert script()["_answer"](statuses) == answer


def test_the_form_for_a_correction_asks_for_what_a_correction_needs() -> None:
    form = fast_yaml.load(FORM.read_text(encoding="utf-8"))
    required = {
        field["id"]
        for field in form["body"]
        if field.get("validations", {}).get("required") and field["type"] != "markdown"
    }
    assert form["name"] == "This law is wrong or missing"
    assert form["name"] in script()["CORRECT"]
    assert {"state", "citation", "url", "words", "since", "schools", "certainty", "read"} <= required
