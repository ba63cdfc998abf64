"""Looser mandates: a mandate is looser only if every schedule that meets a stricter one meets it too."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from drillplanner.audit.schedule.judge import campus_schedules
from drillplanner.law import Duty, Mandate, Match, met_through, setting_of
from drillplanner.law.duties.layers import is_narrower
from drillplanner.model import DrillFormat, DrillType, DutyStatus, Unit, UnitKind
from tests.builders import calendar, campus, drill, workspace

PLACE = workspace([campus("a")], calendar(date(2025, 9, 1), date(2026, 6, 12)))
SETTING = setting_of(PLACE.campuses[0], PLACE)
SCHOOL_DATES = PLACE.calendar.dates_at("a")


def duties_of(name: str, layer: str = "statute", **requirement: object) -> list[Duty]:
    mandate = Mandate.model_validate(
        {
            "mandate_id": name,
            "title": name,
            "text": "invented",
            "layer": layer,
            "sources": ["invented"],
            "confidence": "secondary",
            "requirement": {"kind": "count", "what": "fire drill", "match": {"types": ["fire_evacuation"]}}
            | requirement,
        }
    )
    return [
        Duty(
            duty_id=f"{name}/a/{window.key}",
            mandate=mandate,
            campus_id="a",
            window=window,
            cite="invented",
            url="u",
        )
        for window in mandate.requirement.windows(SETTING)
    ]


def test_one_drill_a_month_covers_four_a_year() -> None:
    statute = duties_of("X-1", min=4)
    rule = duties_of("X-2", layer="rule", min=1, per="month_in_session")
    assert met_through([*statute, *rule]) == {"X-1": ("X-2",)}


def test_one_drill_in_each_of_ten_months_does_not_cover_eleven_a_year() -> None:
    yearly = duties_of("X-1", min=11)
    monthly = duties_of("X-2", min=1, per="month_in_session")
    assert met_through([*yearly, *monthly]) == {}


def test_of_two_equal_mandates_that_of_the_nearer_authority_is_called_looser() -> None:
    assert met_through([*duties_of("X-1", min=2), *duties_of("X-2", layer="agency", min=2)]) == {"X-2": ("X-1",)}


def test_a_mandate_on_other_drills_covers_nothing() -> None:
    lockdowns = duties_of("X-2", min=5, match={"types": ["lockdown"]})
    assert met_through([*duties_of("X-1", min=1), *lockdowns]) == {}


def test_a_set_with_more_conditions_is_narrower() -> None:
    wide = Match(types=(DrillType.LOCKDOWN, DrillType.SECURE))
    narrow = Match(types=(DrillType.LOCKDOWN,), formats=(DrillFormat.PHYSICAL,))
    assert is_narrower(narrow, wide)
    assert not is_narrower(wide, narrow)


PERS = st.sampled_from(["school_year", "semester", "quarter", "month_in_session", "week"])


@given(
    first=st.tuples(st.integers(1, 12), PERS),
    second=st.tuples(st.integers(1, 12), PERS),
    drilled=st.sets(st.sampled_from(SCHOOL_DATES), max_size=60),
)
def test_a_looser_mandate_is_met_whenever_the_stricter_one_is(
    first: tuple[int, str], second: tuple[int, str], drilled: set[date]
) -> None:
    duties = {
        "X-1": duties_of("X-1", min=first[0], per=first[1]),
        "X-2": duties_of("X-2", min=second[0], per=second[1]),
    }
    drills = [drill("a", DrillType.FIRE_EVACUATION, on, number) for number, on in enumerate(sorted(drilled))]
    schedule = campus_schedules(drills, PLACE, {}, None)["a"]

    def is_met(name: str) -> bool:
        return all(
            duty.mandate.requirement.check(duty.window, schedule).status is DutyStatus.MET for duty in duties[name]
        )

    for looser, stricter in met_through([*duties["X-1"], *duties["X-2"]]).items():
        assert not all(is_met(name) for name in stricter) or is_met(looser)


def with_separate(duties: list[Duty], *others: str) -> list[Duty]:
    return [
        duty.model_copy(update={"mandate": duty.mandate.model_copy(update={"separate_from": others})})
        for duty in duties
    ]


def test_a_mandate_that_real_emergencies_may_meet_does_not_cover_one_that_they_may_not_meet() -> None:
    monthly = duties_of("X-2", layer="rule", min=1, per="month_in_session", real_events_count=True)
    assert met_through([*duties_of("X-1", min=4), *monthly]) == {}
    assert met_through([*duties_of("X-1", min=4, real_events_count=True), *monthly]) == {"X-1": ("X-2",)}


def test_a_mandate_that_an_event_excuses_does_not_cover_one_without_that_excuse() -> None:
    monthly = duties_of("X-2", layer="rule", min=1, per="month_in_session", excused_by=["severe_weather"])
    assert met_through([*duties_of("X-1", min=4), *monthly]) == {}


def test_a_mandate_that_other_drills_may_meet_covers_nothing() -> None:
    duties = [*duties_of("X-1", min=4), *duties_of("X-2", layer="rule", min=1, per="month_in_session")]
    assert met_through(duties, frozenset({"X-2"})) == {}
    assert met_through(duties, frozenset({"X-1"})) == {"X-1": ("X-2",)}


def in_vague_words(duties: list[Duty]) -> list[Duty]:
    mandate = duties[0].mandate.model_copy(update={"vague": "often", "reading": "often is twice"})
    return [duty.model_copy(update={"mandate": mandate}) for duty in duties]


def test_a_mandate_in_vague_words_covers_only_others_in_vague_words() -> None:
    yearly, monthly = duties_of("X-1", min=4), duties_of("X-2", min=1, per="month_in_session")
    assert met_through([*yearly, *in_vague_words(monthly)]) == {}
    assert met_through([*in_vague_words(yearly), *in_vague_words(monthly)]) == {"X-1": ("X-2",)}
    assert met_through([*in_vague_words(yearly), *monthly]) == {"X-1": ("X-2",)}


def test_a_mandate_that_is_separate_from_a_third_is_not_looser() -> None:
    yearly, monthly = duties_of("X-1", min=4), duties_of("X-2", layer="rule", min=1, per="month_in_session")
    third = with_separate(duties_of("X-3", min=2), "X-1")
    assert "X-1" not in met_through([*yearly, *monthly, *third])


def test_duties_of_the_campus_do_not_cover_those_of_its_units() -> None:
    cohort = Unit(unit_id="even", kind=UnitKind.COHORT, campus_id="a", weekdays=(0, 2))
    of_cohort = [duty.model_copy(update={"unit": cohort}) for duty in duties_of("X-1", min=4)]
    monthly = duties_of("X-2", layer="rule", min=1, per="month_in_session")
    assert met_through([*of_cohort, *monthly]) == {}
    monthly_of_cohort = [duty.model_copy(update={"unit": cohort}) for duty in monthly]
    assert met_through([*of_cohort, *monthly_of_cohort]) == {"X-1": ("X-2",)}


def test_a_third_mandate_that_may_not_apply_or_is_at_another_time_uses_up_no_drill() -> None:
    yearly, monthly = duties_of("X-1", min=4), duties_of("X-2", layer="rule", min=1, per="month_in_session")
    third = with_separate(duties_of("X-3", min=2), "X-1")
    doubtful = [duty.model_copy(update={"missing_fact": "buses"}) for duty in third]
    assert met_through([*yearly, *monthly, *doubtful]) == {"X-1": ("X-2",)}
    # A year of a single day: the last day is still in it, the day after is not.
    (year,) = yearly
    for days, is_looser in ((0, False), (1, True)):
        first = year.window.last + timedelta(days)
        window = year.window.model_copy(update={"first": first, "last": first})
        later = [duty.model_copy(update={"window": window}) for duty in third]
        assert ("X-1" in met_through([*yearly, *monthly, *later])) is is_looser
        last = year.window.first - timedelta(days)
        window = year.window.model_copy(update={"first": last, "last": last})
        earlier = [duty.model_copy(update={"window": window}) for duty in third]
        assert ("X-1" in met_through([*yearly, *monthly, *earlier])) is is_looser


def test_a_presumed_mandate_covers_only_presumed_ones_and_not_those_in_vague_words() -> None:
    yearly, monthly = duties_of("X-1", min=4), duties_of("X-2", min=1, per="month_in_session")

    def presumed(duties: list[Duty]) -> list[Duty]:
        return [duty.model_copy(update={"presumed": "whether the state keeps the code"}) for duty in duties]

    assert met_through([*yearly, *presumed(monthly)]) == {}
    assert met_through([*in_vague_words(yearly), *presumed(monthly)]) == {}
    assert met_through([*presumed(yearly), *presumed(monthly)]) == {"X-1": ("X-2",)}
    assert met_through([*presumed(yearly), *in_vague_words(monthly)]) == {"X-1": ("X-2",)}


def test_a_set_is_narrower_only_if_every_condition_of_the_other_holds() -> None:
    lockdown = Match(types=(DrillType.LOCKDOWN,))
    physical = Match(types=(DrillType.LOCKDOWN,), formats=(DrillFormat.PHYSICAL,))
    both = Match(types=(DrillType.LOCKDOWN,), formats=(DrillFormat.PHYSICAL, DrillFormat.WALK_THROUGH))
    announced = physical.model_copy(update={"announced": True})
    unannounced = physical.model_copy(update={"announced": False})
    assert is_narrower(physical, both)
    assert not is_narrower(both, physical)
    assert not is_narrower(lockdown, announced)
    assert is_narrower(announced, physical)
    assert not is_narrower(announced, unannounced)
    assert is_narrower(unannounced, unannounced)
