"""Schools in the ``.bell`` format: seven real ones (MIT, see ``bell_schools``) and invented ones."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError
from drillplanner.intake.new_workspace.initialize import initialize
from drillplanner.intake.workspace.reader import read_workspace
from drillplanner.model import DayKind, PeriodTag, Workspace
from tests.intake.small_workspace import CALENDAR, CAMPUSES, problems_of, the_problem, write_workspace

REAL = Path(__file__).parent / "bell_schools"
FULL, EARLY, LATE, TESTING = DayKind.FULL, DayKind.EARLY_RELEASE, DayKind.DELAYED_OPENING, DayKind.TESTING

# Invented.
SCHEDULES = """\
* regular # Regular Day
8:00 Passing to {Period 1}
8:05 {Period 1}
9:00 Brunch
9:15 {Period 2}
10:00 Brunch
10:10 Free
10:40 Lunch
11:00 {Period 3}
12:00 Free

* half # Half Day
8:00 {Period 1}
10:00 Free

* short # Early Dismissal
8:00 {Period 1}
9:30 Free

* late # Late Start
9:30 {Period 1}
12:00 Free

* odd # Odd Block
9:00 {Period 1}
12:30 Free

* holiday # Holiday
"""
DAYS = """\
* Default Week
Mon regular
Tue regular
Wed odd
Thu regular
Fri half
Sat holiday
Sun holiday

