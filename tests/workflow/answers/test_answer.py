"""An answer goes where it belongs, changes nothing else, and is refused before anything is written if wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner import api
from drillplanner.files.errors import InputError
from drillplanner.workflow.answers.answer import Answered
from tests.command_line import run
from tests.intake.small_workspace import CALENDAR, CAMPUSES, DISTRICT, write_workspace


def answered(place: Path, fact: str, value: str, *campuses: str) -> Answered:
    return api.answer(place, api.Answer(fact, value, campuses))


def refused(place: Path, fact: str, value: str, *campuses: str) -> str:
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    with pytest.raises(InputError) as caught:
        answered(place, fact, value, *campuses)
    assert before == {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    return str(caught.value)


def campuses_of(place: Path) -> str:
    return (place / "campuses.csv").read_text(encoding="utf-8")


def test_a_fact_is_written_for_all_schools_that_have_no_answer(tmp_path: Path) -> None:
    place = write_workspace(tmp_path)
    found = answered(place, "fire_escapes", "yes")
    assert campuses_of(place) == CAMPUSES.replace('"1,200",regular,', '"1,200",regular,yes')
    assert found.changed == ("campuses.csv: 'fire_escapes' is now 'yes' for Elm High School.",)
    assert any("fire escapes" in question for question in found.settled)
    assert found.left > 0


def test_a_new_fact_gets_a_column(tmp_path: Path) -> None:
    place = write_workspace(tmp_path)
    answered(place, "buses", "no")
    assert campuses_of(place).splitlines() == [
        "campus_id,name,grades,enrollment,bell_schedule,fire_escapes,buses",
        "oak,Oak Elementary School,K-5,300,regular,no,no",
        'elm,Elm High School,9-12,"1,200",regular,,no',
    ]


@pytest.mark.parametrize("name", ["elm", "Elm High School", "ELM HIGH", "The Elms"])
def test_a_school_is_named_by_id_name_or_nickname(tmp_path: Path, name: str) -> None:
    table = CAMPUSES.replace("fire_escapes", "fire_escapes,also_called").replace(",no\n", ",no,\n")
    place = write_workspace(tmp_path, {"campuses.csv": table.replace("regular,\n", "regular,,The Elms\n")})
    answered(place, "buses", "yes", name)
    assert campuses_of(place).splitlines()[1:] == [
        "oak,Oak Elementary School,K-5,300,regular,no,,",
        'elm,Elm High School,9-12,"1,200",regular,,The Elms,yes',
    ]


def test_a_question_that_is_left_for_other_schools_is_not_settled(tmp_path: Path) -> None:
    place = write_workspace(tmp_path)
    assert answered(place, "buses", "yes", "oak").settled == ()
    assert len(answered(place, "buses", "yes").settled) == 1


def test_an_answer_is_changed_only_for_named_schools(tmp_path: Path) -> None:
    place = write_workspace(tmp_path)
    answered(place, "fire_escapes", "yes")
    assert "every school has an answer to 'fire_escapes' already" in refused(place, "fire_escapes", "no")
    answered(place, "fire_escapes", "no", "elm")
    assert campuses_of(place).endswith("regular,no\n")


def test_what_cannot_be_an_answer_is_refused(tmp_path: Path) -> None:
    place = write_workspace(tmp_path)
    assert "Maybe you meant 'fire_escapes'" in refused(place, "fire_escape", "yes")
    assert "allowed: yes or no" in refused(place, "buses", "perhaps")
    assert "Maybe you meant 'oak'" in refused(place, "buses", "yes", "oka")
    assert "a whole number" in refused(place, "enrollment", "many", "oak")
    assert "holds for the whole district" in refused(place, "month_counts_from", "5", "oak")
    assert "a date such as" in refused(place, "first_day", "next week")
    assert "different for each school" in refused(place, "leave_out", "closed")
    assert "less than or equal to 10" in refused(place, "month_counts_from", "50")
    assert "less than or equal to 4" in refused(place, "drills_a_day", "5")
    assert "a whole number" in refused(place, "drills_a_day", "two")
    assert "no law of this district has this open question" in refused(place, "settled", "NJ-Q9")


def test_settings_of_the_district_keep_its_comments(tmp_path: Path) -> None:
    place = write_workspace(tmp_path, {"district.yaml": "# ours\r\n" + DISTRICT.replace("\n", "\r\n")})
    answered(place, "settled", "NJ-Q1, NJ-Q2")
    answered(place, "month_counts_from", "5")
    text = (place / "district.yaml").read_bytes().decode()
    assert (
        text
        == "# ours\r\n" + DISTRICT.replace("\n", "\r\n") + "settled: [NJ-Q1, NJ-Q2]\r\nmonth_counts_from: 5\r\n"
    )
    answered(place, "settled", "NJ-Q3")
    assert api.prepare(place).workspace.district.settled == ("NJ-Q1", "NJ-Q2", "NJ-Q3")


def test_the_drills_a_school_may_hold_on_a_day_are_a_setting_of_the_district(tmp_path: Path) -> None:
    place = write_workspace(tmp_path)
    assert answered(place, "drills_a_day", "2").changed == ("district.yaml: drills_a_day is now 2.",)
    assert api.prepare(place).workspace.district.drills_a_day == 2


def test_one_question_of_law_that_is_settled_leaves_the_others_open(tmp_path: Path) -> None:
    place = write_workspace(tmp_path)
    assert answered(place, "settled", "NJ-Q1").settled == ()
    (settled,) = answered(place, "settled", "NJ-Q2,NJ-Q3").settled
    assert settled.startswith("Still open about the law of New Jersey: (1) ")


def test_a_confirmed_guess_is_no_longer_named(tmp_path: Path) -> None:
    guesses = 'guesses:\n  agencies: "No limits."\n  fire_escapes: "We wrote no."\n'
    place = write_workspace(tmp_path, {"district.yaml": DISTRICT + guesses})
    assert answered(place, "confirmed", "agencies").settled == ("No limits.",)
    assert "no guesses" not in refused(place, "confirmed", "agencies")
    # An answer for all schools takes the place of a guess.
    answered(place, "fire_escapes", "yes")
    assert campuses_of(place).count("regular,yes") == 2
    assert api.prepare(place).workspace.district.guesses == {}


def test_a_confirmed_guess_is_no_longer_said_on_every_page(tmp_path: Path) -> None:
    note = 'note: "Trial. Some bell schedules are ASSUMED."\nguesses:\n  bells: "We made up the bells."\n'
    place = write_workspace(tmp_path, {"district.yaml": DISTRICT + note})
    assert answered(place, "confirmed", "bells").settled == ("We made up the bells.",)
    assert api.prepare(place).workspace.district.note == "Trial."


def test_days_and_titles_of_the_calendar_go_into_calendar_yaml(tmp_path: Path) -> None:
    place = write_workspace(tmp_path)
    answered(place, "last_day", "6/12/2026")
    answered(place, "calendar:Thanksgiving Recess - Schools Closed", "ignore")
    assert (place / "calendar.yaml").read_text(encoding="utf-8") == (
        'last_day: 2026-06-12\nunderstood:\n  - {title: "Thanksgiving Recess - Schools Closed", kind: ignore}\n'
    )
    calendar = api.prepare(place).workspace.calendar
    assert (str(calendar.last_day), calendar.school_dates[-1]) == ("2026-06-12", calendar.last_day)


def test_a_day_is_named_by_its_date(tmp_path: Path) -> None:
    place = write_workspace(tmp_path)
    answered(place, "10/13/2025", "closed")
    assert (place / "calendar.yaml").read_text(encoding="utf-8") == "days:\n  - {date: 2025-10-13, kind: closed}\n"
    assert "2025-10-13" not in {str(on) for on in api.prepare(place).workspace.calendar.school_dates}
    assert "allowed: full, early_release" in refused(place, "2025-10-14", "holiday")


def test_a_workspace_that_cannot_be_read_yet_can_be_answered(tmp_path: Path) -> None:
    # Without a first day the calendar cannot be read, and neither can the workspace.
    place = write_workspace(tmp_path, {"calendar.ics": CALENDAR.replace("First Day of School", "Spirit day")})
    with pytest.raises(InputError, match="first day"):
        api.prepare(place)
    assert "first day" in refused(place, "buses", "yes")
    answered(place, "first_day", "2025-09-02")
    assert str(api.prepare(place).workspace.calendar.first_day) == "2025-09-02"


def test_the_command_says_what_changed_and_what_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = write_workspace(tmp_path)
    ran = run(capsys, "answer", place, "buses=no", "--campus", "oak", "--campus", "Elm High School")
    assert ran.code == 0
    assert ran.out.startswith(
        "campuses.csv: 'buses' is now 'no' for Oak Elementary School, Elm High School.\n\nAnswered:\n"
    )
    assert "questions are left: drillplanner check" in ran.out
    assert run(capsys, "answer", place, "buses").code == 2
    assert run(capsys, "answer", place, "nothing=yes").code == 2


def test_several_answers_are_given_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = write_workspace(tmp_path)
    ran = run(capsys, "answer", place, "buses=no", "2025-10-13=full", "fire_escapes=no")
    assert ran.code == 0
    assert ran.out.count("'buses' is now 'no'") == ran.out.count("2025-10-13 is now full") == 1
    assert ran.out.count("Answered:") == ran.out.count("left: drillplanner check") == 1
    assert "fire escapes" in ran.out.partition("Answered:")[2]


def test_of_several_answers_those_before_a_wrong_one_are_written_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = write_workspace(tmp_path)
    ran = run(capsys, "answer", place, "buses=no", "nothing=yes", "fire_escapes=no")
    assert (ran.code, ran.out.count(" is now ")) == (2, 1)
    assert "nothing" in ran.err
    ran = run(capsys, "answer", place, "fire_escapes=no", "calendar:Pretzel", "Day=full")
    assert (ran.code, ran.out) == (2, ""), "all are looked at before the first is written"
    assert "Maybe put quotation marks around an answer with spaces in it." in ran.err
