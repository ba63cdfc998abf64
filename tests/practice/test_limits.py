"""Each kind of practice as limits of a campus's year, and all limits of a campus."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from drillplanner.appropriateness import profile_of
from drillplanner.law import Match, Setting, setting_of
from drillplanner.model import (
    Audience,
    Campus,
    DevelopmentalLimits,
    DrillFormat,
    DrillType,
    PracticeRank,
    Route,
    Scenario,
    YearLimit,
)
from drillplanner.practice import GoodPractice, PracticePack, PracticeYear, load_practice, practice_at
from drillplanner.practice.by_law import LawsNumbers
from drillplanner.practice.limits import PracticeCase, limits_of
from tests.builders import calendar, campus, scenario, workspace
from tests.solve.brute_force.tiny_districts import duties_of, law

FIRST, LAST = date(2025, 9, 2), date(2026, 6, 12)
SCENARIOS = (
    scenario("fire", DrillType.FIRE_EVACUATION),
    scenario("lockdown", DrillType.LOCKDOWN),
    scenario("secure", DrillType.SECURE),
    scenario("tornado", DrillType.SEVERE_WEATHER),
    scenario("bus", DrillType.BUS_EVACUATION),
    scenario("tabletop", DrillType.TABLETOP, audience=Audience.STAFF, drill_format=DrillFormat.TABLETOP),
)
#: An avoided school day, a Sunday, and a day in the holidays after the year.
AVOIDED = (date(2025, 9, 11), date(2025, 9, 14), date(2026, 7, 1))


def setting(state: str = "OK", first: date = FIRST, last: date = LAST, school: Campus | None = None) -> Setting:
    school = school or campus("elm")
    return setting_of(school, workspace([school], calendar(first, last), state=state, scenarios=SCENARIOS))


def entry(asks: dict[str, Any], **more: object) -> GoodPractice:
    return GoodPractice.model_validate(
        {
            "practice_id": "GP-01",
            "title": "A title",
            "why": "why",
            "sources": ("own",),
            "confidence": "secondary",
            "rank": "spacing",
            "asks": asks,
        }
        | more
    )


def limits(
    practice: GoodPractice, place: Setting | None = None, scenarios: Iterable[Scenario] = SCENARIOS
) -> DevelopmentalLimits:
    case = PracticeCase(place or setting(), tuple(scenarios), AVOIDED, LawsNumbers((), 3))
    return limits_of(practice, case)


def only(found: DevelopmentalLimits) -> YearLimit:
    (limit,) = found.all_limits
    assert (limit.rule, limit.practice, limit.is_required) == ("GP-01", PracticeRank.SPACING, False)
    return limit


LOCKDOWN = {"types": ["lockdown"]}
FIRE = {"types": ["fire_evacuation"]}


def test_a_number_in_each_semester() -> None:
    count = entry({"kind": "count", "what": "lockdown", "match": LOCKDOWN, "min": 2, "per": "semester"})
    floors = limits(count).floors
    assert [(floor.scenarios, floor.least, floor.may_add) for floor in floors] == [(("lockdown",), 2, True)] * 2
    assert (floors[0].first, floors[1].last) == (FIRST, LAST)
    assert floors[0].last < floors[1].first
    assert floors[0].sentence.startswith("at least 2 lockdowns in ")


def test_a_number_of_drills_for_which_there_is_no_scenario() -> None:
    count = entry({"kind": "count", "what": "hold", "match": {"types": ["hold"]}, "min": 1})
    (floor,) = limits(count).floors
    assert (floor.scenarios, floor.least) == ((), 1)


@pytest.mark.parametrize(("state", "numbers"), [("OK", [1]), ("AZ", [])])
def test_a_number_where_the_hazard_has_a_season(state: str, numbers: list[int]) -> None:
    asks = {"kind": "count", "what": "tornado drill", "match": {"types": ["severe_weather"]}, "min": 1}
    count = entry(asks, where_season="severe_weather")
    assert [floor.least for floor in limits(count, setting(state)).floors] == numbers


@pytest.mark.parametrize(
    ("last", "days"),
    [
        # A year of 283 days: 60 percent of it is more than is asked for.
        (LAST, 45),
        # 60 percent of 48 days.
        (date(2025, 10, 20), 28),
        # Never less than the least.
        (date(2025, 9, 9), 7),
    ],
)
def test_days_between_two_drills(last: date, days: int) -> None:
    apart = entry({"kind": "apart", "what": "lockdowns", "match": LOCKDOWN, "days": 45, "least_days": 7})
    found = limits(apart, setting(last=last))
    assert only(found).sentence == f"at least {days} days between two lockdowns"
    assert [gap.days for gap in found.gaps] == [days]


def test_a_district_that_asks_for_fewer_days_than_the_least() -> None:
    apart = entry({"kind": "apart", "what": "lockdowns", "match": LOCKDOWN, "days": 3, "least_days": 7})
    assert [gap.days for gap in limits(apart).gaps] == [3]


def test_one_drill_in_each_part_of_the_year() -> None:
    """The law asks for three fire drills and offers dates of October for one; one more is asked for early."""
    three = {"kind": "count", "what": "fire drill", "match": FIRE, "min": 3, "per": "school_year"}
    monthly = three | {"min": 1, "per": "month_in_session"}
    offer = {
        "kind": "offer",
        "what": "fire drill",
        "match": FIRE,
        "dates": 4,
        "offer_by": "09-15",
        "who": "the fire department",
        "due_words": "in October",
        "per": "month_in_session",
        "months": [10],
    }
    parts = entry({"kind": "each_part", "what": "a fire drill", "match": FIRE, "parts": 6})
    early = entry({"kind": "early", "what": "fire drill", "match": FIRE, "school_days": 10})

    def asked(*rules: dict[str, Any], with_early: bool = False) -> list[str]:
        duties = duties_of(workspace([campus("c0")], calendar(FIRST, LAST)), law(*rules))
        case = PracticeCase(setting(), SCENARIOS, (), LawsNumbers(duties, 2))
        if with_early:
            limits_of(early, case)
        floors = limits_of(parts, case).floors
        assert all((floor.least, floor.may_add, floor.scenarios) == (1, False, ("fire",)) for floor in floors)
        return [floor.sentence for floor in floors]

    thirds = [
        "a fire drill from September 2, 2025 to December 4, 2025",
        "a fire drill from December 5, 2025 to March 10, 2026",
        "a fire drill from March 11, 2026 to June 12, 2026",
    ]
    assert asked(three) == thirds
    assert asked(three, offer) == asked(three, with_early=True) == thirds
    assert len(asked(three, offer, with_early=True)) == 2
    # A law on months spreads them by itself.
    assert asked(monthly) == []
    assert asked() == []


def test_one_drill_before_another() -> None:
    before = entry({"kind": "before", "first": FIRE, "then": LOCKDOWN})
    found = limits(before)
    assert (only(found).scenarios, found.precedences[0].after) == (("lockdown",), ("fire",))
    assert only(found).sentence == "a title"
    # With nothing to come first, there is no order to keep.
    assert limits(before, scenarios=SCENARIOS[1:]) == DevelopmentalLimits()


def test_the_easiest_variant_of_each_type_comes_first() -> None:
    def variant(name: str, difficulty: int, drill_type: DrillType = DrillType.FIRE_EVACUATION) -> Scenario:
        return scenario(name, drill_type).model_copy(update={"difficulty": difficulty})

    types = ["fire_evacuation", "lockdown", "secure"]
    easy_first = entry({"kind": "easy_first", "match": {"types": types, "audiences": ["everyone"]}})
    staff = scenario("staff", DrillType.LOCKDOWN, audience=Audience.STAFF)
    scenarios = (
        variant("blocked", 3),
        variant("usual", 1),
        variant("other-exit", 2),
        # The easiest that there is, whatever its number.
        variant("hall", 3, DrillType.LOCKDOWN),
        variant("room", 2, DrillType.LOCKDOWN),
        staff,
        variant("secure", 2, DrillType.SECURE),
    )
    found = limits(easy_first, scenarios=scenarios)
    assert [(order.after, order.scenarios) for order in found.precedences] == [
        (("usual",), ("blocked", "other-exit")),
        (("room",), ("hall",)),
    ]
    assert all(order.is_of_variants for order in found.precedences)
    assert found.precedences[0].sentence == "the usual fire drill before its harder variants"
    # Where every variant is as hard, no order is asked for.
    assert limits(easy_first, scenarios=SCENARIOS) == DevelopmentalLimits()


def test_variants_that_the_law_rules_out_have_no_order() -> None:
    """Where every fire drill has to use the fire escapes, none is by the usual way."""
    usual, escape, lunch = (
        scenario(name, DrillType.FIRE_EVACUATION, route=route).model_copy(update={"difficulty": difficulty})
        for name, route, difficulty in (
            ("usual", Route.PRIMARY, 1),
            ("escape", Route.FIRE_ESCAPE, 2),
            ("lunch", Route.FIRE_ESCAPE, 3),
        )
    )
    by_escape = {"kind": "every", "what": "fire drill", "match": FIRE, "has": {"routes": ["fire_escape"]}}
    easy_first = entry({"kind": "easy_first", "match": FIRE})

    def order(*scenarios: Scenario) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        duties = duties_of(workspace([campus("c0")], calendar(FIRST, LAST)), law(by_escape))
        case = PracticeCase(setting(), scenarios, (), LawsNumbers(duties, 2))
        return [(limit.after, limit.scenarios) for limit in limits_of(easy_first, case).precedences]

    assert order(usual, escape) == []
    assert order(usual, escape, lunch) == [(("escape",), ("lunch",))]


def test_a_drill_early_in_the_year() -> None:
    early = entry({"kind": "early", "what": "fire drill", "match": FIRE, "school_days": 10})
    owed = PracticeCase(setting(), SCENARIOS, (), LawsNumbers((), 2, added=[(early.asks.match, 1)]))  # type: ignore[union-attr]
    (floor,) = limits_of(early, owed).floors
    assert (floor.least, floor.may_add, floor.scenarios) == (1, False, ("fire",))
    # Ten days of school from Tuesday, September 2.
    assert (floor.first, floor.last) == (FIRST, date(2025, 9, 15))
    assert floor.sentence == "a fire drill within the first 10 school days"
    # A year without fire drills has none early.
    assert limits(early) == DevelopmentalLimits()


def test_days_without_drills_are_school_days() -> None:
    avoid = entry({"kind": "avoid_days", "match": LOCKDOWN})
    found = limits(avoid)
    assert (only(found).scenarios, found.avoided[0].dates) == (("lockdown",), (date(2025, 9, 11),))
    assert limits(avoid, setting(first=date(2025, 9, 12))) == DevelopmentalLimits()


def test_times_of_the_day() -> None:
    times = entry(
        {
            "kind": "at_times",
            "match": FIRE,
            "times": {"since": "09:00", "until": "11:00"},
            "outside": True,
            "most_percent": 60,
        }
    )
    found = limits(times)
    assert only(found).scenarios == ("fire",)
    assert (found.times[0].is_outside, found.times[0].most_percent) == (True, 60)
    assert limits(times, scenarios=SCENARIOS[1:]) == DevelopmentalLimits()


def test_a_drill_before_the_season() -> None:
    before = entry({"kind": "before_season", "drill_type": "severe_weather"})
    found = limits(before)
    assert only(found).scenarios == ("tornado",)
    assert found.seasons[0].first < found.seasons[0].last
    assert limits(before, setting("AZ")) == DevelopmentalLimits()


def level(name: str) -> PracticePack:
    pack = load_practice(name, Path())
    assert pack is not None
    return pack


def year_at(place: Setting, name: str = "baseline") -> PracticeYear:
    return practice_at(level(name), place, (), SCENARIOS, AVOIDED, profile_of(place.district.state), {})


@pytest.mark.parametrize(
    ("name", "drills"),
    [
        ("baseline", {"GP-01": 10, "GP-02": 2, "GP-03": 1, "GP-04": 1, "GP-05": 2, "GP-06": 1}),
        ("lighter", {"GP-01": 4, "GP-02": 2, "GP-04": 1, "GP-05": 1, "GP-06": 1}),
    ],
)
def test_the_drills_of_each_level_where_the_law_is_silent(name: str, drills: dict[str, int]) -> None:
    found: dict[str, int] = {}
    for floor in year_at(setting(), name).limits.floors:
        if floor.practice is not PracticeRank.DRILLS:
            continue  # It says when in the year, and adds none.
        assert floor.may_add
        found[floor.rule] = found.get(floor.rule, 0) + floor.least
    assert found == drills


def test_a_fact_that_is_not_known_is_asked_about() -> None:
    school = campus("elm")
    unknown = school.model_copy(update={"facts": {}})
    year = year_at(setting(school=unknown))
    assert year.unanswered == {"buses": ("GP-05",)}
    assert "GP-05" not in {limit.rule for limit in year.limits.all_limits}
    no_buses = school.model_copy(update={"facts": {"buses": False}})
    assert year_at(setting(school=no_buses)).unanswered == {}


def test_a_campus_without_school_days_has_no_limits() -> None:
    place = setting(first=LAST, last=FIRST)
    assert year_at(place) == PracticeYear(DevelopmentalLimits(), {})


def test_days_of_each_year_are_on_the_friday_before_a_weekend() -> None:
    masks = entry({"kind": "avoid_days", "match": LOCKDOWN, "yearly": ["10-31"]})
    (limit,) = limits(masks).avoided
    assert (limit.scenarios, limit.dates) == (("lockdown",), (date(2025, 10, 31),))
    (moved,) = limits(masks, setting(first=date(2026, 8, 26), last=date(2027, 6, 11))).avoided
    assert moved.dates == (date(2026, 10, 30),), "October 31, 2026 is a Saturday"


def test_the_first_lockdown_is_asked_for_early_where_practice_chooses_it_among_what_the_law_owes() -> None:
    early = entry({"kind": "early", "what": "lockdown", "match": LOCKDOWN, "school_days": 90})
    assert limits(early) == DevelopmentalLimits(), "no law and no practice asks for one"
    law = LawsNumbers((), 3)
    law.chosen.append(Match.model_validate(LOCKDOWN))
    (floor,) = limits_of(early, PracticeCase(setting(), SCENARIOS, AVOIDED, law)).floors
    dates = setting().dates
    assert (floor.least, floor.may_add, floor.first, floor.last) == (1, False, dates[0], dates[89])
