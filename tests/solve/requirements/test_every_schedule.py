"""The model has exactly the lawful schedules: all of its answers, compared with every schedule of some days.

The optimum alone would not show a row that forbids a lawful schedule which is not the best, or allows another.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date, time
from typing import Any

import pytest
from ortools.sat.python import cp_model

from drillplanner.cp_sat import CpModel, IntVar
from drillplanner.law import LawBook
from drillplanner.model import DayKind, DrillType, Event, EventKind, FiledDrill, Scenario, Workspace
from drillplanner.solve.campus.campus_model import build_campus
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.problem.plans import ModelOptions
from drillplanner.solve.problem.resource_use import ResourceUse
from tests.solve.brute_force.boundary_pairs import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, days
from tests.solve.brute_force.exhaustive_search import Trial
from tests.solve.brute_force.tiny_districts import (
    BACK,
    BELLS,
    FIRE,
    FRONT,
    LESSON,
    LOCKDOWN,
    LUNCH_BELLS,
    count,
    law,
    match,
    stand_in_of,
    year_of,
)
from tests.solve.requirements.test_alternate import TURNS
from tests.solve.requirements.test_every import every
from tests.solve.requirements.test_minutes import minutes
from tests.solve.requirements.test_offer import offer
from tests.solve.requirements.test_share import half
from tests.solve.requirements.test_spacing import spacing
from tests.solve.requirements.test_vary import vary

#: Scenarios and days of one schedule.
Held = frozenset[tuple[str, date]]


class _Answers(cp_model.CpSolverSolutionCallback):
    """Collects the drills of every answer."""

    def __init__(self, held: dict[tuple[str, date], cp_model.IntVar]) -> None:
        super().__init__()
        self.held = held
        self.found: set[Held] = set()

    def on_solution_callback(self) -> None:
        self.found.add(frozenset(key for key, variable in self.held.items() if self.value(variable)))


def answers(place: Workspace, book: LawBook, lost: Sequence[str] = (), **options: bool) -> set[Held]:
    """Return the schedules that the model allows; ``lost`` are mandates that can no longer be met."""
    year = year_of(place, book)
    kept = tuple(duty for duty in year.duties if duty.mandate.mandate_id not in lost)
    set_aside = tuple(duty for duty in year.duties if duty.mandate.mandate_id in lost)
    model, problem = CpModel(), ProblemBuilder(year).problem_of(place.campuses[0], kept, set_aside)
    variables = build_campus(model, problem, ResourceUse(), ModelOptions(**({"periods": False} | options)))
    every_answer = cp_model.CpModel()
    every_answer.proto.copy_from(model.proto)

    def variable_of(held: IntVar) -> cp_model.IntVar:
        return every_answer.get_int_var_from_proto_index(held.index)

    found = _Answers(
        {
            (place.scenarios[scenario].scenario_id, problem.days[day].date): variable_of(held)
            for (scenario, day), held in variables.held.items()
        }
    )
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.num_workers = 1
    assert solver.solve(every_answer, found) in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
    return found.found


def lawful(place: Workspace, book: LawBook) -> set[Held]:
    """Return the schedules that plain counting finds lawful."""
    trial = Trial(place, book)
    assert trial.size <= 4000, "too many schedules to try them all"
    return {
        frozenset((drill.scenario_id or "", drill.date) for drill in drills)
        for drills in trial.schedules()
        if trial.is_lawful(drills, trial.duties)
    }


def a_week(
    *scenarios: Scenario, number: int = 5, kinds: Sequence[tuple[int, DayKind]] = (), **more: Any
) -> Workspace:
    """Return a school whose days begin on a Monday."""
    return days(number, *kinds, scenarios=scenarios, **({"bells": ONE_LESSON} | more))


ONE_LESSON = BELLS.model_copy(
    update={"days": dict.fromkeys((DayKind.FULL, DayKind.EARLY_RELEASE), BELLS.days[DayKind.EARLY_RELEASE])}
)
FIRES = ("fire_evacuation",)
EITHER = ("fire_evacuation", "lockdown")
APART: dict[int, dict[str, Any]] = {2: {"separate_from": ["T-1"]}}
EARLY: dict[str, Any] = {"between": {"since": "09-29", "until": "10-01"}}
LATE: dict[str, Any] = {"between": {"since": "10-01", "until": "10-03"}}


def gap(number: int, unit: str = "school_day") -> dict[str, Any]:
    return {"days": number, "unit": unit, "unit_is_stated": True}


def filed(on: date = TUESDAY, **more: Any) -> FiledDrill:
    return FiledDrill(campus_id="c0", drill_type=DrillType.FIRE_EVACUATION, on=on, **more)


def make_up(number: int, **more: Any) -> dict[str, Any]:
    usual = {"kind": "filed", "what": "fire drills", "match": match(*FIRES), "moves_for": ["severe_weather"]}
    return usual | {"make_up_within": number} | more


def event(kind: EventKind, on: date, last: date | None = None) -> Event:
    return Event(kind=kind, first=on, last=last or on)


BOTH = a_week(FIRE, LOCKDOWN)
LONG = a_week(FIRE, number=10)
HOLIDAY = a_week(FIRE, number=10, kinds=((3, DayKind.CLOSED), (7, DayKind.CLOSED)))


@pytest.mark.parametrize(
    ("place", "book"),
    [
        pytest.param(BOTH, law(count(*FIRES, minimum=1, maximum=2), count("lockdown", **LATE)), id="counts"),
        pytest.param(
            BOTH, law(count(*EITHER, minimum=2), count(*FIRES, minimum=None, maximum=1, **EARLY)), id="most"
        ),
        *(
            pytest.param(
                place, law(count(*FIRES), spacing(asked, number, unit)), id=f"{asked} {number} {unit} {name}"
            )
            for name, place in (("long", LONG), ("holidays", HOLIDAY))
            for asked in ("at_least_every", "apart")
            for number, unit in ((2, "school_day"), (3, "school_day"), (3, "calendar_day"), (5, "calendar_day"))
        ),
        pytest.param(
            LONG,
            law(spacing("at_least_every", 5, "school_day") | {"apart": gap(2, "calendar_day")}),
            id="both gaps",
        ),
        pytest.param(BOTH, law(count(*EITHER), half(1, 2)), id="half"),
        pytest.param(BOTH, law(count(*EITHER), half(2, 3) | {"of": match(*EITHER)}), id="two of three"),
        pytest.param(BOTH, law(count(*EITHER), half(1, None)), id="one of all"),
        pytest.param(
            a_week(FIRE, LOCKDOWN, number=4),
            law(count(*EITHER), half(1, 2) | {"of": match(*EITHER), "one_a_month": True}),
            id="one a month",
        ),
        pytest.param(BOTH, law(count(*EITHER), TURNS), id="turns"),
        pytest.param(
            BOTH,
            law(count(*EITHER), count("lockdown"), vary("weekday", at_least=2) | {"match": match(*EITHER)}),
            id="weekdays",
        ),
        pytest.param(
            a_week(FIRE, number=10), law(count(*FIRES), vary("weekday", all_different=True)), id="other weekdays"
        ),
        pytest.param(a_week(FRONT, BACK), law(count(*FIRES), vary("route", at_least=2)), id="routes"),
        pytest.param(
            a_week(FRONT, BACK), law(count(*FIRES), vary("route", all_different=True)), id="other routes"
        ),
        pytest.param(a_week(LESSON, FIRE), law(minutes(30, "instruction", "fire_evacuation")), id="minutes"),
        pytest.param(
            a_week(BACK, LOCKDOWN, number=4),
            law(
                count("lockdown"),
                {
                    "kind": "length",
                    "what": "lockdown",
                    "reference_what": "fire drill",
                    "match": match("lockdown"),
                    "reference": match(*FIRES),
                    "minutes_over": 1,
                },
            ),
            id="length",
        ),
        pytest.param(
            a_week(FIRE, LOCKDOWN, number=4),
            law({"kind": "cover", "types": EITHER, "min_each": 1, "per": "month_in_session"}),
            id="cover",
        ),
        pytest.param(
            a_week(
                FIRE, events=[event(EventKind.STATE_ASSESSMENT, FRIDAY), event(EventKind.SEVERE_WEATHER, MONDAY)]
            ),
            law(count(*FIRES), every({"not_during": "state_assessment", "days_before": 2}, *FIRES)),
            id="not before tests",
        ),
        pytest.param(
            a_week(FIRE, kinds=((1, DayKind.EARLY_RELEASE),)),
            law(count(*FIRES), every({"not_on_days": ["early_release"]}, *FIRES)),
            id="not on short days",
        ),
        pytest.param(
            a_week(FIRE, LOCKDOWN, events=[event(EventKind.STAFF_TRAINING, TUESDAY)]),
            law(
                count(*EITHER),
                {
                    "kind": "order",
                    "what": "lockdowns",
                    "match": match("lockdown"),
                    "after_event": "staff_training",
                },
            ),
            id="after the training",
        ),
    ],
)
def test_the_model_has_the_lawful_schedules(place: Workspace, book: LawBook) -> None:
    expected = lawful(place, book)
    assert answers(place, book) == expected
    assert 1 < len(expected) < Trial(place, book).size


@pytest.mark.parametrize("within", [1, 2, 4])
@pytest.mark.parametrize(
    "filings",
    [
        pytest.param([filed()], id="a day"),
        pytest.param([filed(FRIDAY)], id="a day on which nothing can be held"),
        pytest.param([filed(moved_to=FRIDAY, cause=EventKind.SEVERE_WEATHER)], id="moved"),
        pytest.param([filed(cause=EventKind.SEVERE_WEATHER)], id="to be made up"),
        pytest.param([filed(FRIDAY, cause=EventKind.SEVERE_WEATHER)], id="to be made up after a closed day"),
        pytest.param(
            [filed(MONDAY, cause=EventKind.SEVERE_WEATHER), filed(cause=EventKind.SEVERE_WEATHER)], id="two"
        ),
        pytest.param([filed(MONDAY, cause=EventKind.SEVERE_WEATHER), filed()], id="one of two"),
    ],
)
def test_filed_drills_are_held_or_made_up(filings: list[FiledDrill], within: int) -> None:
    place = a_week(FIRE, number=10, kinds=((4, DayKind.CLOSED),), filed=filings)
    dates = place.calendar.dates_at("c0")

    def may_be_on(filing: FiledDrill, on: date) -> bool:
        following = [day for day in dates if day > filing.on][:within]
        if filing.needs_new_date:
            return on in following
        return on == filing.effective_date and (filing.moved_to is None or on in following)

    def is_kept(held: tuple[date, ...]) -> bool:
        return any(all(map(may_be_on, filings, chosen)) for chosen in itertools.permutations(held, len(filings)))

    every = (held for number in range(len(dates) + 1) for held in itertools.combinations(dates, number))
    expected = {frozenset(("fire", on) for on in held) for held in every if is_kept(held)}
    assert answers(place, law(make_up(within))) == expected


@pytest.mark.parametrize(
    ("place", "book"),
    [
        pytest.param(a_week(FIRE), law(count(*FIRES), count(*FIRES), mandates=APART), id="the same"),
        pytest.param(BOTH, law(count(*FIRES, **EARLY), count(*EITHER), mandates=APART), id="a part of the days"),
        pytest.param(
            BOTH, law(count(*FIRES, **EARLY), count(*EITHER, minimum=2, **LATE), mandates=APART), id="a shared day"
        ),
        pytest.param(
            BOTH, law(count(*FIRES, minimum=2), stand_in_of("T-1", "lockdown", up_to=1)), id="one stands in"
        ),
        pytest.param(
            BOTH, law(count(*FIRES, minimum=2), stand_in_of("T-1", "lockdown", **LATE)), id="stands in late"
        ),
        pytest.param(
            BOTH,
            law(count(*FIRES), count("lockdown"), stand_in_of("T-1", "lockdown", up_to=1), mandates=APART),
            id="stands in and is owed",
        ),
        pytest.param(
            BOTH,
            law(
                count(*FIRES, per="month_in_session"),
                stand_in_of("T-1", "lockdown", up_to=1, per="month_in_session"),
            ),
            id="one a month stands in",
        ),
    ],
)
def test_drills_that_count_once(place: Workspace, book: LawBook) -> None:
    assert answers(place, book) == lawful(place, book)


OCTOBER = count(*FIRES, per="month_in_session", months=[10])


@pytest.mark.parametrize(
    ("place", "book", "left_out"),
    [
        pytest.param(a_week(FIRE), law(offer(2)), 0, id="alone"),
        pytest.param(a_week(FIRE, number=8), law(offer(2, weeks=2)), 0, id="in two weeks"),
        pytest.param(BOTH, law(offer(2), count("lockdown")), 0, id="a lockdown in addition"),
        pytest.param(a_week(FIRE), law(offer(2), OCTOBER), 0, id="and one in October"),
        pytest.param(
            a_week(FIRE), law(offer(2), OCTOBER | {"min": None, "max": 1}), 0, id="one at most in October"
        ),
        pytest.param(a_week(FIRE), law(offer(3, **LATE), offer(2, **EARLY)), 2, id="two offers"),
        pytest.param(BOTH, law(offer(2), offer(2, match=match("lockdown"))), 70, id="two drills"),
        pytest.param(
            a_week(FIRE, kinds=((2, DayKind.EARLY_RELEASE),), bells=BELLS), law(offer(2)), 0, id="a short day"
        ),
        pytest.param(
            a_week(FIRE),
            law(offer(2), count(*FIRES), count(*FIRES, **LATE), mandates={3: {"separate_from": ["T-2"]}}),
            0,
            id="counts once",
        ),
        pytest.param(BOTH, law(offer(2), count(*EITHER), TURNS), 52, id="turns"),
        pytest.param(a_week(FIRE), law(offer(2), make_up(2)), 0, id="filed"),
        pytest.param(
            a_week(FIRE), law(offer(2), vary("weekday", at_least=2), count(*FIRES, minimum=2)), 25, id="weekdays"
        ),
    ],
)
def test_dates_that_are_offered(place: Workspace, book: LawBook, left_out: int) -> None:
    """A careful plan is sure to hold on each date: that leaves some lawful schedules out, and others never do."""
    careful, expected, bold = answers(place, book), lawful(place, book), answers(place, book, careful=False)
    assert careful <= expected <= bold
    assert len(expected) - len(careful) == left_out


def test_the_offered_drill_fits_each_date() -> None:
    """Tuesday has ten minutes of lessons alone, and Wednesday only lunch."""
    full = LUNCH_BELLS.days[DayKind.FULL]
    short = full[0].model_copy(update={"end": time(8, 25)})
    bells = LUNCH_BELLS.model_copy(
        update={"days": {DayKind.FULL: full, DayKind.EARLY_RELEASE: (short,), DayKind.TESTING: full[1:]}}
    )
    kinds = ((1, DayKind.EARLY_RELEASE), (2, DayKind.TESTING))
    place = a_week(FRONT, BACK, number=4, kinds=kinds, bells=bells)
    for book in (law(offer(2)), law(offer(3)), law(offer(2), vary("route", all_different=True))):
        expected = lawful(place, book)
        assert answers(place, book, periods=True) == expected
        assert len(answers(place, book)) > len(expected)
    # The long drill has no room on Tuesday at any time, and the other days have a drill.
    others = [MONDAY, WEDNESDAY, THURSDAY]
    found = answers(a_week(FIRE, BACK, number=4, kinds=kinds[:1], bells=bells), law(offer(2)))
    assert frozenset(("back", on) for on in others) not in found
    assert frozenset(("fire", on) for on in others) in found
