"""The audit report: verdicts on duties, entries that cannot be right, and broken district choices."""

from __future__ import annotations

from collections import Counter
from datetime import date

from pydantic import Field

from drillplanner.audit.schedule.developmental_rules import DevelopmentalReport
from drillplanner.files.counting import counted
from drillplanner.model import BrokenOrder, BusyDate, DutyStatus, EntryProblem, Frozen, PracticeOutcome, Verdict


class AuditReport(Frozen):
    """All findings on one schedule, in stable order."""

    schedule: str = Field(description="What was judged.")
    of_school: str = Field(default="", description="The one school that was judged, if the schedule is its table.")
    verdicts: tuple[Verdict, ...]
    entries: tuple[EntryProblem, ...]
    not_judged: tuple[str, ...] = Field(
        default=(), description="Duties that a schedule of this form cannot show, in words."
    )

    broken_orders: tuple[BrokenOrder, ...] = Field(
        default=(), description="Pins and forbidden days of district.yaml that the schedule does not keep."
    )

    back_ups: tuple[EntryProblem, ...] = Field(
        default=(), description="Back-up dates on which a drill could not be made up. No law asks for one."
    )

    busy_dates: tuple[BusyDate, ...] = Field(
        default=(),
        description="Dates on which more schools of a level hold one kind of drill than schools_a_day of "
        "district.yaml allows. That is practice, not law.",
    )

    notes: tuple[str, ...] = Field(default=(), description="What to know about how the schedule was read.")

    asked: tuple[str, ...] = Field(
        default=(), description="Facts that the schedule does not state, each asked once for all duties."
    )

    unrecorded: int = Field(
        default=0,
        description="Of our own plan: drills before 'as_of' of which no record says whether they were held. They "
        "count as planned here.",
    )

    as_of: date | None = Field(default=None, description="Of our own plan: the day of the audit.")

    developmental: DevelopmentalReport = Field(
        default=DevelopmentalReport(), description="What the developmental rules say of the schedule."
    )

    practice: PracticeOutcome = Field(
        default=PracticeOutcome(), description="Good practice, which is not law and changes no exit code."
    )

    @property
    def judged(self) -> str:
        """Return what was judged, in words: "drills.xlsx, for Oak Hill School alone"."""
        return f"{self.schedule}, for {self.of_school} alone" if self.of_school else self.schedule

    def count(self, status: DutyStatus) -> int:
        """Return the number of duties of known law with that status."""
        return Counter(verdict.status for verdict in self.verdicts if not verdict.presumed)[status]

    def count_presumed(self, status: DutyStatus) -> int:
        """Return the number of duties with that status that are only presumed to bind."""
        return Counter(verdict.status for verdict in self.verdicts if verdict.presumed)[status]

    @property
    def violated(self) -> tuple[Verdict, ...]:
        """Duties that are violated."""
        return tuple(verdict for verdict in self.verdicts if verdict.status is DutyStatus.VIOLATED)

    @property
    def cannot_tell(self) -> tuple[Verdict, ...]:
        """Duties that cannot be decided because a fact is missing."""
        return tuple(verdict for verdict in self.verdicts if verdict.status is DutyStatus.CANNOT_TELL)

    @property
    def root_violations(self) -> tuple[Verdict, ...]:
        """Violations that are not the consequence of an impossible entry, which is listed separately."""
        return tuple(verdict for verdict in self.violated if verdict.because_of is None)

    def follows_from(self, entry: EntryProblem) -> tuple[Verdict, ...]:
        """Return the violations that would not exist without this impossible entry."""
        if entry.drill_id is None:
            return ()
        return tuple(verdict for verdict in self.violated if verdict.because_of == entry.drill_id)

    @property
    def exit_code(self) -> int:
        """0 = all met, 1 = something is violated or impossible, 4 = only undecided results are left.

        Well-being rules count like duties. Suggestions, pins, forbidden days, and busy dates never change it.
        """
        if self.violated or self.entries or self.developmental.verdict == "violation":
            return 1
        return 4 if self.cannot_tell or self.developmental.verdict == "cannot_tell" else 0

    @property
    def unrecorded_sentence(self) -> str:
        """How many past drills no record mentions, in a sentence; empty if there is none."""
        if not self.unrecorded or self.as_of is None:
            return ""
        drills = counted(self.unrecorded, "drill", "drills")
        have, count = ("has", "It counts") if self.unrecorded == 1 else ("have", "They count")
        return f"{drills} before {self.as_of} {have} no record. {count} as planned here, not as held."

    def as_json(self) -> dict[str, object]:
        """Return the report as the JSON document of the published interface."""
        return {
            "summary": {status.value: self.count(status) for status in DutyStatus},
            "presumed": {status.value: self.count_presumed(status) for status in DutyStatus},
            "verdicts": [verdict.model_dump(mode="json") for verdict in self.verdicts],
            "entries": [entry.model_dump(mode="json") for entry in self.entries],
            "not_judged": list(self.not_judged),
            "broken_orders": [order.model_dump(mode="json") for order in self.broken_orders],
            "back_ups": [problem.model_dump(mode="json") for problem in self.back_ups],
            "busy_dates": [busy.model_dump(mode="json") for busy in self.busy_dates],
            "notes": list(self.notes),
            "asked": list(self.asked),
            "unrecorded": self.unrecorded,
            "developmental": self.developmental.as_json(),
            "practice": self.practice.model_dump(mode="json"),
        }
