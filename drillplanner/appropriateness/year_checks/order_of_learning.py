"""The order of learning (``order_of_learning.yaml``) as a graph, and what comes too early in a campus's year.

A step without another before it comes first: orientation before walk-through before lockdown, a lesson before
a drill, the tabletop of adults before their operations.
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
    """Something that is learned or practiced."""

    means: str
    done_by: Condition
    brought_by: str | None = Field(default=None, description="The fact by which a later drill brings it along.")
    same_topic: bool = Field(default=False, description="It counts only for drills that it speaks of.")


class LearningPrerequisite(Frozen):
    """One step comes before another, for all bands or for those named."""

    first: str
    then: str
    rule: str
    severity: Severity | None = Field(default=None, description="Where it is another than the rule's.")
    bands: tuple[GradeBand, ...] = tuple(GradeBand)

    def concerns(self, group: GradeBand | None) -> bool:
        """Whether it is an order of that band, or of adults among themselves (None)."""
        if group is None:
            return self.first.startswith("adults")
        return not self.first.startswith("adults") and group in self.bands


class OrderOfLearning(Frozen):
    """The steps, their order, and what a lesson on each subject prepares for."""

    steps: dict[str, LearningStep]
    order: tuple[LearningPrerequisite, ...]
    topics: dict[str, tuple[DrillType, ...]]

    @model_validator(mode="after")
    def _steps_are_known(self) -> OrderOfLearning:
        named = {name for one in self.order for name in (one.first, one.then)}
        if unknown := sorted(named - set(self.steps)):
            raise ValueError(f"'order' names steps that there are not: {', '.join(unknown)}")
        pairs = self._pairs
        if twice := sorted({pair for pair in pairs if pairs.count(pair) > 1}):
            raise ValueError(f"'order' says twice what comes before what: {', '.join(map(' - '.join, twice))}")
        if circle := find_cycle(pairs):
            raise ValueError(f"'order' goes round in a circle: {', '.join(circle)}")
        return self

    @property
    def in_learning_order(self) -> tuple[LearningPrerequisite, ...]:
        """What comes before what, in an order in which the steps could be taken."""
        place = {name: number for number, name in enumerate(topological_order(self.steps, self._pairs))}
        return tuple(sorted(self.order, key=lambda one: (place[one.first], one.then)))

    @property
    def _pairs(self) -> list[tuple[str, str]]:
        return [(one.first, one.then) for one in self.order]


@dataclass(frozen=True)
class MissingPrerequisite:
    """A drill before which a step is missing; ``certain`` is False where an unknown fact could supply it."""

    drill_id: str
    band: GradeBand | None
    prerequisite: LearningPrerequisite
    certain: bool


@lru_cache(maxsize=1)
def load_order_of_learning() -> OrderOfLearning:
    """The order that comes with the program."""
    return parse_as(OrderOfLearning, read_document(_ORDER, _ORDER.name))


def missing_prerequisites(
    drills: Sequence[Drill],
    scenarios: Mapping[str, Scenario],
    bands: Sequence[GradeBand],
    profile: Profile | None = None,
    readings: ConditionCache | None = None,
) -> tuple[MissingPrerequisite, ...]:
    """What comes too early among one campus's drills of a school year, in order of time.

    ``scenarios`` by id; a drill whose scenario is not among them is known by its type, format and audience
    alone. ``bands`` are the campus's own. Adults alone are one more group. ``readings`` may be shared by
    campuses of one district.
    """
    known = readings or ConditionCache(scenarios, profile or profile_of())
    groups: tuple[GradeBand | None, ...] = (*bands, None)
    ordered = drills_by_time(drills)
    return tuple(found for group in groups for found in _of_group(ordered, known, group))


def drills_by_time(drills: Sequence[Drill]) -> list[Drill]:
    """The drills in order of time."""
    return sorted(drills, key=lambda one: (one.date, one.start or time.min, one.drill_id))


def subject_of_drill(
    drill: Drill, scenarios: Mapping[str, Scenario], band: GradeBand | None, profile: Profile
) -> Subject | None:
    """The drill as that group meets it; None where its scenario or grades leave the group out."""
    scenario = scenarios.get(drill.scenario_id or "")
    told = bands_of(drill.grades) if drill.grades else None
    if band is not None and told is not None and band not in told:
        return None
    if scenario is None:
        return _known_by_the_schedule_alone(drill, band, profile)
    held = as_scheduled(scenario, drill)
    if band is not None and told is not None and band not in held.bands:
        # The row brings grades for which the scenario is not written: they meet what stands for all.
        return Subject(held, band, held.facts, profile)
    return subject_of_scenario(held, band, profile)


def subject_of_scenario(scenario: Scenario, band: GradeBand | None, profile: Profile) -> Subject | None:
    """The scenario as that group meets it; None where its grades leave the band out."""
    if band is None:
        return Subject(scenario, None, scenario.facts, profile)
    if band not in scenario.bands:
        return None
    return Subject(scenario, band, scenario.facts_for(band), profile)


def _known_by_the_schedule_alone(drill: Drill, band: GradeBand | None, profile: Profile) -> Subject:
    """Nothing is known but what the schedule says; conditions then answer "cannot tell"."""
    said: dict[str, Any] = {
        **dict.fromkeys(Scenario.model_fields),
        **{name: getattr(drill, name) for name in ("drill_type", "format", "audience", "announced", "route")},
        "subjects": (),
        "facts": DrillFacts(),
        "band_facts": {},
        "scripts": {},
        "translations": {},
    }
    bare = Scenario.model_construct(**said)
    return Subject(bare, band, bare.facts, profile)


class ConditionCache:
    """What conditions say of a district's drills, each read once: the year holds few scenarios and many drills.

    ``scenarios`` is by id; all that is asked of a drill here is what its scenario and its schedule say of it.
    """

    def __init__(self, scenarios: Mapping[str, Scenario], profile: Profile) -> None:
        self._scenarios = scenarios
        self._profile = profile
        self._subjects: dict[Hashable, Subject | None] = {}
        self._truths: dict[Hashable, bool | None] = {}

    def symmetry_key(self, drill: Drill) -> Hashable:
        """Equal for drills of which every condition says the same."""
        said = drill.drill_type, drill.format, drill.audience, drill.announced, drill.route, drill.grades
        return (drill.scenario_id, drill.minutes, *said) if drill.scenario_id in self._scenarios else said

    def subject(self, drill: Drill, band: GradeBand | None) -> Subject | None:
        """The drill as that group meets it; see :func:`subject_of_drill`."""
        key = self.symmetry_key(drill), band
        if key not in self._subjects:
            self._subjects[key] = subject_of_drill(drill, self._scenarios, band, self._profile)
        return self._subjects[key]

    def truth(self, name: str, condition: Condition, drill: Drill, band: GradeBand | None) -> bool | None:
        """The condition's answer, remembered under ``name``; False where the drill is not for the group."""
        key = name, self.symmetry_key(drill), band
        if key not in self._truths:
            subject = self.subject(drill, band)
            self._truths[key] = False if subject is None else evaluate_condition(condition, subject).truth
        return self._truths[key]