* Special Days
09/15/2025 late # Staff Meeting
09/16/2025 odd
09/17/2025 gone
09/18/2025 holiday # Founders' Day
09/19/2025 regular
11/27/2025-11/28/2025 regular
10/01/2024-10/03/2024 half
"""


def school(schedules: str = SCHEDULES, days: str | None = DAYS) -> dict[str, str | bytes | None]:
    return {
        "bells/regular.yaml": None,
        "bells/regular/schedules.bell": schedules,
        "bells/regular/calendar.bell": days,
        "bells/regular/meta.json": '{"name": "Oak School (invented)"}',
    }


def spans(workspace: Workspace, kind: DayKind = FULL, schedule: str = "regular") -> list[tuple[str, str, str]]:
    return [
        (day.name, f"{day.start:%H:%M}-{day.end:%H:%M}", "+".join(day.tags))
        for day in workspace.bells[schedule].days[kind]
    ]


def test_a_school_s_folder_is_a_bell_schedule(tmp_path: Path) -> None:
    workspace = read_workspace(write_workspace(tmp_path, school()))
    assert workspace.bells["regular"].name == "Oak School (invented)"
    assert list(workspace.bells["regular"].days) == [FULL, EARLY, LATE]
    assert spans(workspace) == [
        ("Passing to Period 1", "08:00-08:05", "arrival"),
        ("Period 1", "08:05-09:00", "instruction"),
        ("Brunch", "09:00-09:15", "recess"),
        ("Period 2", "09:15-10:00", "instruction"),
        ("Brunch (2)", "10:00-10:10", "recess"),
        ("Lunch", "10:40-11:00", "lunch"),
        ("Period 3", "11:00-12:00", "instruction"),
    ]


def test_the_shortest_early_release_is_used_so_that_school_is_held_in_its_periods(tmp_path: Path) -> None:
    workspace = read_workspace(write_workspace(tmp_path, school()))
    assert spans(workspace, EARLY) == [("Period 1", "08:00-09:30", "instruction")]
    # The other one keeps its own periods on the days that follow it.
    oak = workspace.campus_by_id["oak"]
    friday = workspace.calendar.day(date(2025, 9, 12))
    assert friday is not None
    assert [f"{period.end:%H:%M}" for period in workspace.periods(oak, friday)] == ["10:00"]


def test_special_days_vary_the_calendar_if_their_words_state_a_kind(tmp_path: Path) -> None:
    calendar = read_workspace(write_workspace(tmp_path, school())).calendar
    assert calendar.kind_at(date(2025, 9, 15), "oak") is LATE
    day = calendar.day(date(2025, 9, 15))
    assert day is not None and day.title_at("oak") == "Staff Meeting"
    assert calendar.kind_at(date(2025, 9, 12), "oak") is EARLY, "Fridays are half days"
    assert calendar.kind_at(date(2025, 9, 19), "oak") is FULL, "this Friday is not"
    assert calendar.kind_at(date(2025, 9, 16), "oak") is FULL
    assert calendar.kind_at(date(2025, 9, 18), "oak") is FULL, "whether there is school the calendar says"
    assert calendar.kind_at(date(2025, 11, 28), "oak") is DayKind.CLOSED
    assert calendar.kind_at(date(2025, 9, 20), "oak") is DayKind.CLOSED


def test_only_campuses_that_follow_the_schedule_are_varied(tmp_path: Path) -> None:
    changes = {
        **school(),
        "bells/other.yaml": "name: Other\ndays:\n  full:\n    - {name: A, start: 08:00, end: 09:00}\n",
        "campuses.csv": CAMPUSES.replace('"1,200",regular', '"1,200",other'),
    }
    calendar = read_workspace(write_workspace(tmp_path, changes)).calendar
    assert calendar.kind_at(date(2025, 9, 15), "oak") is LATE
    assert calendar.kind_at(date(2025, 9, 15), "elm") is FULL


def test_everything_unused_or_doubtful_is_reported_with_its_line(tmp_path: Path) -> None:
    assumptions = read_workspace(write_workspace(tmp_path, school())).assumptions
    for sentence in (
        "bells/regular/schedules.bell, line 1: 'regular' (Regular Day, 08:00 to 12:00) is taken as the bells of "
        "the kind of day 'full'.",
        "bells/regular/calendar.bell, line 4: on Wed this school follows 'odd' (09:00 to 12:30).",
        "bells/regular/schedules.bell: taken as arrival: 'Passing to {Period 1}' (line 2, the first of the day).",
        "bells/regular/schedules.bell: taken as recess: 'Brunch' (line 4), 'Brunch' (line 6).",
        "bells/regular/calendar.bell: 1 special days lie outside the school year at oak, elm and are not used "
        "(lines 17 to 17).",
        "bells/regular/calendar.bell: left out, since there is no day schedule 'gone', "
        "at oak, elm: 2025-09-17 (line 13).",
        "bells/regular/calendar.bell: 'holiday' says 'closed', the academic calendar says 'full' and is believed, "
        "at oak, elm: 2025-09-18 (line 14).",
        "bells/regular/calendar.bell: 'regular' says 'full', the academic calendar says 'closed' and is believed, "
        "at oak, elm: 2025-11-27 (line 16), 2025-11-28 (line 16).",
    ):
        assert sentence in assumptions


def test_bells_of_a_weekday_or_a_date_apply_on_it(tmp_path: Path) -> None:
    workspace = read_workspace(write_workspace(tmp_path, school()))
    oak = workspace.campus_by_id["oak"]

    def begins(on: date) -> str:
        day = workspace.calendar.day(on)
        assert day is not None
        return f"{workspace.periods(oak, day)[0].start:%H:%M}"

    assert begins(date(2025, 9, 10)) == "09:00", "Wednesdays follow the odd block"
    assert begins(date(2025, 9, 16)) == "09:00", "a special day of its own"
    assert begins(date(2025, 9, 17)) == "08:00", "there is no day schedule 'gone'"
    assert begins(date(2025, 9, 11)) == "08:00"
    assert begins(date(2025, 9, 15)) == "09:30", "a late start"


def test_a_day_schedule_that_no_day_follows_is_reported(tmp_path: Path) -> None:
    changes = school(SCHEDULES + "\n* spare # Spare\n9:00 {Period 1}\n10:00 Free\n")
    assumptions = read_workspace(write_workspace(tmp_path, changes)).assumptions
    assert "bells/regular/schedules.bell: left out, since no day follows them: 'spare' (line 30)." in assumptions


def test_without_words_the_full_day_is_the_schedule_of_most_weekdays(tmp_path: Path) -> None:
    schedules = "* a # A\n8:00 {P1}\n9:00 Free\n* b # B\n8:30 {P1}\n9:00 Free\n"
    days = "* Default Week\nMon a\nTue b\nWed b\n"
    workspace = read_workspace(write_workspace(tmp_path, school(schedules, days)))
    assert workspace.bells["regular"].days[FULL][0].start == time(8, 30)
    text = "\n".join(workspace.assumptions)
    assert (
        "'b' (B, 08:30 to 09:00) is taken as the bells of the kind of day 'full', because no day's words say"
        in text
    )
    assert "does not say what is followed on Thu, Fri" in text
    assert "no line of 'b' is a lunch" in text


def test_a_last_line_without_an_end_is_reported(tmp_path: Path) -> None:
    changes = school("* regular\n8:00 {P1}\n9:00 {P2}\n", None)
    assumptions = read_workspace(write_workspace(tmp_path, changes)).assumptions
    assert (
        "bells/regular/schedules.bell, line 3: '{P2}' has no line after it to end it; it is left out."
        in assumptions
    )


def test_one_file_may_have_everything(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {"bells/regular.yaml": None, "bells/regular.bell": SCHEDULES + DAYS}
    workspace = read_workspace(write_workspace(tmp_path, changes))
    assert workspace.bells["regular"].name == "regular"
    assert workspace.calendar.kind_at(date(2025, 9, 15), "elm") is LATE


def test_two_files_for_one_schedule_are_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, {"bells/regular.bell": SCHEDULES})
    assert (found.message, found.value) == ("two files give one bell schedule", "regular")


def test_every_problem_of_every_file_is_reported(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, school("* regular\n8:00 {P1}\nnoon Lunch\n", "* Default Week\nXyz regular\n"))
    assert [(problem.file, problem.line) for problem in problems] == [
        ("bells/regular/schedules.bell", 3),
        ("bells/regular/calendar.bell", 2),
    ]


def test_a_school_without_periods_is_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, school("* holiday # Holiday\n", None))
    assert (found.file, found.message) == ("bells/regular/schedules.bell", "no day schedule has periods")


@pytest.mark.parametrize("raw", ["{", "[" * 50_000, b"\xff"])
def test_a_meta_file_that_is_not_json_is_refused(tmp_path: Path, raw: str | bytes) -> None:
    found = the_problem(tmp_path, {**school(), "bells/regular/meta.json": raw})
    assert found.file == "bells/regular/meta.json"


def test_a_link_written_out_as_text_must_stay_in_the_folder(tmp_path: Path) -> None:
    found = the_problem(tmp_path, school("../../secret.bell", None))
    assert (found.file, found.line, found.value) == ("bells/regular/schedules.bell", 1, "../../secret.bell")
    assert "leads out of the folder" in found.message


def test_a_link_to_a_missing_school_is_refused(tmp_path: Path) -> None:
    found = the_problem(tmp_path, school("../elsewhere/schedules.bell", None))
    assert (found.file, found.line, found.message) == ("bells/regular/schedules.bell", 1, "there is no such file")


def test_the_bytes_of_all_files_count_among_the_inputs(tmp_path: Path) -> None:
    before = read_workspace(write_workspace(tmp_path, school())).inputs_hash
    after = read_workspace(
        write_workspace(tmp_path, school(days=DAYS.replace("09/15/2025", "09/22/2025")))
    ).inputs_hash
    assert before != after


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a workspace with seven campuses, each with the bells of one school, in 2018-19."""
    home = tmp_path_factory.mktemp("real")
    names = ("benet", "egan", "eths", "hubble6", "kelso", "lahs", "mvhs")
    (home / "schools.csv").write_text(
        "campus_id,name,grades,bell_schedule\n" + "".join(f"{name},{name},9-12,{name}\n" for name in names)
    )
    (home / "year.ics").write_bytes(
        CALENDAR.replace("2026", "2019").replace("2025", "2018").replace("20180902", "20180904").encode()
    )
    initialize(
        home / "ws",
        "CA",
        year="2018-19",
        bells=REAL,
        campuses=home / "schools.csv",
        calendar=home / "year.ics",
        today=date(2018, 7, 1),
    )
    return read_workspace(home / "ws")


