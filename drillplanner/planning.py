"""The front door for a library user: check, plan, audit, screen and publish, each one call.

Heavy rooms are imported where they are used, so that asking for help does not load a solver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner import __version__
from drillplanner.appropriateness import judge_scenario, load_rules
from drillplanner.audit import AuditReport, judge, recount
from drillplanner.audit.judge import scenes_of
from drillplanner.documents import read_document
from drillplanner.errors import AuditFailedError, InconsistencyError, InputError, Problem, RefusedScenarioError
from drillplanner.mandates import Duty, LawBook, derive_duties, derive_tasks, load_law
from drillplanner.mandates.kinds import Form
from drillplanner.mandates.window import Per, windows
from drillplanner.model import Plan, Provenance, Schedule, Screening, Workspace
from drillplanner.safe_write import write_text

if TYPE_CHECKING:
    from drillplanner.solve.solver import Settings, Solution

#: Told (what is being done, how many are done, of how many).
Progress = Callable[[str, int, int], None]

PLAN_FILE = Path("plan") / "plan.json"
SCHEDULE_FILE = Path("plan") / "schedule.csv"


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody sees."""


@dataclass(frozen=True)
class Prepared:
    """A workspace with the law that applies to it: what every command starts from."""

    folder: Path
    workspace: Workspace
    law: LawBook
    duties: tuple[Duty, ...]
    screenings: Mapping[str, Screening]

    @property
    def refused(self) -> tuple[Screening, ...]:
        """Scenarios that break a developmental rule."""
        return tuple(one for one in self.screenings.values() if one.verdict == "violation")

    @property
    def undecided(self) -> tuple[Screening, ...]:
        """Scenarios that leave a developmental rule undecided, so that no drill is planned with them."""
        return tuple(one for one in self.screenings.values() if one.verdict == "cannot_tell")

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader must know besides the findings."""
        unanswered = [
            f"{question.file}:{question.line or '?'}: not understood: {question.title} "
            f"({question.reason}); taken as: {question.taken_as}"
            for question in self.workspace.calendar.questions
        ]
        unused = [
            f"The scenario '{one.id}' is not used: it does not say {', '.join(one.missing)}."
            for one in self.undecided
        ]
        law = self.law.warnings(self.workspace.district.stamp_date)
        return (*law, *self._months_left_out, *unanswered, *unused)

    @property
    def _months_left_out(self) -> tuple[str, ...]:
        district, calendar = self.workspace.district, self.workspace.calendar
        if district.month_counts_from == 1:
            return ()
        months = sorted(
            {
                window.label
                for campus in self.workspace.campuses
                for window in windows(Per.MONTH_IN_SESSION, None, calendar, campus.campus_id, 1)
                if window
                not in windows(Per.MONTH_IN_SESSION, None, calendar, campus.campus_id, district.month_counts_from)
            }
        )
        return (
            f"month_counts_from is {district.month_counts_from}: monthly drills are not owed in "
            f"{', '.join(months) or 'no month less'}. A law that names no limit asks for them all the same.",
        )

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was assumed for want of a word in a file, and how open words of the law are read."""
        owed = {duty.mandate.mandate_id for duty in self.duties}
        readings = tuple(
            f"{mandate.mandate_id}: {mandate.reading}"
            for mandate in self.law.mandates
            if mandate.reading and mandate.mandate_id in owed
        )
        return (*self.workspace.assumptions, *readings)


def prepare(folder: Path) -> Prepared:
    """Read and validate a workspace, its law and its scenarios.

    Raises InputError with every problem found.
    """
    from drillplanner.intake.workspace import read_workspace

    workspace = read_workspace(folder)
    law = load_law(workspace.district.state, folder / "mandates")
    if problems := [*_unknown_rules(law), *_unknown_positions(workspace)]:
        raise InputError(problems)
    screenings = {scenario.scenario_id: judge_scenario(scenario) for scenario in workspace.scenarios}
    return Prepared(folder, workspace, law, derive_duties(law, workspace), screenings)


def _unknown_rules(law: LawBook) -> Iterator[Problem]:
    known = {rule.id for rule in load_rules()}
    for mandate in law.mandates:
        if isinstance(mandate.requirement, Form):
            for rule in mandate.requirement.rules:
                if rule not in known:
                    message = f"{mandate.mandate_id} names a developmental rule that there is not"
                    yield Problem("mandates", None, message, rule, ", ".join(sorted(known)))


