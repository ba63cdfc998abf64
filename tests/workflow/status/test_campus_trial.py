"""One campus with more drills: what can take place, what harms nothing, and what meets a duty."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from drillplanner.law import Duty
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.model import (
    Agency,
    AgencyKind,
    Campus,
    DrillType,
    EventKind,
    FiledDrill,
    Route,
    Site,
    Unit,
    UnitKind,
    Workspace,
)
from drillplanner.workflow.status.campus_trial import drills_sharing_by_date, leaves_for_site
from tests.builders import calendar, campus, workspace
from tests.workflow.status.small_year import FIRE, LOCKDOWN, PLACE, duties, planned, trial_on

#: A Monday.
MONDAY, TUESDAY = date(2025, 9, 15), date(2025, 9, 16)
DAYS = calendar(date(2025, 9, 2), date(2025, 10, 31))
POLICE = Agency(agency_id="police", name="Police (invented)", kind=AgencyKind.POLICE, visits_per_day=1)
MONTHLY = duties("X-01")
AT_MOST_ONE = duties("X-02", what="lockdown drill", min=None, max=1, match={"types": ["lockdown"]})


def with_site(**more: Any) -> list[Campus]:
    """Return Oak and Elm, which go to the same church."""
    return [campus(name).model_copy(update={"evacuation_site": "church"} | more) for name in ("oak", "elm")]


CHURCH = Site(site_id="church", name="Church (invented)")


@pytest.mark.parametrize(
    ("start", "end", "is_possible"),
    [
        ((8, 55), (9, 5), True),
        ((8, 56), (9, 6), False),
        ((9, 5), (9, 5), False),
        ((9, 14), (9, 24), False),
        ((9, 15), (9, 25), True),
        # Outside the bells.
        ((7, 0), (7, 10), False),
        ((12, 20), (12, 30), False),
        (None, None, True),
    ],
)
def test_no_two_drills_at_one_time(
    start: tuple[int, int] | None, end: tuple[int, int] | None, is_possible: bool
) -> None:
    there = planned(LOCKDOWN, MONDAY)
    at: dict[str, Any] = {"start": start and time(*start), "end": end and time(*end)}
    other = planned(FIRE, MONDAY, **at)
    assert trial_on(MONDAY, [], [there]).is_possible(other) is is_possible
    # Also of drills that are only tried, on the same day.
    alone = trial_on(MONDAY, [])
    assert alone.is_possible(other, [there]) is is_possible
    is_within_bells = is_possible or bool(start and time(8) < time(*start) < time(12))
    tuesday = there.model_copy(update={"date": TUESDAY})
    assert alone.is_possible(other, [tuesday]) is is_within_bells
    assert alone.is_possible(other) is is_within_bells


def test_no_drill_on_a_day_without_school() -> None:
    saturday = planned(FIRE, date(2025, 9, 13))
    assert not trial_on(MONDAY, []).is_possible(saturday)
    # What the log calls held may be in the future: that is no error here.
    assert trial_on(MONDAY, []).is_possible(planned(FIRE, date(2025, 10, 1), held=True))


def test_an_agency_comes_as_often_as_it_can() -> None:
    place = workspace(with_site(), DAYS, agencies=[POLICE])
    with_police = planned(LOCKDOWN, MONDAY, agencies=("police",))
    later = with_police.model_copy(update={"start": time(10), "end": time(10, 10)})
    at_elm = planned(LOCKDOWN, MONDAY, campus_id="elm", agencies=("police",))
    assert trial_on(MONDAY, [], place=place).is_possible(with_police)
    assert not trial_on(MONDAY, [], place=place).is_possible(later, [with_police])
    assert not trial_on(MONDAY, [], place=place, elsewhere=[at_elm]).is_possible(with_police)
    assert trial_on(MONDAY, [], place=place, elsewhere=[at_elm]).is_possible(planned(FIRE, MONDAY))
    on_tuesday = at_elm.model_copy(update={"date": TUESDAY})
    assert trial_on(MONDAY, [], place=place, elsewhere=[on_tuesday]).is_possible(with_police)
    # In one building at the same time it is one visit.
    shared = workspace(with_site(building="one"), DAYS, agencies=[POLICE])
    assert trial_on(MONDAY, [], place=shared, elsewhere=[at_elm]).is_possible(with_police)
    assert not trial_on(MONDAY, [], place=shared, elsewhere=[at_elm]).is_possible(later)
    # Another agency is not in the way.
    fire = Agency(agency_id="engine", name="Engine (invented)", kind=AgencyKind.FIRE, visits_per_day=1)
    both = workspace(with_site(), DAYS, agencies=[POLICE, fire])
    with_fire = at_elm.model_copy(update={"agencies": ("engine",)})
    assert trial_on(MONDAY, [], place=both, elsewhere=[with_fire]).is_possible(with_police)


def test_a_relocation_site_takes_so_many_schools() -> None:
    place = workspace(with_site(), DAYS, sites=(CHURCH,))
    leaving = planned(FIRE, MONDAY, route=Route.OFF_SITE)
    of_elm = planned(FIRE, MONDAY, campus_id="elm", route=Route.OFF_SITE)
    assert trial_on(MONDAY, [], place=place).is_possible(leaving)
    assert not trial_on(MONDAY, [], place=place, elsewhere=[of_elm]).is_possible(leaving)
    # A drill that stays at school is not asked for room there.
    assert trial_on(MONDAY, [], place=place, elsewhere=[of_elm]).is_possible(planned(FIRE, MONDAY))


def test_what_leaves_for_a_site_or_brings_an_agency_is_shared() -> None:
    leaving = planned(FIRE, MONDAY, 1, route=Route.OFF_SITE)
    meeting = planned(DrillType.REUNIFICATION, MONDAY, 2)
    visited = planned(LOCKDOWN, TUESDAY, 3, agencies=("police",))
    plain = planned(FIRE, TUESDAY, 4, route=Route.PRIMARY, agencies=())
    assert [leaves_for_site(drill) for drill in (leaving, meeting, visited, plain)] == [True, True, False, False]
    assert drills_sharing_by_date([leaving, visited, plain, meeting]) == {
        MONDAY: [leaving, meeting],
        TUESDAY: [visited],
    }


def test_more_drills_mend_a_duty_if_they_break_no_other() -> None:
    fire, lockdown = planned(FIRE, MONDAY), planned(LOCKDOWN, TUESDAY)
    trial = trial_on(MONDAY, [*MONTHLY, *AT_MOST_ONE], [planned(LOCKDOWN, date(2025, 9, 8), 2)])
    september, october = MONTHLY
    assert trial.is_mended_by(september, [fire])
    assert not trial.is_mended_by(october, [fire])
    assert not trial.is_mended_by(september, [lockdown])
    assert not trial.is_mended_by(september, [fire, lockdown])
    assert trial.is_harmless(september, [fire])
    assert not trial.is_harmless(september, [lockdown])
    # What a duty's own drills do to it is another question.
    assert trial.is_harmless(AT_MOST_ONE[0], [lockdown])
    # What is broken anyway stays so.
    broken = trial_on(MONDAY, [*MONTHLY, *AT_MOST_ONE], [planned(LOCKDOWN, date(2025, 9, day)) for day in (8, 9)])
    assert broken.is_harmless(september, [lockdown])
    # An entry that cannot be right is a harm, unless it was there before.
    night = planned(FIRE, MONDAY, 3, start=time(7), end=time(7, 10))
    assert not trial.is_harmless(september, [night])
    assert not trial.is_mended_by(september, [night])
    with_night = trial_on(MONDAY, MONTHLY, [night])
    assert with_night.is_harmless(october, [planned(FIRE, date(2025, 10, 1))])


def test_a_duty_alone_is_met_or_broken_with_more_drills() -> None:
    trial = trial_on(MONDAY, [*MONTHLY, *AT_MOST_ONE])
    (september, october), limit = MONTHLY, AT_MOST_ONE[0]
    assert not trial.is_met(september)
    assert trial.is_met(september, [planned(FIRE, MONDAY)])
    assert not trial.is_met(october, [planned(FIRE, MONDAY)])
    assert trial.is_met(limit)
    lockdowns = [planned(LOCKDOWN, date(2025, 9, day), day) for day in (22, 15)]
    assert not trial.is_violated(limit, lockdowns[:1])
    assert trial.is_violated(limit, lockdowns)
    assert not trial.is_met(limit, lockdowns)
    assert trial.is_violated(september, [])
    assert trial.with_drills([planned(FIRE, MONDAY)]).is_met(september)
    assert trial.asks_for_drills(september)
    assert not trial.asks_for_drills(limit)
    assert trial.with_drills([planned(FIRE, MONDAY)]).asks_for_drills(september)


def test_an_entry_on_a_day_without_school_counts_for_nothing() -> None:
    saturday = planned(FIRE, date(2025, 9, 13))
    assert not trial_on(MONDAY, MONTHLY, [saturday]).is_met(MONTHLY[0])
    # Two entries of one drill are one.
    of_two = duties("X-01", min=2)
    twice = [planned(FIRE, MONDAY, number) for number in (1, 2)]
    assert not trial_on(MONDAY, of_two, twice).is_met(of_two[0])


def test_a_drill_may_break_a_limit_for_good() -> None:
    september, limit = MONTHLY[0], AT_MOST_ONE[0]
    lockdown = planned(LOCKDOWN, TUESDAY)
    held = planned(LOCKDOWN, date(2025, 9, 8), 2)
    assert trial_on(MONDAY, [september, limit], [held]).breaks_a_limit(september, lockdown)
    assert not trial_on(MONDAY, [september, limit]).breaks_a_limit(september, lockdown)
    # Not its own, and not one of another month.
    assert not trial_on(MONDAY, [september, limit], [held]).breaks_a_limit(limit, lockdown)
    october = planned(LOCKDOWN, date(2025, 10, 1))
    assert not trial_on(MONDAY, [september, limit], [held]).breaks_a_limit(september, october)
    # A limit that is broken already, and one that may not bind, forbid nothing.
    again = planned(LOCKDOWN, date(2025, 9, 9), 3)
    assert not trial_on(MONDAY, [september, limit], [held, again]).breaks_a_limit(september, lockdown)
    in_doubt = limit.model_copy(update={"missing_fact": "has_aed"})
    assert not trial_on(MONDAY, [september, in_doubt], [held]).breaks_a_limit(september, lockdown)
    # A least number with a limit: too many cannot be taken back, too few can be added to.
    between = duties("X-03", what="lockdown drill", min=1, max=1, match={"types": ["lockdown"]})[0]
    assert trial_on(MONDAY, [september, between], [held]).breaks_a_limit(september, lockdown)
    least = duties("X-03", what="lockdown drill", min=3, max=4, match={"types": ["lockdown"]})[0]
    assert not trial_on(MONDAY, [september, least], [held]).breaks_a_limit(september, lockdown)


def test_a_cohort_has_the_drills_of_its_days() -> None:
    mondays = Unit(unit_id="a", kind=UnitKind.COHORT, campus_id="oak", weekdays=(0,))
    place = PLACE.model_copy(update={"units": (mondays,)})
    of_cohort = MONTHLY[0].model_copy(update={"unit": mondays})
    trial = trial_on(MONDAY, [of_cohort], place=place)
    assert trial.is_met(of_cohort, [planned(FIRE, MONDAY)])
    assert not trial.is_met(of_cohort, [planned(FIRE, TUESDAY)])
    assert trial.is_violated(of_cohort, [planned(FIRE, TUESDAY)])
    none = duties("X-02", min=None, max=0)[0].model_copy(update={"unit": mondays})
    trial = trial_on(MONDAY, [of_cohort, none], place=place)
    assert trial.breaks_a_limit(of_cohort, planned(FIRE, MONDAY))
    assert not trial.breaks_a_limit(of_cohort, planned(FIRE, TUESDAY))
    assert not trial.asks_for_drills(none)


def stand_in(**more: Any) -> StandIn:
    usual = {"kind": "stand_in", "what": "drill", "match": {"types": ["lockdown"]}, "instead_of": "X-01"}
    return StandIn.model_validate(usual | {"per": "school_year"} | more)


def test_drills_that_stand_in_count_and_nothing_is_broken_before_they_are_looked_up() -> None:
    september = MONTHLY[0]
    lockdown = planned(LOCKDOWN, MONDAY)
    trial = trial_on(MONDAY, MONTHLY, stand_ins=[stand_in()])
    assert trial.is_met(september, [lockdown])
    assert not trial.is_met(september, [])
    assert not trial.is_violated(september, [])
    of_another = trial_on(MONDAY, MONTHLY, stand_ins=[stand_in(instead_of="X-07")])
    assert not of_another.is_met(september, [lockdown])
    assert of_another.is_violated(september, [])


def filing(on: int = 9, **more: Any) -> FiledDrill:
    usual = {"campus_id": "oak", "drill_type": FIRE, "on": date(2025, 9, on), "cause": EventKind.SEVERE_WEATHER}
    return FiledDrill.model_validate(usual | more)


def filed_duty(place: Workspace) -> Duty:
    return duties(
        "X-05",
        place=place,
        kind="filed",
        what="fire drills",
        match={"types": ["fire_evacuation"]},
        moves_for=["severe_weather"],
        make_up_within=10,
    )[0]


def test_a_drill_that_must_be_made_up_is_moved_to_the_one_that_is_tried() -> None:
    place = PLACE.model_copy(update={"filed": (filing(), filing(10))})
    duty = filed_duty(place)
    trial = trial_on(MONDAY, [duty], place=place)
    first, second = planned(FIRE, MONDAY, 1), planned(FIRE, TUESDAY, 2)
    assert not trial.is_met(duty, [first])
    assert trial.is_met(duty, [first, second])
    assert trial.is_mended_by(duty, [first, second])
    assert not trial.is_mended_by(duty, [first])
    # A drill of another kind makes none up. One of another school, or with a new day, is not made up.
    assert not trial.is_met(duty, [planned(LOCKDOWN, MONDAY), second])
    for other in (filing(10, campus_id="elm"), filing(10, moved_to=TUESDAY)):
        place = PLACE.model_copy(update={"filed": (other, filing())})
        trial = trial_on(MONDAY, [duty], [second], place=place)
        assert trial.is_met(duty, [first])
        assert trial.is_mended_by(duty, [first])


def notice(name: str, before: int = 3, kind: str = "fire_evacuation", **more: Any) -> Duty:
    asked = {
        "kind": "task",
        "chore": "notify",
        "who": "the police",
        "text": "Tell the police.",
        "due_words": "before",
        "match": {"types": [kind]},
        "by_drill": {"before": before, "unit": "calendar_day"},
    }
    return duties(name, **(asked | more))[0]


def test_the_first_notice_before_a_drill_is_the_one_that_counts() -> None:
    drill = planned(FIRE, date(2025, 9, 22))
    chores = [notice("X-06"), notice("X-07", 5), notice("X-08", 9, "lockdown")]
    assert trial_on(MONDAY, [], chores=chores).first_notice(drill) == date(2025, 9, 17)
    assert trial_on(MONDAY, [], chores=chores[:1]).first_notice(drill) == date(2025, 9, 19)
    assert trial_on(MONDAY, []).first_notice(drill) is None
    # Not what comes after a drill, what may not bind, what is no notice of a drill, and what may not be about it.
    after = notice("X-09", by_drill={"after": 5, "unit": "calendar_day"})
    in_doubt = notice("X-10").model_copy(update={"missing_fact": "has_aed"})
    yearly = notice("X-11", by_drill=None, match=None, by_year={"on": "09-10"})
    audience = notice("X-12", match={"types": ["fire_evacuation"], "audiences": ["everyone"]})
    unsaid = drill.model_copy(update={"audience": None})
    trial = trial_on(MONDAY, [], chores=[after, in_doubt, yearly, audience])
    assert trial.first_notice(unsaid) is None
    assert trial.first_notice(drill) == date(2025, 9, 19)


def test_the_days_that_are_left_begin_with_the_day_of_the_status() -> None:
    trial = trial_on(date(2025, 10, 29), [])
    assert trial.days_left == (date(2025, 10, 29), date(2025, 10, 30), date(2025, 10, 31))
    assert trial_on(date(2025, 10, 26), []).days_left[0] == date(2025, 10, 27)
    assert trial_on(date(2025, 11, 1), []).days_left == ()


def test_the_statuses_are_those_of_the_judge() -> None:
    trial = trial_on(MONDAY, MONTHLY, [planned(FIRE, MONDAY)])
    assert trial.statuses == {"X-01/oak/2025-09": "met", "X-01/oak/2025-10": "violated"}
    assert trial.workspace is PLACE
