"""The conflicts of campuses: duties and facts that cannot stand together, each set irreducible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from drillplanner.model import AgencyKind, Conflict, ConflictMember
from drillplanner.progress import Progress, silent
from drillplanner.solve.campus.domains.problem_builder import ProblemMaker
from drillplanner.solve.explain.candidates.candidate import Suspect, taken_away
from drillplanner.solve.explain.candidates.case import Case
from drillplanner.solve.explain.candidates.duties import by_campus, by_mandate, is_ours, one_by_one
from drillplanner.solve.explain.candidates.facts import facts_of, orders
from drillplanner.solve.explain.conflicts.duty_choices import room_for
from drillplanner.solve.explain.conflicts.quickxplain import Narrowed, narrowed_down, necessary
from drillplanner.solve.explain.relaxation_options.option import Change
from drillplanner.solve.explain.relaxation_options.selection import changes_that_help
from drillplanner.solve.problem.campus_problem import CampusProblem

#: Members that the district itself ordered or agreed; where there is none, only law and calendar conflict.
_OURS = frozenset({"pin", "same_day", "building", "forbidden", "agency", "filed", "scenarios", "bells"})
#: Members that the district orders.
_ORDERS = frozenset({"pin", "same_day", "building", "forbidden"})
#: Drills a day at which duties that still conflict are not kept apart by one a day.
_SOME_A_DAY = 3


@dataclass(frozen=True)
class _Found:
    """A conflict, and what is taken away to look for the next one."""

    narrowed: Narrowed
    settled_by: tuple[Suspect, ...]


@dataclass(frozen=True)
class WorkedOut:
    """A conflict, and the changes that it offers, fit to be tried."""

    conflict: Conflict
    changes: tuple[Change, ...]


def worked_out(case: Case, alike: Sequence[str] = (), whole: Case | None = None) -> tuple[WorkedOut, ...]:
    """Irreducible sets that have no duty and no order in common, so that every cause is seen at once.

    ``alike`` are ids of further campuses of which the same is true. Changes must leave a plan of the ``whole``
    case, which is the case itself where there is none. Empty where the case is possible, or where the effort does
    not tell.
    """
    found: list[_Found] = []
    left = case
    while left.is_possible() is False:
        narrowed = _narrowed(left)
        orders = tuple(one for one in narrowed.suspects if one.member.kind in _ORDERS)
        duties = tuple(one for one in narrowed.suspects if one.duty is not None)
        settled_by = orders or duties or narrowed.suspects
        if not settled_by:
            break
        found.append(_Found(narrowed, settled_by))
        left = taken_away(left, settled_by)
    return tuple(_worked_out(whole or case, one, found, alike) for one in found)


def campus_conflicts(
    problems: Sequence[CampusProblem], maker: ProblemMaker, progress: Progress = silent
) -> tuple[Conflict, ...]:
    """The conflicts of each campus alone, those that are alike in all but name together."""
    alike: dict[Hashable, list[CampusProblem]] = defaultdict(list)
    for problem in problems:
        alike[problem.likeness, _named_for(problem, maker)].append(problem)
    found: list[Conflict] = []
    for done, (first, *others) in enumerate(alike.values()):
        progress("Finding what stands in the way", done, len(alike))
        case = Case(maker, (first.campus.campus_id,), first.duties, first.set_aside)
        same = [problem.campus.campus_id for problem in others]
        found += [one.conflict for one in worked_out(case, same)]
    return tuple(found)


def building_conflicts(group: Sequence[CampusProblem], maker: ProblemMaker) -> tuple[Conflict, ...]:
    """What keeps campuses of one building, each of which has a plan alone, from holding their drills together."""
    ids = tuple(problem.campus.campus_id for problem in group)
    duties = tuple(duty for problem in group for duty in problem.duties)
    aside = tuple(duty for problem in group for duty in problem.set_aside)
    return tuple(one.conflict for one in worked_out(Case(maker, ids, duties, aside)))


def _named_for(problem: CampusProblem, maker: ProblemMaker) -> Hashable:
    """What is said of the campus by its name: a change to it is none for another campus."""
    campus_id = problem.campus.campus_id
    forbidden = (one for one in maker.workspace.district.forbidden if campus_id in one.campuses)
    return problem.pins, tuple(one.words for one in forbidden), problem.filed


def _narrowed(case: Case) -> Narrowed:
    """Mandate by mandate first, which is quick, then duty by duty, then the facts that bear on what is left.

    Duties that conflict whatever is ordered, and with several drills a day, come before those that need not.
    """
    bare = replace(taken_away(case, orders(case)), drills_a_day=_SOME_A_DAY)
    if bare.is_possible() is False:
        case = bare
    if len(case.campus_ids) > 1:
        case = necessary(case, by_campus(case.duties))[1]
    case = necessary(case, by_mandate(case.duties))[1]
    return narrowed_down(case, (lambda left: one_by_one(left.duties), facts_of))


def facts_in_conflict(case: Case) -> Narrowed:
    """The facts that are necessary where all duties of the case are known to be."""
    return narrowed_down(case, (facts_of,))


def _worked_out(case: Case, one: _Found, every: Sequence[_Found], alike: Sequence[str]) -> WorkedOut:
    others = (suspect for other in every if other is not one for suspect in other.settled_by)
    suspects = one.narrowed.suspects
    concerned = {duty.campus_id for duty in one.narrowed.case.duties} or set(case.campus_ids)
    campus_ids = tuple(campus_id for campus_id in case.campus_ids if campus_id in concerned) + tuple(alike)
    by_id = case.workspace.campus_by_id
    ours = any(one.member.kind in _OURS or (one.duty is not None and is_ours(one.duty)) for one in suspects)
    changes = changes_that_help(suspects, one.narrowed.case, taken_away(case, others))
    conflict = Conflict(
        campuses=campus_ids,
        names=tuple(by_id[campus_id].name for campus_id in campus_ids),
        members=_merged(_member(suspect, case, one.narrowed) for suspect in _laws_first(suspects)),
        confirmed=one.narrowed.confirmed,
        relaxations=tuple(one.relaxation for one in changes),
        only_law=not ours,
    )
    return WorkedOut(conflict, changes)


def _laws_first(suspects: Sequence[Suspect]) -> list[Suspect]:
    """As it is told: what is owed, then the facts."""
    return sorted(suspects, key=lambda one: one.member.kind != "duty")


def _member(suspect: Suspect, case: Case, narrowed: Narrowed) -> ConflictMember:
    if suspect.duty is None:
        return suspect.member
    owed = tuple(one.duty for one in narrowed.suspects if one.duty is not None)
    none_listed = frozenset(one.subject for one in narrowed.suspects if isinstance(one.subject, AgencyKind))
    return suspect.member.model_copy(update={"room": room_for(suspect.duty, case, owed, none_listed)})


def _merged(members: Iterable[ConflictMember]) -> tuple[ConflictMember, ...]:
    """The members, with what several campuses owe in the same words as one."""
    found: dict[tuple[str, str | None], list[ConflictMember]] = {}
    for member in members:
        found.setdefault((member.words, member.mandate), []).append(member)
    return tuple(
        some[0]
        if len(some) == 1
        else some[0].model_copy(
            update={
                "words": f"{len(some)} campuses each owe {some[0].words}",
                "duties": tuple(duty for one in some for duty in one.duties),
            }
        )
        for some in found.values()
    )
