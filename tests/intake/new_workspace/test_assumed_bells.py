from __future__ import annotations

from drillplanner.intake.new_workspace.assumed_bells import choose_bells
from drillplanner.model import Campus, parse_grades


def campus(campus_id: str, grades: str, bell_schedule: str | None = None) -> Campus:
    return Campus(campus_id=campus_id, name=campus_id, grades=parse_grades(grades), bell_schedule=bell_schedule)


def chosen(campuses: tuple[Campus, ...], *given: str) -> list[str | None]:
    return [one.bell_schedule for one in choose_bells(campuses, given).campuses]


def test_what_the_campus_names_wins() -> None:
    choice = choose_bells((campus("a", "K-5", "late"),), ("early", "late"))
    assert [one.bell_schedule for one in choice.campuses] == ["late"]
    assert (choice.files, choice.assumed, choice.not_placed) == ({}, (), ())


def test_the_only_schedule_is_for_all_and_that_is_said() -> None:
    choice = choose_bells((campus("a", "K-5"), campus("b", "9-12")), ("regular",))
    assert [one.bell_schedule for one in choice.campuses] == ["regular", "regular"]
    assert choice.assumed == ("The bell schedule 'regular' is taken for a, b.",)


def test_a_schedule_named_for_the_level_is_taken() -> None:
    assert chosen((campus("a", "K-5"), campus("b", "9-12")), "elementary", "High-School") == [
        "elementary",
        "High-School",
    ]


def test_two_that_could_be_meant_are_not_guessed_between() -> None:
    choice = choose_bells((campus("a", "K-5"),), ("elementary-east", "elementary-west"))
    assert [one.bell_schedule for one in choice.campuses] == ["assumed-elementary"]
    assert list(choice.files) == ["assumed-elementary.yaml"]
    assert "ASSUMED" in choice.assumed[0]


def test_without_schedules_each_level_has_its_own() -> None:
    campuses = (campus("a", "K-5"), campus("b", "6-8"), campus("c", "9-12"), campus("d", "PK-2"))
    assert chosen(campuses) == ["assumed-elementary", "assumed-middle", "assumed-high", "assumed-elementary"]


def test_a_schedule_that_is_not_there_is_said() -> None:
    choice = choose_bells((campus("a", "K-5", "early"),), ("x", "y"))
    assert choice.not_placed == ("There is no bell schedule 'early', named for a; there is x, y.",)
    assert [one.bell_schedule for one in choice.campuses] == ["assumed-elementary"]
