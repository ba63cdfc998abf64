"""Uncertain duties: planned for if they can be met with the others, otherwise set aside.

A duty is uncertain for one of three reasons. In each case it never prevents a plan: the judge reports "cannot
tell", and why.

- The law sets no measure (``vague``), or the duty is only presumed to bind (``presumed``): it is planned where
  possible, that is, if it can be met with the certain ones.
- A fact that decides whether it applies is missing: it is planned for only if that takes no more drills than the
  other duties need alone, and no more drills on a day. A fact that no one gave never adds a drill. All duties of
  one mandate that hang on one fact are planned for, or none: half of a monthly drill that may not be owed helps no
  one.

In an update, neither moves a drill that could stay (``repair/doubtful_duties.py``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from drillplanner.law import Duty, Force
from drillplanner.model import Campus
from drillplanner.solve.campus.feasibility import FOR_A_CHECK, fewest_drills, is_feasible
from drillplanner.solve.problem.campus_problem import CampusProblem
from drillplanner.solve.problem.plans import Effort

#: Makes the problem of a campus from these duties, and those set aside.
ProblemFactory = Callable[[Campus, tuple[Duty, ...], tuple[Duty, ...]], CampusProblem]


#: Indices of duties that are kept together, or set aside together.
DutyGroups = Sequence[tuple[int, ...]]
#: Finds the duties to keep of one problem with an effort; and runs it on several, perhaps in parallel, and returns
#: the answers in order.
DutySearch = Callable[[CampusProblem, Effort], frozenset[int]]
SearchInOrder = Callable[[DutySearch, Sequence[CampusProblem]], Iterable[frozenset[int]]]


def search_one_by_one(search: DutySearch, problems: Sequence[CampusProblem]) -> Iterable[frozenset[int]]:
    """Run the search on each problem, without a limit on all of them together."""
    return [search(problem, FOR_A_CHECK) for problem in problems]


def without_unmeetable_uncertain(
    problems: tuple[CampusProblem, ...],
    make_problem: ProblemFactory,
    search_in_order: SearchInOrder = search_one_by_one,
    class_of: Callable[[Campus], Hashable] = attrgetter("campus_id"),
) -> tuple[CampusProblem, ...]:
    """Return the problems, each with as few uncertain duties set aside as necessary, later ones first.

    Campuses with equal problems get the same answer, found once, as long as their problems without these duties
    are equal too. ``class_of`` is equal for campuses that differ only in their names under any duties. If even the
    certain duties cannot be met together, all uncertain ones are set aside, so that the explanation is about the
    certain ones. Those that the budget of the search left untried are set aside too.
    """

    def kept(problem: CampusProblem, effort: Effort) -> frozenset[int]:
        return _JointlyFeasibleDuties(problem, make_problem, effort).of_all()

    def decided(
        first_of: Mapping[Hashable, CampusProblem],
    ) -> dict[Hashable, tuple[frozenset[int], CampusProblem]]:
        found = search_in_order(kept, [*first_of.values()])
        return {
            key: (places, _problem_with(problem, places, make_problem))
            for (key, problem), places in zip(first_of.items(), found, strict=True)
        }

    doubtful = [problem for problem in problems if any(not duty.binds_firmly for duty in problem.duties)]
    by_symmetry = decided(_first_by(lambda problem: problem.symmetry_key, doubtful))

    def key_of(problem: CampusProblem) -> Hashable:
        return problem.symmetry_key, class_of(problem.campus)

    by_class: dict[Hashable, tuple[frozenset[int], CampusProblem]] = {}
    others: dict[Hashable, CampusProblem] = {}
    for key, problem in _first_by(key_of, doubtful).items():
        places, like = by_symmetry[problem.symmetry_key]
        without = _problem_with(problem, places, make_problem)
        if without.symmetry_key == like.symmetry_key:
            by_class[key] = places, without
        else:
            others[key] = problem
    by_class |= decided(others)
    return tuple(
        _renamed(by_class[key_of(problem)][1], problem, by_class[key_of(problem)][0])
        if key_of(problem) in by_class
        else problem
        for problem in problems
    )


def _first_by(
    key_of: Callable[[CampusProblem], Hashable], problems: Iterable[CampusProblem]
) -> dict[Hashable, CampusProblem]:
    """Return the first of the problems of each key."""
    found: dict[Hashable, CampusProblem] = {}
    for problem in problems:
        found.setdefault(key_of(problem), problem)
    return found


def has_missing_facts(problem: CampusProblem) -> bool:
    """Check whether the campus has a duty that may not apply, depending on a fact that is missing."""
    return any(duty.force is Force.WITHOUT_MORE_DRILLS for duty in problem.duties)


def _problem_with(problem: CampusProblem, places: frozenset[int], make_problem: ProblemFactory) -> CampusProblem:
    if len(places) == len(problem.duties):
        return problem
    return make_problem(problem.campus, *_split_duties(problem, places))


def _renamed(class_problem: CampusProblem, problem: CampusProblem, places: frozenset[int]) -> CampusProblem:
    """Return the result for a campus of the same class, under this campus's name."""
    owed, aside = _split_duties(problem, places)
    return replace(
        class_problem,
        campus=problem.campus,
        duties=owed,
        set_aside=aside,
        events=problem.events,
        filed=problem.filed,
        pins=problem.pins,
    )


