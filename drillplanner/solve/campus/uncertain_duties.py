"""Uncertain duties: planned for if they can be met with the others, otherwise set aside with a warning.

A duty is uncertain if the fact that decides whether it applies is missing, or if the law sets no measure. It never
prevents a plan: the judge reports "cannot tell", and why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

from drillplanner.law import Duty
from drillplanner.model import Campus
from drillplanner.solve.campus.feasibility import is_feasible
from drillplanner.solve.problem.campus_problem import CampusProblem, SymmetryKey

#: Makes the problem of a campus from these duties, and those set aside.
ProblemFactory = Callable[[Campus, tuple[Duty, ...], tuple[Duty, ...]], CampusProblem]


def without_unmeetable_uncertain(
    problems: tuple[CampusProblem, ...], make_problem: ProblemFactory
) -> tuple[CampusProblem, ...]:
    """Return the problems, each with as few uncertain duties set aside as necessary, later ones first.

    If even the certain duties cannot be met together, all uncertain ones are set aside, so that the explanation is
    about the certain ones.
    """
    kept: dict[SymmetryKey, tuple[frozenset[int], CampusProblem]] = {}
    decided = []
    for problem in problems:
        uncertain = [place for place, duty in enumerate(problem.duties) if duty.doubt is not None]
        if not uncertain:
            decided.append(problem)
            continue
        if problem.symmetry_key not in kept:
            places = _JointlyFeasibleDuties(problem, make_problem).of(uncertain)
            every = len(places) == len(problem.duties)
            kept[problem.symmetry_key] = places, problem if every else _problem_with(problem, places, make_problem)
        places, class_problem = kept[problem.symmetry_key]
        decided.append(_renamed(class_problem, problem, places))
    return tuple(decided)


def _problem_with(problem: CampusProblem, places: frozenset[int], make_problem: ProblemFactory) -> CampusProblem:
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
    """Return the duties at these indices, and the others."""
    return (
        tuple(duty for place, duty in enumerate(problem.duties) if place in places),
        tuple(duty for place, duty in enumerate(problem.duties) if place not in places),
    )


def jointly_feasible(
    problem: CampusProblem, make_problem: ProblemFactory, sure: frozenset[int], more: list[int]
) -> frozenset[int]:
    """Return indices of duties that can be met together: ``sure``, and the first of ``more`` that fit."""
    choice = _JointlyFeasibleDuties(problem, make_problem)
    return (
        choice.added(sure, more) if choice.holds(_problem_with(problem, sure, make_problem)) is not False else sure
    )


@dataclass(frozen=True)
class _JointlyFeasibleDuties:
    """A search for duties of one campus that can be met together."""

    problem: CampusProblem
    make_problem: ProblemFactory

    def of(self, uncertain: list[int]) -> frozenset[int]:
        """Return indices of the duties to keep: in order, each uncertain one that fits with those before."""
        every = frozenset(range(len(self.problem.duties)))
        sure = every - set(uncertain)
        if self.holds(self.problem) is not False:
            return every
        if self.holds(_problem_with(self.problem, sure, self.make_problem)) is False:
            return sure
        return self.added(sure, uncertain)

    def holds(self, problem: CampusProblem) -> bool | None:
        """Check whether the problem's duties can be met together; None if the effort did not decide."""
        return is_feasible(problem, careful=True)

    def added(self, kept: frozenset[int], more: list[int]) -> frozenset[int]:
        """Add duties by halves: the same result as one by one, with fewer trials."""
        for part in (more[: len(more) // 2], more[len(more) // 2 :]):
            if not part:
                continue
            if self.holds(_problem_with(self.problem, kept | set(part), self.make_problem)) is not False:
                kept |= set(part)
            elif len(part) > 1:
                kept = self.added(kept, part)
        return kept


def uncertain_duty_sentences(problems: tuple[CampusProblem, ...]) -> tuple[str, ...]:
    """Return a sentence for each mandate whose duties were set aside, window by window."""
    names_by_duty: dict[tuple[str, str, str | None], list[str]] = defaultdict(list)
    for problem in problems:
        for duty in problem.set_aside:
            if duty.doubt is not None:
                names_by_duty[duty.mandate.mandate_id, duty.sentence, duty.doubt].append(problem.campus.name)
    return tuple(
        f"{mandate_id} is not planned for at {_campus_list(names)}: {sentence}. It cannot be met beside the other "
        f"duties, and whether it is owed depends on: {doubt}."
        for (mandate_id, sentence, doubt), names in names_by_duty.items()
    )


def _campus_list(names: list[str]) -> str:
    once = list(dict.fromkeys(names))
    return ", ".join(once) if len(once) < 5 else f"{', '.join(once[:3])} and {len(once) - 3} more"
