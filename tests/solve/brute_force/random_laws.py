"""Random small laws of every kind, over the scenarios of ``tests/solve/brute_force/tiny_districts.py``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from hypothesis import strategies as st

from drillplanner.model import (
    AvoidedDates,
    BandDelay,
    Ceiling,
    Coverage,
    Delay,
    DevelopmentalLimits,
    DrillType,
    Event,
    EventKind,
    FiledDrill,
    Floor,
    GradeBand,
    MinimumGap,
    PeriodTag,
    PracticeRank,
    Precedence,
    SeasonalDrill,
    TimeOfDay,
    TimeSpan,
    Unit,
    UnitKind,
    WeekdayVariety,
)
from tests.solve.brute_force.tiny_districts import count, match

#: A Monday, so that the first week has two months.
MONDAY = date(2025, 9, 29)

TYPES = st.sampled_from([["fire_evacuation"], ["lockdown"], ["fire_evacuation", "lockdown"], ["instruction"]])


@st.composite
def matches(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a match, mostly by type alone, else with one more condition."""
    types = draw(TYPES)
    more: list[dict[str, Any]] = [
        {},
        {},
        {},
        {"moments": ["lunch"]},
        {"audiences": ["everyone"]},
        {"formats": ["physical", "lesson"]},
        {"announced": True},
        {"agency": "police"},
    ]
    if types == ["fire_evacuation"]:
        more.append({"routes": ["secondary"]})
    if types == ["instruction"]:
        more.append({"subjects": ["fire_safety", "first_aid"]})
    return match(*types, **draw(st.sampled_from(more)))


