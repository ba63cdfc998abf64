"""Each campus with the days and visits that were agreed, at hours that leave room for the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from drillplanner.progress import Progress
from drillplanner.solve.agency_days import Visit
from drillplanner.solve.agreement import Agreement
from drillplanner.solve.bids import Bid
from drillplanner.solve.capacity import Capacity
from drillplanner.solve.construct import (
    NEIGHBOURHOOD_SIZES,
    Standing,
    resolve,
    taken_by,
    visits_at_hours,
    with_better,
)
from drillplanner.solve.hours import Hours
from drillplanner.solve.kinds import Kind
from drillplanner.solve.plans import CampusPlan, Effort
from drillplanner.solve.problem import CampusProblem
from drillplanner.solve.search import solve_together, with_periods
from drillplanner.solve.taken import Taken


def place_agreed(
    problems: tuple[CampusProblem, ...],
    alone: tuple[CampusPlan, ...],
    kinds: tuple[Kind, ...],
    agreement: Agreement,
    capacity: Capacity,
    hours: Hours,
    effort: Effort,
    progress: Progress,
    held: Taken,
) -> list[Standing]:
    """Each campus with the days and visits that were agreed.

    Those that find no hours for them come last, with another bid of their kind, or anew. Hours are found even when
    time is over, so that what was agreed is not lost. ``held`` is what others took before.
    """
    standings = [Standing(None, plan) for plan in alone]
    taken, done = held, 0
    agreed: dict[int, Bid] = {}
    for kind, bids in zip(kinds, agreement.taken, strict=True):
        for place, bid in zip(kind.places, bids, strict=False):
            plan = hours.of(kind, bid, taken)
            if plan is not None:
                plan = replace(plan, campus_id=problems[place].campus.campus_id)
                taken = taken.and_also(visits_at_hours(problems[place], plan))
            standings[place] = Standing(plan, alone[place], bid.cost)
            agreed[place] = bid
            done += 1
            progress("Choosing hours", done, len(problems))
    standings = _meet_at_other_hours(problems, standings, agreed, capacity, effort.to_the_end, held)
    for kind, bids in zip(kinds, agreement.made, strict=True):
        for place in [place for place in kind.places if standings[place].plan is None]:
            taken = taken_by(problems, standings, held)
            plan = _with_other_drills(problems[place], agreed.get(place), taken, effort.to_the_end)
            plan = plan or _with_another_bid(kind, bids, taken, hours)
            if plan is not None:
                plan = replace(plan, campus_id=problems[place].campus.campus_id)
                standings[place] = Standing(plan, alone[place], plan.cost)
            elif not effort.is_over:
                standings = resolve(problems, standings, [place], taken, effort)
    return standings


def _with_other_drills(problem: CampusProblem, bid: Bid | None, taken: Taken, effort: Effort) -> CampusPlan | None:
    """A plan on the bid's days with whatever drills: another scenario may fit hours that are left."""
    if bid is None:
        return None
    days = {day for _, day in bid.days}
    pairs = ((scenario, day) for scenario, some in enumerate(problem.possible_days) for day in some if day in days)
    outcome = solve_together((problem.restricted(frozenset(pairs)),), taken, effort)
    return outcome.plans[0] if outcome.plans and outcome.drills == len(bid.days) else None


def _with_another_bid(kind: Kind, bids: tuple[Bid, ...], taken: Taken, hours: Hours) -> CampusPlan | None:
    """The plan of the first of the kind's bids for which the agencies still have the day and the hour."""
    agencies = {agency.agency_id: agency for agency in kind.problem.agencies}
    for bid in bids:
        if all(taken.has_a_visit_left(agencies[agency_id], on) for agency_id, on in bid.visits):
            plan = hours.of(kind, bid, taken)
            if plan is not None:
                return plan
    return None


def _meet_at_other_hours(
    problems: tuple[CampusProblem, ...],
    standings: list[Standing],
    agreed: Mapping[int, Bid],
    capacity: Capacity,
    effort: Effort,
    held: Taken,
) -> list[Standing]:
    """Hours anew, on the same days, for campuses that found none or dear ones, and those that took them."""
    on_date: dict[Visit, list[int]] = defaultdict(list)
    for place, bid in agreed.items():
        for visit in bid.visits:
            on_date[visit].append(place)
    for place, bid in agreed.items():
        if standings[place].is_hurt:
            near = {other: None for visit in bid.visits for other in on_date[visit] if visit in capacity}
            group = sorted({place, *list(near)[: NEIGHBOURHOOD_SIZES[0]]})
            others = [replace(old, plan=None) if at in group else old for at, old in enumerate(standings)]
            taken = taken_by(problems, others, held)
            plans = with_periods(
                tuple(problems[at] for at in group),
                tuple(agreed[at].days for at in group),
                taken,
                effort,
                careful=True,
                agreed=tuple(agreed[at].visits for at in group),
            )
            standings = with_better(problems, standings, group, plans, taken)
    return standings
