"""An update puts drills that must move on dates with few schools; compared with trying every year."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from drillplanner.model import DrillType, GoalWeights, Pin, Workspace
from drillplanner.solve.problem.previous_plan import PreviousPlan
from tests.solve.brute_force.boundary_pairs import MONDAY, days
from tests.solve.brute_force.exhaustive_search import Trial
from tests.solve.brute_force.plain_agencies import alone_at
from tests.solve.brute_force.tiny_districts import FIRE, LOCKDOWN, count, law, planned
from tests.solve.brute_force.tiny_repairs import before_of, closed, futures, moves, repaired
from tests.solve.district.test_schools_a_day import too_many, with_limit, with_orders

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
FIRE_LAW = law(count("fire_evacuation"))


def day(number: int) -> date:
    return MONDAY + timedelta(number)


def before_closures(after: Workspace, drills: tuple, as_of: date) -> dict[str, PreviousPlan]:  # type: ignore[type-arg]
    """What each campus keeps; only those with a drill on a closed day have to be planned again."""
    before = before_of(after, drills, as_of)
    return {name: replace(kept, is_broken=bool(kept.displaced)) for name, kept in before.items()}


def best_of_all(after: Workspace, before: dict[str, PreviousPlan]) -> tuple[int, int] | None:
    """Return the fewest schools beyond the limit, and then points, with as few moves and drills as alone."""
    choices = []
    for number, campus in enumerate(after.campuses):
        kept = before[campus.campus_id]
        if not kept.is_broken:
            choices.append([(kept.planned + kept.settled, 0)])
            continue
        trial = Trial(alone_at(after, number), FIRE_LAW)
        found = [
            ((moves(kept, drills), trial.tiers(drills)), drills)
            for drills in futures(trial, kept)
            if trial.is_lawful(drills, trial.kept)
        ]
        fewest = min((worth[0], worth[1][:3]) for worth, _ in found)
        choices.append([(drills, worth[1][3]) for worth, drills in found if (worth[0], worth[1][:3]) == fewest])
    return min(
        (
            too_many(
                [
                    drill.model_copy(update={"campus_id": campus.campus_id})
                    for campus, (drills, _) in zip(after.campuses, chosen, strict=True)
                    for drill in drills
                ],
                1,
            ),
            sum(points for _, points in chosen),
        )
        for chosen in product(*choices)
    )


@SLOW
@given(
    length=st.integers(3, 7),
    campuses=st.integers(2, 3),
    shut=st.sets(st.integers(0, 6), min_size=1, max_size=2),
    first_day=st.integers(0, 20),
    margin=st.integers(0, 5),
    weekday=st.integers(0, 5),
)
def test_the_update_is_the_best_of_all_years_that_move_as_few(
    length: int, campuses: int, shut: set[int], first_day: int, margin: int, weekday: int
) -> None:
    weights = GoalWeights(first_day=first_day, margin=margin, weekday=weekday)
    place = with_orders(with_limit(days(length, scenarios=(FIRE,), campuses=campuses), 1), weights=weights)
    drills = planned(place, FIRE_LAW).drills
    open_dates = place.calendar.dates_at("c0")
    dates = [day(number) for number in sorted(shut) if day(number) in open_dates]
    assume(dates and len(dates) < len(open_dates))
    after = closed(place, *dates)
    before = before_closures(after, drills, MONDAY)
    solved = [name for name, kept in before.items() if kept.is_broken]
    wanted = best_of_all(after, before)
    found = repaired(after, FIRE_LAW, before)
    staying = [drill for name, kept in before.items() if name not in solved for drill in kept.planned]
    event(f"{len(solved)} of {campuses} solved, {wanted and wanted[0]} beyond")
    assert set(solved) <= found.solved
    assert too_many((*found.solution.drills, *staying), 1) == (wanted and wanted[0])
    assert wanted is not None and found.solution.cost == wanted[1]
    assert found.solution.bound <= found.solution.cost
    if wanted[0] == 0:
        assert found.solution.status == "optimal"


def a_fire_drill_on_each_of_the_first_days() -> tuple[Workspace, dict[str, PreviousPlan]]:
    """Three schools, whose second has no school on its day; Wednesday is closed, Thursday and Friday are free."""
    place = with_limit(days(5, scenarios=(FIRE, LOCKDOWN), campuses=3), 1)
    pins = tuple(
        Pin(campus=f"c{number}", drill_type=DrillType.FIRE_EVACUATION, date=day(number)) for number in range(3)
    )
    drills = planned(with_orders(place, pins=pins), FIRE_LAW).drills
    after = closed(place, day(1))
    return after, before_closures(after, drills, MONDAY)


def test_a_drill_moves_to_a_date_on_which_no_other_school_drills() -> None:
    after, before = a_fire_drill_on_each_of_the_first_days()
    found = repaired(after, FIRE_LAW, before)
    assert found.solved == {"c1"}
    (drill,) = found.solution.drills
    assert drill.date in {day(3), day(4)}
    # Its points are the district's, without what a date with too many schools would cost.
    assert found.solution.status == "optimal"


def test_without_a_free_date_a_date_is_shared_and_nobody_else_moves() -> None:
    after, before = a_fire_drill_on_each_of_the_first_days()
    after = closed(after, day(3), day(4))
    found = repaired(after, FIRE_LAW, before)
    assert found.solved == {"c1"}
    (drill,) = found.solution.drills
    assert Counter([drill.date, day(0), day(2)]).most_common(1)[0][1] == 2
    assert (found.moved, found.moved_at_least) == (1, 1)
    assert found.solution.cost < 200