def _unknown_positions(workspace: Workspace) -> Iterator[Problem]:
    from drillplanner.incident_command.load_positions import unknown_positions

    for scenario in workspace.scenarios:
        yield from unknown_positions(scenario)


def plan(prepared: Prepared, settings: Settings, progress: Progress = silent) -> Plan:
    """Solve the year, judge it, and write ``plan/plan.json`` and ``plan/schedule.csv``.

    Raises RefusedScenarioError, InfeasibleError, or AuditFailedError; nothing is written then.
    """
    from drillplanner.publish.schedule_table import schedule_csv
    from drillplanner.solve.solver import solve

    _refuse_scenarios(prepared)
    solution = solve(prepared.workspace, prepared.duties, prepared.screenings, settings, progress)
    finished = _finish(prepared, solution, settings)
    write_text(prepared.folder / PLAN_FILE, finished.model_dump_json(indent=1) + "\n")
    write_text(prepared.folder / SCHEDULE_FILE, schedule_csv(finished))
    return finished


def _refuse_scenarios(prepared: Prepared) -> None:
    if not prepared.refused:
        return
    lines = [
        f"  {screening.id}: {finding.rule} ({finding.severity}): {finding.message} "
        f"[{finding.evidence.field or finding.evidence.text}] Source: {'; '.join(finding.sources)}"
        for screening in prepared.refused
        for finding in screening.findings
        if finding.status == "violation"
    ]
    raise RefusedScenarioError(
        "\n".join(["Refused: these scenarios are not fit for the people who would take part.", *lines])
    )


def _finish(prepared: Prepared, solution: Solution, settings: Settings) -> Plan:
    """The plan, judged: lawful, with credits and cost confirmed by the second reading."""
    workspace, duties = prepared.workspace, prepared.duties
    scenes = scenes_of(solution.drills, workspace, prepared.screenings, None)
    tasks = derive_tasks(duties, scenes)
    report = judge(
        Schedule(source="the plan", drills=solution.drills), workspace, duties, prepared.screenings, tasks
    )
    if report.violated or report.entries:
        found = [f"  {one.duty}: {one.reason}" for one in report.violated]
        found += [f"  {entry.drill_id}: {entry.message}" for entry in report.entries]
        raise AuditFailedError("\n".join(["The plan did not pass its own audit and was not written.", *found]))
    _confirm_credits(solution, report)
    costs = recount(solution.drills, duties, workspace)
    objective = sum(cost.points for cost in costs)
    if objective > solution.cost or (solution.status == "optimal" and objective != solution.cost):
        raise InconsistencyError(
            f"The solver counts {solution.cost} points and the judge {objective}. This is a bug in drillplanner; "
            "the plan was not written. Please report it with your district's files."
        )
    clock = ("The time limit cut the search short; a better plan may exist.",) if solution.ran_out_of_time else ()
    return Plan(
        district=workspace.district.name,
        state=workspace.district.state,
        year=workspace.district.year,
        status=solution.status,
        objective=objective,
        bound=solution.bound,
        gap=round((objective - solution.bound) / max(objective, 1), 6),
        costs=costs,
        drills=solution.drills,
        tasks=tasks,
        assumptions=(*clock, *prepared.assumptions),
        provenance=Provenance(
            program=f"drillplanner {__version__}",
            solver=f"OR-Tools {version('ortools')}",
            seed=settings.seed,
            inputs=workspace.inputs_hash,
            packs={pack.pack_id: pack.reviewed.isoformat() for pack in prepared.law.packs},
            planned_on=workspace.district.stamp_date,
        ),
    )


def _confirm_credits(solution: Solution, report: AuditReport) -> None:
    counted = {verdict.duty: set(verdict.drills) for verdict in report.verdicts}
    for drill in solution.drills:
        for duty in drill.credits:
            if drill.drill_id not in counted.get(duty, set()):
                raise InconsistencyError(
                    f"The solver counts {drill.drill_id} for {duty} and the judge does not. This is a bug in "
                    "drillplanner; the plan was not written. Please report it with your district's files."
                )


