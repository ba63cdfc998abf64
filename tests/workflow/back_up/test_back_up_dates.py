"""Back-up dates: what a plan meets stays met with one drill on its back-up date, as the judge counts it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, example, given, settings
from hypothesis import strategies as st

from drillplanner.audit.schedule import recount_breaches
from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.audit.schedule.own_rules.back_up_dates import wrong_back_up_dates
from drillplanner.files.errors import InfeasibleError, OutOfTimeError
from drillplanner.law import LawBook, derive_tasks
from drillplanner.law.kinds.filed import Filed
from drillplanner.model import (
    BellSchedule,
    Closure,
    DayKind,
    DevelopmentalLimits,
    Drill,
    DutyStatus,
    Event,
    ForbiddenDays,
    Task,
    Unit,
    Workspace,
)
from drillplanner.workflow.back_up.choose import with_back_up_dates
from tests.random_examples import tried
from tests.solve.brute_force import random_laws as laws
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    BACK,
    BELLS,
    BUS,
    FIRE,
    FRONT,
    LESSON,
    LOCKDOWN,
    LUNCH_BELLS,
    POLICE,
    SHORT_LUNCH_BELLS,
    STAFF,
    count,
    duties_of,
    judged,
    law,
    match,
    planned,
    tiny,
    year_of,
)

SOME = settings(max_examples=tried(120), deadline=None, suppress_health_check=list(HealthCheck))
BY_NAME = {scenario.scenario_id: scenario for scenario in (FRONT, BACK, LOCKDOWN, STAFF, LESSON)}


def day(number: int) -> date:
    return MONDAY + timedelta(number)


def with_dates(
    place: Workspace,
    book: LawBook,
    drills: tuple[Drill, ...],
    offers: tuple[Task, ...] = (),
    limits: DevelopmentalLimits = DevelopmentalLimits(),  # noqa: B008 (frozen)
    **more: Any,
) -> tuple[Drill, ...]:
    """The drills with the back-up dates that are chosen for them."""
    report = judged(place, book, drills, offers)
    met = {verdict.duty for verdict in report.verdicts if verdict.status is DutyStatus.MET}
    return with_back_up_dates(year_of(place, book, limits), drills, offers, met, **more)


def kept_if_moved(
    place: Workspace, book: LawBook, drills: Sequence[Drill], offers: Iterable[Task], moved: Drill
) -> bool:
    """Whether the judge finds everything met that was met, with this one drill where it is moved to."""
    left_to_causes = {
        duty.duty_id for duty in duties_of(place, book) if isinstance(duty.mandate.requirement, Filed)
    }
    before = judged(place, book, tuple(drills), offers)
    after = judged(
        place,
        book,
        tuple(moved if drill.drill_id == moved.drill_id else drill for drill in drills),
        offers,
    )
    still_met = {verdict.duty for verdict in after.verdicts if verdict.status is DutyStatus.MET}
    return len(after.entries) <= len(before.entries) and all(
        verdict.duty in still_met | left_to_causes
        for verdict in before.verdicts
        if verdict.status is DutyStatus.MET
    )


def has_missed_notice(place: Workspace, book: LawBook, drill: Drill, moved: Drill) -> bool:
    """Whether a notice for the moved drill was due by the day on which the planned one was not held."""
    of_moved = campus_schedules((moved,), place, {}, None)
    tasks = derive_tasks(duties_of(place, book), of_moved)
    return any(task.drill_id == moved.drill_id and task.due <= drill.date < moved.date for task in tasks)


def next_days(place: Workspace, drill: Drill) -> list[date]:
    return [on for on in place.calendar.dates_at(drill.campus_id) if on > drill.date][:10]


def has_same_use(place: Workspace, drill: Drill, on: date) -> bool:
    """Whether the drill's time is in a period of the same kind on another day, or in staff hours like it."""
    (school_day,) = (found for found in place.calendar.days if found.date == on)
    campus = place.campus_by_id[drill.campus_id]
    uses = [(period.start, period.end, period.tags) for period in place.periods(campus, school_day)]
    hours = place.staff_hours(campus, school_day)
    uses += [(hours.start, hours.end, ())] if hours is not None else []
    assert drill.start is not None and drill.end is not None
    return any(
        start <= drill.start and drill.end <= end and tags == drill.period_tags for start, end, tags in uses
    )


