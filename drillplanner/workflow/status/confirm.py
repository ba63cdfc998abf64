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


def confirmed(
    prepared: Prepared, report: StatusReport, settings: SolverSettings, progress: Progress = silent
) -> StatusReport:
    """Return the status with each requirement at risk held against an update of the plan on that day.

    An update keeps the district's own wishes too, and takes past drills without a record as held. So what it meets
    can be met, and what it does not meet may still be lawful.

    Raises InputError if there is no plan, or if the files do not allow an update.
    """
    if not report.of_state(DutyState.AT_RISK):
        return report
    try:
        update = proposed_replan(prepared, read_plan(prepared.folder), report.as_of, settings, progress)
    except (InfeasibleError, OutOfTimeError):
        return report.model_copy(update={"notes": (*report.notes, _NO_UPDATE.format(on=report.as_of))})
    met = {verdict.duty for verdict in update.report.verdicts if verdict.status is DutyStatus.MET}
    return report.model_copy(update={"lines": tuple(_tried(line, line.duty in met) for line in report.lines)})


def _tried(line: StatusLine, is_met: bool) -> StatusLine:
    if line.state is not DutyState.AT_RISK:
        return line
    words = "meets this" if is_met else "does not meet this"
    return line.model_copy(
        update={"met_by_update": is_met, "to_do": f"{line.to_do} Tried without writing it: that update {words}."}
    )
