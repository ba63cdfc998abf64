"""``share``: drills of one set are at least a given part of the drills of another set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from drillplanner.files.counting import counted
from drillplanner.law.match import Match
from drillplanner.law.possible_answers import Pair, possible_pairs
from drillplanner.law.requirement import CampusSchedule, Judgment, LooserRequirement
from drillplanner.law.timing.span import PeriodicRequirement
from drillplanner.law.window import Window
from drillplanner.model import Drill, DutyStatus


class Share(PeriodicRequirement):
    """In each period, drills of ``match`` × ``of_every`` ≥ drills of ``of`` × ``at_least``.

    Half of all drills: ``at_least: 1, of_every: 2``. A set that is at least as large as another one:
    ``at_least: 1, of_every: 1``. One for all of them together, and none for none: ``at_least: 1`` alone. With
    ``one_a_month`` the second set is what a monthly duty asks for: drills of ``match``, and one more in each
    calendar month with a school day that has none of them.
    """

    kind: Literal["share"]
    what: str = Field(description="The drills that make up the share, in words, singular.")
    of_what: str = Field(description="The drills that it is a share of, in words, plural.")
    match: Match
    of: Match
    at_least: int = Field(ge=1)
    of_every: int | None = Field(
        default=None, ge=1, description="None: one drill of 'match' is enough for all drills of 'of' together."
    )
    one_a_month: bool = Field(
        default=False, description="The whole is one drill a month, not every drill that is held."
    )

    @model_validator(mode="after")
    def _is_a_part(self) -> Share:
        if self.of_every is None:
            if self.at_least != 1 or self.one_a_month:
                raise ValueError("without 'of_every', 'at_least' is 1 and there is no 'one_a_month'")
            return self
        if self.at_least > self.of_every and set(self.match.types) <= set(self.of.types):
            raise ValueError(f"a part cannot be {self.at_least} of every {self.of_every}")
        if self.one_a_month and (self.at_least > self.of_every or not set(self.match.types) <= set(self.of.types)):
            raise ValueError("with 'one_a_month' the drills of 'match' are some of those of 'of'")
        return self

    def sentence(self, window: Window) -> str:
        """Return 'at least 1 lockdown for every 2 drills in the school year'."""
        if self.of_every is None:
            return f"at least {self.at_least} {self.what} in {window.label}, if any {self.of_what} are held"
        asked = f"at least {self.at_least} {self.what} for every {self.of_every} {self.of_what} in {window.label}"
        return f"{asked}, counting one drill a month" if self.one_a_month else asked

    @property
    def minimum(self) -> None:
        """None: it asks for a part of the drills that are held, or of the months, which no window counts."""
        return None

    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Count both sets; the duty cannot be decided if what empty columns might say could change the answer."""
        part, part_unsure = schedule.sure_and_possible(self.match, window)
        if self.one_a_month:
            return self._check_by_month(part, part_unsure, window, schedule)
        whole, whole_unsure = schedule.sure_and_possible(self.of, window)
        drill_ids = tuple(drill.drill_id for drill in part)
        reason = f"{self.sentence(window)} required, {len(part)} of {len(whole)} found"
        answers = [
            possible_pairs((self.match, self.of), drill, schedule.match_context)
            for drill in schedule.drills
            if window.covers(drill.date)
        ]
        if self._surely_holds(answers):
            return Judgment(DutyStatus.MET, drill_ids, reason)
        if not self._may_hold(answers):
            return Judgment(DutyStatus.VIOLATED, drill_ids, reason)
        if part_unsure:
            missing = schedule.missing_information(self.match, part_unsure[0])
        else:
            missing = schedule.missing_information(self.of, whole_unsure[0])
        return Judgment(DutyStatus.CANNOT_TELL, drill_ids, reason, missing)

    def _surely_holds(self, answers: list[frozenset[Pair]]) -> bool:
        """Check that the share holds whatever the empty columns of the drills would say."""
        if self.of_every is None:
            has_part = any(all(in_part for in_part, _ in pairs) for pairs in answers)
            return has_part or not any((False, True) in pairs for pairs in answers)
        return sum(min(map(self._surplus, pairs)) for pairs in answers) >= 0

    def _may_hold(self, answers: list[frozenset[Pair]]) -> bool:
        """Check that the share holds for something that the empty columns of the drills might say."""
        if self.of_every is None:
            has_part = any(in_part for pairs in answers for in_part, _ in pairs)
            return has_part or all((False, False) in pairs for pairs in answers)
        return sum(max(map(self._surplus, pairs)) for pairs in answers) >= 0

    def _surplus(self, pair: Pair) -> int:
        """Return what a drill adds to ``of_every`` drills of the part less ``at_least`` of the whole."""
        in_part, in_whole = pair
        return (self.of_every or 1) * in_part - self.at_least * in_whole

    def _check_by_month(
        self, part: list[Drill], unsure: list[Drill], window: Window, schedule: CampusSchedule
    ) -> Judgment:
        """Compare the drills of ``match`` with themselves and one more in each month that has none of them."""
        months = {(on.year, on.month) for on in schedule.setting.dates if window.covers(on)}

        def without(drills: list[Drill]) -> int:
            return len(months - {(drill.date.year, drill.date.month) for drill in drills})

        drill_ids = tuple(drill.drill_id for drill in part)
        found = f"{counted(len(part), self.what)} and {counted(without(part), 'month')} without one"
        reason = f"{self.sentence(window)} required, {found} found"
        if self._holds(len(part), len(part) + without(part)):
            return Judgment(DutyStatus.MET, drill_ids, reason)
        possible = [*part, *unsure]
        if not self._holds(len(possible), len(possible) + without(possible)):
            return Judgment(DutyStatus.VIOLATED, drill_ids, reason)
        missing = schedule.missing_information(self.match, unsure[0])
        return Judgment(DutyStatus.CANNOT_TELL, drill_ids, reason, missing)

    def _holds(self, part: int, whole: int) -> bool:
        return part * (self.of_every or 1) >= whole * self.at_least

    def looser(self, rule: str, sentence: str) -> Iterator[LooserRequirement]:
        """Yield half of the drills, then one of them all, as far as an agency is asked for at more of them."""
        if self.of_every is None or self.match.without_agency != self.of:
            return
        if 2 * self.at_least > self.of_every:
            half = self.model_copy(update={"at_least": 1, "of_every": 2})
            yield LooserRequirement(f"Ask for an agency at half of the {self.of_what} in {rule}", half)
        once = self.model_copy(update={"at_least": 1, "of_every": None})
        yield LooserRequirement(f"Ask for an agency at one of the {self.of_what} in {rule}", once)
