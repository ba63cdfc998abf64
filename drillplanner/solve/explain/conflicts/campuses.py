"""Minimal conflicts of campuses alone and of shared buildings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from drillplanner.model import AgencyKind, Conflict, ConflictMember
from drillplanner.progress import Progress, silent
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.campus.feasibility import FOR_A_CHECK
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
from drillplanner.solve.explain.conflicts.same_conflicts import CampusConflict, has_same_conflicts
from drillplanner.solve.explain.relaxation_options.option import RelaxationOption
from drillplanner.solve.explain.relaxation_options.selection import effective_options
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import Effort

#: Kinds of members that the district can change. Without any, only law and calendar conflict.
_CHANGEABLE = frozenset(
    {"pin", "same_day", "building", "forbidden", "agency", "filed", "scenarios", "bells", "day_rules"}
)
#: Kinds of changes to numbers in district.yaml.
_NUMBERS = frozenset({"month_counts_from", "drills_a_day"})
#: Kinds of members that are the district's own orders.
_ORDERS = frozenset({"pin", "same_day", "building", "forbidden"})


@dataclass(frozen=True)
class ConflictWithOptions:
    """A conflict, and the changes offered for it, ready to be applied."""

    conflict: Conflict
    changes: tuple[RelaxationOption, ...]


@dataclass(frozen=True)
class _CampusesAlike:
    """Campuses with the same conflicts: the case of the first, the changes for each, and the ids of the others."""

    case: ConflictCase
    conflicts: Sequence[CampusConflict]
    changes: Sequence[tuple[RelaxationOption, ...]]
    alike: list[str]


def explain_conflicts(
    case: ConflictCase, alike: Sequence[str] = (), whole: ConflictCase | None = None
) -> tuple[ConflictWithOptions, ...]:
    """Return minimal conflicts with no duty and no order in common, so that every cause is shown at once.

    ``alike`` are ids of further campuses with the same conflicts. Changes must restore a plan of the ``whole``
    case; None means the case itself. Empty if the case is possible, or if the search limit was reached.
    """
    found = _conflicts_in(case)
    return tuple(_explain_conflict(whole or case, conflict, found, alike) for conflict in found)


def _conflicts_in(case: ConflictCase) -> list[CampusConflict]:
    found: list[CampusConflict] = []
    left = case
    while left.is_possible() is False:
        narrowed = _narrowed(left)
        orders = tuple(candidate for candidate in narrowed.candidates if candidate.member.kind in _ORDERS)
        duties = tuple(candidate for candidate in narrowed.candidates if candidate.duty is not None)
        settled_by = orders or duties or narrowed.candidates
        if not settled_by:
            break
        found.append(CampusConflict(narrowed, settled_by))
        left = without_candidates(left, settled_by)
    return found


def campus_conflicts(
    problems: Sequence[CampusProblem],
    builder: ProblemBuilder,
    progress: Progress = silent,
    effort: Effort = FOR_A_CHECK,
) -> tuple[Conflict, ...]:
    """Return the conflicts of each campus alone, each once for all campuses that have it.

    Campuses that differ only in name share theirs. At others, a conflict that is known, and what was found to end
    it, are tried before a search begins anew.
    """
    alike: dict[Hashable, list[CampusProblem]] = defaultdict(list)
    for problem in problems:
        alike[problem.symmetry_key, _named_for(problem, builder)].append(problem)
    groups: list[_CampusesAlike] = []
    for done, (first, *others) in enumerate(alike.values()):
        progress("Finding what stands in the way", done, len(alike))
        case = ConflictCase(builder, (first.campus.campus_id,), first.duties, first.set_aside, effort=effort)
        ids = [problem.campus.campus_id for problem in others]
        group = next((group for group in groups if has_same_conflicts(case, group.conflicts, group.changes)), None)
        if group is not None:
            group.alike.extend((first.campus.campus_id, *ids))
            continue
        conflicts = _conflicts_in(case)
        changes = [_explain_conflict(case, conflict, conflicts, ()).changes for conflict in conflicts]
        groups.append(_CampusesAlike(case, conflicts, changes, ids))
    return tuple(
        _conflict(group.case, conflict, changes, group.alike)
        for group in groups
        for conflict, changes in zip(group.conflicts, group.changes, strict=True)
    )


def building_conflicts(
    group: Sequence[CampusProblem], builder: ProblemBuilder, effort: Effort = FOR_A_CHECK
) -> tuple[Conflict, ...]:
    """Return why campuses of one building, each with a plan alone, cannot hold their drills together."""
    ids = tuple(problem.campus.campus_id for problem in group)
    duties = tuple(duty for problem in group for duty in problem.duties)
    aside = tuple(duty for problem in group for duty in problem.set_aside)
    case = ConflictCase(builder, ids, duties, aside, effort=effort)
    return tuple(conflict.conflict for conflict in explain_conflicts(case))


def _named_for(problem: CampusProblem, builder: ProblemBuilder) -> Hashable:
    """Return orders that name the campus: a change to them is no change for another campus."""
    campus_id = problem.campus.campus_id
    forbidden = (order for order in builder.workspace.district.forbidden if campus_id in order.campuses)
    return problem.pins, tuple(order.phrase for order in forbidden), problem.filed


def _narrowed(case: ConflictCase) -> MinimalConflict:
    """Narrow the case to a conflict: by mandate first, which is quick, then by duty, then by fact.

    Duties that conflict without any order, and without drillplanner's rules for crowded days, are preferred.
    """
    bare = replace(without_candidates(case, order_candidates(case)), has_day_rules=False)
    if bare.is_possible() is False:
        case = bare
    if len(case.campus_ids) > 1:
        case = necessary_candidates(case, by_campus(case.duties))[1]
    case = necessary_candidates(case, by_mandate(case.duties))[1]
    return minimal_conflict(case, (lambda left: one_by_one(left.duties), candidate_facts))


def facts_in_conflict(case: ConflictCase) -> MinimalConflict:
    """Return the necessary facts, where all duties of the case are known to be necessary."""
    return minimal_conflict(case, (candidate_facts,))


def _explain_conflict(
    case: ConflictCase,
    narrowed_conflict: CampusConflict,
    all_conflicts: Sequence[CampusConflict],
    alike: Sequence[str],
) -> ConflictWithOptions:
    others = (
        candidate for other in all_conflicts if other is not narrowed_conflict for candidate in other.settled_by
    )
    narrowed = narrowed_conflict.narrowed
    changes = effective_options(narrowed.candidates, narrowed.case, without_candidates(case, others))
    return ConflictWithOptions(_conflict(case, narrowed_conflict, changes, alike), changes)


def _conflict(
    case: ConflictCase,
    narrowed_conflict: CampusConflict,
    changes: tuple[RelaxationOption, ...],
    alike: Sequence[str],
) -> Conflict:
    """Return the conflict in words, with these changes and for these further campuses."""
    narrowed = narrowed_conflict.narrowed
    concerned = {duty.campus_id for duty in narrowed.case.duties} or set(case.campus_ids)
    campus_ids = tuple(campus_id for campus_id in case.campus_ids if campus_id in concerned) + tuple(alike)
    by_id = case.workspace.campus_by_id
    is_changeable = any(
        candidate.member.kind in _CHANGEABLE or (candidate.duty is not None and is_district_rule(candidate.duty))
        for candidate in narrowed.candidates
    )
    return Conflict(
        campuses=campus_ids,
        names=tuple(by_id[campus_id].name for campus_id in campus_ids),
        members=_merged(_member(candidate, case, narrowed) for candidate in _law_first(narrowed.candidates)),
        confirmed=narrowed.confirmed,
        relaxations=tuple(change.relaxation for change in changes),
        only_law=not is_changeable,
    )


def _law_first(candidates: Sequence[ConflictCandidate]) -> list[ConflictCandidate]:
    """Return the candidates in the order of the report: duties, then facts."""
    return sorted(candidates, key=lambda candidate: candidate.member.kind != "duty")


def _member(candidate: ConflictCandidate, case: ConflictCase, narrowed: MinimalConflict) -> ConflictMember:
    if candidate.duty is None:
        return candidate.member
    owed = tuple(other.duty for other in narrowed.candidates if other.duty is not None)
    none_listed = frozenset(
        other.subject for other in narrowed.candidates if isinstance(other.subject, AgencyKind)
    )
    return candidate.member.model_copy(update={"room": choices_sentence(candidate.duty, case, owed, none_listed)})


def _merged(members: Iterable[ConflictMember]) -> tuple[ConflictMember, ...]:
    """Return the members, with one for all campuses that owe the same in the same words."""
    by_words: dict[tuple[str, str | None], list[ConflictMember]] = {}
    for member in members:
        by_words.setdefault((member.words, member.mandate), []).append(member)
    return tuple(
        group[0]
        if len(group) == 1
        else group[0].model_copy(
            update={
                "words": f"{len(group)} campuses each owe {group[0].words}",
                "duties": tuple(duty for member in group for duty in member.duties),
            }
        )
        for group in by_words.values()
    )
