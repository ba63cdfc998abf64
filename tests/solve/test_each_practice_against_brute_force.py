"""Each practice of the baseline, in a year of a few days where the law alone would break it.

A district's own file leaves one practice and may change its number. The plan keeps the practice, the judge says
so, and no schedule that trying finds is better. Days to which a practice moves a drill are mostly short ones, from
which a plan without it stays away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from drillplanner.appropriateness import profile_of
from drillplanner.audit.schedule import judge_practice
from drillplanner.law import setting_of
from drillplanner.model import (
    Audience,
    BellSchedule,
    DayKind,
    DevelopmentalLimits,
    Drill,
    DrillFormat,
    DrillType,
    Period,
    PeriodTag,
    Scenario,
    Workspace,
)
from drillplanner.practice import load_practice, practice_at
from tests.builders import scenario
from tests.solve.brute_force.exhaustive_search import Trial
from tests.solve.brute_force.plain_limits import plain_missing, plain_weight
from tests.solve.brute_force.random_laws import MONDAY
from tests.solve.brute_force.tiny_districts import (
    BACK,
    BELLS,
    BUS,
    FIRE,
    FRONT,
    LOCKDOWN,
    count,
    duties_of,
    judged,
    law,
    planned,
    tiny,
)

SHORT, CLOSED = DayKind.EARLY_RELEASE, DayKind.CLOSED
SECURE = scenario("secure", DrillType.SECURE)
TORNADO = scenario("tornado", DrillType.SEVERE_WEATHER)
TABLETOP = scenario("tabletop", DrillType.TABLETOP, audience=Audience.STAFF, drill_format=DrillFormat.TABLETOP)
HARDER = BACK.model_copy(update={"difficulty": 3})
EASIER = FRONT.model_copy(update={"difficulty": 1, "moments": (PeriodTag.INSTRUCTION,)})
IN_SEPTEMBER: dict[str, Any] = {"per": "month_in_session", "months": [9]}


def days(full: str, kinds: Mapping[int, DayKind], first: date = MONDAY) -> dict[str, Any]:
    """Return the days of a year: ``full`` has a letter for each, and ``kinds`` those that are not full."""
    last = first + timedelta(len(full) - 1)
    return {"first": first, "last": last, "kinds": {first + timedelta(day): kind for day, kind in kinds.items()}}


def one_lesson(full: Period, short: Period) -> BellSchedule:
    """Return bells with one period, after the children arrive on short days."""
    return BellSchedule(
        bell_schedule_id="regular",
        name="One lesson",
        days={
            DayKind.FULL: (full,),
            SHORT: (Period(name="Arrival", start=time(8), end=time(8, 15), tags=(PeriodTag.ARRIVAL,)), short),
        },
    )


def lesson(start: time, end: time, *tags: PeriodTag) -> Period:
    return Period(name="One", start=start, end=end, tags=tags or (PeriodTag.INSTRUCTION,))


@dataclass(frozen=True)
class Case:
    """A practice, the number that the district gives it, the law, and the year."""

    practice: str
    law: tuple[dict[str, Any], ...]
    scenarios: tuple[Scenario, ...]
    number: int | None = None
    year: dict[str, Any] = field(default_factory=lambda: days("MTWT", {2: SHORT, 3: SHORT}))
    bells: BellSchedule = BELLS
    avoided: tuple[date, ...] = ()

    @property
    def place(self) -> Workspace:
        """The district of one school."""
        return tiny(scenarios=self.scenarios, bells=self.bells, agencies=(), **self.year)

    def limits(self, folder: Path) -> DevelopmentalLimits:
        """Return what the practice alone asks of the school, by a file of the district."""
        baseline = load_practice("baseline", folder)
        assert baseline is not None
        others = [entry.practice_id for entry in baseline.practices if entry.practice_id != self.practice]
        number = "" if self.number is None else f"numbers: {{{self.practice}: {self.number}}}\n"
        (folder / "ours.yaml").write_text(f"based_on: baseline\n{number}off: [{', '.join(others)}]\n")
        ours, place = load_practice("ours.yaml", folder), self.place
        assert ours is not None
        (campus,) = place.campuses
        profile, duties = profile_of(place.district.state), duties_of(place, law(*self.law))
        return practice_at(
            ours, setting_of(campus, place), duties, self.scenarios, self.avoided, profile, {}
        ).limits


#: A plan stays off the first day of school too.
FIRST_SHORT = days("MTWT", {0: SHORT, 1: SHORT})
SECOND_HALF_SHORT = days("MTWTFxxM", {3: SHORT, 4: SHORT, 7: SHORT})
#: Two days before New Jersey's tornadoes, and two short days at the beginning of their season.
BEFORE_SEASON = days(
    "x" * 65, {day: SHORT if day in {63, 64} else CLOSED for day in range(2, 65)}, date(2026, 3, 30)
)
CASES = (
    Case("GP-01", (count("lockdown"),), (FIRE, LOCKDOWN)),
    Case("GP-02", (count("fire_evacuation"),), (FIRE, LOCKDOWN)),
    Case("GP-03", (count("fire_evacuation"),), (FIRE, SECURE)),
    Case("GP-04", (count("fire_evacuation"),), (FIRE, TORNADO), year=BEFORE_SEASON),
    Case("GP-05", (count("fire_evacuation"),), (FIRE, BUS), year=days("MTWT", {})),
    Case("GP-06", (count("fire_evacuation"),), (FIRE, TABLETOP)),
    Case(
        "GP-11",
        (count("lockdown", **IN_SEPTEMBER), count("fire_evacuation")),
        (FIRE, LOCKDOWN),
        year=days("MTWT", {0: SHORT}),
    ),
    Case(
        "GP-14",
        (
            count("fire_evacuation", **IN_SEPTEMBER)
            | {"match": {"types": ["fire_evacuation"], "routes": ["secondary"]}},
            count("fire_evacuation", minimum=2),
        ),
        (EASIER, HARDER),
        year=days("MTWT", {0: SHORT}),
    ),
    Case("GP-15", (count("fire_evacuation"),), (FIRE,), number=2, year=FIRST_SHORT),
    Case("GP-16", (count("lockdown"),), (LOCKDOWN,), number=2, year=FIRST_SHORT),
    Case("GP-17", (count("lockdown"),), (LOCKDOWN,), year=days("TF", {0: SHORT}, date(2025, 10, 30))),
    Case(
        "GP-12",
        (count("lockdown", **IN_SEPTEMBER), count("tabletop")),
        (LOCKDOWN, TABLETOP),
        year=days("MTWT", {0: SHORT}),
    ),
    Case("GP-13", (count("severe_weather"),), (TORNADO,), year=BEFORE_SEASON),
    Case(
        "GP-10",
        (count("fire_evacuation"),),
        (FIRE,),
        year=days("MTW", {0: SHORT}),
        avoided=(MONDAY + timedelta(1), MONDAY + timedelta(2)),
    ),
    Case("GP-20", (count("lockdown", minimum=2),), (LOCKDOWN,), number=3),
    Case("GP-22", (count("lockdown"), count("secure")), (LOCKDOWN, SECURE), number=3),
    Case("GP-21", (count("fire_evacuation"), count("secure")), (FIRE, SECURE), number=3),
    Case("GP-23", (count("fire_evacuation", minimum=2),), (FIRE,), number=2, year=SECOND_HALF_SHORT),
    Case("GP-24", (count("fire_evacuation"), count("secure")), (FIRE, SECURE), number=2, year=SECOND_HALF_SHORT),
    Case(
        "GP-30",
        (count("fire_evacuation"),),
        (FIRE,),
        bells=one_lesson(lesson(time(8, 15), time(8, 40)), lesson(time(8, 15), time(9, 15))),
    ),
    Case(
        "GP-31",
        (count("fire_evacuation", minimum=2),),
        (FRONT,),
        year=days("MTWT", {3: SHORT}),
        bells=one_lesson(lesson(time(11), time(12), PeriodTag.LUNCH), lesson(time(8, 30), time(9, 15))),
    ),
    Case(
        "GP-32",
        (count("fire_evacuation", minimum=3),),
        (FIRE,),
        year=days("MTWTF", {4: SHORT}),
        bells=one_lesson(lesson(time(8), time(8, 50)), lesson(time(9), time(10))),
    ),
    Case(
        "GP-33",
        (count("fire_evacuation", minimum=7),),
        (FIRE,),
        year=days("MTWTFxxMTWT", {10: SHORT}),
        bells=one_lesson(lesson(time(9), time(10)), lesson(time(13, 30), time(14))),
    ),
)


def broken(trial: Trial, drills: tuple[Drill, ...]) -> int:
    """Return what breaches of practice weigh, with the drills that it would add and that are not held."""
    place, limits = trial.place, trial.limits["c0"]
    bells = {on: (place.first_bell(on), place.last_bell(on)) for on in place.open_dates}
    return plain_weight(limits, drills, place.open_dates, bells) + plain_missing(limits, drills)


def test_every_practice_of_the_baseline_has_a_case() -> None:
    baseline = load_practice("baseline", Path())
    assert baseline is not None
    assert {case.practice for case in CASES} == {entry.practice_id for entry in baseline.practices}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.practice)
def test_the_plan_keeps_the_practice_and_no_schedule_is_better(case: Case, tmp_path: Path) -> None:
    limits, book, place = case.limits(tmp_path), law(*case.law), case.place
    assert {limit.rule for limit in limits.all_limits} == {case.practice}
    trial = Trial(place, book, limits)
    by_law, found = planned(place, book), planned(place, book, limits=limits)
    assert broken(trial, by_law.drills) > 0
    assert broken(trial, found.drills) == 0
    assert [judge_practice(plan.drills, place, trial.limits).kept for plan in (by_law, found)] == [0, 1]
    best = trial.best()
    assert best is not None
    assert trial.tiers(found.drills)[:3] == best[:3]
    assert trial.tiers(found.drills) == trial.best(len(found.drills))
    assert found.status == "optimal"
    # What the law asks for is met as without the practice.
    statuses = [
        {verdict.duty: verdict.status for verdict in judged(place, book, plan.drills).verdicts}
        for plan in (by_law, found)
    ]
    assert statuses[0] == statuses[1]
