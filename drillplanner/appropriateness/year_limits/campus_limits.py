"""The developmental rules of a year as limits of one campus for the solver: sets of scenarios and numbers.

The limits come from ``year_limits.yaml`` and ``order_of_learning.yaml``. They match the checks of a finished year
(``year_checks/``), so that a plan that keeps them passes those checks; a property test compares the two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pydantic import field_validator

from drillplanner.appropriateness.conditions.checks import check_name
from drillplanner.appropriateness.conditions.condition import Condition
from drillplanner.appropriateness.conditions.evaluate import evaluate_condition
from drillplanner.appropriateness.conditions.subject import Subject
from drillplanner.appropriateness.profiles.limits import measure, measure_names
from drillplanner.appropriateness.profiles.profile import Profile, profile_of
from drillplanner.appropriateness.rules.rule import load_rules
from drillplanner.appropriateness.year_checks.order_of_learning import (
    LearningPrerequisite,
    lesson_prepares_for,
    load_order_of_learning,
    subject_of_scenario,
)
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import (
    Audience,
    BandDelay,
    Ceiling,
    Delay,
    DevelopmentalLimits,
    Frozen,
    GradeBand,
    MinimumGap,
    Precedence,
    Scenario,
    Severity,
    WeekdayVariety,
)

_LIMITS = Path(__file__).parent / "year_limits.yaml"
#: The soft goal that counts missing steps of learning that are recommended and not required.
LADDER = "ladder"


class _Rule(Frozen):
    """The fields of every kind of entry."""

    rule: str
    sentence: str
    goal: str | None = None


class _Banded(_Rule):
    """An entry about drills for which a condition holds, for some bands."""

    when: Condition
    bands: tuple[GradeBand, ...] = tuple(GradeBand)


class _Delay(_Banded):
    school_days: str


class _Gap(_Banded):
    days: str


class _Ceiling(_Banded):
    most: int | str


class _Variety(_Rule):
    drills: str


class _YearLimits(Frozen):
    """The content of ``year_limits.yaml``."""

    delays: tuple[_Delay, ...]
    gaps: tuple[_Gap, ...]
    ceilings: tuple[_Ceiling, ...]
    varieties: tuple[_Variety, ...]

    @field_validator("delays", "gaps", "ceilings", "varieties")
    @classmethod
    def _known(cls, entries: tuple[_Rule, ...]) -> tuple[_Rule, ...]:
        for entry in entries:
            check_name(entry.rule, (rule.id for rule in load_rules()), f"no rule is called '{entry.rule}'")
            for name in ("school_days", "days", "most", "drills"):
                if isinstance(number := getattr(entry, name, None), str):
                    check_name(number, measure_names(), f"no limit is called '{number}'")
        return entries


@lru_cache(maxsize=1)
def load_year_limits() -> _YearLimits:
    """Return the entries that come with the program."""
    return parse_as(_YearLimits, read_document(_LIMITS, _LIMITS.name))


def limits_at(
    bands: Sequence[GradeBand], scenarios: Sequence[Scenario], profile: Profile | None = None
) -> DevelopmentalLimits:
    """Return the limits of a campus with these bands, over these scenarios, under a state's profile.

    An unknown fact counts as no step of learning and triggers no limit, except on the first days of school:
    there a drill is limited unless the file says that it is not one. A screened scenario has no unknown facts.
    """
    scope = _ScenariosByGroup(tuple(bands), tuple(scenarios), profile or profile_of())
    entries = load_year_limits()
    return DevelopmentalLimits(
        precedences=tuple(_precedences(scope)),
        delays=tuple(limit for entry in entries.delays for limit in _delays(entry, scope)),
        gaps=tuple(limit for entry in entries.gaps for limit in _gaps(entry, scope)),
        ceilings=tuple(limit for entry in entries.ceilings for limit in _ceilings(entry, scope)),
        varieties=tuple(limit for entry in entries.varieties for limit in _varieties(entry, scope)),
    )


def limits_by_bands(
    campuses: Iterable[tuple[GradeBand, ...]], scenarios: tuple[Scenario, ...], profile: Profile
) -> dict[tuple[GradeBand, ...], DevelopmentalLimits]:
    """Return :func:`limits_at` for the bands of each campus, found once in this process for each content.

    The districts of a state, and all requests of a server, mostly use the same scenarios.
    """
    # A fact that is not given differs from one that is set to its default, as in ``judge_scenario_once``.
    content = tuple(model.model_dump_json(exclude_unset=True) for model in (*scenarios, profile))
    return {bands: _limits_once(_LimitsCase(bands, content, scenarios, profile)) for bands in set(campuses)}


@dataclass(frozen=True)
class _LimitsCase:
    """What :func:`limits_at` is asked; equal if bands and ``content`` are, since the models have no hash."""

    bands: tuple[GradeBand, ...]
    content: tuple[str, ...]
    scenarios: tuple[Scenario, ...] = field(compare=False)
    profile: Profile = field(compare=False)


@lru_cache(maxsize=128)
def _limits_once(case: _LimitsCase) -> DevelopmentalLimits:
    return limits_at(case.bands, case.scenarios, case.profile)


class _ScenariosByGroup:
    """The scenarios as each group of the campus experiences them."""

    def __init__(self, bands: tuple[GradeBand, ...], scenarios: tuple[Scenario, ...], profile: Profile) -> None:
        self.bands = bands
        self.scenarios = scenarios
        self.profile = profile
        self.subjects: dict[GradeBand | None, tuple[Subject, ...]] = {
            group: tuple(
                subject
                for scenario in scenarios
                if (subject := subject_of_scenario(scenario, group, profile)) is not None
            )
            for group in (*bands, None)
        }

    def matching_ids(self, entry: _Banded, band: GradeBand, unless_denied: bool = False) -> tuple[str, ...]:
        """Return the ids of scenarios with students for which the entry's condition holds for the band.

        ``unless_denied`` includes scenarios for which it cannot be told.
        """
        if band not in entry.bands:
            return ()
        return tuple(
            subject.scenario.scenario_id
            for subject in self.subjects[band]
            if subject.scenario.audience is not Audience.STAFF
            and ((truth := evaluate_condition(entry.when, subject).truth) or (unless_denied and truth is None))
        )


def _precedences(scope: _ScenariosByGroup) -> Iterator[Precedence]:
    """Yield the edges of the graph, earliest steps first; one limit for all groups with the same scenarios."""
    severities = {rule.id: rule.severity for rule in load_rules()}
    for before in load_order_of_learning().in_learning_order:
        groups_of: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = defaultdict(list)
        for group in (*scope.bands, None):
            for after, scenarios in _scenarios_that_wait(before, scope.subjects[group], group):
                groups_of[scenarios, after].append("adults" if group is None else group.value)
        means = (
            load_order_of_learning().steps[before.first].means,
            load_order_of_learning().steps[before.then].means,
        )
        advised = (before.severity or severities[before.rule]) is Severity.RECOMMENDED
        for (scenarios, after), groups in groups_of.items():
            yield Precedence(
                rule=before.rule,
                scenarios=scenarios,
                after=after,
                goal=LADDER if advised else None,
                sentence=f"for {', '.join(groups)}, {means[0]} comes before {means[1]}",
            )


def _scenarios_that_wait(
    before: LearningPrerequisite, subjects: tuple[Subject, ...], group: GradeBand | None
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the scenarios that provide the first step, with those that wait for it and do not include it."""
    if not before.concerns(group):
        return
    steps = load_order_of_learning().steps
    first, then = steps[before.first], steps[before.then]
    lessons = [subject for subject in subjects if evaluate_condition(first.done_by, subject).truth]
    waiting: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for subject in subjects:
        if not evaluate_condition(then.done_by, subject).truth:
            continue
        if first.brought_by is not None and subject.value_of(first.brought_by):
            continue
        after = [
            lesson
            for lesson in lessons
            if not first.same_topic or lesson_prepares_for(lesson.scenario, subject.scenario)
        ]
        waiting[_ids(after)].append(subject.scenario.scenario_id)
    for after_ids, scenarios in waiting.items():
        yield after_ids, tuple(scenarios)


