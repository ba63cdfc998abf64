"""Each kind of practice as limits of a campus's year: sets of scenarios with numbers, dates, and times."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from drillplanner.appropriateness import seasons_at
from drillplanner.law import Match, Setting, Window
from drillplanner.law.kinds.count import Count
from drillplanner.model import (
    AvoidedDates,
    DevelopmentalLimits,
    DrillType,
    Floor,
    MinimumGap,
    Precedence,
    Scenario,
    TimeOfDay,
)
from drillplanner.practice.by_law import LawsNumbers
from drillplanner.practice.pack import (
    Apart,
    AtTimes,
    AvoidDays,
    Before,
    BeforeSeason,
    EachPart,
    Early,
    EasyFirst,
    GoodPractice,
)
from drillplanner.practice.year_parts import parts_of_year

#: The part of the even distance between drills that is asked for. The rest is room for the law's months, breaks,
#: and days that are avoided.
PART_OF_EVEN = 0.6
_FRIDAY = 4


@dataclass(frozen=True)
class PracticeCase:
    """What the limits of one campus are made from: its year, scenarios, dates to avoid, and the law's numbers."""

    setting: Setting
    scenarios: Sequence[Scenario]
    avoided: tuple[date, ...]
    law: LawsNumbers

    def ids(self, match: Match) -> tuple[str, ...]:
        """Return the ids of the scenarios whose drills match."""
        return tuple(scenario.scenario_id for scenario in self.scenarios if match.selects_scenario(scenario))

    def has_season_of(self, drill_type: DrillType) -> bool:
        """Check whether a season of the hazard of this type of drill begins in the school year."""
        of_type = [scenario for scenario in self.scenarios if scenario.drill_type is drill_type]
        return bool(seasons_at(self.setting.district.state, of_type, self.setting.dates))

    @property
    def year(self) -> Window:
        """The campus's school year."""
        dates = self.setting.dates
        return Window(first=dates[0], last=dates[-1], label="the school year", key="year")


def limits_of(practice: GoodPractice, case: PracticeCase) -> DevelopmentalLimits:
    """Return the limits that a practice sets at the campus; none where it does not apply."""
    if practice.where_season is not None and not case.has_season_of(practice.where_season):
        return DevelopmentalLimits()
    return _LIMITS[type(practice.asks)](practice, practice.asks, case)


def _floors(practice: GoodPractice, asks: Count, case: PracticeCase) -> DevelopmentalLimits:
    share = case.law.share_of(
        asks.match, asks.windows(case.setting), asks.min or 0, case.year, practice.is_about_violence
    )
    if share is None:
        return DevelopmentalLimits()
    return DevelopmentalLimits(
        floors=tuple(
            Floor(
                rule=practice.practice_id,
                scenarios=case.ids(asks.match),
                practice=practice.rank,
                sentence=asks.model_copy(update={"min": number}).sentence(window),
                least=number,
                first=window.first,
                last=window.last,
                may_add=share.may_add,
            )
            for window, number in share.windows
        )
    )


def _gap(practice: GoodPractice, asks: Apart, case: PracticeCase) -> DevelopmentalLimits:
    scenarios = case.ids(asks.match)
    days = _days_apart(asks, case)
    if not scenarios:
        return DevelopmentalLimits()
    limit = MinimumGap(
        rule=practice.practice_id,
        scenarios=scenarios,
        practice=practice.rank,
        sentence=f"at least {days} days between two {asks.what}",
        days=days,
    )
    return DevelopmentalLimits(gaps=(limit,))


def _days_apart(asks: Apart, case: PracticeCase) -> int:
    """Return the distance that is asked for where the law and practice ask for this many drills."""
    drills = case.law.expected(asks.match)
    span = (case.year.last - case.year.first).days
    return min(asks.days, max(asks.least_days, int(PART_OF_EVEN * span / max(1, drills))))


def _parts(practice: GoodPractice, asks: EachPart, case: PracticeCase) -> DevelopmentalLimits:
    scenarios = case.ids(asks.match)
    parts = parts_of_year(case.setting.dates, asks.parts, case.law.windows_of(asks.match, case.year))
    return DevelopmentalLimits(
        floors=tuple(
            Floor(
                rule=practice.practice_id,
                scenarios=scenarios,
                practice=practice.rank,
                sentence=f"{asks.what} from {_words(part.first)} to {_words(part.last)}",
                least=1,
                first=part.first,
                last=part.last,
                may_add=False,
            )
            for part in (parts if scenarios else ())
        )
    )


def _words(on: date) -> str:
    return f"{on:%B} {on.day}, {on.year}"


def _precedence(practice: GoodPractice, asks: Before, case: PracticeCase) -> DevelopmentalLimits:
    first, then = case.ids(asks.first), case.ids(asks.then)
    if not first or not then:
        return DevelopmentalLimits()
    title = practice.title[:1].lower() + practice.title[1:]
    limit = Precedence(
        rule=practice.practice_id, scenarios=then, practice=practice.rank, sentence=title, after=first
    )
    return DevelopmentalLimits(precedences=(limit,))


