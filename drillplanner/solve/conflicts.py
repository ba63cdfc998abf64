"""Why there is no plan: smallest sets of duties that conflict, in words.

A duty is dropped from the set if the rest still conflicts without it; what is left is irreducible. Since wrong
answers of "infeasible" exist in either presolve setting, the set is confirmed under the other one before
anybody is told that something is impossible.
"""

from __future__ import annotations

from collections import defaultdict

import networkx

from drillplanner.mandates import Duty
from drillplanner.mandates.kinds import Count
from drillplanner.model import Agency
from drillplanner.solve.problem import CampusProblem
from drillplanner.solve.search import is_feasible
from drillplanner.solve.variables import Taken


def explain_campus(problem: CampusProblem) -> tuple[str, ...]:
    """Sentences that name irreducible sets of duties which this campus cannot meet together.

    Sets that have no duty in common are all named, so that a coordinator sees every cause at once. Empty where
    the campus alone can meet all its duties.
    """
    sentences: list[str] = []
    left = list(problem.duties)
    while not is_feasible(problem, tuple(left), Taken(), presolve=True):
        core = _drop_needless(problem, left, by_mandate=True)
        core = _drop_needless(problem, core, by_mandate=False)
        sentences += [_sentence(problem, duty) for duty in core]
        if is_feasible(problem, tuple(core), Taken(), presolve=False):
            sentences.append("A second run did not confirm this set; treat it as a hint, not a proof.")
        left = [duty for duty in left if duty not in core]
    return tuple(sentences)


def _drop_needless(problem: CampusProblem, core: list[Duty], by_mandate: bool) -> list[Duty]:
    groups: dict[str, list[Duty]] = defaultdict(list)
    for duty in core:
        groups[duty.mandate.mandate_id if by_mandate else duty.duty_id].append(duty)
    for key in list(groups):
        rest = [duty for other, duties in groups.items() if other != key for duty in duties]
        if not is_feasible(problem, tuple(rest), Taken(), presolve=True):
            del groups[key]
    return [duty for duties in groups.values() for duty in duties]


def _sentence(problem: CampusProblem, duty: Duty) -> str:
    return (
        f"{problem.campus.name}: {duty.sentence} ({duty.mandate.mandate_id}, {duty.cite}); {_room(problem, duty)}"
    )


def _room(problem: CampusProblem, duty: Duty) -> str:
    """What the campus has to meet the duty with."""
    requirement = duty.mandate.requirement
    if not isinstance(requirement, Count):
        types = {duty.window.key}
        agency_days = None
    else:
        types = set(requirement.match.types)
        kind = requirement.match.agency
        comers = [agency for agency in problem.agencies if agency.kind == kind]
        inside = [day for day in problem.days if duty.window.first <= day.date <= duty.window.last]
        agency_days = sum(1 for day in inside if any(agency.can_come_on(day.date) for agency in comers))
        agency_days = agency_days if kind is not None else None
    scenarios = [index for index, one in enumerate(problem.scenarios) if one.drill_type in types]
    days = {
        day
        for index in scenarios
        for day in problem.possible_days[index]
        if duty.window.first <= problem.days[day].date <= duty.window.last
    }
    room = f"{len(scenarios)} scenarios fit the campus, on {len(days)} school days of that time"
    return room if agency_days is None else f"{room}, and the agency can come on {agency_days} days"


def explain_sharing(problems: tuple[CampusProblem, ...]) -> tuple[str, ...]:
    """Sentences about agencies that cannot make all visits that the campuses need, by a flow over days."""
    agencies = {agency.agency_id: agency for problem in problems for agency in problem.agencies}
    return tuple(sentence for _, agency in sorted(agencies.items()) if (sentence := _shortage(problems, agency)))


def _shortage(problems: tuple[CampusProblem, ...], agency: Agency) -> str:
    network: networkx.DiGraph[object] = networkx.DiGraph()
    needed = 0
    for problem in problems:
        for duty in problem.duties:
            requirement = duty.mandate.requirement
            if not isinstance(requirement, Count) or requirement.match.agency != agency.kind:
                continue
            needed += requirement.min or 0
            network.add_edge("need", duty.duty_id, capacity=requirement.min or 0)
            for day in problem.days:
                if duty.window.first <= day.date <= duty.window.last and agency.can_come_on(day.date):
                    network.add_edge(duty.duty_id, day.date, capacity=1)
                    network.add_edge(day.date, "made", capacity=agency.visits_per_day)
    if not needed or "made" not in network:
        return "" if not needed else f"{agency.name} is needed {needed} times and can come on no school day."
    made = networkx.maximum_flow_value(network, "need", "made")
    if made >= needed:
        return ""
    days = sum(1 for node in network if node not in {"need", "made"} and network.has_edge(node, "made"))
    return (
        f"{agency.name} is needed for {needed} visits and can make {made}: it can come on {days} school days, "
        f"{agency.visits_per_day} visits a day. Maybe allow more visits a day, more weekdays, or a second agency."
    )
