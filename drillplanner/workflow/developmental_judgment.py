"""A workspace's drills before the developmental rules: the chores promised, the judgement, what it refuses."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.appropriateness import profile_of
from drillplanner.appropriateness.chores.commitments import CommitmentChores
from drillplanner.appropriateness.year_checks.as_scheduled import participating_bands
from drillplanner.audit.schedule import DevelopmentalReport, judge_development
from drillplanner.files.errors import RefusedScenarioError
from drillplanner.model import INCOMPLETE, Drill, Severity, Task
from drillplanner.workflow.prepare import Prepared


def promised_chores(prepared: Prepared, drills: tuple[Drill, ...]) -> Iterator[Task]:
    """The chores to which the scenarios of the drills commit."""
    workspace = prepared.workspace
    chores = CommitmentChores(workspace.scenario_by_id, profile_of(workspace.district.state))
    for drill in drills:
        campus = workspace.campus_by_id[drill.campus_id]
        yield from chores.chores_of_drill(
            drill,
            participating_bands(drill, campus.bands),
            workspace.calendar.dates_at(campus.campus_id),
            drill.grades or campus.grades,
        )


def judge_by_development(
    prepared: Prepared, drills: tuple[Drill, ...], tasks: tuple[Task, ...] | None
) -> DevelopmentalReport:
    """The judgement of these drills under the profile of the district's state; ``tasks`` None: none are held."""
    workspace = prepared.workspace
    return judge_development(drills, workspace, profile_of(workspace.district.state), tasks)


def refuse_prohibited(developmental: DevelopmentalReport) -> None:
    """Raises RefusedScenarioError where a plan would do what a developmental rule prohibits."""
    found = [one for one in developmental.violated if one.severity is Severity.PROHIBITED]
    if found:
        raise RefusedScenarioError(
            "\n".join(
                [
                    "Refused: this plan would do what may not be done with the people who would take part.",
                    *(f"  {one.sentence}" for one in found),
                ]
            )
        )


def incomplete_because(developmental: DevelopmentalReport) -> Iterator[str]:
    """A sentence for each developmental rule that the plan leaves open."""
    for finding in (*developmental.violated, *developmental.cannot_tell):
        yield f"{INCOMPLETE}{finding.sentence}"
