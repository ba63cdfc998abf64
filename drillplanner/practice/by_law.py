"""What the law leaves to good practice at one campus: drills to add, or a choice among those that are owed.

Where the law is silent on a kind of drill, practice adds its own number. Where the law asks for a number, practice
adds none: it only chooses among the owed drills that can be of the kind (a security drill can be the lockdown).
Drills of many kinds that other practices have used up set no number for a kind that they are not mostly about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from drillplanner.law import Duty, Match, Window
from drillplanner.law.duties.layers import is_narrower
from drillplanner.law.kinds.every import Attributes, Every
from drillplanner.law.kinds.offer import Offer
from drillplanner.model import UPSETTING_DRILLS, Audience, DrillType, Scenario

#: The drills that count toward the most that the state's profile advises.
_ABOUT_VIOLENCE = Match(types=tuple(sorted(UPSETTING_DRILLS)))


class LeftToAsk(NamedTuple):
    """What remains for a practice: windows with the number of drills in each, and whether drills may be added."""

    windows: tuple[tuple[Window, int], ...]
    may_add: bool


@dataclass
class LawsNumbers:
    """The drills that the law asks of one campus, from which practices take theirs one after another.

    ``spent`` counts, by mandate, the drills of general kinds that earlier practices have chosen. ``added_anyway``
    are drills that practices add whatever others choose: one of them may take the place of the drill that another
    practice would choose for a general duty (in Iowa, the tabletop that of the lockdown).
    """

    duties: Sequence[Duty]
    most_about_violence: int
    added_anyway: Sequence[Match] = ()
    spent: Counter[str] = field(default_factory=Counter)
    added: list[tuple[Match, int]] = field(default_factory=list)
    """The drills that practices add, in the order in which they were asked."""
    chosen: list[Match] = field(default_factory=list)
    """What practices choose among the drills that the law owes."""
    early: list[tuple[Match, Window]] = field(default_factory=list)
    """The windows in which practices ask for one of the drills that are held anyway."""

    def share_of(
        self, match: Match, windows: Sequence[Window], number: int, year: Window, about_violence: bool
    ) -> LeftToAsk | None:
        """Return what a practice of ``number`` drills in each window asks for; None if nothing is left to ask.

        What the law asks for in a window by itself is not asked again.
        """
        windows = [window for window in windows if not self._meets(match, window, number)]
        general = [duty for duty in self.duties if _can_be(duty, match)]
        wanted = number * len(windows)
        if not general:
            return self._added(match, windows, number, about_violence)
        sure = fewest_drills(duty for duty in general if _must_be(duty, match))
        open_ids = {duty.mandate.mandate_id for duty in general if not _must_be(duty, match)}
        possible = fewest_drills(general) - max((self.spent[name] for name in open_ids), default=0)
        if possible <= 0 and not any(_is_mostly(duty, match) for duty in general):
            # One drill of any kind, and it is the lockdown: the law is silent on the weather.
            return self._added(match, windows, number, about_violence)
        wanted = min(wanted, possible)
        may_add = False
        if wanted > sure:
            self.spent.update(dict.fromkeys(open_ids, wanted - sure))
            self.chosen.append(match)
            is_too_many = about_violence and wanted - sure > self._violence_left()
            may_add = self._may_be_taken(general) and not is_too_many
            if may_add:
                self.added.append((match, wanted - sure))
        if wanted == number * len(windows) and (len(windows) > 1 or wanted > sure):
            return LeftToAsk(tuple((window, number) for window in windows), may_add)
        return LeftToAsk(((year, wanted),), may_add) if wanted > sure else None

    def _added(
        self, match: Match, windows: Sequence[Window], number: int, about_violence: bool
    ) -> LeftToAsk | None:
        """Return the drills that practice adds, as many as the state's profile advises; None if there are none."""
        wanted = number * len(windows)
        share = _first_windows(windows, number, min(wanted, self._violence_left()) if about_violence else wanted)
        if share is not None:
            self.added.append((match, sum(number for _, number in share.windows)))
        return share

    def _may_be_taken(self, general: Iterable[Duty]) -> bool:
        """Check whether a drill that is added anyway can meet one of these duties."""
        return any(_can_meet(added, duty) for added in self.added_anyway for duty in general)

    def _meets(self, match: Match, window: Window, number: int) -> bool:
        """Check whether the law by itself asks for so many of these drills in the window."""
        inside = (
            duty for duty in self.duties if window.first <= duty.window.first and duty.window.last <= window.last
        )
        return fewest_drills(duty for duty in inside if _must_be(duty, match)) >= number

    def expected(self, match: Match) -> int:
        """Return about how many of these drills a year holds: by the law, and added by practices asked before.

        Drills of the law count if most of the types that it leaves open are of the kind.
        """
        by_law = sum(fewest_drills(alike) for alike in _with_common_types(self.duties, match))
        return by_law + sum(number for added, number in self.added if set(added.types) <= set(match.types))

    def windows_of(self, match: Match, year: Window) -> list[Window]:
        """Return the window of each of the drills that :meth:`expected` counts; ``year`` for those added.

        One of them is in each window in which dates are offered for such a drill, or an early one is asked for.
        """
        groups = _with_common_types(self.duties, match)
        windows = [window for alike in groups for window in windows_of_fewest(alike)]
        windows += [year] * (self.expected(match) - len(windows))
        for window in self._with_one_drill(match):
            if not any(window.first <= other.first and other.last <= window.last for other in windows):
                around = [other for other in windows if other.first <= window.first and window.last <= other.last]
                if around:
                    windows.remove(max(around, key=lambda other: other.last))
                    windows.append(window)
        return windows

    def _with_one_drill(self, match: Match) -> Iterator[Window]:
        for duty in self.duties:
            rule = duty.mandate.requirement
            if isinstance(rule, Offer) and set(rule.match.types) <= set(match.types):
                yield duty.window
        yield from (window for early, window in self.early if set(early.types) <= set(match.types))

    def chooses(self, match: Match) -> bool:
        """Check whether a practice asked before chooses one of these drills among those of the law."""
        return any(set(chosen.types) <= set(match.types) for chosen in self.chosen)

    def rules_out(self, scenario: Scenario) -> bool:
        """Check whether the law wants every drill of its kind held otherwise, such as by the fire escape."""
        rules = (duty.mandate.requirement for duty in self.duties)
        return any(
            isinstance(rule, Every)
            and rule.match.selects_scenario(scenario) is True
            and _lacks(rule.has, scenario)
            for rule in rules
        )

    def _violence_left(self) -> int:
        by_law = fewest_drills(duty for duty in self.duties if _must_be(duty, _ABOUT_VIOLENCE))
        return max(0, self.most_about_violence - by_law)


