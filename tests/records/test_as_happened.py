"""A plan with the log applied: what was held, how, what was missed, and what is still open."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from drillplanner.model import (
    STAFF_HOURS,
    Audience,
    BellSchedule,
    DayKind,
    Drill,
    DrillFormat,
    DrillRecord,
    DrillType,
    EventKind,
    FiledDrill,
    GradeBand,
    MissedBecause,
    Period,
    PeriodTag,
    Route,
)
from drillplanner.model.calendar.bells import GradeBells
from drillplanner.records.as_happened import as_happened, at_time, usual_scenario, with_recorded_causes
from tests.builders import NEW_JERSEY_SCENARIOS, calendar, campus, scenario, workspace

FIRE, LOCKDOWN = DrillType.FIRE_EVACUATION, DrillType.LOCKDOWN
TUESDAY, WEDNESDAY, SATURDAY = date(2025, 10, 7), date(2025, 10, 8), date(2025, 10, 11)
STAFF_TALK = scenario(
    "staff-talk", LOCKDOWN, audience=Audience.STAFF, drill_format=DrillFormat.TABLETOP, minutes=25
).model_copy(update={"announced": True})
PLACE = workspace(
    [campus("a"), campus("b")],
    calendar(date(2025, 9, 2), date(2026, 6, 12), {date(2025, 10, 9): DayKind.EARLY_RELEASE}),
    scenarios=(*NEW_JERSEY_SCENARIOS, STAFF_TALK),
)


LESSON, LUNCH, TALK = (
    Period(name="Lesson", start=time(8), end=time(9, 30)),
    Period(name="Lunch", start=time(8, 50), end=time(9, 20), tags=(PeriodTag.LUNCH,)),
    Period(name="Talk", start=time(9, 20), end=time(10), tags=(PeriodTag.ASSEMBLY,)),
)


def bells_of(*periods: Period) -> BellSchedule:
    return BellSchedule(bell_schedule_id="own", name="Own", days={DayKind.FULL: periods})


TWO_BELLS = BellSchedule(
    bell_schedule_id="two",
    name="By grades",
    days={},
    groups=(
        GradeBells(grades=("K",), schedule=bells_of(LESSON)),
        GradeBells(grades=("1",), schedule=bells_of(LUNCH, TALK)),
    ),
)


def planned(drill_id: str = "a-1", **more: Any) -> Drill:
    """Return a drill of the plan, in Period 2 of an invented day (9:05 to 9:55)."""
    return Drill.model_validate(
        {
            "drill_id": drill_id,
            "campus_id": "a",
            "drill_type": LOCKDOWN,
            "date": TUESDAY,
            "scenario_id": "lockdown",
            "format": "physical",
            "audience": "everyone",
            "start": time(9, 10),
            "end": time(9, 20),
            "period": "Period 2",
            "period_tags": ["instruction"],
            "announced": True,
        }
        | more
    )


def record(drill_id: str = "a-1", **more: Any) -> DrillRecord:
    return DrillRecord.model_validate(
        {
            "drill_id": drill_id,
            "campus_id": "a",
            "drill_type": LOCKDOWN,
            "date": TUESDAY,
            "held": True,
            "recorded_by": "office",
        }
        | more
    )


def held(drill: Drill | None, entry: DrillRecord) -> Drill:
    """Return the one drill that was held."""
    happened = as_happened([] if drill is None else [drill], [entry], PLACE)
    (found,) = happened.held
    assert (happened.missed, happened.open, happened.taken_over) == ((), (), ())
    return found


def test_a_drill_held_as_planned_keeps_all_of_the_plan() -> None:
    assert held(planned(), record()) == planned(held=True)
    assert held(planned(period="a name of its own"), record(start=time(9, 10))).period == "a name of its own"


def test_a_drill_held_at_another_time_has_the_period_of_that_time() -> None:
    arrival = held(planned(), record(start=time(8, 5)))
    assert (arrival.start, arrival.end, arrival.period) == (time(8, 5), time(8, 15), "Arrival")
    assert arrival.period_tags == (PeriodTag.ARRIVAL,)
    third = held(planned(), record(start=time(9, 55), minutes=25))
    assert (third.period, third.end) == ("Period 3", time(10, 20))
    assert held(planned(), record(start=time(9, 54))).period == "Period 2"


def test_a_drill_held_on_another_day_has_the_period_of_that_day() -> None:
    # On a short day lessons take half as long: 9:10 is in the third.
    short = held(planned(), record(date=date(2025, 10, 9)))
    assert (short.date, short.start, short.period) == (date(2025, 10, 9), time(9, 10), "Period 3")
    assert held(planned(), record(date=SATURDAY)).period is None
    assert held(planned(), record(date=SATURDAY)).period_tags is None


def test_a_drill_held_when_no_period_is_in_progress() -> None:
    after = held(planned(), record(start=time(14)))
    assert (after.period, after.period_tags, after.by_grades) == (None, None, ())


def test_a_length_on_record_moves_the_end_alone() -> None:
    longer = held(planned(), record(minutes=15))
    assert (longer.start, longer.end, longer.period) == (time(9, 10), time(9, 25), "Period 2")
    assert held(planned(), record(start=time(23, 50), minutes=30)).end == time(23, 59)


def test_a_plan_without_times_takes_those_on_record() -> None:
    bare = planned(start=None, end=None, period=None, period_tags=None)
    untimed = held(bare, record())
    assert (untimed.start, untimed.end, untimed.period, untimed.period_tags) == (None, None, None, None)
    timed = held(bare, record(start=time(9, 10)))
    assert (timed.start, timed.end, timed.period) == (time(9, 10), time(9, 20), "Period 2")
    # Without a length in the log, the plan, or a scenario, it is the usual one.
    assert held(bare.model_copy(update={"scenario_id": None}), record(start=time(8, 20))).end == time(8, 30)


def test_another_scenario_on_record_replaces_the_facts_of_the_plan() -> None:
    other = held(planned(announced=False), record(scenario_id="staff-talk"))
    assert (other.scenario_id, other.format, other.audience, other.announced) == (
        "staff-talk",
        DrillFormat.TABLETOP,
        Audience.STAFF,
        True,
    )
    assert other.minutes == 10
    route = held(planned(), record(scenario_id="evacuation"))
    assert route.route is Route.PRIMARY


def test_the_scenario_of_the_plan_on_record_changes_nothing() -> None:
    assert held(planned(announced=False), record(scenario_id="lockdown")) == planned(announced=False, held=True)


def test_a_scenario_that_is_not_in_the_library_changes_nothing() -> None:
    assert held(planned(), record(scenario_id="gone")) == planned(held=True)


def test_an_unplanned_drill_has_the_facts_of_the_usual_scenario_and_none_of_its_own() -> None:
    extra = held(None, record("extra", start=time(9, 10)))
    assert extra == Drill(
        drill_id="extra",
        campus_id="a",
        drill_type=LOCKDOWN,
        date=TUESDAY,
        format=DrillFormat.PHYSICAL,
        audience=Audience.EVERYONE,
        announced=True,
        start=time(9, 10),
        end=time(9, 20),
        period="Period 2",
        period_tags=(PeriodTag.INSTRUCTION,),
        held=True,
    )


def test_an_unplanned_drill_with_a_scenario_has_its_facts_and_length() -> None:
    extra = held(None, record("extra", scenario_id="staff-talk", start=time(9, 10)))
    assert (extra.scenario_id, extra.format, extra.audience) == (
        "staff-talk",
        DrillFormat.TABLETOP,
        Audience.STAFF,
    )
    assert extra.end == time(9, 35)
    assert held(None, record("extra", scenario_id="staff-talk", start=time(9, 10), minutes=5)).end == time(9, 15)


def test_an_unplanned_drill_of_a_type_without_a_scenario_says_nothing_of_itself() -> None:
    extra = held(None, record("extra", drill_type=DrillType.HOLD, start=time(9, 10)))
    assert (extra.format, extra.audience, extra.announced, extra.minutes) == (None, None, None, 10)


def test_a_record_without_the_id_of_the_plan_is_about_its_campus_type_and_day() -> None:
    happened = as_happened([planned(), planned("a-2", date=WEDNESDAY)], [record("typed")], PLACE)
    assert [drill.drill_id for drill in happened.held] == ["a-1"]
    assert [drill.drill_id for drill in happened.open] == ["a-2"]
    for other in ({"campus_id": "b"}, {"drill_type": FIRE}, {"date": WEDNESDAY}):
        elsewhere = as_happened([planned()], [record("typed", **other)], PLACE)
        assert [drill.drill_id for drill in elsewhere.held] == ["typed"]
        assert [drill.drill_id for drill in elsewhere.open] == ["a-1"]


def test_a_drill_that_the_log_mentions_is_not_taken_for_another() -> None:
    both = as_happened([planned()], [record(start=time(9, 30)), record("second", start=time(10))], PLACE)
    assert [drill.drill_id for drill in both.held] == ["a-1", "second"]
    missed = as_happened([planned()], [record(held=False), record("second", start=time(10))], PLACE)
    assert [drill.drill_id for drill in missed.held] == ["second"]
    assert [drill.drill_id for drill, _ in missed.missed] == ["a-1"]


def test_two_records_without_ids_are_about_one_planned_drill_and_one_more() -> None:
    happened = as_happened([planned()], [record("x"), record("y", start=time(10))], PLACE)
    assert sorted(drill.drill_id for drill in happened.held) == ["a-1", "y"]


def test_a_missed_drill_is_missed_on_its_own_day_alone() -> None:
    note = record(held=False, cause="severe_weather")
    happened = as_happened([planned(), planned("a-2", date=WEDNESDAY)], [note], PLACE)
    assert happened.missed == ((planned(), note),)
    assert happened.open == (planned("a-2", date=WEDNESDAY),)
    again = as_happened([planned(date=WEDNESDAY)], [note], PLACE)
    assert (again.missed, again.open) == ((), (planned(date=WEDNESDAY),))
    assert again.drills == (planned(date=WEDNESDAY),)


def test_a_drill_missed_once_and_held_later_is_held() -> None:
    happened = as_happened([planned()], [record(held=False), record(date=WEDNESDAY)], PLACE)
    assert (happened.missed, happened.open) == ((), ())
    assert [(drill.drill_id, drill.date) for drill in happened.held] == [("a-1", WEDNESDAY)]
    assert happened.drills == happened.held


def test_a_planned_drill_at_whose_minute_another_was_held_is_taken_over() -> None:
    later = planned("a-2", date=WEDNESDAY)
    happened = as_happened([planned(), later], [record(date=WEDNESDAY)], PLACE)
    (was, by), *more = happened.taken_over
    assert (was, by.drill_id, more, happened.open) == (later, "a-1", [], ())
    untimed = planned("a-2", date=WEDNESDAY, start=None, end=None)
    bare = planned(start=None, end=None, period=None)
    assert as_happened([bare, untimed], [record(date=WEDNESDAY)], PLACE).open == (untimed,)
    missed = as_happened(
        [planned(), later], [record(date=WEDNESDAY), record("a-2", held=False, date=WEDNESDAY)], PLACE
    )
    assert (missed.taken_over, [drill.drill_id for drill, _ in missed.missed]) == ((), ["a-2"])


def test_held_drills_are_in_the_order_of_campus_date_and_id() -> None:
    drills = [
        planned("b-1", campus_id="b", date=TUESDAY),
        planned("a-2", date=WEDNESDAY, start=time(10)),
        planned("a-1", date=WEDNESDAY),
        planned("a-3", date=TUESDAY),
    ]
    entries = [record(drill.drill_id, campus_id=drill.campus_id, date=drill.date) for drill in drills]
    assert [drill.drill_id for drill in as_happened(drills, entries, PLACE).held] == ["a-3", "a-1", "a-2", "b-1"]


def test_staff_hours_are_a_period_of_their_own() -> None:
    hours = workspace([campus("a")], PLACE.calendar, staff_minutes_after_last_bell=30)
    day = hours.calendar.day(TUESDAY)
    assert day is not None
    staff = hours.staff_hours(hours.campuses[0], day)
    assert staff is not None
    for start in (time(12, 25), time(12, 54)):
        assert staff.start <= start < staff.end
        (drill,) = as_happened([planned()], [record(start=start)], hours).held
        assert (drill.period, drill.period_tags) == (STAFF_HOURS, ())
    (late,) = as_happened([planned()], [record(start=staff.end)], hours).held
    assert late.period is None


def test_grades_with_bells_of_their_own() -> None:
    by_grades = PLACE.model_copy(
        update={
            "campuses": (campus("a", ("K", "1")).model_copy(update={"bell_schedule": "two"}),),
            "bells": {"two": TWO_BELLS},
        }
    )
    drill = at_time(planned(), TUESDAY, time(9, 0), 10, by_grades)
    assert [(moment.grades, moment.period) for moment in drill.by_grades] == [
        (("K",), "Lesson"),
        (("1",), "Lunch"),
    ]
    assert drill.period == "Lesson (K), Lunch (1)"
    assert drill.period_tags == (PeriodTag.INSTRUCTION, PeriodTag.LUNCH)
    # The same start with the same length keeps what the plan says; a longer one looks again.
    assert at_time(drill, TUESDAY, time(9, 0), 10, by_grades) == drill
    longer = at_time(drill, TUESDAY, time(9, 0), 40, by_grades)
    assert longer.period == "Lesson (K), Lunch and Talk (1)"


@pytest.mark.parametrize(
    ("scenarios", "usual"),
    [
        ((scenario("b", LOCKDOWN), scenario("a", LOCKDOWN)), "a"),
        ((scenario("a", LOCKDOWN, audience=Audience.STAFF), scenario("b", LOCKDOWN)), "b"),
        ((scenario("a", LOCKDOWN, drill_format=DrillFormat.TABLETOP), scenario("b", LOCKDOWN)), "b"),
        (
            (
                scenario("a", LOCKDOWN, drill_format=DrillFormat.TABLETOP),
                scenario("b", LOCKDOWN, audience=Audience.STAFF),
            ),
            "b",
        ),
        (
            (
                scenario("a", LOCKDOWN).model_copy(update={"bands": (GradeBand.GRADES_9_12,)}),
                scenario("b", LOCKDOWN),
            ),
            "b",
        ),
        ((scenario("a", FIRE),), None),
        ((), None),
    ],
)
def test_the_usual_scenario_is_a_full_drill_of_everyone_at_the_campus(scenarios: Any, usual: str | None) -> None:
    place = PLACE.model_copy(update={"scenarios": scenarios})
    found = usual_scenario(LOCKDOWN, place.campuses[0], place)
    assert (None if found is None else found.scenario_id) == usual


def test_a_recorded_cause_is_put_to_the_filed_drill_that_was_not_held() -> None:
    filed = (
        FiledDrill(campus_id="a", drill_type=FIRE, on=TUESDAY, moved_to=WEDNESDAY, cause=EventKind.FIRE),
        FiledDrill(campus_id="a", drill_type=FIRE, on=TUESDAY),
        FiledDrill(campus_id="b", drill_type=FIRE, on=WEDNESDAY),
        FiledDrill(campus_id="a", drill_type=LOCKDOWN, on=WEDNESDAY),
    )
    place = PLACE.model_copy(update={"filed": filed})

    def causes(**more: Any) -> list[tuple[EventKind | None, date | None]]:
        entry = record("a-9", drill_type=FIRE, date=WEDNESDAY, held=False, **more)
        return [(one.cause, one.moved_to) for one in with_recorded_causes(place, [entry]).filed]

    unchanged = [(one.cause, one.moved_to) for one in filed]
    weather = {"cause": EventKind.SEVERE_WEATHER}
    assert causes(**weather) == [(EventKind.SEVERE_WEATHER, None), *unchanged[1:]]
    assert causes(cause=MissedBecause.FORGOT) == unchanged
    assert causes() == unchanged
    held_entry = record("a-9", drill_type=FIRE, date=WEDNESDAY)
    assert with_recorded_causes(place, [held_entry]).filed == filed
