"""What the report says of the status: requirements that are short, until when, and open corrective actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from drillplanner.files.counting import counted
from drillplanner.model import DutyState, OpenAction, StatusLine
from drillplanner.publish.core.dates import plain_date
from drillplanner.publish.core.request import PublishRequest

_SHORT = (DutyState.LATE, DutyState.AT_RISK, DutyState.UNRECORDED)


@dataclass(frozen=True)
class StatusView:
    """The part of the report about the status, in sentences."""

    as_of: date
    counts: str
    lines: tuple[str, ...]
    actions: tuple[str, ...]


def status_view(request: PublishRequest) -> StatusView | None:
    """Return the part; None if nothing was recorded and no day of the status was given."""
    report = request.status
    if report is None:
        return None
    numbers = [f"{number:,} {state.phrase.lower()}" for state, number in report.counts.items() if number]
    past = sum(not drill.in_grace for drill in report.unrecorded)
    letters = len(report.overdue_notices)
    unsent = f" No record shows that {counted(letters, 'letter')} to families went out in time." if letters else ""
    without = f" {counted(past, 'past drill has', 'past drills have')} no record." if past else ""
    return StatusView(
        as_of=report.as_of,
        counts=f"Requirements about drills: {', '.join(numbers)}.{without}{unsent}",
        lines=tuple(_sentence(line, request) for state in _SHORT for line in _in_order(report.of_state(state))),
        actions=tuple(_action_sentence(action, request) for action in report.actions),
    )


def _in_order(lines: tuple[StatusLine, ...]) -> list[StatusLine]:
    return sorted(lines, key=lambda line: (line.until or date.min, line.mandate, line.campus_id))


def _sentence(line: StatusLine, request: PublishRequest) -> str:
    is_at_risk = line.state is DutyState.AT_RISK and line.until is not None
    until = f" until {plain_date(line.until)}" if is_at_risk and line.until is not None else ""
    what = f"{line.title or line.mandate} ({line.mandate})"
    return f"{line.state.phrase}{until}: {request.campus_name(line.campus_id)}, {what}. {line.reason} {line.to_do}"


def _action_sentence(action: OpenAction, request: PublishRequest) -> str:
    where = "the district" if action.campus_id is None else request.campus_name(action.campus_id)
    due = due_words(action)
    return f"{action.action.rstrip('.')}: {due}, {where}. Owner: {action.owner}."


def due_words(action: OpenAction) -> str:
    """Return by when an action is to be done: ``due March 15, 2026``."""
    if action.due is None:
        return "no due day"
    return f"{'overdue since' if action.is_overdue else 'due'} {plain_date(action.due)}"
