"""The improvement ledger as a file: entries of closed schools stay, and no action counts twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError, Problem
from drillplanner.model import ImprovementLedger
from drillplanner.records.improvement_ledger import read_ledger
from drillplanner.records.unlisted_campuses import UnlistedEntry
from tests.builders import calendar, campus, workspace

PLACE = workspace([campus("oak")], calendar(date(2025, 9, 2), date(2026, 6, 18)))
ACTION = """\
  - action_id: {action_id}
    issue: The second place was not known.
    action: Write it into the annex.
    capability: planning
    element: planning
    responsible: Oak School
    contact: Principal
    drill_id: {campus}-tabletop-01
    campus_id: {campus}
    start: 2025-09-10
    due: 2025-11-01
"""
RATING = """\
  - drill_id: {campus}-tabletop-01
    campus_id: {campus}
    exercise_type: tabletop
    date: 2025-09-04
    capability: planning
    rating: P
"""


def ledger_of(folder: Path, text: str) -> tuple[ImprovementLedger, tuple[UnlistedEntry, ...]]:
    (folder / "improvement.yaml").write_text(text, encoding="utf-8")
    return read_ledger(folder, PLACE)


def test_without_a_file_nothing_is_to_be_improved(tmp_path: Path) -> None:
    assert read_ledger(tmp_path, PLACE) == (ImprovementLedger(), ())


def test_ratings_and_actions_of_a_closed_school_stay_and_are_named_with_their_lines(tmp_path: Path) -> None:
    text = "ratings:\n" + RATING.format(campus="oak") + RATING.format(campus="elm")
    text += "actions:\n" + ACTION.format(action_id="A-1", campus="elm")
    text += ACTION.format(action_id="A-2", campus="oak")
    text += ACTION.format(action_id="A-3", campus="ash").replace("    campus_id: ash\n", "")
    ledger, unlisted = ledger_of(tmp_path, text)
    assert [rating.drill_id for rating in ledger.ratings] == ["oak-tabletop-01", "elm-tabletop-01"]
    assert [action.action_id for action in ledger.actions] == ["A-1", "A-2", "A-3"]
    lines = text.splitlines()
    first, second = (number for number, line in enumerate(lines, start=1) if line == "    campus_id: elm")
    # An action of no campus is about the district.
    assert unlisted == (
        UnlistedEntry("improvement.yaml", first, "elm"),
        UnlistedEntry("improvement.yaml", second, "elm"),
    )


def test_two_actions_of_one_id_are_refused_with_the_line_of_the_first(tmp_path: Path) -> None:
    ids = ("A-1", "A-2", "A-1", "A-2", "A-1")
    text = "actions:\n" + "".join(ACTION.format(action_id=action_id, campus="oak") for action_id in ids)
    with pytest.raises(InputError) as caught:
        ledger_of(tmp_path, text)
    assert caught.value.problems == tuple(
        Problem(
            "improvement.yaml",
            line,
            f"two actions have one id (the first on line {first})",
            action_id,
            "an id that no other action has",
        )
        for line, first, action_id in ((24, 2, "A-1"), (35, 13, "A-2"), (46, 2, "A-1"))
    )
