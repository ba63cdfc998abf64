"""Letters to families that law asks for: those to send, and those of which no record says that they went out.

Only what was recorded with ``drillplanner records notice`` counts: a letter on the plan is no evidence. The
records have the day of a notice and not its hour, so one that may have been in time is not held against a school.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from drillplanner.law import Duty, MatchContext, Setting, setting_of
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.law.timing.due import DueByDrill, LeadUnit
from drillplanner.model import Drill, DrillRecord, NoticeLine, NoticeState, ToldGroup
from drillplanner.publish.core.dates import plain_date
from drillplanner.records.notices import BeforeOrAfter, SentNotice
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.status.drills_as_of import DrillsAsOf, school_days_after

#: A letter is to be sent if its last day is within this many school days. Our choice: the week of what is due.
SEND_SCHOOL_DAYS = 5
_TIMES = {"notify": BeforeOrAfter.BEFORE, "notify_after": BeforeOrAfter.AFTER}
_HOURS_A_DAY = 24


def is_family_notice(duty: Duty) -> bool:
    """Check whether the duty is a notice of each drill to families, whose sending can be recorded."""
    chore = duty.mandate.requirement
    return (
        isinstance(chore, Chore)
        and chore.chore in _TIMES
        and chore.by_drill is not None
        and ToldGroup.FAMILIES in chore.tells
    )


def notices_as_of(
    prepared: Prepared, drills: DrillsAsOf, duties: Iterable[Duty], as_of: date
) -> tuple[NoticeLine, ...]:
    """Return the letters that are to be sent or were to be sent by the day, in order of their last day.

    Letters after a drill are owed once the log says that it was held; letters before one also for drills to come.
    Those whose time is still far away are left out.
    """
    sent = _SentNotices(prepared.notices, prepared.records, as_of)
    by_campus: defaultdict[str, list[Drill]] = defaultdict(list)
    for drill in (*drills.held, *drills.in_grace, *drills.to_come):
        by_campus[drill.campus_id].append(drill)
    workspace = prepared.workspace
    context = MatchContext(
        agency_kinds={agency.agency_id: agency.kind for agency in workspace.district.agencies},
        subjects={scenario.scenario_id: scenario.subjects for scenario in workspace.scenarios},
    )
    found = [
        notice
        for duty in duties
        if is_family_notice(duty)
        for owed in _owed(duty, by_campus[duty.campus_id], context, _setting(duty, prepared))
        if (notice := owed.as_of(as_of, sent.of(owed.drill, owed.time))) is not None
    ]
    return tuple(sorted(found, key=lambda notice: (notice.due, notice.campus_id, notice.drill_id)))


def _setting(duty: Duty, prepared: Prepared) -> Setting:
    workspace = prepared.workspace
    return replace(setting_of(workspace.campus_by_id[duty.campus_id], workspace), with_summer=True)


@dataclass(frozen=True)
class _OwedNotice:
    """A notice that a drill brings. ``latest`` is the last day on which it may have been in time."""

    duty: Duty
    drill: Drill
    time: BeforeOrAfter
    first: date | None
    due: date
    latest: date
    school_days: tuple[date, ...]
    is_sure: bool

    def as_of(self, on: date, sent: Collection[SentNotice]) -> NoticeLine | None:
        """Return the notice with its state on a day; None if its time is not near."""
        days = sorted(notice.on for notice in sent)
        if any((self.first is None or self.first <= day) and day <= self.latest for day in days):
            return self._with(NoticeState.SENT, days)
        if on > self.latest:
            return self._with(NoticeState.OUTSIDE_ITS_DAYS if days else NoticeState.NOT_RECORDED, days)
        is_open = self.first is None or self.first <= on
        is_near = school_days_after(on, self.due, self.school_days) <= SEND_SCHOOL_DAYS
        return self._with(NoticeState.TO_SEND, days) if is_open and is_near else None

    def _with(self, state: NoticeState, days: Iterable[date]) -> NoticeLine:
        mandate, drill = self.duty.mandate, self.drill
        return NoticeLine(
            campus_id=drill.campus_id,
            drill_id=drill.drill_id,
            drill_type=drill.drill_type,
            drill_date=drill.date,
            is_after=self.time is BeforeOrAfter.AFTER,
            mandate=mandate.mandate_id,
            title=mandate.title,
            state=state,
            not_before=self.first,
            due=self.due,
            sent_on=tuple(days),
            is_sure=self.is_sure,
            to_do=self._to_do(state),
            cite=self.duty.cite,
            url=self.duty.url,
            confidence=mandate.confidence,
        )

    def _to_do(self, state: NoticeState) -> str:
        record = f"drillplanner records notice DIR --drill {self.drill.drill_id} --{self.time.value} --by NAME"
        if state is NoticeState.TO_SEND:
            return f"Send it by {plain_date(self.due)}, and record it: {record}."
        if state is NoticeState.NOT_RECORDED and self.drill.held:
            return f"If it went out, record the day: {record} --date DATE."
        if state is NoticeState.NOT_RECORDED:
            return (
                f"If it went out, record the day: {record} --date DATE. If it did not, move the drill: "
                "drillplanner replan DIR."
            )
        return "Keep the reason with the record." if state is NoticeState.OUTSIDE_ITS_DAYS else ""


def _owed(duty: Duty, drills: Iterable[Drill], context: MatchContext, setting: Setting) -> Iterator[_OwedNotice]:
    chore = duty.mandate.requirement
    if not isinstance(chore, Chore) or chore.by_drill is None or chore.match is None:
        return
    time = _TIMES[chore.chore]
    for drill in drills:
        is_asked = chore.match.selects(drill, context)
        # A drill of which nobody said yet that it was held brings no letter after it.
        if is_asked is False or (time is BeforeOrAfter.AFTER and not drill.held):
            continue
        first, due = chore.by_drill.dates(drill.date, setting)
        latest = max(due, _latest(chore.by_drill, drill.date, due, has_measure=not duty.mandate.vague))
        is_sure = duty.binds_firmly and is_asked is True
        yield _OwedNotice(duty, drill, time, first, due, latest, setting.dates, is_sure)


def _latest(by_drill: DueByDrill, on: date, due: date, has_measure: bool) -> date:
    """Return the last day on which a notice may have been in time, whatever its hour.

    Where the law sets no measure, the lead is our reading, and any notice before the drill may have been enough.
    """
    if by_drill.before is None:
        return due
    if not by_drill.unit_is_stated or not has_measure:
        return on
    if by_drill.unit is LeadUnit.HOUR:
        return on - timedelta(by_drill.before // _HOURS_A_DAY)
    return due


class _SentNotices:
    """The notices that are on record by a day, by drill: an office may name a drill as the log does."""

    def __init__(self, notices: Iterable[SentNotice], records: Iterable[DrillRecord], as_of: date) -> None:
        self._by_drill: defaultdict[str, list[SentNotice]] = defaultdict(list)
        for notice in notices:
            if notice.on <= as_of:
                self._by_drill[notice.drill_id].append(notice)
        self._ids: defaultdict[tuple[str, str, date], set[str]] = defaultdict(set)
        for record in records:
            if record.held:
                self._ids[record.campus_id, record.drill_type, record.date].add(record.drill_id)

    def of(self, drill: Drill, time: BeforeOrAfter) -> list[SentNotice]:
        """Return the notices before or after the drill."""
        key = (drill.campus_id, drill.drill_type, drill.date)
        ids = {drill.drill_id} | (self._ids.get(key, set()) if drill.held else set())
        return [
            notice
            for drill_id in sorted(ids)
            for notice in self._by_drill.get(drill_id, ())
            if notice.time is time
        ]