def _split_duties(problem: CampusProblem, places: frozenset[int]) -> tuple[tuple[Duty, ...], tuple[Duty, ...]]:
    """Return the duties at these indices, and all others, those that were set aside before included."""
    others = (duty for place, duty in enumerate(problem.duties) if place not in places)
    return (
        tuple(duty for place, duty in enumerate(problem.duties) if place in places),
        (*problem.set_aside, *others),
    )


def jointly_feasible(
    problem: CampusProblem, make_problem: ProblemFactory, sure: frozenset[int], more: list[int]
) -> frozenset[int]:
    """Return indices of duties that can be met together: ``sure``, and the first of ``more`` that fit."""
    choice = _JointlyFeasibleDuties(problem, make_problem)
    return choice.added(sure, [(place,) for place in more]) if choice.holds(sure) else sure


@dataclass(frozen=True)
class _JointlyFeasibleDuties:
    """A search for duties of one campus that can be met together."""

    problem: CampusProblem
    make_problem: ProblemFactory
    effort: Effort = FOR_A_CHECK

    def of_all(self) -> frozenset[int]:
        """Return indices of the duties to keep: certain, where possible, then others that add no drill."""
        duties = list(enumerate(self.problem.duties))
        certain = frozenset(place for place, duty in duties if duty.binds_firmly)
        where_possible = [(place,) for place, duty in duties if duty.force is Force.WHERE_POSSIBLE]
        places_of: dict[tuple[str, str | None], list[int]] = defaultdict(list)
        for place, duty in duties:
            if duty.force is Force.WITHOUT_MORE_DRILLS:
                places_of[duty.mandate.mandate_id, duty.doubt].append(place)
        missing = [tuple(places) for places in places_of.values()]
        if not missing:
            return self.with_those_that_fit(certain, where_possible)
        kept = certain.union(*where_possible)
        fewest = fewest_drills(self._with(kept), self.effort)
        if fewest is None and where_possible:
            if not self.holds(certain):
                return certain
            kept = self.added(certain, where_possible)
            fewest = fewest_drills(self._with(kept), self.effort)
        # Unless the fewest are known, no duty is sure to add none.
        return kept if fewest is None else self.added(kept, missing, fewest)

    def with_those_that_fit(self, certain: frozenset[int], where_possible: DutyGroups) -> frozenset[int]:
        """Add each vague or presumed duty, in order, that can be met with those before."""
        if self.holds(certain.union(*where_possible)):
            return certain.union(*where_possible)
        return self.added(certain, where_possible) if self.holds(certain) else certain

    def holds(self, places: frozenset[int], most_drills: int | None = None) -> bool:
        """Check whether these duties can be met together, with at most so many drills.

        If the effort did not decide, the answer is yes; with a limit on the drills, or a spent budget, it is no.
        """
        if self.effort.budget.is_spent:
            return False
        answer = is_feasible(self._with(places), careful=True, effort=self.effort, most_drills=most_drills)
        return most_drills is None if answer is None else answer

    def added(self, kept: frozenset[int], more: DutyGroups, most_drills: int | None = None) -> frozenset[int]:
        """Add groups of duties by halves: the same result as one by one, with fewer trials."""
        if not more:
            return kept
        if self.holds(kept.union(*more), most_drills):
            return kept.union(*more)
        if len(more) == 1:
            return kept
        half = len(more) // 2
        return self.added(self.added(kept, more[:half], most_drills), more[half:], most_drills)

    def _with(self, places: frozenset[int]) -> CampusProblem:
        return _problem_with(self.problem, places, self.make_problem)


def uncertain_duty_sentences(
    problems: tuple[CampusProblem, ...], before: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Return a sentence for each vague or presumed mandate of which campuses set duties aside, by window.

    Duties that hang on a missing fact are not named: the question about the fact names them. Nor are those that
    were set aside ``before``, by their ids, at every campus: they have another reason, which is said elsewhere.
    """
    names_by_duty: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for problem in problems:
        for duty in problem.set_aside:
            if duty.force is Force.WHERE_POSSIBLE and duty.doubt is not None and duty.duty_id not in before:
                names_by_duty[duty.mandate.mandate_id, duty.sentence, duty.doubt].append(problem.campus.name)
    return tuple(
        f"{mandate_id} is not planned for at {_campus_list(names)}: {sentence}. It cannot be met beside the "
        f"rest of the plan, and whether it is owed depends on: {doubt}."
        for (mandate_id, sentence, doubt), names in names_by_duty.items()
    )


def _campus_list(names: list[str]) -> str:
    once = list(dict.fromkeys(names))
    return ", ".join(once) if len(once) < 5 else f"{', '.join(once[:3])} and {len(once) - 3} more"
