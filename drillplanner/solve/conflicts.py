"""Why there is no plan: smallest sets of duties that conflict, in words.

A duty is dropped from the set if the rest still conflicts without it; what is left is irreducible. Since wrong
answers of "infeasible" exist in either presolve setting, the set is confirmed under the other one before
anybody is told that something is impossible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from drillplanner.mandates import Duty
from drillplanner.mandates.kinds import Count, Cover, Minutes
from drillplanner.model import AgencyKind
from drillplanner.solve.encoders import wanted
from drillplanner.solve.plans import CampusPlan
from drillplanner.solve.problem import CampusProblem, selects
from drillplanner.solve.trial import is_feasible, would_hold_with_more_a_day

#: The problem of a campus under these duties.
Under = Callable[[tuple[Duty, ...]], CampusProblem]


def explain_campus(problem: CampusProblem, under: Under) -> tuple[str, ...]:
    """Sentences that name irreducible sets of duties which this campus cannot meet together.

    ``under`` gives the campus's problem under other duties, since duties also decide which scenarios there are to
    choose from. Sets that have no duty in common are all named, so that a coordinator sees every cause at once.
    Empty where the campus alone can meet all its duties, or where the effort does not tell.
    """
    sentences: list[str] = []
    left = list(problem.duties)
    while is_feasible(under(tuple(left))) is False:
        core = _drop_needless(under, left, by_mandate=True)
        core = _drop_needless(under, core, by_mandate=False)
        narrowed = under(tuple(core))
        sentences += [_sentence(narrowed, duty) for duty in core]
        if is_feasible(narrowed, presolve=False) is not False:
            sentences.append("A second run did not confirm this set; treat it as a hint, not a proof.")
        if _asks_for_numbers(core) and would_hold_with_more_a_day(narrowed):
            sentences.append(_ONE_A_DAY)
        left = [duty for duty in left if duty not in core]
    return tuple(sentences)


_ONE_A_DAY = (
    "With two drills on some days these duties could be met. This program plans at most one drill a day at a "
    "campus: hold the others by hand, or give it more school days."
)


def _asks_for_numbers(duties: list[Duty]) -> bool:
    """Whether all of them count drills or minutes, each for itself, so that it shows what a second drill does."""
    alone = all(not duty.mandate.separate_from for duty in duties)
    return alone and all(isinstance(duty.mandate.requirement, Count | Cover | Minutes) for duty in duties)


def _drop_needless(under: Under, core: list[Duty], by_mandate: bool) -> list[Duty]:
    groups: dict[str, list[Duty]] = defaultdict(list)
    for duty in core:
        groups[duty.mandate.mandate_id if by_mandate else duty.duty_id].append(duty)
    for key in list(groups):
        rest = tuple(duty for other, duties in groups.items() if other != key for duty in duties)
        if is_feasible(under(rest)) is False:
            del groups[key]
    return [duty for duties in groups.values() for duty in duties]


def _sentence(problem: CampusProblem, duty: Duty) -> str:
    return f"{duty.sentence} ({duty.mandate.mandate_id}, {duty.cite}); {_room(problem, duty)}"


def _room(problem: CampusProblem, duty: Duty) -> str:
    """What the campus has to meet the duty with."""
    if not any(day.periods for day in problem.days):
        return "the campus has no bell schedule, so that no time of day can be chosen"
    matches = wanted([duty])
    if not matches:
        return "it limits which drills can be held, and when"
    chosen = {
        index
        for index, scenario in enumerate(problem.scenarios)
        if any(selects(match, scenario) for match in matches)
    }
    inside = set(problem.days_of(duty))
    days = inside & {day for index in chosen for day in problem.possible_days[index]}
    used = sum(len(problem.members[index]) for index in chosen)
    room = f"scenarios that can be used: {used}; school days on which they fit: {len(days)}"
    kinds = sorted({match.agency for match in matches if match.agency is not None})
    for kind in kinds:
        comers = [agency for agency in problem.agencies if agency.kind == kind]
        if not comers:
            return f"{room}; no {kind.replace('_', ' ')} agency is listed in district.yaml"
        coming = sum(1 for day in inside if any(one.can_come_on(problem.days[day].date) for one in comers))
        room = f"{room}; days on which the agency can come: {coming}"
    return room


def explain_sharing(problems: tuple[CampusProblem, ...], alone: tuple[CampusPlan, ...]) -> tuple[str, ...]:
    """Sentences about kinds of agencies that cannot make the visits that the campuses need, by a flow over days.

    A campus needs as many visits as its best plan has when every agency is its own.
    """
    kinds = sorted({agency.kind for problem in problems for agency in problem.agencies})
    return tuple(sentence for kind in kinds if (sentence := _shortage(problems, alone, kind)))


def _shortage(problems: tuple[CampusProblem, ...], alone: tuple[CampusPlan, ...], kind: AgencyKind) -> str:
    agencies = {
        agency.agency_id: agency for problem in problems for agency in problem.agencies if agency.kind == kind
    }
    import networkx  # slow to import, and needed only here

    network: networkx.DiGraph[object] = networkx.DiGraph()
    needed = 0
    for problem, plan in zip(problems, alone, strict=True):
        visits = sum(name in agencies for placement in plan.placements for name in placement.agencies)
        needed += visits
        network.add_edge("need", problem.campus.campus_id, capacity=visits)
        for day in problem.days:
            capacity = sum(agency.visits_per_day for agency in agencies.values() if agency.can_come_on(day.date))
            if capacity:
                network.add_edge(problem.campus.campus_id, day.date, capacity=1)
                network.add_edge(day.date, "made", capacity=capacity)
    made = networkx.maximum_flow_value(network, "need", "made") if "made" in network else 0
    if made >= needed:
        return ""
    names = " and ".join(agency.name for agency in agencies.values())
    days = sum(1 for node in network if network.has_edge(node, "made"))
    return (
        f"{names}: {needed} visits are needed and {made} can be made, on {days} school days. "
        "Maybe allow more visits a day, more weekdays, or a second agency."
    )
