"""The papers of each drill as an exercise, and the district's preparedness plan for the year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from drillplanner.exercises.design.exercise_package import ExercisePackage, ProgramInputs
from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.exercises.program.build_year import build_exercise_year
from drillplanner.exercises.program.exercise_year import ExerciseYear
from drillplanner.exercises.program.progression_check import FindingWeight
from drillplanner.files.atomic_write import write_text
from drillplanner.incident_command.year.organize_district import OrganizedYear
from drillplanner.publish.core import words
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import PdfJob, Template, drill_file_name
from drillplanner.publish.exercise_papers.documents import document_content
from drillplanner.publish.exercise_papers.preparedness_plan import plan_content
from drillplanner.publish.exercise_papers.shared_parts import lead_time_words
from drillplanner.publish.sheets.output import require_known_positions, write_pdfs
from drillplanner.publish.tables.schedule import table_text

FOLDER = "exercises"
PLAN_FILE = "preparedness-plan.pdf"
MEETINGS_FILE = "meetings.csv"


def exercise_year_of(request: PublishRequest, charts: OrganizedYear | None = None) -> ExerciseYear:
    """The exercises of the plan's year; ``charts`` are its role charts where they were made already.

    Raises InputError where the district's lead times break the order of meetings, and where a scenario opens
    positions that are not known.
    """
    require_known_positions(request)
    known = request.charts if charts is None else charts
    return build_exercise_year(
        request.plan.drills, lambda drill: known.chart(drill.drill_id), programme_of(request)
    )


def programme_of(request: PublishRequest) -> ProgramInputs:
    """What all exercises of the district share."""
    return ProgramInputs(request.workspace, request.ledger, load_reference(), request.plan.provenance.planned_on)


def exercise_jobs(year: ExerciseYear, request: PublishRequest) -> Iterator[PdfJob]:
    """Each document and where it goes below the output folder; the year's plan first, then like after like."""
    made = int(datetime.combine(year.made_on, time(0), UTC).timestamp())
    template = Template("exercises/preparedness_plan.typ", "document")
    yield PdfJob(plan_content(year, request), Path(FOLDER) / PLAN_FILE, made, template)
    reference = load_reference()
    for kind in reference.document_kinds:
        template = Template(f"exercises/{kind.replace('-', '_')}.typ", "document")
        for package in sorted(year.packages, key=_scenario_key):
            if kind in package.documents:
                path = Path(FOLDER) / package.drill.campus_id / _file_name(package, kind)
                yield PdfJob(document_content(kind, package, request, reference), path, made, template)


def meetings_csv(year: ExerciseYear) -> str:
    """Every meeting and report of every exercise by its day; same dialect as ``schedule.csv``."""
    rows = [
        ((one.date, package.drill.campus_id, package.drill.drill_id, place), package, one)
        for package in year.packages
        for place, one in enumerate(package.milestones)
    ]
    return table_text(
        ("date", "campus_id", "drill_id", "exercise_date", "type", "meeting", "lead", "late"),
        (
            (
                on.isoformat(),
                campus_id,
                drill_id,
                package.drill.date.isoformat(),
                package.kind.value,
                one.milestone.value,
                lead_time_words(one.days),
                "yes" if one.is_late else "no",
            )
            for (on, campus_id, drill_id, _), package, one in sorted(rows, key=lambda row: row[0])
        ),
    )


def _scenario_key(package: ExercisePackage) -> tuple[str, str, str, str]:
    drill = package.drill
    return drill.scenario_id or "", drill.campus_id, drill.date.isoformat(), drill.drill_id


def _file_name(package: ExercisePackage, kind: str) -> str:
    return f"{drill_file_name(package.drill).removesuffix('.pdf')}-{kind}.pdf"


@dataclass(frozen=True)
class ExerciseOutput:
    """Exercise papers after HSEEP."""

    name: str = "exercises"
    describe: str = "an after-drill review of each drill, the papers of larger exercises, the preparedness plan"

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``exercises/``; says what holds an exercise back and what is past due. Raises InputError."""
        year = exercise_year_of(request)
        yield from write_pdfs(folder, exercise_jobs(year, request), request, "exercise paper")
        table = folder / FOLDER / MEETINGS_FILE
        write_text(table, meetings_csv(year))
        yield table
        held_back = {finding.exercise_id for finding in year.findings if finding.weight is FindingWeight.ERROR}
        if held_back:
            request.tell(
                f"{words.counted(len(held_back), 'exercise')} should wait for a step that comes before: "
                f"{', '.join(sorted(held_back))}. The preparedness plan says which."
            )
        late = [action.action_id for action in year.ledger.actions if action.past_due(year.made_on)]
        if late:
            request.tell(f"{words.counted(len(late), 'corrective action')} past due: {', '.join(late)}.")


OUTPUT = ExerciseOutput()