def _lacks(has: Attributes, scenario: Scenario) -> bool:
    """Check whether drills of the scenario surely lack one of the attributes."""
    wanted = (
        (has.audiences, scenario.audience),
        (has.routes, scenario.route),
        (has.formats, scenario.format),
    )
    return any(allowed is not None and value not in allowed for allowed, value in wanted) or (
        has.announced is not None and scenario.announced is not has.announced
    )


def _first_windows(windows: Sequence[Window], number: int, wanted: int) -> LeftToAsk | None:
    """Return the windows with so many drills in all, the first ones before the later."""
    kept = []
    for window in windows:
        here = min(number, wanted)
        if here:
            kept.append((window, here))
        wanted -= here
    return LeftToAsk(tuple(kept), may_add=True) if kept else None


def _can_be(duty: Duty, match: Match) -> bool:
    """Check whether a drill that the duty asks for can be one of these."""
    if duty.demand is None or set(duty.demand.match.types).isdisjoint(match.types):
        return False
    # What is asked of staff alone is not taken from a drill that students hold.
    return match.audiences is None or set(duty.demand.match.audiences or Audience) <= set(match.audiences)


def _can_meet(added: Match, duty: Duty) -> bool:
    """Check whether some of these drills can count for the duty, so far as types and audiences tell.

    The search takes such a drill for both wherever it can, so that one kind in common is enough.
    """
    if duty.demand is None or set(added.types).isdisjoint(duty.demand.match.types):
        return False
    return not set(added.audiences or Audience).isdisjoint(duty.demand.match.audiences or Audience)


def _with_common_types(duties: Iterable[Duty], match: Match) -> list[list[Duty]]:
    """Return the duties that are mostly about these drills, in groups: no drill can count for two of them."""
    groups: list[tuple[set[DrillType], list[Duty]]] = []
    for duty in duties:
        if duty.demand is None or not _is_mostly(duty, match):
            continue
        types, members = set(duty.demand.match.types), [duty]
        apart = []
        for other_types, others in groups:
            if types.isdisjoint(other_types):
                apart.append((other_types, others))
            else:
                types, members = types | other_types, [*others, *members]
        groups = [*apart, (types, members)]
    return [members for _, members in groups]


def _is_mostly(duty: Duty, match: Match) -> bool:
    if duty.demand is None:
        return False
    types = set(duty.demand.match.types)
    return 2 * len(types & set(match.types)) > len(types)


def _must_be(duty: Duty, match: Match) -> bool:
    """Check whether every drill that counts for the duty is one of these."""
    return duty.demand is not None and is_narrower(duty.demand.match.model_copy(update={"agency": None}), match)


def fewest_drills(duties: Iterable[Duty]) -> int:
    """Return the fewest drills that meet these duties if each drill can count for all of them."""
    return len(windows_of_fewest(duties))


def windows_of_fewest(duties: Iterable[Duty]) -> list[Window]:
    """Return the windows of the fewest drills that meet these duties if each drill can count for all of them.

    Duties are taken in the order in which their windows end. Each needs as many more as its window does not hold
    yet, and these are best held on its last day. Duties of one unit of several (a bus, a cohort) count like those
    of the campus.
    """
    asked = [(duty.window, duty.demand.number) for duty in duties if duty.demand is not None]
    held: list[Window] = []
    for window, number in sorted(asked, key=lambda pair: (pair[0].last, pair[0].first)):
        missing = number - sum(window.first <= other.last <= window.last for other in held)
        held += [window] * max(0, missing)
    return held
