"""What is done for one district: a function for each kind of work, from a workspace to figures and files.

To add a kind of work, add it to ``FleetWork``, write its function, and put both into ``WORKS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from drillplanner import api
from drillplanner.fleet.figures import judged_figures, mandate_counts, plan_figures, question_counts
from drillplanner.fleet.result import FleetWork, Outcome
from drillplanner.fleet.task import DistrictTask

#: What `fleet publish` writes where no paper is asked for.
CALENDARS_ALONE = ("icalendar",)


@dataclass(frozen=True)
class Worked:
    """The figures of a result by the names of its fields, and the files that the work made."""

    figures: Mapping[str, Any]
    made: api.MadeFiles = field(default_factory=api.MadeFiles)


def plan_district(prepared: api.Prepared, task: DistrictTask) -> Worked:
    """Plan the year. Raises the errors of ``api.plan``."""
    if _is_changed_by_hand(prepared):
        return _KEPT
    # One thread: the other processors have districts of their own.
    plan, report = api.proposed(prepared, api.search_settings(task.options.seed, workers=1))
    files = api.plan_file_bytes(plan, prepared.workspace)
    figures = _judged(report) | {
        "plan": plan_figures(plan, files[api.PLAN_FILE.as_posix()]),
        "questions": question_counts(plan.before_you_rely),
    }
    return Worked(figures, api.MadeFiles(files))


def audit_district(prepared: api.Prepared, task: DistrictTask) -> Worked:
    """Judge the plan that is in the workspace. Raises InputError: it cannot be read."""
    plan = api.read_plan_if_any(prepared.folder)
    if plan is None:
        return _NOT_PLANNED
    report = api.audit(prepared, as_of=task.options.as_of)
    figures = _judged(report) | _of_plan(plan, task) | _questions(prepared, plan, report)
    return Worked(figures | {"is_current": api.is_current(prepared, plan)})


def status_of_district(prepared: api.Prepared, task: DistrictTask) -> Worked:
    """Say how the requirements stand on the day. Raises InputError: the records or the plan cannot be read."""
    plan = api.read_plan_if_any(prepared.folder)
    if plan is None:
        return _NOT_PLANNED
    report = api.status(prepared, task.options.as_of)
    states = {state.value: number for state, number in report.counts.items()}
    figures = {
        "as_of": report.as_of,
        "duty_states": states,
        "unrecorded": len(report.unrecorded),
        "is_current": api.is_current(prepared, plan),
    }
    return Worked(figures | _of_plan(plan, task))


def publish_district(prepared: api.Prepared, task: DistrictTask) -> Worked:
    """Write calendars, or all papers too. Raises the errors of ``api.publish``."""
    plan = api.read_plan_if_any(prepared.folder)
    if plan is None:
        return _NOT_PLANNED
    notes: list[str] = []
    paper = task.options.paper
    only = CALENDARS_ALONE if paper is None else ()
    published = api.publish(prepared, only, notes.append, task.options.as_of, paper or "tiers")
    figures = {"files": sum(1 for _ in published), "notes": tuple(notes)}
    return Worked(figures | _of_plan(plan, task), api.made_files(prepared.folder, task.bundle))


def _is_changed_by_hand(prepared: api.Prepared) -> bool:
    """Check whether people changed the plan that is there.

    That of another version of drillplanner cannot be read, and is replaced, as by the command for one district.
    """
    try:
        earlier = api.read_plan_if_any(prepared.folder)
    except api.InputError:
        return False
    return earlier is not None and api.is_changed_by_hand(prepared, earlier)


_NOT_PLANNED = Worked({"outcome": Outcome.NOT_PLANNED, "sentence": "There is no plan yet."})

_KEPT = Worked(
    {
        "outcome": Outcome.KEPT,
        "sentence": "plan/schedule.csv was changed by hand, and the plan is kept. To take the changes over, run "
        "'drillplanner replan' in this workspace; to plan without them, 'drillplanner plan'.",
    }
)

WORKS: Mapping[FleetWork, Callable[[api.Prepared, DistrictTask], Worked]] = {
    FleetWork.PLAN: plan_district,
    FleetWork.AUDIT: audit_district,
    FleetWork.STATUS: status_of_district,
    FleetWork.PUBLISH: publish_district,
}


def _judged(report: api.AuditReport) -> dict[str, Any]:
    return {"mandates": mandate_counts(report), "judged": judged_figures(report), "unrecorded": report.unrecorded}


def _of_plan(plan: api.Plan, task: DistrictTask) -> dict[str, Any]:
    return {"plan": plan_figures(plan, task.bundle.files[api.PLAN_FILE.as_posix()])}


def _questions(prepared: api.Prepared, plan: api.Plan, report: api.AuditReport) -> dict[str, Any]:
    return {"questions": question_counts(api.caveats_of_plan(prepared, plan, report))}
