"""Tables of drills, from drillplanner and from other programs."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InputError
from drillplanner.intake.schedules.reader import read_schedule
from drillplanner.intake.schedules.table_schedule import read_table_schedule
from drillplanner.model import (
    Audience,
    Drill,
    DrillFormat,
    DrillType,
    EntryProblem,
    PeriodTag,
    Plan,
    Provenance,
    Route,
    Schedule,
    Unit,
    UnitKind,
)
from drillplanner.publish.tables.schedule import schedule_csv
from tests.intake.calendar_builder import ALL, CAMPUSES

HEADER = "campus_id,drill_type,date"
WHOLE = (
    "campus_id,drill_id,drill_type,scenario,format,audience,grades,date,start,end,period,period_tags,route,"
    "announced,agencies,credits"
)


def read(*lines: str) -> Schedule:
    return read_table_schedule("\n".join(lines).encode(), "schedule.csv", CAMPUSES)


def problem_of(*lines: str) -> EntryProblem:
    found = read(*lines)
    assert len(found.problems) == 1, found.problems
    return found.problems[0]


def test_a_date_beside_its_own_month_is_a_date_and_not_two_days() -> None:
    lines = ("School,Month,Type,Date", "Burnet Hill Elementary School,October,Fire drill,10/3")
    found = read_table_schedule(
        "\n".join((*lines, "Burnet Hill Elementary School,October,Fire drill,10/11")).encode(),
        "schedule.csv",
        CAMPUSES,
        first_year=2025,
    )
    assert [drill.date for drill in found.drills] == [date(2025, 10, 3), date(2025, 10, 11)]
    assert found.problems == ()


def test_a_principal_s_own_headings_are_known() -> None:
    found = read("School,Date of Drill,Time,Type", "Burnet Hill Elementary School,10/3/2025,9:15 AM,Fire drill")
    (drill,) = found.drills
    assert (drill.campus_id, drill.drill_type) == ("burnet-hill", DrillType.FIRE_EVACUATION)
    assert (drill.date, drill.start) == (date(2025, 10, 3), time(9, 15))
    assert (
        "Columns of schedule.csv are read so: 'School' as campus_id, 'Type' as drill_type, 'Date of Drill' as "
        "date, 'Time' as start."
    ) in found.notes


def test_our_own_column_comes_before_another_heading() -> None:
    found = read("campus_id,school,drill_type,date", "burnet-hill,Heritage,lockdown,2025-10-03")
    assert found.drills[0].campus_id == "burnet-hill"
    assert found.notes == ()


def test_campus_type_and_date_are_enough() -> None:
    found = read(HEADER, "burnet-hill,fire_evacuation,2025-10-03", "heritage,lockdown,2025-10-07")
    assert found.source == "schedule.csv"
    assert found.problems == ()
    assert found.drills[0] == Drill(
        drill_id="row-2",
        campus_id="burnet-hill",
        drill_type=DrillType.FIRE_EVACUATION,
        date=date(2025, 10, 3),
        row=2,
    )
    assert found.drills[1].drill_id == "row-3"


def test_every_column_is_read() -> None:
    found = read(
        WHOLE,
        "burnet-hill,D-1,fire_evacuation,fire-primary,physical,everyone,K-2,2025-10-03,09:05,09:20,Period 2,"
        "instruction;recess,blocked_exit,no,fire;police,NJ-01:2025-10;NJ-05",
    )
    assert found.problems == ()
    assert found.drills[0] == Drill(
        drill_id="D-1",
        campus_id="burnet-hill",
        drill_type=DrillType.FIRE_EVACUATION,
        date=date(2025, 10, 3),
        scenario_id="fire-primary",
        format=DrillFormat.PHYSICAL,
        audience=Audience.EVERYONE,
        grades=("K", "1", "2"),
        start=time(9, 5),
        end=time(9, 20),
        period="Period 2",
        period_tags=(PeriodTag.INSTRUCTION, PeriodTag.RECESS),
        route=Route.BLOCKED_EXIT,
        announced=False,
        agencies=("fire", "police"),
        credits=("NJ-01:2025-10", "NJ-05"),
        row=2,
    )


@pytest.mark.parametrize(
    ("cells", "tags"), [("Staff hours,", ()), ("staff hours,", ()), ("Period 2,", None), (",", None)]
)
def test_staff_hours_have_no_tags_and_other_periods_do_not_say(
    cells: str, tags: tuple[PeriodTag, ...] | None
) -> None:
    found = read(HEADER + ",period,period_tags", f"burnet-hill,tabletop,2025-10-03,{cells}")
    assert found.problems == ()
    assert found.drills[0].period_tags == tags


def test_a_table_from_a_spreadsheet_is_read() -> None:
    found = read(
        "Campus ID,Drill Type,Date,Start,End,Announced,Remarks,,",
        'Burnet Hill Elementary School,Fire Drill,10/3/2025,9:05 AM,1:20 pm,Y,"smoke, none",,',
        "heritage middle,lock-down,2025-10-07 00:00:00,09:05:00,,TRUE,,,",
        "'livingston-high,'secure,'10/08/2025,,,,,,",
        ",,,,,,,,",
    )
    assert found.problems == ()
    assert [(drill.campus_id, drill.drill_type.value, drill.date.isoformat()) for drill in found.drills] == [
        ("burnet-hill", "fire_evacuation", "2025-10-03"),
        ("heritage", "lockdown", "2025-10-07"),
        ("livingston-high", "secure", "2025-10-08"),
    ]
    assert (found.drills[0].start, found.drills[0].end, found.drills[0].announced) == (
        time(9, 5),
        time(13, 20),
        True,
    )
    assert (found.drills[1].start, found.drills[1].end) == (time(9, 5), None)


@pytest.mark.parametrize(
    ("row", "problem", "message"),
    [
        ("burnet-hil,lockdown,2025-10-03", "unknown_campus", "'burnet-hil' is no campus of this district. Maybe you meant 'burnet-hill'."),  # noqa: E501
        (",lockdown,2025-10-03", "unknown_campus", "campus_id is empty"),
        ("zzz,lockdown,2025-10-03", "unknown_campus", f"'zzz' is no campus of this district. Allowed: {', '.join(ALL)}"),  # noqa: E501
        ("heritage,pumpkin,2025-10-03", "unknown_type", "'pumpkin' is no kind of drill that we know. Allowed:"),
        ("heritage,lockdwon,2025-10-03", "unknown_type", "'lockdwon' is no kind of drill that we know. Maybe you meant 'lockdown'."),  # noqa: E501
        ("heritage,,2025-10-03", "unknown_type", "drill_type is empty"),
        ("heritage,lockdown/fire drill,2025-10-03", "unknown_type", "'lockdown/fire drill' may mean lockdown, fire_evacuation"),  # noqa: E501
        ("heritage,lockdown,", "unreadable", "date is empty; allowed: a date such as 2025-10-03 or 10/3/2025"),
        ("heritage,lockdown,13/32/2025", "unreadable", "'13/32/2025' is not a date; allowed: a date such as 2025-10-03 or 10/3/2025"),  # noqa: E501
        ("heritage,lockdown,soon", "unreadable", "'soon' is not a date"),
        ("heritage,lockdown,2025-02-30", "unreadable", "'2025-02-30' is not a date"),
        ("heritage,lockdown,October", "unreadable", "'October' is not a date"),
        ("heritage,lockdown", "unreadable", "this row has 2 cells, the header has 3"),
        ("heritage,lockdown,2025-10-03,x", "unreadable", "this row has 4 cells, the header has 3"),
    ],
)  # fmt: skip
def test_entries_that_cannot_be_placed_are_listed(row: str, problem: str, message: str) -> None:
    found = read(HEADER, "heritage,lockdown,2025-10-01", row)
    assert len(found.drills) == 1, "the other row is read"
    listed = problem_of(HEADER, "heritage,lockdown,2025-10-01", row)
    assert (listed.row, listed.problem) == (3, problem)
    assert listed.message.startswith(message)


def test_every_mistake_of_a_row_is_listed() -> None:
    found = read(HEADER, "nowhere,nothing,never")
    assert found.drills == ()
    assert [problem.problem for problem in found.problems] == ["unknown_campus", "unknown_type", "unreadable"]
    assert {problem.drill_id for problem in found.problems} == {"row-2"}


@pytest.mark.parametrize(
    ("column", "cell", "field"),
    [
        ("format", "sometimes", "format"),
        ("audience", "martians", "audience"),
        ("grades", "K-99", "grades"),
        ("start", "25:00", "start"),
        ("end", "13:00 pm", "end"),
        ("period_tags", "nap", "period_tags"),
        ("route", "window", "route"),
        ("announced", "perhaps", "announced"),
    ],
)
def test_an_unreadable_optional_cell_does_not_lose_the_drill(column: str, cell: str, field: str) -> None:
    found = read(f"{HEADER},{column}", f"heritage,lockdown,2025-10-03,{cell}")
    assert len(found.drills) == 1
    assert getattr(found.drills[0], field) is None
    problem = problem_of(f"{HEADER},{column}", f"heritage,lockdown,2025-10-03,{cell}")
    assert (problem.row, problem.problem, problem.campus_id) == (2, "unreadable", "heritage")
    assert problem.message.startswith(f"{column} '{cell}' cannot be read and was left out; allowed: ")


WITH_UNITS = tuple(
    campus.model_copy(
        update={
            "units": tuple(
                Unit(unit_id=unit_id, kind=UnitKind.BUILDING, campus_id=campus.campus_id)
                for unit_id in ("main", "Annex")
            )
        }
    )
    if campus.campus_id == "heritage"
    else campus
    for campus in CAMPUSES
)


def with_units(cell: str, campus_id: str = "heritage") -> Schedule:
    text = f"{HEADER},units\n{campus_id},lockdown,2025-10-03,{cell}\n"
    return read_table_schedule(text.encode(), "schedule.csv", WITH_UNITS)


@pytest.mark.parametrize(
    ("cell", "units"), [("", None), ("main", ("main",)), ("annex; MAIN;annex", ("Annex", "main"))]
)
def test_units_that_take_part(cell: str, units: tuple[str, ...] | None) -> None:
    found = with_units(cell)
    assert found.problems == ()
    assert found.drills[0].units == units


def test_without_the_column_every_unit_takes_part() -> None:
    assert read(HEADER, "heritage,lockdown,2025-10-03").drills[0].units is None


@pytest.mark.parametrize(
    ("cell", "campus_id", "hint"),
    [
        ("main;anex", "heritage", "'anex' is no unit of heritage. Maybe you meant 'Annex'."),
        ("gym", "heritage", "'gym' is no unit of heritage. Allowed: main, Annex"),
        ("main", "burnet-hill", "'main' is no unit of burnet-hill. Allowed: none: units.csv lists no unit of this campus"),  # noqa: E501
    ],
)  # fmt: skip
def test_an_unknown_unit_is_listed_and_the_drill_does_not_count_for_all(
    cell: str, campus_id: str, hint: str
) -> None:
    found = with_units(cell, campus_id)
    assert [(problem.row, problem.problem, problem.campus_id, problem.message) for problem in found.problems] == [
        (2, "unknown_unit", campus_id, hint)
    ]
    assert found.drills[0].units == tuple(cell.split(";"))


@pytest.mark.parametrize(
    ("cell", "held"),
    [("", None), ("held", True), ("Planned", False), ("'held", True), ("Done", True), ("Y", True), ("no", False)],
)
def test_the_status_says_whether_the_drill_was_held(cell: str, held: bool | None) -> None:
    found = read(f"{HEADER},status", f"heritage,lockdown,2025-10-03,{cell}")
    assert found.problems == ()
    assert found.drills[0].held is held


def test_an_unknown_status_is_listed() -> None:
    problem = problem_of(f"{HEADER},status", "heritage,lockdown,2025-10-03,maybe")
    allowed = "held, planned, canceled, yes, no"
    assert problem.message == f"status 'maybe' cannot be read and was left out; allowed: {allowed}"


def test_a_canceled_drill_counts_for_nothing() -> None:
    found = read(
        f"{HEADER},Completed?", "heritage,lockdown,2025-10-03,Canceled", "heritage,lockdown,2025-10-06,Yes"
    )
    assert [drill.date.day for drill in found.drills] == [6]
    assert any("canceled or missed count for nothing: row 2" in note for note in found.notes)


def test_the_guard_against_formulas_is_removed_from_cells() -> None:
    found = read(f"{HEADER},drill_id,period,scenario", "heritage,lockdown,2025-10-03,'=1+1,''-x,'plain")
    assert (found.drills[0].drill_id, found.drills[0].period, found.drills[0].scenario_id) == (
        "=1+1",
        "'-x",
        "'plain",
    )


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "the schedule is empty"),
        (b"campus_id,date\nheritage,2025-10-03\n", "the column 'drill_type' is missing"),
        (b'campus_id,drill_type,date\nheritage,"lock', "a quotation mark opens here and is never closed"),
        (b"\x00", "the file holds a NUL byte, so it is not a table of text"),
    ],
)
def test_a_file_that_is_not_a_table_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_table_schedule(raw, "schedule.csv", CAMPUSES)
    assert caught.value.problems[0].message == message


def test_all_missing_columns_are_reported() -> None:
    with pytest.raises(InputError) as caught:
        read("place,hour", "x,y")
    assert len(caught.value.problems) == 3


def test_windows_1252_is_noted() -> None:
    raw = "campus_id,drill_type,date,period\nheritage,lockdown,2025-10-03,Période\n".encode("cp1252")
    found = read_table_schedule(raw, "schedule.csv", CAMPUSES)
    assert found.drills[0].period == "Période"
    assert "read as Windows-1252" in found.notes[0]


def test_the_format_is_chosen_by_the_ending_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.CSV"
    path.write_text(f"{HEADER}\nheritage,lockdown,2025-10-03\n", encoding="utf-8")
    assert len(read_schedule(path, CAMPUSES, "America/New_York").drills) == 1
    assert read_schedule(path, CAMPUSES, "America/New_York").source == str(path)
    for name, message in (
        ("plan.docx", "this is not a schedule that can be read"),
        ("gone.csv", "cannot be read: "),
    ):
        with pytest.raises(InputError) as caught:
            read_schedule(tmp_path / name, CAMPUSES, "America/New_York")
        assert caught.value.problems[0].message.startswith(message)


texts = st.text(
    st.characters(exclude_categories=["C"], exclude_characters=";\u2028\u2029\u0085"), max_size=12
).map(str.strip)
clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))
drills = st.builds(
    Drill,
    drill_id=texts.filter(bool),
    campus_id=st.sampled_from(ALL),
    drill_type=st.sampled_from(DrillType),
    date=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    scenario_id=st.none() | texts.filter(bool),
    format=st.none() | st.sampled_from(DrillFormat),
    audience=st.none() | st.sampled_from(Audience),
    grades=st.none() | st.sampled_from([("K", "1"), ("9", "10", "11", "12"), ("PK",), ("6",)]),
    start=st.none() | clocks,
    end=st.none() | clocks,
    period=st.none() | texts.filter(bool),
    period_tags=st.none() | st.lists(st.sampled_from(PeriodTag), min_size=1, max_size=3).map(tuple),
    route=st.none() | st.sampled_from(Route),
    announced=st.none() | st.booleans(),
    agencies=st.none() | st.lists(st.sampled_from(["fire", "police", "ems"]), min_size=1, max_size=2).map(tuple),
    credits=st.lists(st.sampled_from(["NJ-01:2025-10", "NJ-05"]), max_size=2).map(tuple),
)
PROVENANCE = Provenance(
    program="test", solver="test", seed=0, inputs="0" * 64, packs={}, planned_on=date(2025, 8, 1)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(drills, min_size=1, max_size=6, unique_by=lambda drill: drill.drill_id))
def test_our_own_table_reads_back_as_the_same_drills(planned: list[Drill]) -> None:
    plan = Plan(
        district="Test",
        state="NJ",
        year="2025-26",
        status="optimal",
        objective=0,
        bound=0,
        gap=0,
        costs=(),
        drills=tuple(planned),
        provenance=PROVENANCE,
    )
    found = read_table_schedule(schedule_csv(plan, CAMPUSES).encode(), "schedule.csv", CAMPUSES)
    assert found.problems == ()
    read_back = {drill.drill_id: drill.model_copy(update={"row": None}) for drill in found.drills}
    assert read_back == {drill.drill_id: drill for drill in planned}


cell = st.text(max_size=10) | st.sampled_from(
    ["heritage", "lockdown", "2025-10-03", "10/3/2025", "'", "=x", "K-5", "9:00", '"', ";", "fire drill"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(cell, min_size=1, max_size=6), max_size=5))
def test_any_rows_are_drills_or_problems_or_an_input_error(rows: list[list[str]]) -> None:
    try:
        found = read(f"{HEADER},start,grades,announced", *(",".join(row) for row in rows))
    except InputError as error:
        assert error.problems
    else:
        assert len(found.drills) + len(found.problems) >= 1


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_an_input_error(raw: bytes) -> None:
    with pytest.raises(InputError):
        read_table_schedule(raw, "schedule.csv", CAMPUSES)


def test_a_time_of_morning_or_evening_is_asked() -> None:
    problem = problem_of(f"{HEADER},start", "heritage,lockdown,2025-10-03,6:30")
    asked = "'6:30' may be 6:30 AM or 6:30 PM; write 6:30 PM or 18:30"
    assert problem.message == f"start: {asked}; it was left out"
