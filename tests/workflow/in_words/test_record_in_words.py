"""``record`` by school, kind, and day in words, or in one sentence: understood, or asked; nothing is guessed."""

from __future__ import annotations

import csv
import json
from datetime import date, time
from pathlib import Path

import pytest

from drillplanner.model import Drill, DrillType, Plan, Provenance
from drillplanner.workflow.plan_files import read_plan, write_plan
from drillplanner.workflow.prepare import prepare
from tests.command_line import Ran, run
from tests.intake.small_workspace import write_workspace

BY = ("--by", "office")
CAMPUSES = (
    "campus_id,name,grades,also_called,leave_out\n"
    "oak,Oak Elementary School,K-5,Lakeside;OES,\nelm,Elm High School,9-12,,\n"
    "fir-e,Fir Elementary School,K-5,,\nfir-m,Fir Middle School,6-8,,\nash,Ash Adult School,Adult,,adults only\n"
)


def drill(drill_id: str, drill_type: DrillType, on: str, start: str = "08:25") -> Drill:
    return Drill(
        drill_id=drill_id,
        campus_id=drill_id.split("-", maxsplit=1)[0],
        drill_type=drill_type,
        date=date.fromisoformat(on),
        start=time.fromisoformat(start),
    )


PLAN = (
    drill("oak-fire-01", DrillType.FIRE_EVACUATION, "2025-09-05"),
    drill("oak-fire-02", DrillType.FIRE_EVACUATION, "2025-10-07"),
    drill("oak-fire-03", DrillType.FIRE_EVACUATION, "2025-10-21"),
    drill("oak-lockdown-01", DrillType.LOCKDOWN, "2025-10-14"),
    drill("oak-weather-01", DrillType.SEVERE_WEATHER, "2026-03-10"),
    drill("elm-lockdown-01", DrillType.LOCKDOWN, "2025-10-07"),
    drill("elm-bus-01", DrillType.BUS_EVACUATION, "2025-11-04", "08:25"),
    drill("elm-bus-02", DrillType.BUS_EVACUATION, "2025-11-04", "12:00"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small workspace with a plan of eight drills."""
    place = write_workspace(tmp_path, {"campuses.csv": CAMPUSES})
    imprint = Provenance(program="", solver="", seed=0, inputs="0" * 64, packs={}, planned_on=date(2025, 8, 1))
    plan = Plan(
        district="Test", state="NJ", year="2025-26", status="optimal", objective=0, bound=0, gap=0.0,
        costs=(), drills=PLAN, tasks=(), assumptions=(), provenance=imprint,
    )  # fmt: skip
    write_plan(place, plan, prepare(place).workspace)
    return place


def log_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "records" / "drill_log.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def assert_asked(ran: Ran, folder: Path, *says: str) -> None:
    assert ran.code == 2
    for words in says:
        assert words in ran.err
    assert not (folder / "records").exists(), "nothing is half-written"


@pytest.mark.parametrize(
    ("sentence", "drill_id", "on", "start"),
    [
        ("Oak Elementary, fire, 10/7, 11:30 am", "oak-fire-02", "2025-10-07", "11:30"),
        ("Lakeside fire drill on Tue Oct 7 at 1:15 pm", "oak-fire-02", "2025-10-07", "13:15"),
        ("fire, OES, October 7th", "oak-fire-02", "2025-10-07", ""),
        ("We had the lockdown at Elm High on 10/7/25", "elm-lockdown-01", "2025-10-07", ""),
        ("the high school, lock down, 2025-10-07, noon", "elm-lockdown-01", "2025-10-07", "12:00"),
        ("oak; severe weather; 3/10; 09:05", "oak-weather-01", "2026-03-10", "09:05"),
        ("oak, tornado drill, March 10", "oak-weather-01", "2026-03-10", ""),
        ("oak, shelter, 10 March", "oak-weather-01", "2026-03-10", ""),
        ("Elm, bus, 11/4, 12:00", "elm-bus-02", "2025-11-04", "12:00"),
    ],
)
def test_one_sentence_names_the_planned_drill(
    folder: Path, capsys: pytest.CaptureFixture[str], sentence: str, drill_id: str, on: str, start: str
) -> None:
    ran = run(capsys, "record", folder, sentence, *BY)
    assert ran.code == 0, ran.err
    (row,) = log_of(folder)
    assert (row["drill_id"], row["date"], row["start"], row["status"]) == (drill_id, on, start, "held")
    assert row["note"] == ""


def test_fields_in_words_are_the_same_as_a_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fields = ("--campus", "Lakeside", "--type", "fire", "--date", "10/7", "--start", "11:30 am", "--held")
    ran = run(capsys, "record", folder, *fields, *BY, "--format", "json")
    assert ran.code == 0, ran.err
    document = json.loads(ran.out)
    assert (document["drill_id"], document["start"], document["planned_for"]) == (
        "oak-fire-02",
        "11:30",
        "2025-10-07",
    )


@pytest.mark.parametrize(
    ("sentence", "drill_id", "on"),
    [
        # Two weeks after its day, and a day that is near another drill as well.
        ("Oak, tornado, 3/24", "oak-weather-01", "2026-03-24"),
        ("Oak, fire, 10/15", "oak-fire-02", "2025-10-15"),
    ],
)
def test_a_drill_held_on_its_back_up_date_is_the_planned_one(
    folder: Path, capsys: pytest.CaptureFixture[str], sentence: str, drill_id: str, on: str
) -> None:
    back_up = date.fromisoformat(on)
    plan = read_plan(folder)
    drills = (
        planned.model_copy(update={"back_up": back_up if planned.drill_id == drill_id else None})
        for planned in plan.drills
    )
    changed = plan.model_copy(update={"drills": tuple(drills)})
    write_plan(folder, changed, prepare(folder).workspace)
    ran = run(capsys, "record", folder, sentence, *BY)
    assert ran.code == 0, ran.err
    (row,) = log_of(folder)
    assert (row["drill_id"], row["date"], row["status"]) == (drill_id, on, "held")


@pytest.mark.parametrize(
    ("said", "minutes", "note"),
    [
        ("2 min 40 s", "3", "2 min 40 s"),
        ("took 1 minute and 20 seconds", "1", "1 minute and 20 seconds"),
        ("90 seconds", "2", "90 seconds"),
        ("1:50 min", "2", "1:50 min"),
        ("2 1/2 minutes", "3", "2 1/2 minutes"),
        ("3.5 minutes long", "4", "3.5 minutes"),
        ("20 sec", "1", "20 sec"),
        ("for 12 mins", "12", ""),
        ("0 minutes", "", "0 minutes"),
        ("1 hour 5 minutes", "65", ""),
        ("1 hr and 10 min", "70", ""),
    ],
)
def test_a_duration_is_kept_whole(
    folder: Path, capsys: pytest.CaptureFixture[str], said: str, minutes: str, note: str
) -> None:
    # "2 min 40 s" was 2 minutes, with "40 s" for a note, and "1:50 min" was 50 minutes.
    run(capsys, "record", folder, f"Lakeside, fire, 10/7, {said}", *BY)
    (row,) = log_of(folder)
    assert (row["minutes"], row["note"]) == (minutes, note)


@pytest.mark.parametrize(
    "said", ["Reddick fire drill 10/6", "fire drill at Reddick on Oct 6", "J.T. Reddick fire 10/6"]
)
def test_a_school_called_by_one_word_of_its_name_needs_no_comma(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], said: str
) -> None:
    campuses = "campus_id,name,grades\njtr,J.T. Reddick Elementary School,K-5\nelm,Elm High School,9-12\n"
    place = write_workspace(tmp_path, {"campuses.csv": campuses})
    ran = run(capsys, "record", place, said, "--extra", "--held", *BY)
    assert ran.code == 0, ran.err
    (row,) = log_of(place)
    assert (row["campus_id"], row["drill_type"], row["date"]) == ("jtr", "fire_evacuation", "2025-10-06")


def test_a_level_that_is_a_word_of_the_kind_names_no_school(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert_asked(run(capsys, "record", folder, "high winds severe weather drill 3/10", *BY), folder, "school")


def test_minutes_and_what_is_no_field_are_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "record", folder, "Lakeside, fire, 10/7, 6 minutes, Officer Diaz watched", *BY)
    (row,) = log_of(folder)
    assert (row["minutes"], row["note"]) == ("6", "Officer Diaz watched")


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("not held, forgot", "forgot"),
        ("missed, scheduling conflict", "conflict"),
        ("canceled, short staffed", "staffing"),
        ("not held because of snow", "severe_weather"),
        ("not held, weather", "severe_weather"),
        ("cancelled, real emergency", "real_emergency"),
        ("not held, utility_failure", "utility_failure"),
        ("postponed", ""),
    ],
)
def test_a_drill_that_was_not_held_has_the_cause_that_people_say(
    folder: Path, capsys: pytest.CaptureFixture[str], words: str, cause: str
) -> None:
    ran = run(capsys, "record", folder, f"oak, lockdown, 10/14, {words}", *BY)
    assert ran.code == 0, ran.err
    (row,) = log_of(folder)
    assert (row["drill_id"], row["status"], row["cause"]) == ("oak-lockdown-01", "not_held", cause)
    assert run(capsys, "record", folder).out, "the log can be read back"


def test_forgot_alone_says_that_it_was_not_held(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "record", folder, "forgot the lockdown drill at Lakeside on 10/14", *BY)
    (row,) = log_of(folder)
    assert (row["drill_id"], row["status"], row["cause"]) == ("oak-lockdown-01", "not_held", "forgot")


def test_a_drill_held_days_later_names_the_planned_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(capsys, "record", folder, "oak, lockdown, 10/16", *BY)
    assert "oak-lockdown-01 was held on 2025-10-16; it was planned for Tuesday 2025-10-14" in ran.out


def test_between_two_planned_drills_the_choices_are_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = run(capsys, "record", folder, "oak, fire, 10/14", *BY)
    assert_asked(ran, folder, "--drill oak-fire-02 (planned Tue 2025-10-07 08:25)", "oak-fire-03", "--extra")
    assert run(capsys, "record", folder, "oak, fire, 10/14, instead of 10/21", *BY).code == 0
    assert log_of(folder)[0]["drill_id"] == "oak-fire-03"


def test_a_planned_drill_that_was_held_is_no_choice_any_more(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "record", folder, "oak, fire, 10/7", *BY).code == 0
    assert "oak-fire-03 was held on 2025-10-14" in run(capsys, "record", folder, "oak, fire, 10/14", *BY).out


def test_an_extra_drill_is_in_no_plan(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    far = run(capsys, "record", folder, "oak, lockdown, 2/10", *BY)
    assert_asked(far, folder, "no lockdown drill is planned at 'oak' on this day", "oak-lockdown-01", "--extra")
    ran = run(capsys, "record", folder, "oak, lockdown, 2/10", "--extra", *BY)
    assert "oak-lockdown-on-2026-02-10 was held on 2026-02-10; it is in no plan" in ran.out
    assert run(capsys, "record", folder, "oak, hold, 2/11", *BY).code == 0, "no hold drill is planned at all"


def test_a_report_of_a_recorded_drill_is_a_correction_or_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "record", folder, "oak, lockdown, 10/16", *BY)
    again = run(capsys, "record", folder, "oak, lockdown, 10/16, 9:00", *BY)
    assert again.code == 2
    assert "--correct" in again.err
    assert run(capsys, "record", folder, "oak, lockdown, 10/16, 9:00", "--correct", *BY).code == 0
    assert [row["start"] for row in log_of(folder)] == ["", "09:00"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("Fir, fire, 10/7",), ("--campus: this may be several schools", "fir-e (Fir Elementary School), fir-m")),
        (("Ash Adult School, fire, 10/7",), ("--campus: this school is not planned", "adults only")),
        (("Ochre, fire, 10/7",), ("--campus: there is no such campus", "found:   Ochre")),
        (("oak, fyre, 10/7",), ("--type: this is no kind of drill that we know", "found:   fyre")),
        (("oak, 10/7",), ("--type: the kind of drill is not said", "fire_evacuation")),
        (("--campus", "oak", "--type", "fyre", "--date", "10/7", "--held"), ("--type: this is no kind",)),
        (("oak, evacuation, 12/2",), ("--date: no fire drill or non-fire evacuation drill is planned",)),
        (("oak, intruder, 12/2", "--extra"), ("--type: this may be several kinds", "lockdown, active_assailant")),
        (("fire, 10/7",), ("--campus: the school is not said", "elm")),
        (("oak, fire",), ("--date: the day is not said", "oak-fire-01")),
        (("oak, fire, Wed 10/7",), ("--date: 2025-10-07 is a Tuesday", "Wed 10/7")),
        (("oak, fire, yesterday",), ("'yesterday' counts from a day that is not said", "--as-of")),
        (("oak, fire, 10/7, 6:15",), ("--start: '6:15' may be 6:15 AM or 6:15 PM",)),
        (("Elm, bus, 11/4",), ("several such drills are planned", "elm-bus-01", "elm-bus-02")),
        (("oak, fire, 10/4",), ("there is no school at 'oak' on Saturday 2025-10-04",)),
        (("oak, fire, 10/7", "--type", "lockdown"), ("the sentence says this too", "fire")),
        (("oak, lockdown, 10/14, missed", "--held"), ("SENTENCE: the sentence says the opposite",)),
        (("oak, lockdown, 10/14, not held, power outage and staffing",), ("--cause: ", "forgot, conflict")),
        (("Elm, fire, 10/7, not held",), ("--type: the plan has no such", "elm-lockdown-01")),
        (("oak, fire, 10/14, instead of 10/13",), ("--instead-of: no such drill is planned for this day",)),
        (("--campus", "oak", "--type", "fire", "--date", "13/45", "--held"), ("--date: this is not a day",)),
        (("--campus", "oak", "--type", "fire", "--date", "10/7"), ("--held or --not-held",)),
    ],
)  # fmt: skip
def test_what_is_unclear_is_asked_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: tuple[str, ...]
) -> None:
    assert_asked(run(capsys, "record", folder, *arguments, *BY), folder, *says)


def test_yesterday_counts_from_the_day_that_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(capsys, "record", folder, "oak, fire, yesterday", "--as-of", "2025-10-08", *BY)
    assert ran.code == 0, ran.err
    assert log_of(folder)[0]["date"] == "2025-10-07"


def test_who_records_it_must_be_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert_asked(run(capsys, "record", folder, "oak, fire, 10/7"), folder, "Say who records this")
