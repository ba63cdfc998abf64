from __future__ import annotations

from drillplanner.intake.new_workspace.assumed_bells import choose_bells
from drillplanner.model import Campus, parse_grades


def campus(campus_id: str, grades: str, bell_schedule: str | None = None) -> Campus:
    return Campus(campus_id=campus_id, name=campus_id, grades=parse_grades(grades), bell_schedule=bell_schedule)


def chosen(campuses: tuple[Campus, ...], *given: str) -> list[str | None]:
    return [campus.bell_schedule for campus in choose_bells(campuses, given).campuses]


def test_the_schedule_that_the_campus_names_is_chosen() -> None:
    choice = choose_bells((campus("a", "K-5", "late"),), ("early", "late"))
    assert [campus.bell_schedule for campus in choice.campuses] == ["late"]
    assert (choice.files, choice.assumed, choice.not_placed) == ({}, (), ())


def test_the_only_schedule_is_used_for_all_and_reported() -> None:
    choice = choose_bells((campus("a", "K-5"), campus("b", "9-12")), ("regular",))
    assert [campus.bell_schedule for campus in choice.campuses] == ["regular", "regular"]
    assert choice.assumed == ("The bell schedule 'regular' is taken for a, b.",)


def test_a_schedule_named_for_the_level_is_chosen() -> None:
    assert chosen((campus("a", "K-5"), campus("b", "9-12")), "elementary", "High-School") == [
        "elementary",
        "High-School",
    ]


def test_there_is_no_guess_between_two_fitting_schedules() -> None:
    choice = choose_bells((campus("a", "K-5"),), ("elementary-east", "elementary-west"))
    assert [campus.bell_schedule for campus in choice.campuses] == ["assumed-elementary"]
    assert list(choice.files) == ["assumed-elementary.yaml"]
    assert "ASSUMED" in choice.assumed[0]


def test_without_schedules_each_level_gets_a_default() -> None:
    campuses = (campus("a", "K-5"), campus("b", "6-8"), campus("c", "9-12"), campus("d", "PK-2"))
    assert chosen(campuses) == ["assumed-elementary", "assumed-middle", "assumed-high", "assumed-elementary"]


def test_a_missing_schedule_is_reported() -> None:
    choice = choose_bells((campus("a", "K-5", "early"),), ("x", "y"))
    assert choice.not_placed == ("There is no bell schedule 'early', named for a; there is x, y.",)
    assert [campus.bell_schedule for campus in choice.campuses] == ["assumed-elementary"]
