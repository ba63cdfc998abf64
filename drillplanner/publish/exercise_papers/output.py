"""The output ``exercises``: the HSEEP documents of each drill, and the year's preparedness plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from drillplanner.exercises.design.exercise_package import ExercisePackage, ProgramInputs
from drillplanner.exercises.design.milestones import AfterActionDay
from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.exercises.program.build_year import build_exercise_year
from drillplanner.exercises.program.exercise_year import ExerciseYear
from drillplanner.exercises.program.progression_check import FindingWeight
from drillplanner.files.atomic_write import write_text
from drillplanner.files.tables.csv_text import table_text
from drillplanner.incident_command.year.organize_district import OrganizedYear
from drillplanner.model import Task
from drillplanner.publish.core import words
from drillplanner.publish.core.drill_order import scenario_key
from drillplanner.publish.core.request import PublishRequest, require_known_positions
from drillplanner.publish.core.typst.pdf import PdfJob, Template, drill_file_name
from drillplanner.publish.core.typst.printing import write_pdfs
from drillplanner.publish.exercise_papers.documents import document_content
from drillplanner.publish.exercise_papers.preparedness_plan import plan_content
from drillplanner.publish.exercise_papers.shared_parts import lead_time_words, paper_context

FOLDER = "exercises"
PLAN_FILE = "preparedness-plan.pdf"
MEETINGS_FILE = "meetings.csv"
#: What a task covers that is the after-action report of its drill.
AFTER_ACTION = "after_action"


def exercise_year_of(request: PublishRequest, charts: OrganizedYear | None = None) -> ExerciseYear:
    """Return the exercises of the plan's year; ``charts`` are its role charts, if the caller has them already.

    Raises InputError: the district's lead times break the order of meetings, or a scenario names an unknown
    position.
    """
    require_known_positions(request)
    role_charts = request.charts if charts is None else charts
    return build_exercise_year(
        request.plan.drills, lambda drill: role_charts.chart(drill.drill_id), program_inputs_of(request)
    )


def program_inputs_of(request: PublishRequest) -> ProgramInputs:
    """Return the inputs that all exercises of the district share."""
    return ProgramInputs(
        request.workspace,
        request.ledger,
        load_reference(),
        request.imprint.made_on,
        after_action_days(request.plan.tasks),
    )


def after_action_days(tasks: Iterable[Task]) -> dict[str, AfterActionDay]:
    """Return, by the drill's id, the earliest day on which one of these tasks wants its after-action report."""
    days: dict[str, AfterActionDay] = {}
    for task in sorted(tasks, key=lambda task: (task.due, task.developmental)):
        if task.drill_id is not None and AFTER_ACTION in task.covers:
            days.setdefault(task.drill_id, AfterActionDay(task.due, by_law=not task.developmental))
    return days


def exercise_jobs(year: ExerciseYear, request: PublishRequest) -> Iterator[PdfJob]:
    """Yield a job for each document: first the preparedness plan, then all documents of one kind after another."""
    timestamp = request.imprint.timestamp
    template = Template("exercises/preparedness_plan.typ", "document")
    reference = load_reference()
    context = paper_context(request, reference)
    yield PdfJob(plan_content(year, request, context), Path(FOLDER) / PLAN_FILE, timestamp, template)
    for kind in reference.document_kinds:
        template = Template(f"exercises/{kind.replace('-', '_')}.typ", "document")
        for package in sorted(year.packages, key=lambda package: scenario_key(package.drill)):
            if kind in package.documents:
                path = Path(FOLDER) / package.drill.campus_id / _file_name(package, kind)
                yield PdfJob(document_content(kind, package, context), path, timestamp, template)


def meetings_csv(year: ExerciseYear, names: Mapping[str, str]) -> str:
    """Return the CSV table of all meetings and reports by date, in the dialect of ``schedule.csv``.

    ``names`` are those of the campuses by id.
    """
    rows = [
        ((milestone.date, package.drill.campus_id, package.drill.drill_id, index), package, milestone)
        for package in year.packages
        for index, milestone in enumerate(package.milestones)
    ]
    return table_text(
        ("date", "campus_id", "campus_name", "drill_id", "exercise_date", "type", "meeting", "lead", "moved_from"),
        (
            (
                on.isoformat(),
                campus_id,
                names.get(campus_id, campus_id),
                drill_id,
                package.drill.date.isoformat(),
                package.kind.value,
                milestone.milestone.value,
                lead_time_words(milestone.days),
                "" if milestone.moved_from is None else milestone.moved_from.isoformat(),
            )
            for (on, campus_id, drill_id, _), package, milestone in sorted(rows, key=lambda row: row[0])
        ),
    )


def _file_name(package: ExercisePackage, kind: str) -> str:
    return f"{drill_file_name(package.drill).removesuffix('.pdf')}-{kind}.pdf"


@dataclass(frozen=True)
class ExerciseOutput:
    """Exercise documents according to HSEEP."""

    name: str = "exercises"
    describe: str = "an after-drill review of each drill, the papers of larger exercises, the preparedness plan"
    places: tuple[str, ...] = (f"{FOLDER}/",)

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``exercises/``; notes exercises that should wait and actions past due. Raises InputError."""
        year = exercise_year_of(request)
        yield from write_pdfs(folder, exercise_jobs(year, request), "exercise paper", request.tell)
        meetings = folder / FOLDER / MEETINGS_FILE
        write_text(meetings, meetings_csv(year, request.campus_names))
        yield meetings
        blocked = {finding.exercise_id for finding in year.findings if finding.weight is FindingWeight.ERROR}
        if blocked:
            request.tell(
                f"{words.counted(len(blocked), 'exercise')} should wait for a step that comes before: "
                f"{', '.join(sorted(blocked))}. The preparedness plan says which."
            )
        late = [action.action_id for action in year.ledger.actions if action.past_due(year.made_on)]
        if late:
            request.tell(f"{words.counted(len(late), 'corrective action')} past due: {', '.join(late)}.")


OUTPUT = ExerciseOutput()