def check_all(
    place: Workspace,
    book: LawBook,
    limits: DevelopmentalLimits = DevelopmentalLimits(),  # noqa: B008 (frozen)
) -> None:
    """Check each date that was chosen, and that no day was free where none was."""
    try:
        found = planned(place, book, limits=limits)
    except (InfeasibleError, OutOfTimeError):
        assume(False)
    drills = with_dates(place, book, found.drills, found.tasks, limits)
    by_campus = dict.fromkeys((campus.campus_id for campus in place.campuses), limits)
    breaches = recount_breaches(found.drills, place, by_campus)
    assert wrong_back_up_dates(drills, place) == ()
    promised = {drill.back_up for drill in drills}
    for drill in drills:
        assert (drill.back_up is None) is bool(drill.no_back_up)
        event("no date" if drill.back_up is None else "a date")
        days = [drill.back_up] if drill.back_up is not None else next_days(place, drill)
        for on in days:
            moved = drill.model_copy(update={"date": on})
            others = tuple(moved if other.drill_id == drill.drill_id else other for other in drills)
            works = (
                kept_if_moved(place, book, drills, found.tasks, moved)
                and recount_breaches(others, place, by_campus) <= breaches
            )
            if drill.back_up is not None:
                assert works or drill.start is None or not has_same_use(place, drill, on)
            elif works and not has_missed_notice(place, book, drill, moved):
                is_taken = on in promised or any(other.date == on for other in drills)
                assert is_taken or not has_same_use(place, drill, on), (drill, on)


@st.composite
def places(draw: st.DrawFn) -> Workspace:
    names = draw(
        st.sampled_from(
            [
                ("front", "lockdown"),
                ("front", "back", "lockdown"),
                ("front", "staff", "lesson"),
                ("lockdown", "lesson"),
            ]
        )
    )
    days = draw(st.integers(4, 17))
    kinds = draw(
        st.dictionaries(
            st.integers(0, days - 1),
            st.sampled_from([DayKind.EARLY_RELEASE, DayKind.TESTING, DayKind.CLOSED]),
            max_size=3,
        )
    )
    bells: BellSchedule = draw(st.sampled_from([LUNCH_BELLS, SHORT_LUNCH_BELLS]))
    events: list[Event] = draw(laws.events())
    return tiny(
        MONDAY,
        day(days - 1),
        {day(number): kind for number, kind in kinds.items()},
        agencies=(POLICE,) if draw(st.booleans()) else (),
        scenarios=tuple(BY_NAME[name] for name in names),
        bells=bells,
        events=events,
    )


@SOME
@given(place=places(), requirements=st.lists(laws.requirements(), min_size=1, max_size=3))
# The next school day is too soon: families are told on the day before, when the planned drill was still ahead.
@example(
    place=tiny(MONDAY, MONDAY + timedelta(3), scenarios=(FRONT, LOCKDOWN), bells=LUNCH_BELLS),
    requirements=[
        {
            "kind": "task",
            "chore": "notify",
            "who": "families",
            "text": "Tell families.",
            "due_words": "the day before",
            "match": match("fire_evacuation"),
            "by_drill": {"before": 1, "unit": "calendar_day"},
        }
    ],
)
def test_what_is_met_stays_met_under_laws_of_any_kind(
    place: Workspace, requirements: list[dict[str, Any]]
) -> None:
    check_all(place, law(laws.FIRST, *requirements))


@SOME
@given(
    place=places(),
    requirements=st.lists(laws.counts(), min_size=2, max_size=3),
    stand_in=st.none() | laws.stand_ins(),
    separate=st.booleans(),
)
def test_what_is_met_stays_met_where_a_drill_counts_once(
    place: Workspace, requirements: list[dict[str, Any]], stand_in: dict[str, Any] | None, separate: bool
) -> None:
    written = [*requirements, *([stand_in] if stand_in else [])]
    check_all(place, law(*written, mandates={2: {"separate_from": ["T-1"]}} if separate else {}))


