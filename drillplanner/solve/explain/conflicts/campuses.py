"""The conflicts of campuses: duties and facts that cannot stand together, each set irreducible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from drillplanner.model import AgencyKind, Conflict, ConflictMember
from drillplanner.progress import Progress, silent
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.explain.candidates.candidate import ConflictCandidate, without_candidates
from drillplanner.solve.explain.candidates.case import ConflictCase
from drillplanner.solve.explain.candidates.duties import by_campus, by_mandate, is_district_rule, one_by_one
from drillplanner.solve.explain.candidates.facts import candidate_facts, order_candidates
from drillplanner.solve.explain.conflicts.duty_choices import choices_sentence
from drillplanner.solve.explain.conflicts.quickxplain import (
    MinimalConflict,
    minimal_conflict,
    necessary_candidates,
)
from drillplanner.solve.explain.relaxation_options.option import RelaxationOption
from drillplanner.solve.explain.relaxation_options.selection import effective_options
from drillplanner.solve.problem.campus_problem import CampusProblem

#: Members that the district itself ordered or agreed; where there is none, only law and calendar conflict.
_OURS = frozenset({"pin", "same_day", "building", "forbidden", "agency", "filed", "scenarios", "bells"})
#: Members that the district orders.
_ORDERS = frozenset({"pin", "same_day", "building", "forbidden"})
#: Drills a day at which duties that still conflict are not kept apart by one a day.
_SOME_A_DAY = 3


@dataclass(frozen=True)
class _CampusConflict:
    """A conflict, and what is taken away to look for the next one."""

    narrowed: MinimalConflict
    settled_by: tuple[ConflictCandidate, ...]


@dataclass(frozen=True)
class ConflictWithOptions:
    """A conflict, and the changes that it offers, fit to be tried."""

    conflict: Conflict
    changes: tuple[RelaxationOption, ...]


def explain_conflicts(
    case: ConflictCase, alike: Sequence[str] = (), whole: ConflictCase | None = None
) -> tuple[ConflictWithOptions, ...]:
    """Irreducible sets that have no duty and no order in common, so that every cause is seen at once.

    ``alike`` are ids of further campuses of which the same is true. Changes must leave a plan of the ``whole``
    case, which is the case itself where there is none. Empty where the case is possible, or where the effort does
    not tell.
    """
    found: list[_CampusConflict] = []
    left = case
    while left.is_possible() is False:
        narrowed = _narrowed(left)
        orders = tuple(candidate for candidate in narrowed.candidates if candidate.member.kind in _ORDERS)
        duties = tuple(candidate for candidate in narrowed.candidates if candidate.duty is not None)
        settled_by = orders or duties or narrowed.candidates
        if not settled_by:
            break
        found.append(_CampusConflict(narrowed, settled_by))
        left = without_candidates(left, settled_by)
    return tuple(_explain_conflict(whole or case, one, found, alike) for one in found)


def campus_conflicts(
    problems: Sequence[CampusProblem], maker: ProblemBuilder, progress: Progress = silent
) -> tuple[Conflict, ...]:
    """The conflicts of each campus alone, those that are alike in all but name together."""
    alike: dict[Hashable, list[CampusProblem]] = defaultdict(list)
    for problem in problems:
        alike[problem.symmetry_key, _named_for(problem, maker)].append(problem)
    found: list[Conflict] = []
    for done, (first, *others) in enumerate(alike.values()):
        progress("Finding what stands in the way", done, len(alike))
        case = ConflictCase(maker, (first.campus.campus_id,), first.duties, first.set_aside)
        same = [problem.campus.campus_id for problem in others]
        found += [conflict.conflict for conflict in explain_conflicts(case, same)]
    return tuple(found)


def building_conflicts(group: Sequence[CampusProblem], maker: ProblemBuilder) -> tuple[Conflict, ...]:
    """What keeps campuses of one building, each of which has a plan alone, from holding their drills together."""
    ids = tuple(problem.campus.campus_id for problem in group)
    duties = tuple(duty for problem in group for duty in problem.duties)
    aside = tuple(duty for problem in group for duty in problem.set_aside)
    return tuple(conflict.conflict for conflict in explain_conflicts(ConflictCase(maker, ids, duties, aside)))


def _named_for(problem: CampusProblem, maker: ProblemBuilder) -> Hashable:
    """What is said of the campus by its name: a change to it is none for another campus."""
    campus_id = problem.campus.campus_id
    forbidden = (one for one in maker.workspace.district.forbidden if campus_id in one.campuses)
    return problem.pins, tuple(one.phrase for one in forbidden), problem.filed


def _narrowed(case: ConflictCase) -> MinimalConflict:
    """Mandate by mandate first, which is quick, then duty by duty, then the facts that bear on what is left.

    Duties that conflict whatever is ordered, and with several drills a day, come before those that need not.
    """
    bare = replace(without_candidates(case, order_candidates(case)), drills_a_day=_SOME_A_DAY)
    if bare.is_possible() is False:
        case = bare
    if len(case.campus_ids) > 1:
        case = necessary_candidates(case, by_campus(case.duties))[1]
    case = necessary_candidates(case, by_mandate(case.duties))[1]
    return minimal_conflict(case, (lambda left: one_by_one(left.duties), candidate_facts))


def facts_in_conflict(case: ConflictCase) -> MinimalConflict:
    """The facts that are necessary where all duties of the case are known to be."""
    return minimal_conflict(case, (candidate_facts,))


def _explain_conflict(
    case: ConflictCase, one: _CampusConflict, every: Sequence[_CampusConflict], alike: Sequence[str]
) -> ConflictWithOptions:
    others = (suspect for other in every if other is not one for suspect in other.settled_by)
    suspects = one.narrowed.candidates
    concerned = {duty.campus_id for duty in one.narrowed.case.duties} or set(case.campus_ids)
    campus_ids = tuple(campus_id for campus_id in case.campus_ids if campus_id in concerned) + tuple(alike)
    by_id = case.workspace.campus_by_id
    ours = any(
        suspect.member.kind in _OURS or (suspect.duty is not None and is_district_rule(suspect.duty))
        for suspect in suspects
    )
    changes = effective_options(suspects, one.narrowed.case, without_candidates(case, others))
    conflict = Conflict(
        campuses=campus_ids,
        names=tuple(by_id[campus_id].name for campus_id in campus_ids),
        members=_merged(_member(suspect, case, one.narrowed) for suspect in _law_first(suspects)),
        confirmed=one.narrowed.confirmed,
        relaxations=tuple(change.relaxation for change in changes),
        only_law=not ours,
    )
    return ConflictWithOptions(conflict, changes)


def _law_first(suspects: Sequence[ConflictCandidate]) -> list[ConflictCandidate]:
    """As it is told: what is owed, then the facts."""
    return sorted(suspects, key=lambda one: one.member.kind != "duty")


def _member(suspect: ConflictCandidate, case: ConflictCase, narrowed: MinimalConflict) -> ConflictMember:
    if suspect.duty is None:
        return suspect.member
    owed = tuple(candidate.duty for candidate in narrowed.candidates if candidate.duty is not None)
    none_listed = frozenset(
        candidate.subject for candidate in narrowed.candidates if isinstance(candidate.subject, AgencyKind)
    )
    return suspect.member.model_copy(update={"room": choices_sentence(suspect.duty, case, owed, none_listed)})


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