def read_plan(folder: Path) -> Plan:
    """The plan that was written last.

    Raises InputError where there is none or it cannot be read.
    """
    from pydantic import ValidationError

    path = folder / PLAN_FILE
    if not path.is_file():
        raise InputError(
            Problem(
                PLAN_FILE.as_posix(), None, "there is no plan yet", maybe="Maybe run 'drillplanner plan' first."
            )
        )
    try:
        return Plan.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise InputError(
            Problem(
                PLAN_FILE.as_posix(),
                None,
                f"this is not a plan of this version: {where} {first['msg']}",
                maybe="Maybe it was edited by hand; run 'drillplanner plan' again.",
            )
        ) from error


def audit(prepared: Prepared, schedule: Path | None = None) -> AuditReport:
    """Judge the plan that was written last, or anyone's schedule (.csv or .ics)."""
    if schedule is None:
        made = read_plan(prepared.folder)
        drills = Schedule(source=PLAN_FILE.as_posix(), drills=made.drills)
        return judge(drills, prepared.workspace, prepared.duties, prepared.screenings, made.tasks)
    from drillplanner.intake.schedule import read_schedule

    workspace = prepared.workspace
    read = read_schedule(schedule, workspace.campuses, workspace.district.timezone)
    return judge(read, workspace, prepared.duties, prepared.screenings, None)


def is_stale(prepared: Prepared, made: Plan) -> bool:
    """Whether the workspace's files have changed since the plan was made from them."""
    return made.provenance.inputs != prepared.workspace.inputs_hash


def publish(
    prepared: Prepared,
    only: tuple[str, ...] = (),
    tell: Callable[[str], None] = lambda sentence: None,
) -> Iterator[Path]:
    """Write the plan's outputs into ``out/``, yielding each file; files of an earlier plan go.

    Raises InputError without a plan, AuditFailedError where the plan no longer holds before today's files.
    """
    from drillplanner.publish.manifest import Manifest
    from drillplanner.publish.output import PublishRequest
    from drillplanner.publish.registry import load_output, output_names

    outputs = [load_output(name) for name in (only or output_names())]
    made = read_plan(prepared.folder)
    _refuse_scenarios(prepared)
    report = audit(prepared)
    if report.violated or report.entries:
        raise AuditFailedError(
            "The plan no longer holds: the workspace has changed since it was made, or it was edited. "
            "Nothing was published. Maybe run 'drillplanner audit' to see why, and 'drillplanner plan' again."
        )
    request = PublishRequest(plan=made, workspace=prepared.workspace, verdicts=report.verdicts, tell=tell)
    out = prepared.folder / "out"
    manifest = Manifest.read(out)
    for output in outputs:
        written = []
        for path in output.write(request, out):
            written.append(path)
            yield path
        manifest = manifest.replaced(output.name, written)


def screen(path: Path) -> Screening:
    """The developmental judgement of a scenario file.

    Raises InputError for a file that is no scenario.
    """
    from drillplanner.intake.scenario_files import parse_scenario

    document = read_document(path)
    if isinstance(document.data, list):
        raise InputError(
            Problem(
                str(path),
                1,
                "this is a list; free-text descriptions cannot be judged by this version",
                None,
                "a scenario file (docs/add-a-scenario.md)",
            )
        )
    return judge_scenario(parse_scenario(path.read_bytes(), path.name))


def copy_example(folder: Path) -> None:
    """Copy the bundled example district into a new or empty folder, or over an earlier copy of itself.

    Raises InputError for a folder that holds anything else.
    """
    import shutil

    from drillplanner.shipped import shipped

    source = shipped("examples") / "livingston_nj"
    shipped_files = [path.relative_to(source) for path in sorted(source.rglob("*")) if path.is_file()]
    is_ours = folder.is_dir() and all(
        (folder / name).is_file() and (folder / name).read_bytes() == (source / name).read_bytes()
        for name in shipped_files
    )
    if folder.exists() and not is_ours and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            Problem(
                str(folder),
                None,
                "this is not an empty folder",
                None,
                "a folder that does not exist yet, an empty one, or an earlier demo that nobody changed",
                "Maybe give another name: drillplanner demo NAME.",
            )
        )
    shutil.copytree(source, folder, dirs_exist_ok=True)
