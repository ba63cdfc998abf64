"""A workspace's drills under the developmental rules: promised tasks, the judgment, and what it refuses."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from drillplanner.appropriateness import profile_of
from drillplanner.appropriateness.chores.commitments import CommitmentChores
from drillplanner.appropriateness.year_checks.as_scheduled import participating_bands
from drillplanner.audit.schedule import DevelopmentalReport, judge_development
from drillplanner.files.errors import RefusedScenarioError
from drillplanner.model import INCOMPLETE, Drill, GroupedFinding, Severity, Task
from drillplanner.workflow.prepared import Prepared


def promised_chores(prepared: Prepared, drills: tuple[Drill, ...]) -> Iterator[Task]:
    """Yield the tasks that the scenarios of the drills promise, such as a notice to families."""
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
    """Judge drills under the profile of the district's state.

    ``tasks`` is None for a schedule that holds no tasks: rules about notices are then not judged.
    """
    workspace = prepared.workspace
    return judge_development(drills, workspace, profile_of(workspace.district.state), tasks, prepared.avoided_days)


def prohibited_error(
    developmental: DevelopmentalReport, held: Collection[str] = ()
) -> RefusedScenarioError | None:
    """Return the error that names what a developmental rule prohibits in a plan; None if nothing is prohibited.

    What was ``held`` (ids of drills) is a fact and no fault of the plan: a finding about these drills alone is
    reported with the others.
    """
    prohibited = [
        finding
        for finding in developmental.violated
        if finding.severity is Severity.PROHIBITED and not _is_about(finding, held)
    ]
    if not prohibited:
        return None
    return RefusedScenarioError(
        "\n".join(
            [
                "Refused: this plan would do what may not be done with the people who would take part.",
                *(f"  {finding.sentence}" for finding in prohibited),
            ]
        )
    )


def _is_about(finding: GroupedFinding, held: Collection[str]) -> bool:
    """Check whether the finding is about these drills and no others."""
    return all(place.drills and set(place.drills) <= set(held) for place in finding.places)


def incomplete_because(developmental: DevelopmentalReport) -> Iterator[str]:
    """Yield a sentence for each developmental rule that the plan breaks or leaves open."""
    for finding in (*developmental.violated, *developmental.cannot_tell):
        yield f"{INCOMPLETE}{finding.sentence}"