@settings(SOME, max_examples=tried(60))
@given(
    place=places(),
    requirements=st.lists(laws.requirements(), min_size=1, max_size=1),
    offer=laws.offers(),
)
def test_what_is_met_stays_met_where_dates_are_offered(
    place: Workspace, requirements: list[dict[str, Any]], offer: dict[str, Any]
) -> None:
    check_all(place, law(*requirements, offer))


@settings(SOME, max_examples=tried(60))
@given(place=places(), requirements=st.lists(laws.counts(), min_size=1, max_size=2), limits=laws.limits())
def test_no_required_developmental_limit_is_broken_more_often(
    place: Workspace, requirements: list[dict[str, Any]], limits: DevelopmentalLimits
) -> None:
    check_all(place, law(laws.FIRST, *requirements), limits)


@settings(SOME, max_examples=tried(60))
@given(
    requirements=st.lists(laws.requirements(), min_size=1, max_size=2),
    units=st.sampled_from([(laws.COHORT,), (laws.COHORT, laws.WHOLE)]),
    days=st.integers(4, 12),
)
def test_what_is_met_stays_met_for_cohorts(
    requirements: list[dict[str, Any]], units: tuple[Unit, ...], days: int
) -> None:
    place = tiny(MONDAY, day(days), scenarios=(FRONT, LOCKDOWN), bells=LUNCH_BELLS, units=units)
    book = law(
        laws.FIRST,
        *requirements,
        mandates={number: {"unit": "cohort"} for number in range(1, len(requirements) + 2)},
    )
    try:
        drills = planned(place, book).drills
    except InfeasibleError:
        return
    for drill in with_dates(place, book, drills):
        if drill.back_up is not None:
            assert kept_if_moved(place, book, drills, (), drill.model_copy(update={"date": drill.back_up}))


