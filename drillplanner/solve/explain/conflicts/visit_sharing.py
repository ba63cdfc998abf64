"""Explain why campuses that could each be planned alone cannot share the agencies' visits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from drillplanner.files.counting import counted as number_of
from drillplanner.law import Duty
from drillplanner.model import AgencyKind, Conflict, ConflictMember
from drillplanner.solve.campus.domains.problem_builder import ProblemBuilder
from drillplanner.solve.campus.feasibility import FOR_A_CHECK
from drillplanner.solve.explain.candidates.calendar import date_ranges
from drillplanner.solve.explain.candidates.case import ConflictCase
from drillplanner.solve.explain.candidates.duties import is_district_rule, one_by_one
from drillplanner.solve.explain.conflicts.campuses import ConflictWithOptions, explain_conflicts, facts_in_conflict
from drillplanner.solve.explain.conflicts.visit_demands import visit_demands
from drillplanner.solve.explain.conflicts.visit_shortage import VisitShortage, shortage_of, visit_capacity
from drillplanner.solve.explain.relaxation_options.selection import effective_options
from drillplanner.solve.problem.campus_problem import CampusProblem, SymmetryKey
from drillplanner.solve.problem.plans import Effort
from drillplanner.solve.problem.resources import goes_off_site
from drillplanner.solve.requirements import demanded_matches


@dataclass(frozen=True)
class CountedConflictCase(ConflictCase):
    """A case that counts visits instead of solving. Each campus represents a number of equal campuses."""

    kind: AgencyKind = AgencyKind.POLICE
    numbers: tuple[int, ...] = ()

    @property
    def is_shared(self) -> bool:
        """Always True: visits are counted over campuses that share them."""
        return True

    def shortage(self) -> VisitShortage | None:
        """Return where visits of the kind are short; None if the count finds no shortage."""
        problems = self.problems()
        demands = [
            demand
            for problem, number in zip(problems, self.numbers, strict=True)
            for demand in visit_demands(problem, self.kind, number)
        ]
        return shortage_of(demands, visit_capacity(problems, self.workspace.district, self.kind))

    def is_possible(self, presolve: bool = True) -> bool | None:
        """Check whether the visits suffice by count, without the solver."""
        return self.shortage() is None


#: The most campuses to solve as one model to confirm a conflict. For more, visits are counted.
SOLVED_AS_ONE = 12


def sharing_conflicts(
    problems: tuple[CampusProblem, ...], builder: ProblemBuilder, effort: Effort = FOR_A_CHECK
) -> tuple[Conflict, ...]:
    """Return the conflicts of campuses that cannot share the agencies; empty if none can be shown."""
    return tuple(explained.conflict for explained in explain_sharing(problems, builder, effort))


def explain_sharing(
    problems: tuple[CampusProblem, ...], builder: ProblemBuilder, effort: Effort = FOR_A_CHECK
) -> tuple[ConflictWithOptions, ...]:
    """Return a conflict for each kind of agency with too few visits; else search, if the district is small.

    Empty if nothing can be shown.
    """
    found = tuple(
        conflict
        for kind in sorted(
            {
                resource.agency_kind
                for problem in problems
                for resource in problem.resources
                if resource.agency_kind is not None
            }
        )
        if (conflict := _shortage_conflict(_counted(problems, builder, kind, effort), problems)) is not None
    )
    if found or len(problems) > SOLVED_AS_ONE:
        return found
    whole = _whole_case(problems, builder, effort)
    return _at_sites(problems, whole) or explain_conflicts(whole)


def _at_sites(problems: tuple[CampusProblem, ...], whole: ConflictCase) -> tuple[ConflictWithOptions, ...]:
    """Return the conflict among drills that go to sites; empty if they are not the cause."""
    campuses = tuple(
        problem.campus.campus_id for problem in problems if problem.campus.evacuation_site is not None
    )
    owed = tuple(
        duty
        for problem in problems
        if problem.campus.campus_id in campuses
        for duty in problem.duties
        if any(
            goes_off_site(scenario) and match.selects_scenario(scenario)
            for match in demanded_matches((duty,))
            for scenario in problem.scenarios
        )
    )
    small = replace(whole, campus_ids=campuses, duties=owed, set_aside=())
    return explain_conflicts(small, whole=whole) if campuses and small.is_possible() is False else ()


def _whole_case(problems: tuple[CampusProblem, ...], builder: ProblemBuilder, effort: Effort) -> ConflictCase:
    return ConflictCase(
        builder,
        tuple(problem.campus.campus_id for problem in problems),
        tuple(duty for problem in problems for duty in problem.duties),
        tuple(duty for problem in problems for duty in problem.set_aside),
        effort=effort,
    )


def _counted(
    problems: tuple[CampusProblem, ...], builder: ProblemBuilder, kind: AgencyKind, effort: Effort
) -> CountedConflictCase:
    """Return a case with one campus of each class and the number of them; a building counts once per visit."""
    problems = _one_of_each_building(problems)
    numbers: Counter[SymmetryKey] = Counter(problem.symmetry_key for problem in problems)
    firsts = {problem.symmetry_key: problem for problem in reversed(problems)}
    chosen = [problem for problem in problems if firsts[problem.symmetry_key] is problem]
    whole = _whole_case(tuple(chosen), builder, effort)
    return CountedConflictCase(
        whole.builder,
        whole.campus_ids,
        whole.duties,
        whole.set_aside,
        effort=effort,
        kind=kind,
        numbers=tuple(numbers[problem.symmetry_key] for problem in chosen),
    )


def _one_of_each_building(problems: Iterable[CampusProblem]) -> tuple[CampusProblem, ...]:
    seen: set[str] = set()
    found = []
    for problem in problems:
        building = problem.campus.building
        if building is None or building not in seen:
            found.append(problem)
        if building is not None:
            seen.add(building)
    return tuple(found)


def _shortage_conflict(
    counted: CountedConflictCase, problems: tuple[CampusProblem, ...]
) -> ConflictWithOptions | None:
    shortage = counted.shortage()
    if shortage is None:
        return None
    campus_ids = _campuses_of(shortage, problems)
    note = (
        f"{number_of(shortage.needed, 'visit')} {'is' if shortage.needed == 1 else 'are'} needed and "
        f"{shortage.can_be_made} can be made, on {number_of(len(shortage.dates), 'school day')}: "
        f"{date_ranges(shortage.dates)}"
    )
    if len(problems) <= SOLVED_AS_ONE:
        owed = [duty for demand in shortage.demands for duty in demand.duties]
        mandates = {duty.mandate.mandate_id for duty in owed}
        windows = {duty.window.key for duty in owed}
        whole = _whole_case(problems, counted.builder, counted.effort)
        duties = tuple(
            duty
            for duty in whole.duties
            if duty.campus_id in campus_ids and duty.mandate.mandate_id in mandates and duty.window.key in windows
        )
        small = replace(whole, campus_ids=campus_ids, duties=duties)
        explained = explain_conflicts(small, whole=whole)
        if explained:
            return replace(explained[0], conflict=explained[0].conflict.model_copy(update={"note": note}))
    return _by_counting(counted, shortage, campus_ids, note)


def _campuses_of(shortage: VisitShortage, problems: tuple[CampusProblem, ...]) -> tuple[str, ...]:
    """Return as many campuses of each class as the shortage has."""
    class_of = {problem.campus.campus_id: problem.symmetry_key for problem in problems}
    wanted: dict[SymmetryKey, int] = {}
    for demand in shortage.demands:
        key = class_of[demand.duty.campus_id]
        wanted[key] = max(wanted.get(key, 0), demand.campuses)
    chosen = []
    for problem in problems:
        if wanted.get(problem.symmetry_key, 0):
            wanted[problem.symmetry_key] -= 1
            chosen.append(problem.campus.campus_id)
    return tuple(chosen)


def _by_counting(
    counted: CountedConflictCase, shortage: VisitShortage, campus_ids: tuple[str, ...], note: str
) -> ConflictWithOptions:
    """Return the conflict as the count shows it: the campuses' duties, and the limits on visits."""
    places = {demand.duty.campus_id: demand.campuses for demand in shortage.demands}
    narrow = replace(
        counted,
        campus_ids=tuple(places),
        numbers=tuple(places.values()),
        duties=tuple({duty.duty_id: duty for demand in shortage.demands for duty in demand.duties}.values()),
    )
    narrowed = facts_in_conflict(narrow)
    by_id = counted.workspace.campus_by_id
    # A change to a rule of the district's own is one for all campuses, so that one duty of it is enough.
    own_rules = {duty.mandate.mandate_id: duty for duty in narrow.duties if is_district_rule(duty)}
    changeable = (*one_by_one(own_rules.values()), *narrowed.candidates)
    changes = effective_options(changeable, narrowed.case, counted)
    conflict = Conflict(
        campuses=campus_ids,
        names=tuple(by_id[campus_id].name for campus_id in campus_ids),
        members=(*_duty_members(shortage), *(candidate.member for candidate in narrowed.candidates)),
        confirmed=narrowed.confirmed,
        by_counting=True,
        note=note,
        relaxations=tuple(change.relaxation for change in changes),
    )
    return ConflictWithOptions(conflict, changes)


def _duty_members(shortage: VisitShortage) -> Iterator[ConflictMember]:
    """Yield the duties, with one member for all campuses that owe the same in the same words."""
    by_sentence: dict[tuple[str, str], dict[str, tuple[Duty, int]]] = defaultdict(dict)
    for demand in shortage.demands:
        for duty in demand.duties:
            owing = by_sentence[duty.mandate.mandate_id, duty.sentence]
            owing[duty.duty_id] = duty, max(demand.campuses, owing.get(duty.duty_id, (duty, 0))[1])
    for owing in by_sentence.values():
        duty, number = next(iter(owing.values()))[0], sum(campuses for _, campuses in owing.values())
        yield ConflictMember(
            kind="duty",
            words=duty.sentence if number == 1 else f"{number} campuses each owe {duty.sentence}",
            mandate=duty.mandate.mandate_id,
            duties=tuple(owing),
            cite=duty.cite,
            url=duty.url,
        )
