"""The order of learning (``order_of_learning.yaml``) as a graph, and drills of a year that come too early.

Some steps must come before others: orientation before walk-through before lockdown, a lesson before a drill, a
tabletop for adults before their operations.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field, model_validator

from drillplanner.appropriateness.conditions.condition import Condition
from drillplanner.appropriateness.conditions.evaluate import evaluate_condition
from drillplanner.appropriateness.conditions.subject import Subject
from drillplanner.appropriateness.profiles.profile import Profile, profile_of
from drillplanner.appropriateness.year_checks.as_scheduled import as_scheduled
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import Drill, DrillFacts, DrillType, Frozen, GradeBand, Scenario, Severity, bands_of
from drillplanner.model.topological_order import find_cycle, topological_order

_ORDER = Path(__file__).parent / "order_of_learning.yaml"


class LearningStep(Frozen):
    """A step of learning: something that is taught or practiced."""

    means: str
    done_by: Condition
    brought_by: str | None = Field(default=None, description="The fact by which a later drill brings it along.")
    same_topic: bool = Field(default=False, description="It counts only for drills that it speaks of.")


class LearningPrerequisite(Frozen):
    """A step that must come before another, for all bands or for some."""

    first: str
    then: str
    rule: str
    severity: Severity | None = Field(default=None, description="Where it is another than the rule's.")
    bands: tuple[GradeBand, ...] = tuple(GradeBand)

    def concerns(self, group: GradeBand | None) -> bool:
        """Check whether the order applies to a band, or to adults alone (None)."""
        if group is None:
            return self.first.startswith("adults")
        return not self.first.startswith("adults") and group in self.bands


class OrderOfLearning(Frozen):
    """The steps, their order, and the drill types that a lesson on each subject prepares for."""

    steps: dict[str, LearningStep]
    order: tuple[LearningPrerequisite, ...]
    topics: dict[str, tuple[DrillType, ...]]

    @model_validator(mode="after")
    def _steps_are_known(self) -> OrderOfLearning:
        named = {name for entry in self.order for name in (entry.first, entry.then)}
        if unknown := sorted(named - set(self.steps)):
            raise ValueError(f"'order' names steps that there are not: {', '.join(unknown)}")
        pairs = self._pairs
        if twice := sorted({pair for pair in pairs if pairs.count(pair) > 1}):
            raise ValueError(f"'order' says twice what comes before what: {', '.join(map(' - '.join, twice))}")
        if cycle := find_cycle(pairs):
            raise ValueError(f"'order' goes round in a circle: {', '.join(cycle)}")
        return self

    @property
    def in_learning_order(self) -> tuple[LearningPrerequisite, ...]:
        """The prerequisites, sorted so that the earliest steps come first."""
        position = {name: number for number, name in enumerate(topological_order(self.steps, self._pairs))}
        return tuple(sorted(self.order, key=lambda entry: (position[entry.first], entry.then)))

    @property
    def _pairs(self) -> list[tuple[str, str]]:
        return [(entry.first, entry.then) for entry in self.order]


@dataclass(frozen=True)
class MissingPrerequisite:
    """A drill before which a step is missing; ``certain`` is False if an unknown fact could provide the step."""

    drill_id: str
    band: GradeBand | None
    prerequisite: LearningPrerequisite
    certain: bool


@lru_cache(maxsize=1)
def load_order_of_learning() -> OrderOfLearning:
    """Return the order of learning that comes with the program."""
    return parse_as(OrderOfLearning, read_document(_ORDER, _ORDER.name))


def missing_prerequisites(
    drills: Sequence[Drill],
    scenarios: Mapping[str, Scenario],
    bands: Sequence[GradeBand],
    profile: Profile | None = None,
    readings: ConditionCache | None = None,
) -> tuple[MissingPrerequisite, ...]:
    """Return the drills of a campus's year that come before a step of learning, by group and in order of time.

    ``scenarios`` are by id; of a drill whose scenario is missing, only type, format, and audience are known.
    ``bands`` are those of the campus; adults alone are one more group. ``readings`` may be shared by the
    campuses of a district.
    """
    cache = readings or ConditionCache(scenarios, profile or profile_of())
    groups: tuple[GradeBand | None, ...] = (*bands, None)
    ordered = drills_by_time(drills)
    return tuple(missing for group in groups for missing in _of_group(ordered, cache, group))


def drills_by_time(drills: Sequence[Drill]) -> list[Drill]:
    """Return the drills in order of time."""
    return sorted(drills, key=lambda drill: (drill.date, drill.start or time.min, drill.drill_id))


def subject_of_drill(
    drill: Drill, scenarios: Mapping[str, Scenario], band: GradeBand | None, profile: Profile
) -> Subject | None:
    """Return the drill as a group experiences it; None if its scenario or grades leave the group out."""
    scenario = scenarios.get(drill.scenario_id or "")
    given_bands = bands_of(drill.grades) if drill.grades else None
    if band is not None and given_bands is not None and band not in given_bands:
        return None
    if scenario is None:
        return _known_from_schedule_alone(drill, band, profile)
    scheduled = as_scheduled(scenario, drill)
    if band is not None and given_bands is not None and band not in scheduled.bands:
        # The row adds grades for which the scenario is not written; the facts for all bands apply to them.
        return Subject(scheduled, band, scheduled.facts, profile)
    return subject_of_scenario(scheduled, band, profile)


def subject_of_scenario(scenario: Scenario, band: GradeBand | None, profile: Profile) -> Subject | None:
    """Return the scenario as a group experiences it; None if it is not for the band."""
    if band is None:
        return Subject(scenario, None, scenario.facts, profile)
    if band not in scenario.bands:
        return None
    return Subject(scenario, band, scenario.facts_for(band), profile)


def _known_from_schedule_alone(drill: Drill, band: GradeBand | None, profile: Profile) -> Subject:
    """Return a subject with only the fields of the schedule; conditions on others answer "cannot tell"."""
    fields: dict[str, Any] = {
        **dict.fromkeys(Scenario.model_fields),
        **{name: getattr(drill, name) for name in ("drill_type", "format", "audience", "announced", "route")},
        "subjects": (),
        "facts": DrillFacts(),
        "band_facts": {},
        "scripts": {},
        "translations": {},
    }
    bare = Scenario.model_construct(**fields)
    return Subject(bare, band, bare.facts, profile)


class ConditionCache:
    """Answers of conditions about a district's drills, each evaluated once, as most drills share a scenario.

    ``scenarios`` is by id. The answers depend only on a drill's scenario and its row of the schedule.
    """

    def __init__(self, scenarios: Mapping[str, Scenario], profile: Profile) -> None:
        self._scenarios = scenarios
        self._profile = profile
        self._subjects: dict[Hashable, Subject | None] = {}
        self._truths: dict[Hashable, bool | None] = {}

    def symmetry_key(self, drill: Drill) -> Hashable:
        """Return a key that is equal for drills about which every condition has the same answer."""
        key = drill.drill_type, drill.format, drill.audience, drill.announced, drill.route, drill.grades
        return (drill.scenario_id, drill.minutes, *key) if drill.scenario_id in self._scenarios else key

    def subject(self, drill: Drill, band: GradeBand | None) -> Subject | None:
        """Return the drill as a group experiences it; see :func:`subject_of_drill`."""
        key = self.symmetry_key(drill), band
        if key not in self._subjects:
            self._subjects[key] = subject_of_drill(drill, self._scenarios, band, self._profile)
        return self._subjects[key]

    def truth(self, name: str, condition: Condition, drill: Drill, band: GradeBand | None) -> bool | None:
        """Return the condition's answer, cached under ``name``; False if the drill is not for the group."""
        key = name, self.symmetry_key(drill), band
        if key not in self._truths:
            subject = self.subject(drill, band)
            self._truths[key] = False if subject is None else evaluate_condition(condition, subject).truth
        return self._truths[key]