def test_the_seven_real_schools_are_read(real: Workspace) -> None:
    read = {
        name: {
            kind.value: (len(periods), f"{periods[0].start:%H:%M}-{periods[-1].end:%H:%M}")
            for kind, periods in schedule.days.items()
        }
        for name, schedule in real.bells.items()
    }
    altos = {
        "full": (15, "08:30-15:45"),
        "early_release": (14, "08:40-12:48"),
        "testing": (4, "08:30-12:50"),
    }
    assert read == {
        "benet": {"full": (22, "07:40-14:59"), "early_release": (18, "07:40-11:57")},
        "egan": {"full": (16, "08:25-15:03"), "early_release": (15, "08:25-12:30")},
        "eths": {
            "full": (22, "07:05-15:35"),
            "early_release": (16, "07:05-12:00"),
            "delayed_opening": (17, "09:40-15:35"),
        },
        "hubble6": {"full": (17, "07:56-15:00")},
        "kelso": {"full": (10, "09:00-15:30")},
        "lahs": altos,
        "mvhs": altos,
    }
    assert real.bells["eths"].name == "Evanston Township High School"


def test_the_real_schools_have_the_expected_tags(real: Workspace) -> None:
    def called(school: str, tag: PeriodTag) -> list[str]:
        return [day.name for day in real.bells[school].days[FULL] if tag in day.tags]

    assert called("kelso", PeriodTag.LUNCH) == ["Lunch 1", "Lunch 2"]
    assert called("kelso", PeriodTag.RECESS) == ["Recess"]
    assert called("kelso", PeriodTag.ARRIVAL) == ["Roll Call"]
    assert called("hubble6", PeriodTag.LUNCH) == ["6th Gr. Lunch"]
    assert called("egan", PeriodTag.LUNCH) == ["Lunch"]
    assert len(called("egan", PeriodTag.PASSING)) == 6
    assert len(called("egan", PeriodTag.INSTRUCTION)) == 7
    assert called("benet", PeriodTag.LUNCH) == []


