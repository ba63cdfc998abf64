"""Presumed mandates of which the campuses have no year together: as few as necessary are set aside.

Each campus alone has settled what it can meet (``campus/uncertain_duties.py``). Here all of them together have no
year with every presumed mandate: an agency or a shared building does not suffice. What is set aside is a
mandate at every campus. Finding out takes whole years of planning, so their number is limited.

On its own because it knows nothing of how a year is planned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from drillplanner.files.errors import InfeasibleError, OutOfTimeError
from drillplanner.solve.problem.plans import Solution
from drillplanner.solve.problem.year_to_plan import YearToPlan

#: Years that are planned at most to find out which mandates can be kept. By halving, six find one mandate of up
#: to eight that cannot be.
MOST_TRIALS = 6

#: Plans a year, or raises InfeasibleError or OutOfTimeError.
PlanYear = Callable[[YearToPlan], Solution]


def with_fewer_presumed(year: YearToPlan, plan_year: PlanYear, is_over: Callable[[], bool]) -> Solution:
    """Return a year with as many presumed mandates as fit, the first before the later; with all there is none.

    The first year has none of them: if that cannot be planned, its error is raised. ``is_over`` says that no other
    year shall be tried. The plan's warnings say which mandates are left out, and which of them were not tried.
    """
    search = _Search(year, plan_year, is_over, plan_year(_without(year, year.presumed_mandates)))
    search.add((), year.presumed_mandates)
    return replace(search.found, warnings=(*_sentences(search), *search.found.warnings))


def _without(year: YearToPlan, mandates: tuple[str, ...]) -> YearToPlan:
    aside = frozenset(
        duty.duty_id for duty in year.duties if duty.presumed and duty.mandate.mandate_id in mandates
    )
    return replace(year, set_aside=year.set_aside | aside)


@dataclass
class _Search:
    """The last year ``found``, mandates ``refused`` since they do not fit, and those untried."""

    year: YearToPlan
    plan_year: PlanYear
    is_over: Callable[[], bool]
    found: Solution
    trials: int = 0
    refused: list[str] = field(default_factory=list)
    untried: list[str] = field(default_factory=list)

    def add(self, kept: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
        """Return the kept mandates and those of ``more`` that fit, by halves: as one by one, with fewer trials."""
        # Of all of them together it is known that there is no year.
        if set(kept).union(more) != set(self.year.presumed_mandates):
            if self.trials == MOST_TRIALS or self.is_over():
                self.untried += more
                return kept
            if self._can_keep((*kept, *more)):
                return (*kept, *more)
        if len(more) == 1:
            self.refused += more
            return kept
        half = len(more) // 2
        return self.add(self.add(kept, more[:half]), more[half:])

    def _can_keep(self, kept: tuple[str, ...]) -> bool:
        self.trials += 1
        others = tuple(mandate for mandate in self.year.presumed_mandates if mandate not in kept)
        try:
            self.found = self.plan_year(_without(self.year, others))
        except (InfeasibleError, OutOfTimeError):
            return False
        return True


def _sentences(search: _Search) -> tuple[str, ...]:
    """Return why mandates are left out: for each reason and each doubt, a sentence."""
    doubts = {duty.mandate.mandate_id: duty.presumed for duty in search.year.duties if duty.presumed}
    reasons = (
        (search.refused, "No year was found that has {it} at all schools beside the rest of the plan"),
        (
            search.untried,
            "No year was found with all presumed requirements, and the search ended before it tried {it}",
        ),
    )
    sentences = []
    for mandates, reason in reasons:
        for doubt in dict.fromkeys(doubts[mandate] for mandate in mandates):
            names = [mandate for mandate in mandates if doubts[mandate] == doubt]
            it, are = ("it", "it is") if len(names) == 1 else ("them", "they are")
            sentences.append(
                f"{', '.join(names)}: planned for at no school. {reason.format(it=it)}. Whether {are} owed "
                f"depends on: {doubt}."
            )
    return tuple(sentences)
