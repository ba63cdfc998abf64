"""Make and judge records of a year's exercise program: one for each campus, and one for the district."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from drillplanner.audit.charts.case.same_day_posts import PostsByDay
from drillplanner.audit.charts.judge import judge_record
from drillplanner.audit.charts.record import (
    CommandRecord,
    ExerciseProgram,
    Occasion,
    OpenImprovementAction,
    PreparednessPlan,
    PreparednessPriority,
    ProgramExercise,
)
from drillplanner.audit.charts.record_sources.exercise import conduct_record, exercise_record
from drillplanner.audit.charts.record_sources.role_chart import named_people_record
from drillplanner.audit.charts.rules.chart_rules import ChartRule, RecordPart, load_rules
from drillplanner.audit.charts.rules.findings import ChartReport
from drillplanner.exercises.design.exercise_package import ExercisePackage, ProgramInputs
from drillplanner.exercises.program.exercise_year import ExerciseYear
from drillplanner.exercises.program.progression import ExerciseNode
from drillplanner.incident_command.chart.role_chart import RoleChart
from drillplanner.incident_command.positions.catalog import Tier
from drillplanner.model import CoreCapability, Drill, DrillType, ExerciseType

#: The rule that applies once to a district: a discussion with responders each year, a large exercise each cycle.
DISTRICT_RULE = "HSP-18"
#: The id of the program's records, before the campus.
PROGRAM_RECORD = "programme"
#: Types that count for the whole district, wherever they were held.
_FOR_ALL = (ExerciseType.WORKSHOP, ExerciseType.TABLETOP, ExerciseType.FUNCTIONAL, ExerciseType.FULL_SCALE)


def drill_rules() -> tuple[ChartRule, ...]:
    """Return the rules that apply to each drill; those about the program apply once."""
    return tuple(rule for rule in load_rules() if rule.needs is not RecordPart.PROGRAM)


def exercise_record_fields(drill_id: str, year: ExerciseYear, program: ProgramInputs) -> dict[str, object]:
    """Return the fields of a drill's record that describe it as an exercise; none for a lesson.

    Its program holds the corrective actions that had begun by then, but no exercises: they are judged
    separately.
    """
    package = year.package_by_id.get(drill_id)
    if package is None:
        return {}
    drill = package.drill
    begun = {action.action_id for action in year.ledger.open_actions if action.start <= drill.date}
    actions = open_actions_of(year, program, drill.campus_id)
    calendar = program.workspace.calendar
    return {
        "exercise": exercise_record(package, year.ledger, program.reference),
        "programme": ExerciseProgram(
            cycle_from=calendar.first_day,
            cycle_to=calendar.last_day,
            open_actions=tuple(action for action in actions if action.id in begun and action.exercise != drill_id),
        ),
    }


def posts_by_day(charts: Iterable[tuple[Drill, RoleChart]], year: ExerciseYear) -> PostsByDay:
    """Return who has a post where on each day, in the charts and exercises of the year."""
    conducting = {package.drill.drill_id: conduct_record(package) for package in year.packages}
    return PostsByDay(named_people_record(chart, drill, conducting.get(drill.drill_id)) for drill, chart in charts)


def program_reports(
    year: ExerciseYear,
    program: ProgramInputs,
    apply_terms: Callable[[CommandRecord, str], CommandRecord] | None = None,
) -> Iterator[ChartReport]:
    """Judge the program: the steps and priorities of each campus, then the rule for the district.

    ``apply_terms`` adds the district's terms, such as waivers, to the record of a campus (empty id: of the
    district).
    """
    district_rules = tuple(rule for rule in load_rules() if rule.id == DISTRICT_RULE)
    campus_rules = tuple(
        rule for rule in load_rules() if rule.needs is RecordPart.PROGRAM and rule.id != DISTRICT_RULE
    )
    for campus_id, record in program_records(year, program):
        yield judge_record(record if apply_terms is None else apply_terms(record, campus_id), campus_rules)
    record = district_record(year, program)
    yield judge_record(record if apply_terms is None else apply_terms(record, ""), district_rules)


def program_records(year: ExerciseYear, program: ProgramInputs) -> Iterator[tuple[str, CommandRecord]]:
    """Yield each campus with its record: its exercises, and as held those of other campuses that count for it.

    If a drill commits to a lesson as a dated task, the lesson becomes a seminar on the day before.
    """
    by_campus: dict[str, list[ProgramExercise]] = {}
    shared: list[ProgramExercise] = []
    builder = _ProgramRecordBuilder(year, program)
    for node in year.nodes:
        exercise = builder.exercise(node)
        of_node = (
            [exercise]
            if node.oriented is False or exercise.exercise_type == "seminar"
            else [builder.lesson(node), exercise]
        )
        for campus_id in node.campus_ids:
            by_campus.setdefault(campus_id, []).extend(of_node)
        if node.kind in _FOR_ALL:
            shared.append(exercise.model_copy(update={"held": True}))
    for campus_id in sorted(by_campus):
        exercises_elsewhere = [exercise for exercise in shared if campus_id not in exercise.sites]
        record = builder.record(
            f"{PROGRAM_RECORD} of {campus_id}", (*by_campus[campus_id], *exercises_elsewhere), campus_id
        )
        yield campus_id, record


def district_record(year: ExerciseYear, program: ProgramInputs) -> CommandRecord:
    """Return the program of the whole district, for the rule that applies once to a district."""
    builder = _ProgramRecordBuilder(year, program)
    return builder.record(PROGRAM_RECORD, tuple(builder.exercise(node) for node in year.nodes), None)


def open_actions_of(
    year: ExerciseYear, program: ProgramInputs, campus_id: str | None
) -> tuple[OpenImprovementAction, ...]:
    """Return the open corrective actions that concern a campus; None: all of the district."""
    return tuple(
        OpenImprovementAction(
            id=action.action_id,
            capability=program.reference.capability_name(action.capability),
            critical=action.priority.value == "critical",
            exercise=action.drill_id,
        )
        for action in year.ledger.open_actions
        if campus_id is None or action.concerns(campus_id)
    )


class _ProgramRecordBuilder:
    """Builds the record's values from the exercises of one year."""

    def __init__(self, year: ExerciseYear, program: ProgramInputs) -> None:
        self._year = year
        self._program = program
        self._packages = {package.drill.drill_id: package for package in year.packages}
        self._lessons = {lesson.drill.drill_id for lesson in year.lessons}
        self._priority = {
            drill_id: f"P{number}"
            for number, priority in reversed(list(enumerate(year.priorities, start=1)))
            for drill_id in priority.exercises
        }

    def exercise(self, node: ExerciseNode) -> ProgramExercise:
        """Return one exercise, lesson, or rated exercise of an earlier year."""
        package = self._packages.get(node.exercise_id)
        planned = package is not None or node.exercise_id in self._lessons
        one_function = node.functions[0] if node.kind is ExerciseType.DRILL and node.functions else None
        return ProgramExercise(
            id=node.exercise_id,
            exercise_type=node.kind.value,
            date=node.on,
            held=not planned,
            sites=node.campus_ids,
            capabilities=self._names(node.capabilities or self._taught(node)),
            hazard=node.family,
            function=one_function,
            functions=node.functions,
            required_by_law=node.required_by_law,
            responders=self._with_responders(package),
            tier_l3=package is not None and package.tier is Tier.L3,
            ratings={
                self._program.reference.capability_name(rating.capability): rating.rating.value
                for rating in self._year.ledger.ratings
                if rating.drill_id == node.exercise_id
            },
            final_report=node.ready_on,
            priority=self._priority.get(node.exercise_id, "P1" if planned and self._year.priorities else None),
        )

    def lesson(self, node: ExerciseNode) -> ProgramExercise:
        """Return the lesson that a drill commits to as a task of its own."""
        day = node.on - timedelta(1)
        return self.exercise(node).model_copy(
            update={
                "id": f"{node.exercise_id}/lesson",
                "exercise_type": "seminar",
                "date": day,
                "final_report": day,
                "function": None,
                "tier_l3": False,
            }
        )

    def record(self, name: str, exercises: tuple[ProgramExercise, ...], campus_id: str | None) -> CommandRecord:
        """Return a record with these exercises and the actions that concern the campus."""
        calendar = self._program.workspace.calendar
        return CommandRecord(
            id=name,
            occasion=Occasion(drill_type=DrillType.INSTRUCTION, date=calendar.first_day),
            programme=ExerciseProgram(
                cycle_from=calendar.first_day,
                cycle_to=calendar.last_day,
                plan=PreparednessPlan(
                    priorities=tuple(
                        PreparednessPriority(
                            id=f"P{number}",
                            text=priority.title,
                            rationale=priority.rationale,
                            capabilities=self._names(priority.capabilities),
                        )
                        for number, priority in enumerate(self._year.priorities, start=1)
                    )
                ),
                exercises=exercises,
                open_actions=open_actions_of(self._year, self._program, campus_id),
            ),
            judged_on=self._year.made_on,
        )

    def _taught(self, node: ExerciseNode) -> tuple[CoreCapability, ...]:
        """Return what a lesson is about: the capabilities of the drills it teaches, and planning."""
        groups = self._program.reference.groups
        capabilities = {
            evaluation.capability for function in node.functions for evaluation in groups[function].evaluations
        } | {CoreCapability.PLANNING}
        return tuple(capability for capability in CoreCapability if capability in capabilities)

    def _names(self, capabilities: tuple[CoreCapability, ...]) -> tuple[str, ...]:
        return tuple(self._program.reference.capability_name(capability) for capability in capabilities)

    @staticmethod
    def _with_responders(package: ExercisePackage | None) -> bool:
        return package is not None and bool(package.drill.agencies)