def _ids(subjects: Iterable[Subject]) -> tuple[str, ...]:
    return tuple(subject.scenario.scenario_id for subject in subjects)


def _delays(entry: _Delay, scope: _ScenariosByGroup) -> Iterator[Delay]:
    """Yield delays: one for all scenarios that are too early for the same bands on the same days."""
    by_scenario: dict[str, list[BandDelay]] = defaultdict(list)
    for band in scope.bands:
        days = measure(entry.school_days, band, scope.profile) or 0
        for scenario in scope.matching_ids(entry, band, unless_denied=True) if days else ():
            by_scenario[scenario].append(BandDelay(band=band, school_days=days))
    alike: dict[tuple[BandDelay, ...], list[str]] = defaultdict(list)
    for scenario, by_band in by_scenario.items():
        alike[tuple(by_band)].append(scenario)
    for by_bands, scenarios in alike.items():
        yield Delay(
            rule=entry.rule,
            scenarios=tuple(scenarios),
            goal=entry.goal,
            sentence=entry.sentence,
            by_band=by_bands,
        )


def _gaps(entry: _Gap, scope: _ScenariosByGroup) -> Iterator[MinimumGap]:
    def days(band: GradeBand) -> int | None:
        return measure(entry.days, band, scope.profile)

    for number, scenarios in _widest(entry, scope, days):
        yield MinimumGap(
            rule=entry.rule, scenarios=scenarios, goal=entry.goal, sentence=entry.sentence, days=number
        )


def _ceilings(entry: _Ceiling, scope: _ScenariosByGroup) -> Iterator[Ceiling]:
    def most(band: GradeBand) -> int | None:
        return measure(entry.most, band, scope.profile) if isinstance(entry.most, str) else entry.most

    for number, scenarios in _widest(entry, scope, most):
        yield Ceiling(rule=entry.rule, scenarios=scenarios, goal=entry.goal, sentence=entry.sentence, most=number)


def _widest(
    entry: _Banded, scope: _ScenariosByGroup, number: Callable[[GradeBand], int | None]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each number with its sets of scenarios, without subsets, which the larger set limits as well."""
    sets_by_limit: dict[int, dict[tuple[str, ...], None]] = defaultdict(dict)
    for band in scope.bands:
        limit, scenarios = number(band), scope.matching_ids(entry, band)
        if limit is not None and scenarios:
            sets_by_limit[limit][scenarios] = None
    for limit, sets in sets_by_limit.items():
        for scenarios in sets:
            if not any(set(scenarios) < set(other) for other in sets):
                yield limit, scenarios


def _varieties(entry: _Variety, scope: _ScenariosByGroup) -> Iterator[WeekdayVariety]:
    by_type: dict[str, list[str]] = defaultdict(list)
    for scenario in scope.scenarios:
        if scenario.audience is Audience.STAFF or set(scope.bands) & set(scenario.bands):
            by_type[scenario.drill_type].append(scenario.scenario_id)
    drills = measure(entry.drills, None, scope.profile)
    for scenarios in by_type.values() if drills is not None else ():
        yield WeekdayVariety(
            rule=entry.rule,
            scenarios=tuple(scenarios),
            goal=entry.goal,
            sentence=entry.sentence,
            from_drills=drills or 0,
        )
