"""The status of a year as it goes: what is met, what is short, and until when it can be mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from datetime import date as Date  # noqa: N812 (a field below has the plain name)
from enum import StrEnum

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.vocabulary import Confidence, DrillType


class DutyState(StrEnum):
    """The state of one duty on a day of the year, the most urgent first."""

    LATE = "late"
    AT_RISK = "at_risk"
    UNRECORDED = "unrecorded"
    NOT_EVIDENCED = "not_evidenced"
    CANNOT_TELL = "cannot_tell"
    DUE = "due"
    ON_TRACK = "on_track"
    MET = "met"

    @property
    def phrase(self) -> str:
        """The state as a label for people."""
        return _PHRASES[self]


_PHRASES: Mapping[DutyState, str] = {
    DutyState.LATE: "Late",
    DutyState.AT_RISK: "At risk",
    DutyState.UNRECORDED: "Not recorded",
    DutyState.NOT_EVIDENCED: "Done, not evidenced",
    DutyState.CANNOT_TELL: "Cannot tell",
    DutyState.DUE: "Due soon",
    DutyState.ON_TRACK: "On track",
    DutyState.MET: "Met",
}


class StatusLine(Frozen):
    """One duty of one campus: its state, why, and what to do."""

    campus_id: str
    duty: str
    mandate: str
    title: str = Field(description="The mandate in one line.")
    state: DutyState
    until: date | None = Field(
        default=None,
        description="Of at_risk: the last day on which a drill can still be held that mends it. Where several are "
        "missing, the last day from which enough days remain for one a day. Of unrecorded: the same, if the drill "
        "was not held. None: nothing that is held from now on mends it, or only a new plan does ('needs_replan').",
    )
    start_by: date | None = Field(
        default=None,
        description="The last day on which the first notice can be given that law requires before a drill on "
        "'until'; None if there is none.",
    )
    needs: int = Field(default=0, description="How many drills are missing; 0 if none is, or if it is not known.")
    drill_type: DrillType | None = Field(default=None, description="The kind of drill that mends it, if any does.")
    drills: tuple[str, ...] = Field(
        default=(), description="Ids of the drills that count for it; of unrecorded: of those without a record."
    )
    missing: tuple[str, ...] = Field(
        default=(), description="The fact that is not known, or the fields of the record that are empty."
    )
    needs_replan: bool = Field(
        default=False,
        description="Whether other planned drills have to move: see 'drillplanner replan'.",
    )
    met_by_update: bool | None = Field(
        default=None,
        description="Of at_risk: whether an update of the plan that was tried ('--confirm'), and not written, "
        "meets it, if past drills without a record were held; null if none was tried, or if some information is "
        "missing.",
    )
    without_drills: bool = Field(
        default=False,
        description="Of met: it limits drills, or says how they are held, and none of its kind was held.",
    )
    reason: str = Field(description="Why, in plain words.")
    to_do: str = Field(description="What to do, in sentences; DIR in a command is the workspace. Empty: nothing.")
    cite: str
    url: str
    confidence: Confidence
    presumed: bool = Field(default=False, description="The duty is only presumed to bind.")


class UnrecordedDrill(Frozen):
    """A planned drill whose day is over and of which no record says whether it was held."""

    drill_id: str
    campus_id: str
    drill_type: DrillType
    date: Date
    in_grace: bool = Field(description="Its day is at most two school days ago: it counts as planned.")


class NoticeState(StrEnum):
    """The state of a letter to families on a day of the year, the most urgent first."""

    OUTSIDE_ITS_DAYS = "outside_its_days"
    NOT_RECORDED = "not_recorded"
    TO_SEND = "to_send"
    SENT = "sent"


class NoticeLine(Frozen):
    """A letter to families that law asks for before or after a drill, and what the records say of it."""

    campus_id: str
    drill_id: str
    drill_type: DrillType
    drill_date: Date
    is_after: bool = Field(description="After the drill; false: before it.")
    mandate: str
    title: str = Field(description="The mandate in one line.")
    state: NoticeState = Field(
        description="to_send: within five school days. not_recorded: its days are over, and no record says that "
        "it went out. outside_its_days: recorded as sent on other days than the law gives. sent: in time."
    )
    not_before: date | None = Field(default=None, description="The first day on which it counts; None: any.")
    due: date = Field(description="The day by which we read that it is due.")
    sent_on: tuple[date, ...] = Field(default=(), description="The days on which it went out, by the records.")
    is_sure: bool = Field(default=True, description="Whether the law surely asks for it and sets its time.")
    to_do: str = Field(description="What to do, in sentences; DIR in a command is the workspace. Empty: nothing.")
    cite: str
    url: str
    confidence: Confidence


class OpenAction(Frozen):
    """A corrective action that is not done: of an exercise, or of the record of a drill."""

    action_id: str
    campus_id: str | None = Field(description="None: the whole district.")
    action: str
    owner: str = Field(description="Who does it: the organization, and the title of whom to ask there.")
    due: date | None = Field(description="None: the record of the drill names no day.")
    is_overdue: bool


class StatusReport(Frozen):
    """The status of a district, or of one campus, on a day."""

    as_of: date
    campus: str | None = Field(default=None, description="The id of the one campus; None: the whole district.")
    lines: tuple[StatusLine, ...]
    unrecorded: tuple[UnrecordedDrill, ...] = ()
    actions: tuple[OpenAction, ...] = ()
    notices: tuple[NoticeLine, ...] = Field(
        default=(), description="Letters to families that law asks for: sent, to be sent soon, or not recorded."
    )
    not_judged: int = Field(
        default=0,
        description="Duties about other notices, filings, and preparation, of which the log says nothing.",
    )
    notes: tuple[str, ...] = Field(
        default=(),
        description="What to know about how the records were read, and about an update that was tried; DIR in a "
        "command is the workspace.",
    )

    def of_state(self, *states: DutyState) -> tuple[StatusLine, ...]:
        """Return the lines in one of these states."""
        return tuple(line for line in self.lines if line.state in states)

    @property
    def counts(self) -> dict[DutyState, int]:
        """The number of duties in each state, the most urgent first."""
        found = Counter(line.state for line in self.lines)
        return {state: found[state] for state in DutyState}

    @property
    def exit_code(self) -> int:
        """1 if a duty is late, 4 if one is at risk or something that was due has no record, else 0."""
        if self.of_state(DutyState.LATE):
            return 1
        is_open = any(not drill.in_grace for drill in self.unrecorded) or bool(self.overdue_notices)
        return 4 if is_open or self.of_state(DutyState.AT_RISK, DutyState.UNRECORDED) else 0

    @property
    def overdue_notices(self) -> tuple[NoticeLine, ...]:
        """Letters that law surely asks for and of which no record says that they went out on their days."""
        overdue = (NoticeState.OUTSIDE_ITS_DAYS, NoticeState.NOT_RECORDED)
        return tuple(notice for notice in self.notices if notice.is_sure and notice.state in overdue)

    def as_json(self) -> dict[str, object]:
        """Return the report as the JSON document of the published interface."""
        counts = {state.value: number for state, number in self.counts.items()}
        return {"summary": counts, **self.model_dump(mode="json")}