@st.composite
def spans(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a span: mostly the year, else weeks, months, first days, dates, or the days before an event."""
    days = {"unit": "school_day", "unit_is_stated": True, "of": "first_day_for_students"}
    return draw(
        st.sampled_from(
            [
                {},
                {},
                {},
                {"per": "week"},
                {"per": "month_in_session"},
                {"within": {"first": 2, **days}},
                {"after": {"first": 2, **days}},
                {"between": {"since": "10-01", "until": "10-03"}},
                {"before_each": {"kind": "state_assessment", "days": 3}},
            ]
        )
    )


@st.composite
def counts(draw: st.DrawFn) -> dict[str, Any]:
    least, most = draw(st.sampled_from([(1, None), (2, None), (None, 1), (None, 0), (1, 1), (1, 2), (3, None)]))
    more = draw(spans())
    if most is None:
        more |= draw(st.sampled_from([{}, {"real_events_count": True}, {"excused_by": ["severe_weather"]}]))
    return {"kind": "count", "what": "drill", "match": draw(matches()), "min": least, "max": most, **more}


@st.composite
def covers(draw: st.DrawFn) -> dict[str, Any]:
    types = draw(st.sampled_from([["fire_evacuation", "lockdown"], ["lockdown", "instruction"]]))
    more = draw(st.sampled_from([{}, {"audiences": ["everyone", "students"]}]))
    return {"kind": "cover", "types": types, "min_each": 1, **more, **draw(spans())}


@st.composite
def everies(draw: st.DrawFn) -> dict[str, Any]:
    has = draw(
        st.sampled_from(
            [
                {"audiences": ["everyone"]},
                {"formats": ["physical"]},
                {"announced": True},
                {"moments": ["lunch"]},
                {"not_moments": ["lunch"]},
                {"not_on_days": ["early_release"]},
                {"not_during": "state_assessment", "days_before": 1},
                {"minutes_before_dismissal": 15},
                {"agency": "police"},
            ]
        )
    )
    asked = draw(matches())
    return {"kind": "every", "what": "drill", "match": asked, "has": has, **draw(spans())}


@st.composite
def gaps(draw: st.DrawFn, most: int) -> dict[str, Any]:
    unit = draw(st.sampled_from(["school_day", "calendar_day"]))
    return {"days": draw(st.integers(1, most)), "unit": unit, "unit_is_stated": True}


@st.composite
def spacings(draw: st.DrawFn) -> dict[str, Any]:
    asked = draw(st.sampled_from(["at_least_every", "apart"]))
    gap = draw(gaps(6))
    return {"kind": "spacing", "what": "drill", "match": draw(matches()), asked: gap, **draw(spans())}


@st.composite
def varies(draw: st.DrawFn) -> dict[str, Any]:
    field = draw(st.sampled_from(["period", "hour", "half_day", "weekday", "route"]))
    ways: list[dict[str, Any]] = [{"all_different": True}, {"at_least": 2}]
    how = draw(st.sampled_from(ways))
    asked = match("fire_evacuation") if field == "route" else draw(matches())
    return {"kind": "vary", "what": "drills", "match": asked, "field": field, **how, **draw(spans())}


@st.composite
def shares(draw: st.DrawFn) -> dict[str, Any]:
    at_least, of_every = draw(st.sampled_from([(1, 1), (1, 2), (2, 3), (1, None)]))
    part, whole = draw(matches()), draw(matches())
    one_a_month = of_every is not None and set(part["types"]) <= set(whole["types"]) and draw(st.booleans())
    return {
        "kind": "share",
        "what": "drill",
        "of_what": "drills",
        "match": part,
        "of": whole,
        "at_least": at_least,
        "of_every": of_every,
        "one_a_month": one_a_month,
        **draw(spans()),
    }


@st.composite
def alternates(draw: st.DrawFn) -> dict[str, Any]:
    kinds: list[dict[str, Any]] = [{}, {"moments": ["lunch"]}, {"agency": "police"}]
    more = draw(st.sampled_from(kinds))
    return {
        "kind": "alternate",
        "what": "fire drills",
        "other_what": "others",
        "match": match("fire_evacuation", **more),
        "other": match("lockdown", "instruction"),
        **draw(spans()),
    }


@st.composite
def minutes(draw: st.DrawFn) -> dict[str, Any]:
    asked = draw(matches())
    return {
        "kind": "minutes",
        "what": "drills",
        "match": asked,
        "min_minutes": draw(st.sampled_from([10, 12, 21, 30])),
        **draw(spans()),
    }


ORDER = {
    "kind": "order",
    "what": "lockdowns",
    "match": match("lockdown", "fire_evacuation"),
    "after_event": "staff_training",
}
LENGTH = {
    "kind": "length",
    "what": "lockdown",
    "reference_what": "fire drill",
    "match": match("lockdown"),
    "reference": match("fire_evacuation"),
    "minutes_over": 1,
}
FILED = {
    "kind": "filed",
    "what": "fire drills",
    "match": match("fire_evacuation"),
    "moves_for": ["severe_weather"],
    "make_up_within": 2,
}
CHORE = {
    "kind": "task",
    "chore": "notify",
    "who": "families",
    "text": "Tell families.",
    "due_words": "the day before",
    "match": match("fire_evacuation"),
    "by_drill": {"before": 1, "unit": "calendar_day"},
}
PERMISSION = {"kind": "permission", "allows": "a drill more"}


@st.composite
def offers(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "kind": "offer",
        "what": "drill",
        "match": draw(matches()),
        "dates": 2,
        "weeks": draw(st.integers(1, 2)),
        "offer_by": "09-15",
        "who": "the fire department",
        "due_words": "by 15 September",
        **draw(spans()),
    }


@st.composite
def stand_ins(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "kind": "stand_in",
        "what": "drill",
        "match": draw(matches()),
        "instead_of": "T-1",
        "up_to": draw(st.sampled_from([None, 1, 2])),
        **draw(spans()),
    }


def requirements() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a requirement of any kind except offers and stand-ins, which tests add themselves."""
    return st.one_of(
        counts(),
        covers(),
        everies(),
        spacings(),
        varies(),
        shares(),
        alternates(),
        minutes(),
        st.sampled_from([ORDER, LENGTH, FILED, CHORE, PERMISSION]),
    )


FIRST = count("fire_evacuation")


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    kinds = st.sampled_from(
        [
            EventKind.REAL_EMERGENCY,
            EventKind.SEVERE_WEATHER,
            EventKind.STATE_ASSESSMENT,
            EventKind.STAFF_TRAINING,
        ]
    )
    found = []
    for kind in draw(st.lists(kinds, max_size=2)):
        first = MONDAY + timedelta(draw(st.integers(0, 8)))
        emergency = kind is EventKind.REAL_EMERGENCY
        found.append(
            Event(
                kind=kind,
                first=first,
                last=first + timedelta(draw(st.integers(0, 1))),
                drill_type=DrillType.FIRE_EVACUATION if emergency else None,
            )
        )
    return found


@st.composite
def filings(draw: st.DrawFn, last: int) -> list[FiledDrill]:
    if draw(st.booleans()):
        return []
    on = MONDAY + timedelta(draw(st.integers(0, last)))
    moved = draw(st.sampled_from([None, None, on + timedelta(1), on + timedelta(3)]))
    cause = draw(st.sampled_from([EventKind.SEVERE_WEATHER, EventKind.PUBLIC_EVENT])) if moved else None
    start = draw(st.sampled_from([None, time(8, 20), time(8, 45)]))
    return [
        FiledDrill(
            campus_id="c0", drill_type=DrillType.FIRE_EVACUATION, on=on, start=start, moved_to=moved, cause=cause
        )
    ]


COHORT = Unit(unit_id="half", kind=UnitKind.COHORT, campus_id="c0", weekdays=(0, 2))
WHOLE = Unit(unit_id="every-day", kind=UnitKind.COHORT, campus_id="c0")


SETS = st.lists(
    st.sampled_from(["front", "back", "lockdown", "staff", "lesson"]), min_size=1, max_size=3, unique=True
)
MOMENTS = [
    (PeriodTag.LUNCH,),
    (PeriodTag.LUNCH, PeriodTag.INSTRUCTION),
    (PeriodTag.PASSING, PeriodTag.INSTRUCTION, PeriodTag.LUNCH),
]
RULE = {"rule": "DA-0", "sentence": "this comes before that"}


def waits(draw: st.DrawFn) -> tuple[BandDelay, ...]:
    """Draw how long each band of the tiny campus waits; one of them may not have to."""
    bands = draw(
        st.sampled_from([(GradeBand.PK_K,), (GradeBand.GRADES_1_2,), (GradeBand.PK_K, GradeBand.GRADES_1_2)])
    )
    return tuple(BandDelay(band=band, school_days=draw(st.integers(1, 4))) for band in bands)


@st.composite
def limits(draw: st.DrawFn) -> DevelopmentalLimits:
    """Draw developmental limits of every kind, tight enough for a year of some days: required ones and goals."""
    precedences = draw(
        st.lists(
            st.builds(
                Precedence,
                scenarios=SETS.map(tuple),
                after=st.just(()) | SETS.map(tuple),
                goal=st.sampled_from([None, None, "ladder"]),
                **{key: st.just(value) for key, value in RULE.items()},
            ),
            max_size=2,
        )
    )
    goal = draw(st.sampled_from([None, "settling_in", "youngest"]))
    sets = [tuple(draw(SETS)) for _ in range(4)]
    return DevelopmentalLimits(
        precedences=tuple(precedences),
        delays=(Delay(scenarios=sets[0], by_band=waits(draw), goal=goal, **RULE),),
        gaps=(MinimumGap(scenarios=sets[1], days=draw(st.integers(2, 5)), goal="spread", **RULE),),
        ceilings=(Ceiling(scenarios=sets[2], most=draw(st.integers(0, 2)), goal="piling_up", **RULE),),
        coverages=(
            Coverage(
                scenarios=tuple(draw(st.just([]) | SETS)),
                moments=draw(st.sampled_from(MOMENTS)),
                goal="moments",
                **RULE,
            ),
        ),
        seasons=(
            SeasonalDrill(
                scenarios=tuple(draw(SETS)),
                first=MONDAY + timedelta(draw(st.integers(0, 4))),
                last=MONDAY + timedelta(draw(st.integers(4, 8))),
                goal="season",
                **RULE,
            ),
        ),
        varieties=(
            WeekdayVariety(scenarios=sets[3], from_drills=draw(st.integers(2, 3)), goal="variety", **RULE),
        ),
    )


PERCENTS = st.sampled_from([0, 0, 25, 34, 50, 99, 100])
SPANS_OF_TIME = st.one_of(
    st.sampled_from(MOMENTS).map(lambda moments: TimeSpan(moments=moments)),
    st.sampled_from([time(8, 20), time(8, 25), time(12)]).map(lambda since: TimeSpan(since=since)),
    st.sampled_from([time(8, 25), time(8, 26), time(13)]).map(lambda until: TimeSpan(until=until)),
    st.just(TimeSpan(since=time(8, 25), until=time(12, 10))),
    st.sampled_from([8, 9, 10, 11, 25, 300]).map(lambda minutes: TimeSpan(minutes_from_bells=minutes)),
)


@st.composite
def practices(draw: st.DrawFn) -> DevelopmentalLimits:
    """Draw limits of good practice, of one to four kinds, each of any rank."""
    kinds = draw(
        st.lists(st.sampled_from(sorted(OF_PRACTICE)), min_size=1, max_size=4, unique=True)
        | st.sampled_from([["floors", "times"], ["floors", "seasons"]])
    )
    return DevelopmentalLimits(
        **{kind: tuple(draw(st.lists(OF_PRACTICE[kind](), min_size=1, max_size=2))) for kind in kinds}
    )


def _ranked(draw: st.DrawFn, least_scenarios: int = 1) -> dict[str, Any]:
    scenarios = draw(st.just([]) | SETS if least_scenarios == 0 else SETS)
    return {"scenarios": tuple(scenarios), "practice": draw(st.sampled_from(PracticeRank)), **RULE}


def _stretch(draw: st.DrawFn) -> dict[str, date]:
    first, last = sorted((draw(st.integers(0, 8)), draw(st.integers(0, 8))))
    return {"first": MONDAY + timedelta(first), "last": MONDAY + timedelta(last)}


@st.composite
def floors(draw: st.DrawFn) -> Floor:
    least, may_add = draw(st.integers(1, 3)), draw(st.booleans())
    return Floor(least=least, may_add=may_add, **_stretch(draw), **_ranked(draw, least_scenarios=0))


@st.composite
def minimum_gaps(draw: st.DrawFn) -> MinimumGap:
    return MinimumGap(days=draw(st.integers(2, 5)), **_ranked(draw))


@st.composite
def orders(draw: st.DrawFn) -> Precedence:
    if draw(st.booleans()):
        return Precedence(after=tuple(draw(st.just([]) | SETS)), **_ranked(draw))
    # Variants of one drill, easier ones first. Two orders never contradict each other.
    names = ["front", "back", "lockdown", "staff", "lesson"]
    cut = draw(st.integers(1, len(names) - 1))
    easy = draw(st.lists(st.sampled_from(names[:cut]), min_size=1, unique=True))
    harder = draw(st.lists(st.sampled_from(names[cut:]), min_size=1, unique=True))
    return Precedence(
        after=tuple(easy),
        is_of_variants=True,
        **_ranked(draw) | {"scenarios": tuple(harder)},
    )


@st.composite
def ceilings(draw: st.DrawFn) -> Ceiling:
    return Ceiling(most=draw(st.integers(0, 2)), **_ranked(draw))


@st.composite
def dates_to_avoid(draw: st.DrawFn) -> AvoidedDates:
    days = draw(st.lists(st.integers(0, 8), min_size=1, max_size=5, unique=True))
    return AvoidedDates(dates=tuple(MONDAY + timedelta(day) for day in sorted(days)), **_ranked(draw))


@st.composite
def seasons(draw: st.DrawFn) -> SeasonalDrill:
    return SeasonalDrill(**_stretch(draw), **_ranked(draw))


@st.composite
def times_of_day(draw: st.DrawFn) -> TimeOfDay:
    span, outside, percent = draw(SPANS_OF_TIME), draw(st.booleans()), draw(PERCENTS)
    return TimeOfDay(span=span, is_outside=outside, most_percent=percent, **_ranked(draw))


#: The kinds of limits that good practice sets, by their field of ``DevelopmentalLimits``.
OF_PRACTICE: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
    "floors": floors,
    "gaps": minimum_gaps,
    "precedences": orders,
    "ceilings": ceilings,
    "avoided": dates_to_avoid,
    "seasons": seasons,
    "times": times_of_day,
}