def _of_group(drills: list[Drill], cache: ConditionCache, band: GradeBand | None) -> Iterator[MissingPrerequisite]:
    order = load_order_of_learning()
    done: dict[str, dict[Hashable, Drill]] = {name: {} for name in order.steps}
    for drill in drills:
        subject = cache.subject(drill, band)
        if subject is None:
            continue
        takes_step = {name: cache.truth(name, step.done_by, drill, band) for name, step in order.steps.items()}
        for prerequisite in order.order:
            if not prerequisite.concerns(band) or takes_step[prerequisite.then] is not True:
                continue
            answer = _done_before(prerequisite, subject, done[prerequisite.first], cache)
            if answer is not True:
                yield MissingPrerequisite(drill.drill_id, band, prerequisite, certain=answer is False)
        for name, answer in takes_step.items():
            if answer is not False:
                # One of several equivalent drills is enough.
                done[name][cache.symmetry_key(drill)] = drill


def _done_before(
    prerequisite: LearningPrerequisite,
    subject: Subject,
    earlier: Mapping[Hashable, Drill],
    cache: ConditionCache,
) -> bool | None:
    """Return whether the first step was taken, or is part of the drill; None if that cannot be told."""
    step = load_order_of_learning().steps[prerequisite.first]
    answers = [
        cache.truth(prerequisite.first, step.done_by, drill, subject.band)
        for drill in earlier.values()
        if not step.same_topic or _lesson_prepares_for(cache.subject(drill, subject.band), subject)
    ]
    if step.brought_by is not None:
        answers.append(subject.value_of(step.brought_by))
    if True in answers:
        return True
    return None if None in answers else False


def lesson_prepares_for(lesson: Scenario, drill: Scenario) -> bool:
    """Check whether a lesson prepares for a drill: by its type, or by a subject that covers the drill."""
    if lesson.drill_type is drill.drill_type:
        return True
    topics = load_order_of_learning().topics
    return any(drill.drill_type in topics.get(subject, ()) for subject in lesson.subjects)


def _lesson_prepares_for(lesson: Subject | None, drill: Subject) -> bool:
    return lesson is not None and lesson_prepares_for(lesson.scenario, drill.scenario)
