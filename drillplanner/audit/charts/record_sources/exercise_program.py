"""The exercise programme of a year as records for the judge: one for each campus, and one for the district."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from drillplanner.audit.charts.case.same_day_posts import PostsByDay
from drillplanner.audit.charts.judge import judge_record
from drillplanner.audit.charts.record import (
    CommandRecord,
    Occasion,
    PreparednessPlan,
    ProgramExercise,
)
from drillplanner.audit.charts.record import ExerciseProgram as JudgedProgramme
from drillplanner.audit.charts.record import OpenImprovementAction as JudgedOpenAction
from drillplanner.audit.charts.record import PreparednessPriority as JudgedPriority
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

#: What is owed once by a district: a talk with responders each year, a large exercise each cycle.
OF_DISTRICT = "HSP-18"
#: How the records of a programme are called, before the campus.
PROGRAMME = "programme"
#: Types that count for the whole district, wherever they were held.
_FOR_ALL = (ExerciseType.WORKSHOP, ExerciseType.TABLETOP, ExerciseType.FUNCTIONAL, ExerciseType.FULL_SCALE)


def drill_rules() -> tuple[ChartRule, ...]:
    """The rules that are asked of each drill; those on the programme are asked once."""
    return tuple(rule for rule in load_rules() if rule.needs is not RecordPart.PROGRAMME)


def exercise_record_fields(drill_id: str, year: ExerciseYear, programme: ProgramInputs) -> dict[str, object]:
    """What a drill's record says of it as an exercise; nothing of a lesson, which is none.

    Its programme holds the corrective actions that had begun by then and no exercises: they are judged apart.
    """
    package = year.package_by_id.get(drill_id)
    if package is None:
        return {}
    drill = package.drill
    begun = {action.action_id for action in year.ledger.open_actions if action.start <= drill.date}
    actions = open_actions_of(year, programme, drill.campus_id)
    calendar = programme.workspace.calendar
    return {
        "exercise": exercise_record(package, year.ledger, programme.reference),
        "programme": JudgedProgramme(
            cycle_from=calendar.first_day,
            cycle_to=calendar.last_day,
            open_actions=tuple(action for action in actions if action.id in begun and action.exercise != drill_id),
        ),
    }


def posts_by_day(charts: Iterable[tuple[Drill, RoleChart]], year: ExerciseYear) -> PostsByDay:
    """Who has a post where on each day, in the charts and in the exercises of the year."""
    conducting = {package.drill.drill_id: conduct_record(package) for package in year.packages}
    return PostsByDay(named_people_record(chart, drill, conducting.get(drill.drill_id)) for drill, chart in charts)


def program_reports(
    year: ExerciseYear,
    programme: ProgramInputs,
    heard: Callable[[CommandRecord, str], CommandRecord] | None = None,
) -> Iterator[ChartReport]:
    """The judge's word on the programme: the steps and priorities of each campus, then what the district owes.

    ``heard`` adds to a record what the district says of a campus (of none: an empty id), such as waivers.
    """
    of_district = tuple(rule for rule in load_rules() if rule.id == OF_DISTRICT)
    of_campus = tuple(
        rule for rule in load_rules() if rule.needs is RecordPart.PROGRAMME and rule.id != OF_DISTRICT
    )
    for campus_id, record in program_records(year, programme):
        yield judge_record(record if heard is None else heard(record, campus_id), of_campus)
    record = district_record(year, programme)
    yield judge_record(record if heard is None else heard(record, ""), of_district)


def program_records(year: ExerciseYear, programme: ProgramInputs) -> Iterator[tuple[str, CommandRecord]]:
    """Each campus with its record: its exercises, and as held those of others that count for it.

    A lesson to which a drill commits as a dated chore is a seminar on the day before it.
    """
    by_campus: dict[str, list[ProgramExercise]] = {}
    shared: list[ProgramExercise] = []
    judged = _ProgramRecordBuilder(year, programme)
    for node in year.nodes:
        one = judged.exercise(node)
        own = [one] if node.oriented is False or one.exercise_type == "seminar" else [judged.lesson(node), one]
        for campus_id in node.campus_ids:
            by_campus.setdefault(campus_id, []).extend(own)
        if node.kind in _FOR_ALL:
            shared.append(one.model_copy(update={"held": True}))
    for campus_id in sorted(by_campus):
        others = [one for one in shared if campus_id not in one.sites]
        record = judged.record(f"{PROGRAMME} of {campus_id}", (*by_campus[campus_id], *others), campus_id)
        yield campus_id, record


def district_record(year: ExerciseYear, programme: ProgramInputs) -> CommandRecord:
    """The whole district's programme, for what a district owes once and not each campus."""
    judged = _ProgramRecordBuilder(year, programme)
    return judged.record(PROGRAMME, tuple(judged.exercise(node) for node in year.nodes), None)


