from __future__ import annotations

import os
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError
from drillplanner.intake.workspace.reader import read_workspace
from tests.intake.small_workspace import DISTRICT, problems_of, the_problem, write_workspace


def with_line(old: str, new: str) -> dict[str, str]:
    assert old in DISTRICT
    return {"district.yaml": DISTRICT.replace(old, new)}


def test_a_missing_district_file_is_the_only_problem(tmp_path: Path) -> None:
    found = the_problem(tmp_path, {"district.yaml": None, "campuses.csv": "broken"})
    assert (found.file, found.line, found.message) == ("district.yaml", None, "there is no such file")
    assert (found.value, found.maybe) == (None, "Maybe make a workspace with 'drillplanner init'.")


def test_an_empty_district_file_is_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, {"district.yaml": "# nothing\n"})
    assert (found.file, found.line, found.message) == ("district.yaml", 1, "the file is empty")


def test_a_district_file_that_is_a_list_is_refused(tmp_path: Path) -> None:
    assert the_problem(tmp_path, {"district.yaml": "- a\n"}).message == "the file is not a list of keys"


def test_an_alias_bomb_never_expands(tmp_path: Path) -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for level in range(1, 30):
        bomb += f"b{level}: &b{level} [{', '.join(['*a' if level == 1 else f'*b{level - 1}'] * 9)}]\n"
    found = the_problem(tmp_path, {"district.yaml": bomb})
    assert (found.file, found.line, found.value) == ("district.yaml", 2, "*a")
    assert found.message == "YAML aliases are not accepted here"
    assert found.allowed == "plain values"


def test_a_file_cut_in_the_middle_is_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, {"district.yaml": DISTRICT[: DISTRICT.index("year") + len('year: "2025')]})
    assert found.file == "district.yaml"
    assert found.line is not None and "not valid YAML" in found.message


@pytest.mark.parametrize("size", [10, 60, 150])
def test_a_file_cut_anywhere_gives_problems_and_no_traceback(tmp_path: Path, size: int) -> None:
    assert all(
        problem.file == "district.yaml" for problem in problems_of(tmp_path, {"district.yaml": DISTRICT[:size]})
    )


@pytest.mark.parametrize(("state", "maybe"), [("nj", "NJ"), ("New Jersey", "NJ"), ("ZZ", None)])
def test_a_state_that_does_not_exist_is_refused(tmp_path: Path, state: str, maybe: str | None) -> None:
    found = the_problem(tmp_path, with_line("state: NJ", f"state: {state}"))
    assert (found.file, found.line, found.value) == ("district.yaml", 2, state)
    assert found.allowed is not None and found.allowed.startswith("AL, AK, AZ") and "DC" in found.allowed
    assert found.maybe == (f"Maybe you meant '{maybe}'." if maybe else None)


def test_every_wrong_value_of_the_file_is_reported_at_once(tmp_path: Path) -> None:
    text = DISTRICT.replace("America/New_York", "America/Newyork").replace("2025-26", "2025-27")
    text = text.replace("kind: police", "kind: sheriff").replace("state: NJ", "state: XX") + "colour: blue\n"
    found = problems_of(tmp_path, {"district.yaml": text})
    assert [(problem.line, problem.value) for problem in found] == [
        (2, "XX"),
        (3, "America/Newyork"),
        (4, "2025-27"),
        (11, "sheriff"),
        (12, "colour"),
    ]
    assert found[3].allowed is not None and "'police'" in found[3].allowed and "'fire'" in found[3].allowed


@pytest.mark.parametrize("key", ["calendar", "campuses", "bells", "staff"])
@pytest.mark.parametrize("target", ["/etc/hosts", "../elsewhere/file"])
def test_a_link_out_of_the_workspace_is_refused(tmp_path: Path, key: str, target: str) -> None:
    text = DISTRICT.replace("staff: staff.csv\n", "") + f"{key}: {target}\n"
    found = the_problem(tmp_path, {"district.yaml": text})
    assert (found.file, found.value, found.message) == ("district.yaml", target, "a path outside the workspace")
    assert found.line == len(text.splitlines())


def test_a_link_that_is_not_text_is_refused(tmp_path: Path) -> None:
    found = problems_of(tmp_path, {"district.yaml": DISTRICT + "calendar: [a, b]\n"})
    assert [(problem.file, problem.line) for problem in found] == [("district.yaml", 12)]


def test_a_broken_link_is_reported_at_its_line(tmp_path: Path) -> None:
    found = the_problem(tmp_path, with_line("staff: staff.csv", "staff: stuff.csv"))
    assert (found.file, found.line, found.value) == ("district.yaml", 7, "stuff.csv")
    assert found.maybe == "Maybe you meant 'staff.csv'."


