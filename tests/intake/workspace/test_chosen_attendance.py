"""``attend`` in district.yaml: who comes because the district asks; each mistake is reported with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import ChosenAttendance, DrillType
from drillplanner.model.district.attendance import SHARES
from tests.intake.small_workspace import DISTRICT, the_problem, write_workspace

LINES = len(DISTRICT.splitlines())
TWO_MORE = """\
  - {agency_id: sheriff, name: Sheriff (invented), kind: police}
  - {agency_id: station-2, name: Fire (invented), kind: fire}
"""
ENTRIES = """\
attend:
  - {agency: police, drills: [lockdown, active_assailant], share: 50%}
  - {agency: station-2, drills: [fire_evacuation], share: once}
  - {agency: sheriff, drills: [secure]}
"""


def test_entries_are_read_and_their_agencies_found(tmp_path: Path) -> None:
    files = {"district.yaml": DISTRICT + TWO_MORE + ENTRIES}
    district = read_workspace(write_workspace(tmp_path, files)).district
    assert district.attend == (
        ChosenAttendance(agency="police", drills=(DrillType.LOCKDOWN, DrillType.ACTIVE_ASSAILANT), share="50%"),
        ChosenAttendance(agency="station-2", drills=(DrillType.FIRE_EVACUATION,), share="once"),
        ChosenAttendance(agency="sheriff", drills=(DrillType.SECURE,), share="all"),
    )
    wanted = [district.wanted_agency(chosen.agency) for chosen in district.attend]
    # 'police' is a kind and an id: any of the two police agencies serves. The only fire agency needs no id.
    assert [agency and (agency.kind, agency.agency_id) for agency in wanted] == [
        ("police", None),
        ("fire", None),
        ("police", "sheriff"),
    ]


@pytest.mark.parametrize(
    ("entry", "message", "found", "allowed", "maybe"),
    [
        (
            "{agency: polise, drills: [lockdown]}",
            "'attend' names an agency that 'agencies' does not list",
            "polise",
            "police",
            "Maybe you meant 'police'.",
        ),
        (
            "{agency: fire, drills: [lockdown]}",
            "'attend' names an agency that 'agencies' does not list",
            "fire",
            "police",
            "Maybe add it to 'agencies', with when and how often it can come.",
        ),
        (
            "{agency: police, drills: [lockdown], share: 50}",
            f"'attend.0.share': '50' is not a share of drills; allowed: {SHARES}",
            "50",
            None,
            None,
        ),
        (
            "{agency: police, drills: [lockdown], share: 0%}",
            f"'attend.0.share': '0%' is not a share of drills; allowed: {SHARES}",
            "0%",
            None,
            None,
        ),
        (
            "{agency: police, drills: [lockdown], from: 2026-09-01}",
            "the day is not in the school year",
            "2026-09-01",
            "a day from 2025-07-01 to 2026-06-30, or no 'from' for the whole year",
            None,
        ),
    ],
)
def test_a_mistake_is_named_with_what_is_allowed(
    tmp_path: Path, entry: str, message: str, found: str, allowed: str | None, maybe: str | None
) -> None:
    problem = the_problem(tmp_path, {"district.yaml": f"{DISTRICT}attend:\n  - {entry}\n"})
    assert (problem.file, problem.line) == ("district.yaml", LINES + 2)
    assert (problem.message, problem.value, problem.allowed, problem.maybe) == (message, found, allowed, maybe)


def test_an_unknown_drill_is_refused(tmp_path: Path) -> None:
    entry = "attend:\n  - {agency: police, drills: [lockdwn]}\n"
    problem = the_problem(tmp_path, {"district.yaml": DISTRICT + entry})
    assert (problem.line, problem.value, problem.maybe) == (LINES + 2, "lockdwn", "Maybe you meant 'lockdown'.")
    assert "'lockdown'" in (problem.allowed or "")


def test_a_district_without_agencies_has_nobody_to_ask(tmp_path: Path) -> None:
    alone = DISTRICT[: DISTRICT.index("agencies:")]
    problem = the_problem(
        tmp_path, {"district.yaml": f"{alone}attend:\n  - {{agency: police, drills: [lockdown]}}\n"}
    )
    assert problem.allowed == "nothing: 'agencies' lists none"


def test_two_entries_for_one_kind_of_agency_and_drill_are_refused(tmp_path: Path) -> None:
    twice = (
        "attend:\n  - {agency: police, drills: [lockdown]}\n  - {agency: sheriff, drills: [secure, lockdown]}\n"
    )
    problem = the_problem(tmp_path, {"district.yaml": DISTRICT + TWO_MORE + twice})
    assert (problem.line, problem.value) == (LINES + 5, "lockdown")
    assert problem.message == "'attend' has police at lockdown drills twice"
    assert problem.allowed == f"each drill once for each kind of agency (first on line {LINES + 4})"