def open_actions_of(
    year: ExerciseYear, programme: ProgramInputs, campus_id: str | None
) -> tuple[JudgedOpenAction, ...]:
    """The open corrective actions that concern a campus; None: all of the district."""
    return tuple(
        JudgedOpenAction(
            id=action.action_id,
            capability=programme.reference.capability_name(action.capability),
            critical=action.priority.value == "critical",
            exercise=action.drill_id,
        )
        for action in year.ledger.open_actions
        if campus_id is None or action.concerns(campus_id)
    )


class _ProgramRecordBuilder:
    """Turns exercises of one year into the judge's values."""

    def __init__(self, year: ExerciseYear, programme: ProgramInputs) -> None:
        self._year = year
        self._programme = programme
        self._packages = {package.drill.drill_id: package for package in year.packages}
        self._lessons = {lesson.drill.drill_id for lesson in year.lessons}
        self._priority = {
            drill_id: f"P{number}"
            for number, one in reversed(list(enumerate(year.priorities, start=1)))
            for drill_id in one.exercises
        }

    def exercise(self, node: ExerciseNode) -> ProgramExercise:
        """One exercise, lesson or rated exercise of an earlier year."""
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
                self._programme.reference.capability_name(rating.capability): rating.rating.value
                for rating in self._year.ledger.ratings
                if rating.drill_id == node.exercise_id
            },
            final_report=node.ready_on,
            priority=self._priority.get(node.exercise_id, "P1" if planned and self._year.priorities else None),
        )

    def lesson(self, node: ExerciseNode) -> ProgramExercise:
        """The lesson that a drill brings as a chore of its own."""
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
        calendar = self._programme.workspace.calendar
        return CommandRecord(
            id=name,
            occasion=Occasion(drill_type=DrillType.INSTRUCTION, date=calendar.first_day),
            programme=JudgedProgramme(
                cycle_from=calendar.first_day,
                cycle_to=calendar.last_day,
                plan=PreparednessPlan(
                    priorities=tuple(
                        JudgedPriority(
                            id=f"P{number}",
                            text=one.title,
                            rationale=one.rationale,
                            capabilities=self._names(one.capabilities),
                        )
                        for number, one in enumerate(self._year.priorities, start=1)
                    )
                ),
                exercises=exercises,
                open_actions=open_actions_of(self._year, self._programme, campus_id),
            ),
            judged_on=self._year.made_on,
        )

    def _taught(self, node: ExerciseNode) -> tuple[CoreCapability, ...]:
        """What a lesson is about: what the drills of its actions are evaluated by, and the plan itself."""
        groups = self._programme.reference.groups
        found = {
            evaluation.capability for function in node.functions for evaluation in groups[function].evaluations
        } | {CoreCapability.PLANNING}
        return tuple(one for one in CoreCapability if one in found)

    def _names(self, capabilities: tuple[CoreCapability, ...]) -> tuple[str, ...]:
        return tuple(self._programme.reference.capability_name(capability) for capability in capabilities)

    @staticmethod
    def _with_responders(package: ExercisePackage | None) -> bool:
        return package is not None and bool(package.drill.agencies)
