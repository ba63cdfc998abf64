"""``order``: drills come after an event of the year, such as that year's staff training."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from drillplanner.law.match import Match
from drillplanner.law.requirement import CampusSchedule, Judgment, Requirement
from drillplanner.law.window import Setting, Window
from drillplanner.model import DutyStatus, EventKind


class Order(Requirement):
    """No drill of ``match`` before the end of the first event of ``after_event``; its last day is late enough."""

    kind: Literal["order"]
    what: str = Field(description="The drills in words, plural.")
    match: Match
    after_event: EventKind

    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """Return the part of the year before the event is over, in which there may be no such drill."""
        if not setting.dates:
            return ()
        first = setting.dates[0]
        events = setting.events_of(self.after_event)
        if not events:
            return (
                Window(
                    first=first,
                    last=setting.dates[-1],
                    label="the school year",
                    key="year",
                    missing=f"{self.after_event} in events.csv",
                ),
            )
        over = max(first, min(event.last for event in events))
        label = f"the time before {self.after_event.phrase} is over on {over}"
        return (Window(first=first, last=over, label=label, key="year"),)

    def sentence(self, window: Window) -> str:
        """Return 'no lockdowns before staff training is over'."""
        return f"no {self.what} before {self.after_event.phrase} is over"

    @property
    def waits_for(self) -> EventKind:
        """The event that must be over."""
        return self.after_event

    @property
    def can_be_mended(self) -> bool:
        """Always False: a drill that was held too early stays so."""
        return False

    @property
    def minimum(self) -> None:
        """None: it says when drills may be held, and asks for none."""
        return None

    def check(self, window: Window, schedule: CampusSchedule) -> Judgment:
        """Look for drills that are too early. The last day of the event itself is late enough.

        If no such event is known, no day of the year is known to be late enough.
        """
        early = [
            drill
            for drill in schedule.drills
            if window.covers(drill.date) and (drill.date < window.last or window.missing is not None)
        ]
        answers = [(drill, self.match.selects(drill, schedule.match_context)) for drill in early]
        too_early = tuple(drill.drill_id for drill, answer in answers if answer)
        unsure = [drill for drill, answer in answers if answer is None]
        if too_early:
            reason = f"{self.sentence(window)}; too early: {', '.join(too_early[:4])}"
            return Judgment(DutyStatus.VIOLATED, too_early, reason)
        if unsure:
            missing = schedule.missing_information(self.match, unsure[0])
            return Judgment(DutyStatus.CANNOT_TELL, (), f"{self.sentence(window)} required", missing)
        return Judgment(DutyStatus.MET, (), f"{self.sentence(window)}: so")