def _variants(practice: GoodPractice, asks: EasyFirst, case: PracticeCase) -> DevelopmentalLimits:
    return DevelopmentalLimits(precedences=tuple(_orders_of_variants(practice, asks, case)))


def _orders_of_variants(practice: GoodPractice, asks: EasyFirst, case: PracticeCase) -> Iterator[Precedence]:
    matched = [scenario for scenario in case.scenarios if asks.match.selects_scenario(scenario)]
    for drill_type in asks.match.types:
        of_type = [
            scenario
            for scenario in matched
            # Where the law wants every fire drill by the fire escape, no other variant can come first.
            if scenario.drill_type is drill_type and not case.law.rules_out(scenario)
        ]
        easiest = min((scenario.difficulty for scenario in of_type), default=0)
        harder = tuple(scenario.scenario_id for scenario in of_type if scenario.difficulty > easiest)
        if harder:
            yield Precedence(
                rule=practice.practice_id,
                scenarios=harder,
                practice=practice.rank,
                sentence=f"the usual {drill_type.phrase} before its harder variants",
                after=tuple(scenario.scenario_id for scenario in of_type if scenario.difficulty == easiest),
                is_of_variants=True,
            )


def _early(practice: GoodPractice, asks: Early, case: PracticeCase) -> DevelopmentalLimits:
    """Ask for one among the drills that are held, if the law or a practice before asks for any."""
    scenarios, dates = case.ids(asks.match), case.setting.dates[: asks.school_days]
    if not scenarios or not (case.law.expected(asks.match) or case.law.chooses(asks.match)):
        return DevelopmentalLimits()
    days = f"the first {len(dates)} school days"
    case.law.early.append((asks.match, Window(first=dates[0], last=dates[-1], label=days, key="early")))
    limit = Floor(
        rule=practice.practice_id,
        scenarios=scenarios,
        practice=practice.rank,
        sentence=f"a {asks.what} within {days}",
        least=1,
        first=dates[0],
        last=dates[-1],
        may_add=False,
    )
    return DevelopmentalLimits(floors=(limit,))


def _dates(practice: GoodPractice, asks: AvoidDays, case: PracticeCase) -> DevelopmentalLimits:
    days = _days_of_each_year(asks.yearly, case.setting.dates) if asks.yearly else case.avoided
    scenarios, dates = case.ids(asks.match), _among(days, case.setting.dates)
    if not scenarios or not dates:
        return DevelopmentalLimits()
    title = practice.title[:1].lower() + practice.title[1:]
    limit = AvoidedDates(
        rule=practice.practice_id, scenarios=scenarios, practice=practice.rank, sentence=title, dates=dates
    )
    return DevelopmentalLimits(avoided=(limit,))


def _days_of_each_year(yearly: Sequence[str], school_days: Sequence[date]) -> tuple[date, ...]:
    """Return these days, or the Friday before where one is on a weekend, in the years of the school days."""
    years = sorted({on.year for on in school_days})
    days = [date.fromisoformat(f"{year}-{day}") for year in years for day in yearly]
    return tuple(on - timedelta(max(0, on.weekday() - _FRIDAY)) for on in days)


def _among(dates: Sequence[date], school_days: Sequence[date]) -> tuple[date, ...]:
    open_days = set(school_days)
    return tuple(on for on in dates if on in open_days)


def _times(practice: GoodPractice, asks: AtTimes, case: PracticeCase) -> DevelopmentalLimits:
    scenarios = case.ids(asks.match)
    if not scenarios:
        return DevelopmentalLimits()
    title = practice.title[:1].lower() + practice.title[1:]
    limit = TimeOfDay(
        rule=practice.practice_id,
        scenarios=scenarios,
        practice=practice.rank,
        sentence=title,
        span=asks.times,
        is_outside=asks.outside,
        most_percent=asks.most_percent,
    )
    return DevelopmentalLimits(times=(limit,))


def _seasons(practice: GoodPractice, asks: BeforeSeason, case: PracticeCase) -> DevelopmentalLimits:
    return DevelopmentalLimits(seasons=tuple(_season_limits(practice, asks, case)))


def _season_limits(practice: GoodPractice, asks: BeforeSeason, case: PracticeCase) -> Iterator[Any]:
    of_type = [scenario for scenario in case.scenarios if scenario.drill_type is asks.drill_type]
    for season in seasons_at(case.setting.district.state, of_type, case.setting.dates):
        yield season.model_copy(update={"rule": practice.practice_id, "goal": None, "practice": practice.rank})


#: The limits of each kind of practice.
_LIMITS: dict[type, Callable[[GoodPractice, Any, PracticeCase], DevelopmentalLimits]] = {
    Count: _floors,
    Apart: _gap,
    EachPart: _parts,
    Before: _precedence,
    EasyFirst: _variants,
    Early: _early,
    AvoidDays: _dates,
    AtTimes: _times,
    BeforeSeason: _seasons,
}
