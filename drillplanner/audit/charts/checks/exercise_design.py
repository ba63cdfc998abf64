"""Check an exercise's design: type, objectives, evaluation guides, dates of the meetings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.record import ExerciseRecord
from drillplanner.audit.charts.rules.chart_rules import ChartSeverity
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import exercises_table
from drillplanner.incident_command.positions.catalog import Tier


def exercise_of(case: ChartCase) -> ExerciseRecord:
    """Return the exercise. Raises LookupError without one; the judge then does not apply these rules."""
    if case.record.exercise is None:
        raise LookupError("the record has no exercise")
    return case.record.exercise


def family_of(exercise: ExerciseRecord) -> str | None:
    """Return discussion or operations, by the type; None for an unknown type."""
    return exercises_table().families.get(exercise.exercise_type)


def rule_type_of(case: ChartCase, exercise: ExerciseRecord) -> str:
    """Return the type, with drills divided into ``routine`` and ``large``; a walk-through is routine."""
    if exercise.exercise_type != "drill":
        return exercise.exercise_type
    return "large" if case.tier is Tier.L3 and not exercise.walked_through else "routine"


def type_and_family(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-01: one of seven types, with its family."""
    exercise = exercise_of(case)
    family = family_of(exercise)
    if family is None:
        yield CheckFault(f"'{exercise.exercise_type}' is none of HSEEP's seven types.", (exercise.id,))
    elif exercise.family is None:
        yield MissingFact("the family, discussion or operations", (exercise.id,))
    elif exercise.family != family:
        yield CheckFault(
            f"The type {exercise.exercise_type} is of the {family} family, not {exercise.family}.",
            (exercise.id,),
        )


def objectives_and_capabilities(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-02: at least one objective, each with a core capability; official names everywhere."""
    exercise = exercise_of(case)
    official = {_normalized(name) for name in exercises_table().capabilities}
    if not exercise.objectives:
        yield CheckFault("The exercise has no objective.", (exercise.id,))
    for objective in exercise.objectives:
        if not objective.capabilities:
            yield CheckFault(f"Objective {objective.id} names no core capability.", (objective.id,))
        for name in objective.capabilities:
            if _normalized(name) not in official:
                yield CheckFault(f"'{name}' of objective {objective.id} is no core capability.", (objective.id,))
    elsewhere = [(guide.id, guide.capability) for guide in exercise.guides or ()]
    elsewhere += [(area.id, area.capability) for area in exercise.areas or ()]
    for subject, name in elsewhere:
        if _normalized(name) not in official:
            yield CheckFault(f"'{name}' of {subject} is no core capability.", (subject,))


def _normalized(name: str) -> str:
    return " ".join(name.casefold().replace("&", "and").replace(",", "").replace("-", " ").split())


def same_capability(name: str, other_name: str) -> bool:
    """Return whether both names mean the same capability, however they are spelled."""
    return _normalized(name) == _normalized(other_name)


def measurable_objectives(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-03: an objective says what is done, how much, and by when; as stated, else read from its text."""
    for objective in exercise_of(case).objectives:
        missing = [
            part
            for part, is_stated in (
                ("what is done", _stated_or_read(objective.action, _has_action(objective.text))),
                ("how much", _stated_or_read(objective.measure, _has_measure(objective.text))),
                ("by when", _stated_or_read(objective.time, _has_time(objective.text))),
            )
            if not is_stated
        ]
        if missing:
            yield CheckFault(f"Objective {objective.id} does not say {' nor '.join(missing)}.", (objective.id,))


def _stated_or_read(stated: bool | None, read: bool) -> bool:
    return read if stated is None else stated


def _has_word(text: str, words: tuple[str, ...]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) for word in words)


def _has_action(text: str) -> bool:
    verb = text.strip().casefold()
    return len(verb.split()) >= 3 and not any(verb.startswith(empty) for empty in exercises_table().empty_verbs)


def _has_measure(text: str) -> bool:
    return bool(re.search(r"\d", text)) or _has_word(text, exercises_table().measure_words)


def _has_time(text: str) -> bool:
    return _has_word(text, exercises_table().time_words)


def guides_down_to_plans(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-04: objective, target, critical task, plan; a guide serves a capability of its objectives."""
    exercise = exercise_of(case)
    if exercise.guides is None:
        yield MissingFact("the evaluation guides", (exercise.id,))
        return
    for objective in exercise.objectives:
        targets = [
            target for guide in exercise.guides if objective.id in guide.objectives for target in guide.targets
        ]
        if not targets:
            yield CheckFault(f"Objective {objective.id} has no target on any evaluation guide.", (objective.id,))
    for guide in exercise.guides:
        served = [objective for objective in exercise.objectives if objective.id in guide.objectives]
        if not any(
            same_capability(name, guide.capability) for objective in served for name in objective.capabilities
        ):
            yield CheckFault(
                f"{guide.id} is about {guide.capability}, which its objectives do not name.", (guide.id,)
            )
        for target in guide.targets:
            if not target.tasks:
                yield CheckFault(f"Target {target.id} has no critical task.", (target.id,))
            for task in target.tasks:
                if not any(source.strip() for source in task.sources):
                    yield CheckFault(f"Critical task {task.id} cites no plan or policy.", (task.id,))


def meetings_in_order(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-05: the milestones follow one another; short lead times are a warning."""
    exercise = exercise_of(case)
    if exercise.milestones is None:
        yield MissingFact("the days of meetings and reports", (exercise.id,))
        return
    table = exercises_table()
    days = [(name, getattr(exercise.milestones, name)) for name in table.milestones]
    dated = [(name, day) for name, day in days if day is not None]
    for (before, first), (after, second) in pairwise(dated):
        late = first >= second if after == "exercise" else first > second
        if late:
            yield CheckFault(
                f"{_meeting(before)} on {first} does not come before {_meeting(after)} on {second}.",
                (exercise.id,),
            )
    day = exercise.milestones.exercise
    if None not in (day, case.occasion.date) and day != case.occasion.date:
        yield CheckFault(
            f"The exercise is on {day} by its meetings, on {case.occasion.date} by the chart.", (exercise.id,)
        )
    lead_days = table.days.get(rule_type_of(case, exercise), {})
    if day is None:
        yield MissingFact("the day of the exercise", (exercise.id,))
        return
    for name, least in lead_days.items():
        meeting = getattr(exercise.milestones, name)
        if meeting is None:
            yield MissingFact(f"the day of {_meeting(name)}", (exercise.id,))
        elif 0 < (day - meeting).days < -least:
            yield CheckFault(
                f"{_meeting(name)} is {(day - meeting).days} days before the exercise; {-least} are advised.",
                (exercise.id,),
                ChartSeverity.WARNING,
            )


def _meeting(name: str) -> str:
    return {
        "concept": "the concept and objectives meeting",
        "initial": "the initial planning meeting",
        "midterm": "the midterm planning meeting",
        "events_list": "the events list meeting",
        "final": "the final planning meeting",
        "exercise": "the exercise",
        "hot_wash": "the hot wash",
        "debrief": "the debrief",
        "draft_report": "the draft report",
        "after_action_meeting": "the after-action meeting",
        "final_report": "the final report",
        "filed": "the filing",
    }[name]


CHECKS = {
    "HSP-01": type_and_family,
    "HSP-02": objectives_and_capabilities,
    "HSP-03": measurable_objectives,
    "HSP-04": guides_down_to_plans,
    "HSP-05": meetings_in_order,
}
