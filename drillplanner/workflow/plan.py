"""Plan a year: search, accept, write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drillplanner.audit.schedule import AuditReport
from drillplanner.files.changes.workspace_lock import locked_workspace
from drillplanner.model import Conflict, Plan
from drillplanner.progress import Progress, silent
from drillplanner.workflow.accept.accept import accept, refuse_scenarios
from drillplanner.workflow.easiest_first.district import with_easiest_first
from drillplanner.workflow.plan_files import write_plan
from drillplanner.workflow.prepared import Prepared

if TYPE_CHECKING:
    from drillplanner.solve.solver import Solution, SolverSettings


def plan(prepared: Prepared, settings: SolverSettings, progress: Progress = silent) -> Plan:
    """Solve the year, judge it, and write ``plan/plan.json`` and ``plan/schedule.csv``.

    Raises RefusedScenarioError, InfeasibleError, or AuditFailedError; nothing is written then.
    """
    return plan_with_report(prepared, settings, progress)[0]


def plan_with_report(
    prepared: Prepared, settings: SolverSettings, progress: Progress = silent
) -> tuple[Plan, AuditReport]:
    """Plan like ``plan``, and return the report that the plan passed as well."""
    with locked_workspace(prepared.folder, "plan"):
        accepted, report = proposed(prepared, settings, progress)
        with settings.interruption.uninterrupted():
            write_plan(prepared.folder, accepted, prepared.workspace)
    return accepted, report


def proposed(
    prepared: Prepared, settings: SolverSettings, progress: Progress = silent
) -> tuple[Plan, AuditReport]:
    """Make a plan like ``plan``, and return it with the report that it passed; nothing is written.

    Raises the errors of ``plan``.
    """
    refuse_scenarios(prepared)
    solution = settings.interruption.run(lambda: search(prepared, settings, progress))
    solution = with_easiest_first(prepared, prepared.year, solution)
    return accept(prepared, solution, settings)


def search_settings(seed: int = 0, workers: int = 2) -> SolverSettings:
    """Return the settings of a search that runs to its end; ``workers`` does not change the plan."""
    from drillplanner.solve.solver import SolverSettings

    return SolverSettings(seed, workers)


def search(prepared: Prepared, settings: SolverSettings, progress: Progress = silent) -> Solution:
    """Run the search alone; the solution is not judged and not written.

    Raises InfeasibleError or OutOfTimeError.
    """
    from drillplanner.solve.solver import solve

    return solve(prepared.year, settings, progress)


def conflicts_in_words(conflicts: tuple[Conflict, ...]) -> tuple[str, ...]:
    """Return each conflict of an explanation as some lines of text."""
    from drillplanner.solve.explain.conflicts.sentences import conflict_sentences

    return conflict_sentences(conflicts)