def _of_group(
    drills: list[Drill], readings: ConditionCache, band: GradeBand | None
) -> Iterator[MissingPrerequisite]:
    order = load_order_of_learning()
    done: dict[str, dict[Hashable, Drill]] = {name: {} for name in order.steps}
    for drill in drills:
        subject = readings.subject(drill, band)
        if subject is None:
            continue
        did = {name: readings.truth(name, step.done_by, drill, band) for name, step in order.steps.items()}
        for before in order.order:
            if not before.concerns(band):
                continue
            if did[before.then] is not True:
                continue
            answer = _done_before(before, drill, subject, done[before.first], readings)
            if answer is not True:
                yield MissingPrerequisite(drill.drill_id, band, before, certain=answer is False)
        for name, answer in did.items():
            if answer is not False:
                # One of those that are alike speaks for all of them.
                done[name][readings.symmetry_key(drill)] = drill


def _done_before(
    before: LearningPrerequisite,
    drill: Drill,
    subject: Subject,
    earlier: Mapping[Hashable, Drill],
    readings: ConditionCache,
) -> bool | None:
    """Whether the first step was done, or is brought along; None where that cannot be told."""
    step = load_order_of_learning().steps[before.first]
    answers = [
        readings.truth(before.first, step.done_by, one, subject.band)
        for one in earlier.values()
        if not step.same_topic or _lesson_prepares_for(readings.subject(one, subject.band), subject)
    ]
    if step.brought_by is not None:
        answers.append(subject.value_of(step.brought_by))
    if True in answers:
        return True
    return None if None in answers else False


def lesson_prepares_for(lesson: Scenario, drill: Scenario) -> bool:
    """Whether a lesson prepares for a drill: one of its type, or one on a subject that covers it."""
    if lesson.drill_type is drill.drill_type:
        return True
    topics = load_order_of_learning().topics
    return any(drill.drill_type in topics.get(subject, ()) for subject in lesson.subjects)


def _lesson_prepares_for(lesson: Subject | None, drill: Subject) -> bool:
    return lesson is not None and lesson_prepares_for(lesson.scenario, drill.scenario)
