"""``mandates --coverage`` and ``--changes``: for all states and for one, as text and as JSON."""

from __future__ import annotations

import json

import pytest

from drillplanner.law import bundled_states, load_state_pack
from drillplanner.law.coverage.standing import Standing
from drillplanner.law.coverage.topics import Topic
from tests.command_line import run


def test_the_table_has_a_line_for_every_state_and_fits_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    lines = run(capsys, "mandates", "--coverage").out.splitlines()
    rows = lines[1 : lines.index("")]
    assert [row.split()[0] for row in rows] == list(bundled_states())
    assert max(map(len, rows)) <= 100
    for standing in Standing:
        assert any(line.startswith(standing.word) and standing.phrase in line for line in lines)


def test_one_state_is_shown_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    text = run(capsys, "mandates", "md", "--coverage").out
    assert text.startswith("Maryland: reviewed ")
    assert "Bus evacuation drills: looked for, none found (last read 2026-11-30)" in text
    assert "MD-01  " in text


def test_coverage_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    every = json.loads(run(capsys, "mandates", "--coverage", "--format", "json").out)
    assert [entry["state"] for entry in every] == list(bundled_states())
    assert all([topic["topic"] for topic in entry["topics"]] == list(Topic) for entry in every)
    one = json.loads(run(capsys, "mandates", "MD", "--coverage", "--format", "json").out)
    assert one == next(entry for entry in every if entry["state"] == "MD")


def test_changes_name_what_starts_in_the_year(capsys: pytest.CaptureFixture[str]) -> None:
    text = run(capsys, "mandates", "--changes", "--year", "2027-28").out
    assert "Texas\n    from 2027-07-01: " in text
    assert "No change on file: Alaska," in text
    found = json.loads(run(capsys, "mandates", "TX", "--changes", "--year", "2027-28", "--format", "json").out)
    assert {change["on"] for change in found["changes"]} == {"2027-07-01"}
    assert all(change["starts"] and change["text"] for change in found["changes"])


def test_changes_name_what_no_plan_can_show(capsys: pytest.CaptureFixture[str]) -> None:
    shown = run(capsys, "mandates", "GA", "--changes", "--year", "2026-27").out
    assert "from 2026-07-01, not planned: " in shown
    assert "(GA-11)" in shown
    document = json.loads(run(capsys, "mandates", "GA", "--changes", "--year", "2026-27", "--format", "json").out)
    assert [each["mandate_id"] for each in document["not_planned"]] == ["GA-11"]


def test_one_state_names_its_questions_as_settled_does(capsys: pytest.CaptureFixture[str]) -> None:
    text = run(capsys, "mandates", "MD").out
    questions = load_state_pack("MD").open_questions
    assert questions
    for question in questions:
        assert f"\nOpen question {question.question_id}" in text
    assert "(statute, read in the law)" in text


def test_one_state_says_where_the_text_of_its_presumed_code_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert "'drillplanner mandates NFPA' has their text and sources." in run(capsys, "mandates", "LA").out
    assert "has their text and sources" not in run(capsys, "mandates", "MO").out


def test_questions_that_do_not_go_together_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong, words in (
        (["--changes"], "go together"),
        (["--year", "2026-27"], "go together"),
        (["--coverage", "--changes", "--year", "2026-27"], "one at a time"),
        (["--changes", "--year", "soon"], "not a school year"),
        (["ZZ", "--coverage"], "no mandate pack for this state"),
    ):
        result = run(capsys, "mandates", *wrong)
        assert result.code == 2, wrong
        assert words in result.err, wrong
