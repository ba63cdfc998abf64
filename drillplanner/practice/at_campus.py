"""Good practice at one campus, as limits of its year for the solver and the judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from drillplanner.appropriateness import Profile
from drillplanner.appropriateness.profiles.limits import violence_drills_most
from drillplanner.law import Duty, Setting
from drillplanner.law.duties.applicability import applicability_of
from drillplanner.model import DevelopmentalLimits, Scenario
from drillplanner.practice.by_law import LawsNumbers
from drillplanner.practice.limits import PracticeCase, limits_of
from drillplanner.practice.pack import GoodPractice, PracticePack


@dataclass(frozen=True)
class PracticeYear:
    """Good practice at one campus: its limits, and the practices that hang on an unknown fact.

    ``unanswered`` maps each such fact to the ids of the practices.
    """

    limits: DevelopmentalLimits
    unanswered: Mapping[str, tuple[str, ...]]


def practice_at(
    pack: PracticePack,
    setting: Setting,
    duties: Sequence[Duty],
    scenarios: Sequence[Scenario],
    avoided: Sequence[date],
    profile: Profile,
    defaults: Mapping[str, bool],
) -> PracticeYear:
    """Return the limits that a level of good practice sets at one campus.

    ``duties`` are the campus's duties of law, ``scenarios`` those that may be used there, ``avoided`` the dates to
    avoid, and ``defaults`` the values assumed for facts that no file gives.
    """
    asked, unanswered = list[GoodPractice](), dict[str, list[str]]()
    for practice in pack.practices if setting.dates else ():
        applied = applicability_of(practice.applies_if, practice.grades, None, setting.campus, dict(defaults))
        if applied.answer is None and applied.missing is not None:
            unanswered.setdefault(applied.missing, []).append(practice.practice_id)
        if applied.answer:
            asked.append(practice)
    dates, most = tuple(sorted(set(avoided))), violence_drills_most(profile)
    # What the law may ask for is not sure to be held (drills of a child care program that nobody confirmed): a
    # number that only such a duty gives leaves the kind to good practice.
    sure = [duty for duty in duties if duty.missing_fact is None or duty.demand is None]
    first = LawsNumbers(sure, most)
    found = _limits(asked, PracticeCase(setting, scenarios, dates, first))
    if first.chosen and first.added:
        added_anyway = tuple(match for match, _ in first.added)
        found = _limits(asked, PracticeCase(setting, scenarios, dates, LawsNumbers(sure, most, added_anyway)))
    return PracticeYear(found, {fact: tuple(ids) for fact, ids in unanswered.items()})


def _limits(practices: Iterable[GoodPractice], case: PracticeCase) -> DevelopmentalLimits:
    found = DevelopmentalLimits()
    for practice in practices:
        found = found.with_more(limits_of(practice, case))
    return found
