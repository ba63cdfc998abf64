"""``leave_out`` and ``also_called``: no school vanishes, and a nickname means one school."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.intake.schools.campus_names import CampusNames
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import LeftOutSchool
from tests.intake.small_workspace import FILES, problems_of, the_problem, write_workspace

HEADER = "campus_id,name,grades,also_called,leave_out\n"
OAK, ELM = "oak,Oak Elementary School,K-5,,\n", "elm,Elm High School,9-12,,\n"


def table(*rows: str) -> dict[str, str]:
    return {"campuses.csv": HEADER + "".join(rows)}


def test_a_row_with_a_reason_is_listed_and_not_planned(tmp_path: Path) -> None:
    row = "night,Night School,evenings,,adults only\n"
    workspace = read_workspace(write_workspace(tmp_path, table(OAK, ELM, row)))
    assert [campus.campus_id for campus in workspace.campuses] == ["oak", "elm"]
    assert workspace.left_out == (
        LeftOutSchool(name="Night School", reason="adults only", campus_id="night", grades="evenings", row=4),
    )


@pytest.mark.parametrize("reason", ["yes", "no", "x", "n/a"])
def test_a_mark_without_a_reason_is_refused(tmp_path: Path, reason: str) -> None:
    found = the_problem(tmp_path, table(OAK, ELM, f"night,Night School,9-12,,{reason}\n"))
    assert (found.line, found.value, found.message) == (4, reason, "'leave_out' gives no reason")


def test_a_row_that_cannot_be_used_says_how_to_leave_it_out(tmp_path: Path) -> None:
    found = the_problem(tmp_path, table(OAK, ELM, "night,Night School,evenings,,\n"))
    assert (found.line, found.value) == (4, "evenings")
    assert "'leave_out'" in str(found.maybe)


def test_a_list_that_leaves_out_everything_is_refused(tmp_path: Path) -> None:
    changes = {
        "campuses.csv": HEADER + "oak,Oak,K-5,,closed\nelm,Elm,9-12,,closed\n",
        "district.yaml": FILES["district.yaml"].replace("staff: staff.csv\n", ""),
    }
    assert "every row is left out" in problems_of(tmp_path, changes)[0].message


def test_other_files_may_still_name_a_school_that_is_left_out(tmp_path: Path) -> None:
    changes = {
        **table(OAK, "elm,Elm High School,9-12,,closed in June\n"),
        "events.csv": "kind,first,campus_ids\nfire,2025-10-01,elm\nfire,2025-10-02,oak;elm\n",
        "closures.csv": "date,campus_ids\n2025-10-07,elm\n",
    }
    workspace = read_workspace(write_workspace(tmp_path, changes))
    assert [member.campus_id for member in workspace.staff] == ["oak"]
    assert [event.campus_ids for event in workspace.events] == [("oak",)]
    assert workspace.calendar.closures == ()
    for file in ("staff.csv", "events.csv", "closures.csv"):
        sentence = f"{file}: 1 row is set aside with the schools that 'leave_out' of campuses.csv names: elm."
        assert sentence in workspace.assumptions


def test_nicknames_name_the_school_in_any_text(tmp_path: Path) -> None:
    oak = OAK.replace("K-5,,", "K-5,The Acorn; OES,")
    workspace = read_workspace(write_workspace(tmp_path, table(oak, ELM)))
    assert workspace.campuses[0].also_called == ("The Acorn", "OES")
    names = CampusNames(workspace.campuses)
    assert names.by_id_or_name("the acorn") == "oak"
    assert names.loosely_named_in("Early dismissal at The Acorn") == ("oak",)
    assert names.named_in("OES: no school") == ("oak",)


@pytest.mark.parametrize("nickname", ["Elm High School", "elm", "ELM"])
def test_a_nickname_that_means_two_schools_is_refused(tmp_path: Path, nickname: str) -> None:
    found = the_problem(tmp_path, table(OAK.replace("K-5,,", f"K-5,{nickname},"), ELM))
    assert (found.line, found.value) == (2, nickname)
    assert "the school on line 3 is called so too" in found.message