def test_the_real_schools_have_the_expected_special_days(real: Workspace) -> None:
    kinds = {
        (name, on): real.calendar.kind_at(date.fromisoformat(on), name)
        for name, on in [
            ("eths", "2018-09-18"),
            ("eths", "2018-09-21"),
            ("eths", "2018-10-10"),
            ("lahs", "2018-10-10"),
            ("mvhs", "2019-06-05"),
            ("kelso", "2018-10-10"),
        ]
    }
    assert list(kinds.values()) == [LATE, EARLY, EARLY, TESTING, TESTING, FULL]
    text = "\n".join(real.assumptions)
    assert "bells/eths/calendar.bell, line 3: on Mon this school follows 'pd-monday' (07:05 to 14:09)" in text
    assert "bells/kelso/calendar.bell, line 5: on Wed this school follows 'wednesday' (08:30 to 15:30)" in text
    assert "'holiday' says 'closed', the academic calendar says 'full' and is believed, at eths" in text


def test_one_school_s_own_folder_can_be_given(tmp_path: Path) -> None:
    report = initialize(tmp_path / "ws", "CA", bells=REAL / "egan", today=date(2025, 7, 1))
    assert [file for file in report.files if file.startswith("bells/")] == [
        "bells/egan/calendar.bell",
        "bells/egan/meta.json",
        "bells/egan/schedules.bell",
    ]
    assert any(
        sentence.startswith("The bell schedule 'egan' is taken for every school") for sentence in report.assumed
    )
    assert {campus.bell_schedule for campus in read_workspace(tmp_path / "ws").campuses} == {"egan"}


def test_a_problem_names_the_given_file(tmp_path: Path) -> None:
    given = tmp_path / "given" / "oak"
    given.mkdir(parents=True)
    (given / "schedules.bell").write_text("* regular\nnoon Lunch\n")
    with pytest.raises(InputError) as caught:
        initialize(tmp_path / "ws", "CA", bells=given.parent, today=date(2025, 7, 1))
    assert (caught.value.problems[0].file, caught.value.problems[0].line) == (str(given / "schedules.bell"), 2)
