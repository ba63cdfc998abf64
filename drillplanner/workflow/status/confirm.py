"""Whether an update of the plan meets what is at risk: it is made and judged as by ``replan``, and not written."""

from __future__ import annotations

from drillplanner.files.errors import InfeasibleError, OutOfTimeError
from drillplanner.model import DutyState, DutyStatus, StatusLine, StatusReport
from drillplanner.progress import Progress, silent
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.plan_files import read_plan
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.replan.replan import proposed_replan

_NO_UPDATE = (
    "No update of the plan was found, so what is at risk is not confirmed. See why: drillplanner replan DIR "
    "--as-of {on}."
)
#: Of an update that was tried, by what the judge says of a requirement.
_OUTCOMES = {
    DutyStatus.MET: (True, "meets this"),
    DutyStatus.VIOLATED: (False, "does not meet this"),
    DutyStatus.CANNOT_TELL: (None, "may or may not meet this, since some information is missing"),
}


def confirmed(
    prepared: Prepared, report: StatusReport, settings: SolverSettings, progress: Progress = silent
) -> StatusReport:
    """Return the status with each requirement at risk held against an update of the plan on that day.

    An update keeps the district's own wishes too, so what it does not meet may still be lawful. It takes past
    drills without a record as held, so what it meets at their school may depend on them, and the line says so.

    Raises InputError if there is no plan, or if the files do not allow an update.
    """
    if not report.of_state(DutyState.AT_RISK):
        return report
    try:
        update = proposed_replan(prepared, read_plan(prepared.folder), report.as_of, settings, progress)
    except (InfeasibleError, OutOfTimeError):
        return report.model_copy(update={"notes": (*report.notes, _NO_UPDATE.format(on=report.as_of))})
    found = {verdict.duty: verdict.status for verdict in update.report.verdicts}
    without_record = {drill.campus_id for drill in report.unrecorded if not drill.in_grace}
    lines = (
        _tried(line, found[line.duty], line.campus_id in without_record)
        if line.state is DutyState.AT_RISK
        else line
        for line in report.lines
    )
    return report.model_copy(update={"lines": tuple(lines)})


def _tried(line: StatusLine, status: DutyStatus, takes_drills_as_held: bool) -> StatusLine:
    is_met, words = _OUTCOMES[status]
    if is_met and takes_drills_as_held:
        words += " if the school's past drills without a record were held"
    return line.model_copy(
        update={"met_by_update": is_met, "to_do": f"{line.to_do} Tried without writing it: that update {words}."}
    )