def held(drill_id: str, scenario: str, on: date, start: time = time(8, 15), **more: Any) -> Drill:
    """A drill as a plan has it."""
    known = {found.scenario_id: found for found in (FIRE, LOCKDOWN, BUS, FRONT, STAFF, LESSON)}[scenario]
    end = (start.hour * 60 + start.minute) + known.minutes
    fields: dict[str, Any] = {
        "drill_id": drill_id,
        "campus_id": "c0",
        "drill_type": known.drill_type,
        "date": on,
        "scenario_id": scenario,
        "format": known.format,
        "audience": known.audience,
        "grades": ("K", "1", "2"),
        "start": start,
        "end": time(end // 60, end % 60),
        "period": "One",
        "period_tags": ("instruction",),
        "announced": True,
        "agencies": (),
    }
    return Drill(**fields | more)


FIRE_EACH_MONTH = law(count("fire_evacuation", per="month_in_session"))


def chosen(place: Workspace, book: LawBook, *drills: Drill, **more: Any) -> dict[str, date | None]:
    return {drill.drill_id: drill.back_up for drill in with_dates(place, book, drills, **more)}


def test_the_earliest_day_that_is_not_near_another_drill_is_chosen() -> None:
    place = tiny(MONDAY, day(25))
    drills = (held("fire", "fire", day(2)), held("lockdown", "lockdown", day(8)))
    # The lockdown is on a Tuesday: two school days around it are near, and the next day leaves none for notices.
    assert chosen(place, law(count("bus_evacuation", minimum=None, maximum=9)), *drills) == {
        "fire": day(11),
        "lockdown": day(10),
    }
    close = (held("fire", "fire", day(2)), held("lockdown", "lockdown", day(4)))
    assert chosen(place, FIRE_EACH_MONTH, *close)["fire"] == day(9)


def test_a_day_beyond_the_month_that_owes_the_drill_is_none() -> None:
    place = tiny(MONDAY, day(25))
    (drill,) = with_dates(place, FIRE_EACH_MONTH, (held("fire", "fire", day(1)),))
    assert drill.back_up is None
    assert drill.no_back_up == (
        "none of the next 10 school days fits: would leave unmet: at least 1 drill in September 2025 (10)"
    )


def test_no_day_is_left_after_the_year() -> None:
    place = tiny(MONDAY, day(4))
    (drill,) = with_dates(place, law(count("fire_evacuation")), (held("fire", "fire", day(4)),))
    assert (drill.back_up, drill.no_back_up) == (None, "none, since the school year ends")


def test_blocked_days_and_days_of_other_drills_and_back_up_dates_are_left_free() -> None:
    place = tiny(MONDAY, day(10))
    blocked = ForbiddenDays.model_validate({"from": day(1), "to": day(3)})
    district = place.district.model_copy(update={"forbidden": (blocked,)})
    place = place.model_copy(update={"district": district})
    drills = (held("a", "fire", day(0)), held("b", "fire", day(4)), held("c", "lockdown", day(7)))
    dates = chosen(place, law(count("fire_evacuation")), *drills)
    assert None not in dates.values()
    assert len(set(dates.values())) == 3
    assert not set(dates.values()) & {day(1), day(2), day(3), day(4), day(7)}


def test_a_drill_with_few_days_chooses_before_one_with_many() -> None:
    place = tiny(MONDAY, day(11))
    # The first has only the last day of September left, the other the whole year.
    drills = (held("month", "fire", day(0)), held("any", "lockdown", day(0), time(8, 30)))
    dates = chosen(place, law(count("fire_evacuation", per="month_in_session"), count("lockdown")), *drills)
    assert dates["month"] is None or dates["month"] == day(1)
    credited = (drills[0].model_copy(update={"credits": ("T-1/c0/2025-09",)}), drills[1])
    assert chosen(place, law(count("fire_evacuation", per="month_in_session"), count("lockdown")), *credited) == {
        "month": day(1),
        "any": day(2),
    }


def test_the_agency_that_has_to_come_has_room_for_what_is_lost_on_one_day() -> None:
    one_visit = POLICE.model_copy(update={"visits_per_day": 1, "weekdays": ("monday", "thursday")})
    place = tiny(MONDAY, day(20), campuses=2, agencies=(one_visit,))
    first = held("first", "lockdown", day(0), agencies=("police",))
    other = held("other", "lockdown", day(3), campus_id="c1", agencies=("police",))
    dates = chosen(place, law(count("lockdown")), first, other)
    # Thursday is taken by the other's own visit.
    assert dates == {"first": day(7), "other": day(7)}
    same_day = held("other", "lockdown", day(0), campus_id="c1", agencies=("police",))
    two = one_visit.model_copy(update={"visits_per_day": 1})
    place = place.model_copy(update={"district": place.district.model_copy(update={"agencies": (two,)})})
    assert chosen(place, law(count("lockdown")), first, same_day) == {"first": day(3), "other": day(7)}


def test_drills_of_one_alarm_are_made_up_together() -> None:
    place = tiny(MONDAY, day(20), {day(1): DayKind.CLOSED}, campuses=2)
    place = place.model_copy(
        update={"campuses": tuple(campus.model_copy(update={"building": "hall"}) for campus in place.campuses)}
    )
    together = (held("a", "fire", day(0)), held("b", "fire", day(0), campus_id="c1"))
    lesson = held("c", "lockdown", day(2), campus_id="c1")
    dates = chosen(place, law(count("fire_evacuation")), *together, lesson)
    assert dates["a"] == dates["b"]
    assert dates["a"] not in {None, day(2)}


def test_a_notice_of_the_law_could_still_be_given_after_the_planned_day() -> None:
    week = {**laws.CHORE, "by_drill": {"before": 7, "unit": "calendar_day"}}
    place = tiny(MONDAY, day(20))
    assert chosen(place, law(count("fire_evacuation"), week), held("fire", "fire", day(0))) == {"fire": day(8)}
    month = {**laws.CHORE, "by_drill": {"before": 30, "unit": "calendar_day"}}
    (drill,) = with_dates(place, law(count("fire_evacuation"), month), (held("fire", "fire", day(0)),))
    assert drill.no_back_up.endswith("a notice that the law requires would be late (10)")


def test_on_other_bells_the_drill_is_as_far_into_its_period() -> None:
    later = BELLS.days[DayKind.FULL][2].model_copy(update={"start": time(10), "end": time(10, 30)})
    bells = BELLS.model_copy(update={"days": BELLS.days | {DayKind.EARLY_RELEASE: (later,)}})
    place = tiny(MONDAY, day(1), {day(1): DayKind.EARLY_RELEASE}, bells=bells)
    in_two = held("fire", "fire", day(0), time(9, 10), period="Two")
    assert chosen(place, law(count("fire_evacuation")), in_two) == {"fire": day(1)}
    in_one = held("fire", "fire", day(0))
    (drill,) = with_dates(place, law(count("fire_evacuation")), (in_one,))
    assert drill.no_back_up == "the next school day does not fit: other bells at that time"


def test_a_sensitive_day_is_taken_only_if_no_other_is_left() -> None:
    place = tiny(MONDAY, day(3))
    sensitive = tuple(Event(kind="sensitive_date", first=day(on), last=day(on)) for on in (1, 2))
    book = law(count("fire_evacuation"))
    assert chosen(place.model_copy(update={"events": sensitive}), book, held("f", "fire", day(0))) == {"f": day(2)}
    longer = tiny(MONDAY, day(9)).model_copy(update={"events": sensitive})
    assert chosen(longer, book, held("f", "fire", day(0))) == {"f": day(3)}


def test_dates_stay_in_an_update_and_what_is_over_stays_as_it_is() -> None:
    place = tiny(MONDAY, day(25))
    book = law(count("fire_evacuation"))
    past = held("past", "fire", day(0), back_up=day(9))
    kept = held("kept", "fire", day(11), back_up=day(17))
    wrong = held("wrong", "lockdown", day(15), back_up=day(11))
    assert chosen(place, book, past, kept, wrong, settled={"past"}, settled_before=day(10)) == {
        "past": day(9),
        "kept": day(17),
        "wrong": day(18),
    }


@pytest.mark.parametrize(
    ("back_up", "problem"),
    [
        (day(5), "there is no school"),
        (day(0), "its own date is not over"),
        (day(16), "11 school days are over since its date, and 10 is the most"),
        (day(2), "another drill is planned"),
        (day(8), "another drill has its back-up date too"),
        (day(9), "district.yaml blocks such drills"),
        (day(3), None),
        (day(15), None),
    ],
)
def test_the_judge_finds_dates_that_cannot_be(back_up: date, problem: str | None) -> None:
    place = tiny(MONDAY, day(25))
    blocked = ForbiddenDays.model_validate({"date": day(9)})
    place = place.model_copy(update={"district": place.district.model_copy(update={"forbidden": (blocked,)})})
    first = held("first", "fire", day(1), back_up=back_up)
    other = held("other", "lockdown", day(2), back_up=day(8))
    found = judged(place, law(count("fire_evacuation")), (first, other)).back_ups
    assert [entry.message for entry in found if entry.drill_id == "first"] == (
        [f"the back-up date of first is {back_up}, on which {problem}"] if problem else []
    )


def test_the_judge_leaves_alone_what_is_over_and_days_closed_since() -> None:
    place = tiny(MONDAY, day(25))
    wrong = held("first", "fire", day(1), back_up=day(0))
    assert wrong_back_up_dates((wrong,), place)
    assert wrong_back_up_dates((wrong.model_copy(update={"held": True}),), place) == ()
    assert wrong_back_up_dates((wrong,), place, settled_before=day(2)) == ()
    kinds = {day(3): DayKind.CLOSED}
    closed = tiny(MONDAY, day(25), kinds)
    promised = wrong.model_copy(update={"back_up": day(3)})
    assert wrong_back_up_dates((promised,), closed)
    storm = closed.calendar.model_copy(update={"closures": (Closure(on=day(3)),)})
    assert wrong_back_up_dates((promised,), closed.model_copy(update={"calendar": storm})) == ()
