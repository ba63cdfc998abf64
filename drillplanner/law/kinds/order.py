"""``order``: drills come after an event of the year, such as the training of that year."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from drillplanner.law.match import Match
from drillplanner.law.requirement import Judgement, Requirement, Scene
from drillplanner.law.window import Setting, Window
from drillplanner.model import DutyStatus, EventKind


class Order(Requirement):
    """No drill of ``match`` before the first event of ``after_event`` is over; its last day counts as over."""

    kind: Literal["order"]
    what: str = Field(description="The drills in words, plural.")
    match: Match
    after_event: EventKind

    def windows(self, setting: Setting) -> tuple[Window, ...]:
        """The part of the year before the event is over, in which there may be no such drill."""
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

    def owes(self, window: Window) -> str:
        """What is owed."""
        return f"no {self.what} before {self.after_event.phrase} is over"

    @property
    def waits_for(self) -> EventKind:
        """The event that must be over."""
        return self.after_event

    def check(self, window: Window, scene: Scene) -> Judgement:
        """Looks for drills that come too early. The last day of the event itself is late enough."""
        early = [drill for drill in scene.drills if window.covers(drill.date) and drill.date < window.last]
        answers = [(drill, self.match.selects(drill, scene.known)) for drill in early]
        wrong = tuple(drill.drill_id for drill, answer in answers if answer)
        unsure = [drill for drill, answer in answers if answer is None]
        if wrong:
            return Judgement(DutyStatus.VIOLATED, wrong, f"{self.owes(window)}; too early: {', '.join(wrong[:4])}")
        if unsure:
            silent = scene.missing_information(self.match, unsure[0])
            return Judgement(DutyStatus.CANNOT_TELL, (), f"{self.owes(window)} required", silent)
        return Judgement(DutyStatus.MET, (), f"{self.owes(window)}: so")
