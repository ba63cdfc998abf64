"""What the report says about duties: what the law requires, the judge's results, and the chores that follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from drillplanner.files.web_links import is_web_address
from drillplanner.model import DutyStatus, Task, Verdict
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.report.year import DrillMark, campus_anchor, drill_mark

_WORST_FIRST = (DutyStatus.VIOLATED, DutyStatus.CANNOT_TELL, DutyStatus.MET)


@dataclass(frozen=True)
class DutyRow:
    """A duty with its verdict, the reason, and the drills that the judge counted."""

    campus: str
    campus_anchor: str
    mandate: str
    title: str
    status: DutyStatus
    status_words: str
    reason: str
    missing_fact: str
    presumed: bool
    drills: tuple[DrillMark, ...]


@dataclass(frozen=True)
class CampusDuties:
    """The duties of one campus that come from one mandate."""

    campus: str
    campus_anchor: str
    duties: tuple[DutyRow, ...]


@dataclass(frozen=True)
class MandateView:
    """A mandate, its source, how it was read, and all duties that come from it."""

    anchor: str
    mandate: str
    title: str
    cite: str
    url: str
    confidence: str
    layer: str
    met_through: str
    summary: str
    presumed: bool
    worst: DutyStatus
    campuses: tuple[CampusDuties, ...]


@dataclass(frozen=True)
class ChoreDay:
    """A day on which a chore is due, and its campuses, each with the drill of the chore (None: a yearly chore)."""

    due: date
    occasions: tuple[tuple[str, DrillMark | None], ...]


@dataclass(frozen=True)
class ChoreRow:
    """A chore with all days of one month on which it is due."""

    kind: str
    text: str
    who: str
    due_words: str
    mandate: str
    presumed: bool
    days: tuple[ChoreDay, ...]


@dataclass(frozen=True)
class ChoreMonth:
    """The chores due in one month."""

    title: str
    chores: tuple[ChoreRow, ...]


def mandate_views(request: PublishRequest) -> tuple[MandateView, ...]:
    """Return every mandate that has a duty, by its id."""
    by_mandate: dict[str, list[Verdict]] = {}
    for verdict in request.verdicts:
        by_mandate.setdefault(verdict.mandate, []).append(verdict)
    return tuple(_mandate_view(mandate, by_mandate[mandate], request) for mandate in sorted(by_mandate))


def _mandate_view(mandate: str, verdicts: list[Verdict], request: PublishRequest) -> MandateView:
    first = verdicts[0]
    verdicts_by_campus: dict[str, list[Verdict]] = {campus.campus_id: [] for campus in request.workspace.campuses}
    for verdict in verdicts:
        verdicts_by_campus.setdefault(verdict.campus_id, []).append(verdict)
    return MandateView(
        anchor=mandate_anchor(mandate),
        mandate=mandate,
        title=first.title,
        cite=first.cite,
        url=web_address(first.url),
        confidence=words.CONFIDENCES[first.confidence],
        layer=words.LAYERS[first.layer] if first.layer is not None else "",
        met_through=_stricter_mandates(verdicts),
        summary=_summary(verdicts),
        presumed=first.presumed,
        worst=min((verdict.status for verdict in verdicts), key=_WORST_FIRST.index),
        campuses=tuple(
            CampusDuties(
                request.campus_name(campus_id),
                campus_anchor(campus_id),
                tuple(_duty_row(verdict, request) for verdict in at_campus),
            )
            for campus_id, at_campus in verdicts_by_campus.items()
            if at_campus
        ),
    )


def _stricter_mandates(verdicts: list[Verdict]) -> str:
    """Return the stricter mandates that apply instead at every campus; empty if this one applies anywhere."""
    stricter = set.intersection(*(set(verdict.met_through) for verdict in verdicts))
    return " or ".join(sorted(stricter))


def mandate_anchor(mandate: str) -> str:
    """Return the HTML anchor of a mandate."""
    return f"mandate-{mandate}"


def web_address(url: str) -> str:
    """Return the address if it is safe as a link; empty for schemes other than http, which might run a script."""
    return url if is_web_address(url) else ""


def _summary(verdicts: list[Verdict]) -> str:
    counts = {status: sum(1 for verdict in verdicts if verdict.status is status) for status in _WORST_FIRST}
    if counts[DutyStatus.MET] == len(verdicts):
        scheduled = _status_words(verdicts[0]).lower()
        return scheduled if len(verdicts) == 1 else f"all {len(verdicts)} {scheduled}"
    return ", ".join(f"{count} {words.STATUSES[status].lower()}" for status, count in counts.items() if count)


def _status_words(verdict: Verdict) -> str:
    """Return the status in words: a plan schedules drills, and puts tasks on the calendar; neither is done yet."""
    if verdict.is_task and verdict.status is DutyStatus.MET:
        return "On the calendar"
    return words.STATUSES[verdict.status]


def open_duties(request: PublishRequest) -> tuple[DutyRow, ...]:
    """Return the duties that are not scheduled, then those that need an answer."""
    return tuple(
        _duty_row(verdict, request)
        for status in _WORST_FIRST
        for verdict in request.verdicts
        if verdict.status is status and status is not DutyStatus.MET
    )


def _duty_row(verdict: Verdict, request: PublishRequest) -> DutyRow:
    drills = [drill for drill_id in verdict.drills if (drill := request.drill_by_id.get(drill_id))]
    return DutyRow(
        campus=request.campus_name(verdict.campus_id),
        campus_anchor=campus_anchor(verdict.campus_id),
        mandate=verdict.mandate,
        title=verdict.title,
        status=verdict.status,
        status_words=_status_words(verdict),
        reason=verdict.reason[:1].upper() + verdict.reason[1:],
        missing_fact=verdict.missing_fact or "",
        presumed=verdict.presumed,
        drills=tuple(
            drill_mark(drill, request.imprint.vocabulary)
            for drill in sorted(drills, key=lambda drill: (drill.date, drill.drill_id))
        ),
    )


def chore_months(request: PublishRequest) -> tuple[ChoreMonth, ...]:
    """Return the law's chores by month, each with its days, in order of the first day."""
    months: dict[str, dict[tuple[str, ...], list[Task]]] = {}
    law = (task for task in request.plan.tasks if not task.developmental)
    presumed = frozenset(verdict.mandate for verdict in request.verdicts if verdict.presumed)
    for task in sorted(law, key=lambda task: (task.due, task.mandate_id, task.task_id)):
        key = (task.kind, task.text, task.who, task.due_words, task.mandate_id)
        months.setdefault(dates.month_and_year(task.due), {}).setdefault(key, []).append(task)
    return tuple(
        ChoreMonth(title, tuple(_chore_row(tasks, request, presumed) for tasks in chores.values()))
        for title, chores in months.items()
    )


def _chore_row(tasks: list[Task], request: PublishRequest, presumed: frozenset[str]) -> ChoreRow:
    """Return the row of these tasks; ``presumed`` are the ids of mandates that are only presumed to bind."""
    first = tasks[0]
    days: dict[date, list[tuple[str, DrillMark | None]]] = {}
    for task in tasks:
        drill = request.drill_by_id.get(task.drill_id or "")
        mark = drill_mark(drill, request.imprint.vocabulary) if drill else None
        days.setdefault(task.due, []).append((request.campus_name(task.campus_id), mark))
    return ChoreRow(
        kind=words.chore_title(first.kind),
        text=first.text,
        who=first.who,
        due_words=first.due_words,
        mandate=first.mandate_id,
        presumed=first.mandate_id in presumed,
        days=tuple(ChoreDay(due, tuple(occasions)) for due, occasions in days.items()),
    )
