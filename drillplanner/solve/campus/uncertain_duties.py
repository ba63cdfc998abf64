"""Duties in doubt: planned for where they can be met beside the others, and set aside where they cannot.

A duty is in doubt where nobody gave the fact that decides whether it is owed, or where the law's words set no
measure. It never stops a plan: the judge says "cannot tell", and why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

from drillplanner.law import Duty
from drillplanner.model import Campus
from drillplanner.solve.campus.feasibility import is_feasible
from drillplanner.solve.problem.campus_problem import CampusProblem, SymmetryKey

#: The problem of a campus under these duties, with those set aside.
ProblemFactory = Callable[[Campus, tuple[Duty, ...], tuple[Duty, ...]], CampusProblem]


def without_unmeetable_uncertain(
    problems: tuple[CampusProblem, ...], under: ProblemFactory
) -> tuple[CampusProblem, ...]:
    """The problems, each with as few duties in doubt set aside as need be, the later ones first.

    Where not even the duties that are sure can be met together, all in doubt are set aside, so that the
    explanation speaks of the others.
    """
    kept: dict[SymmetryKey, tuple[frozenset[int], CampusProblem]] = {}
    decided = []
    for problem in problems:
        doubtful = [place for place, duty in enumerate(problem.duties) if duty.doubt is not None]
        if not doubtful:
            decided.append(problem)
            continue
        if problem.symmetry_key not in kept:
            places = _JointlyFeasibleDuties(problem, under).of(doubtful)
            every = len(places) == len(problem.duties)
            kept[problem.symmetry_key] = places, problem if every else _problem_with(problem, places, under)
        places, alike = kept[problem.symmetry_key]
        decided.append(_renamed(alike, problem, places))
    return tuple(decided)


def _problem_with(problem: CampusProblem, places: frozenset[int], under: ProblemFactory) -> CampusProblem:
    return under(problem.campus, *_split_duties(problem, places))


def _renamed(alike: CampusProblem, problem: CampusProblem, places: frozenset[int]) -> CampusProblem:
    """What was worked out for a campus that is alike in all but its name."""
    owed, aside = _split_duties(problem, places)
    return replace(
        alike,
        campus=problem.campus,
        duties=owed,
        set_aside=aside,
        events=problem.events,
        filed=problem.filed,
        pins=problem.pins,
    )


def _split_duties(problem: CampusProblem, places: frozenset[int]) -> tuple[tuple[Duty, ...], tuple[Duty, ...]]:
    """The duties at these places, and the others."""
    return (
        tuple(duty for place, duty in enumerate(problem.duties) if place in places),
        tuple(duty for place, duty in enumerate(problem.duties) if place not in places),
    )


def jointly_feasible(
    problem: CampusProblem, under: ProblemFactory, sure: frozenset[int], more: list[int]
) -> frozenset[int]:
    """Places of the duties that can be met together: the ``sure`` ones, and of ``more`` the first that can."""
    choice = _JointlyFeasibleDuties(problem, under)
    return choice.added(sure, more) if choice.holds(_problem_with(problem, sure, under)) is not False else sure


@dataclass(frozen=True)
class _JointlyFeasibleDuties:
    """The duties of one campus that can be kept together."""

    problem: CampusProblem
    under: ProblemFactory

    def of(self, doubtful: list[int]) -> frozenset[int]:
        """Places of the duties that are kept: in order, each in doubt that can be met beside those before."""
        every = frozenset(range(len(self.problem.duties)))
        sure = every - set(doubtful)
        if self.holds(self.problem) is not False:
            return every
        if self.holds(_problem_with(self.problem, sure, self.under)) is False:
            return sure
        return self.added(sure, doubtful)

    def holds(self, problem: CampusProblem) -> bool | None:
        """Whether the duties of the problem can be met together; None where the effort did not tell."""
        return is_feasible(problem, careful=True)

    def added(self, kept: frozenset[int], more: list[int]) -> frozenset[int]:
        """By halves, which comes to the same as one by one: what can be kept together is kept with few trials."""
        for part in (more[: len(more) // 2], more[len(more) // 2 :]):
            if not part:
                continue
            if self.holds(_problem_with(self.problem, kept | set(part), self.under)) is not False:
                kept |= set(part)
            elif len(part) > 1:
                kept = self.added(kept, part)
        return kept


def uncertain_duty_sentences(problems: tuple[CampusProblem, ...]) -> tuple[str, ...]:
    """A sentence for each mandate of which duties were set aside, window by window."""
    where: dict[tuple[str, str, str | None], list[str]] = defaultdict(list)
    for problem in problems:
        for duty in (one for one in problem.set_aside if one.doubt is not None):
            where[duty.mandate.mandate_id, duty.sentence, duty.doubt].append(problem.campus.name)
    return tuple(
        f"{mandate_id} is not planned for at {_campus_list(names)}: {sentence}. It cannot be met beside the other "
        f"duties, and whether it is owed depends on: {doubt}."
        for (mandate_id, sentence, doubt), names in where.items()
    )


def _campus_list(names: list[str]) -> str:
    once = list(dict.fromkeys(names))
    return ", ".join(once) if len(once) < 5 else f"{', '.join(once[:3])} and {len(once) - 3} more"