def test_links_may_name_other_files_in_the_workspace(tmp_path: Path) -> None:
    text = DISTRICT + "campuses: lists/schools.csv\n"
    write_workspace(tmp_path, {"district.yaml": text})
    (tmp_path / "lists").mkdir()
    (tmp_path / "campuses.csv").rename(tmp_path / "lists" / "schools.csv")
    assert [campus.campus_id for campus in read_workspace(tmp_path).campuses] == ["oak", "elm"]


AGENCY = "  - agency_id: {id}\n    name: A (invented)\n    kind: fire\n"


def test_two_agencies_with_one_id_are_refused(tmp_path: Path) -> None:
    found = the_problem(
        tmp_path, {"district.yaml": DISTRICT + AGENCY.format(id="fire") + AGENCY.format(id="police")}
    )
    assert (found.file, found.line, found.value) == ("district.yaml", 15, "police")
    assert found.message == "two agencies have one id (first on line 9)"
    assert found.allowed == "a different agency_id for each agency"


def test_an_agency_that_stops_before_it_starts_is_refused(tmp_path: Path) -> None:
    hours = "    available_from: 14:30\n    available_until: 08:30\n"
    found = the_problem(tmp_path, {"district.yaml": DISTRICT + hours})
    assert (found.line, found.value, found.allowed) == (13, "08:30", "a time after available_from")


def test_an_agency_that_can_never_come_is_refused(tmp_path: Path) -> None:
    assert the_problem(tmp_path, {"district.yaml": DISTRICT + "    weekdays: []\n"}).line == 12


@pytest.mark.parametrize("key", ["    unavailable: [2025-10-01, soon]\n", "planned_on: soon\n"])
def test_text_that_is_not_a_date_is_refused(tmp_path: Path, key: str) -> None:
    text = (
        DISTRICT + key
        if key.startswith(" ")
        else key + "\n".join(line for line in DISTRICT.splitlines() if not line.startswith("planned_on"))
    )
    found = the_problem(tmp_path, {"district.yaml": text})
    assert "'soon' is not a date; write it as 2025-09-02" in found.message


def test_an_unknown_weekday(tmp_path: Path) -> None:
    found = the_problem(tmp_path, {"district.yaml": DISTRICT + "    weekdays: [monday, wensday]\n"})
    assert found.line == 12 and "'wensday' is not a weekday; allowed: monday" in found.message


def test_model_fire_codes_are_read(tmp_path: Path) -> None:
    both = read_workspace(write_workspace(tmp_path, {"district.yaml": DISTRICT + "fire_codes: [IFC, NFPA]\n"}))
    assert both.district.fire_codes == ("IFC", "NFPA")


@pytest.mark.parametrize(
    ("codes", "value", "message", "maybe"),
    [
        ("[NFPA, IBC]", "IBC", "there is no such model fire code", "Maybe you meant 'IFC'."),
        ("[ifc]", "ifc", "there is no such model fire code", "Maybe you meant 'IFC'."),
        ("[101]", "101", "there is no such model fire code", None),
        ("[IFC, IFC]", "IFC", "this fire code is named twice", None),
        ("IFC", "IFC", "fire_codes is not a list", "Maybe write 'fire_codes: [IFC]'."),
    ],
)
def test_unknown_fire_codes_are_refused(
    tmp_path: Path, codes: str, value: str, message: str, maybe: str | None
) -> None:
    found = the_problem(tmp_path, {"district.yaml": DISTRICT + f"fire_codes: {codes}\n"})
    assert (found.file, found.line, found.value) == ("district.yaml", 12, value)
    assert (found.message, found.maybe) == (message, maybe)
    assert found.allowed in ("IFC, NFPA, as a list", "each code once")


def test_missing_choices_are_reported_as_assumptions(tmp_path: Path) -> None:
    bare = 'name: Bare (invented)\nstate: NJ\ntimezone: America/New_York\nyear: "2025-26"\n'
    assumptions = read_workspace(write_workspace(tmp_path, {"district.yaml": bare, "staff.csv": None})).assumptions
    assert assumptions[0] == "district.yaml gives no 'planned_on': the plan counts as made on 2025-07-01."
    assert any("no 'calendar_namespace'" in sentence for sentence in assumptions)
    assert any("names no agencies: nobody can be booked" in sentence for sentence in assumptions)
    assert any("names no staff list" in sentence for sentence in assumptions)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the system does not forbid this user to read")
def test_a_file_without_read_permission_is_refused(tmp_path: Path) -> None:
    write_workspace(tmp_path)
    (tmp_path / "staff.csv").chmod(0)
    with pytest.raises(InputError, match=r"district.yaml:7: cannot be read"):
        read_workspace(tmp_path)
