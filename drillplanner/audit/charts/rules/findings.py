"""Findings of the chart judge, and its report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from drillplanner.audit.charts.record import ChartWaiver
from drillplanner.audit.charts.rules.chart_rules import ChartSeverity
from drillplanner.model import Frozen


@dataclass(frozen=True)
class CheckFault:
    """A fault that a check found: a sentence and its subjects; ``severity`` if it differs from the rule's."""

    message: str
    subjects: tuple[str, ...] = ()
    severity: ChartSeverity | None = None


@dataclass(frozen=True)
class MissingFact:
    """A fact that a check needs and that is not stated."""

    fact: str
    subjects: tuple[str, ...] = ()


Status = Literal["violation", "cannot_tell"]


class ChartFinding(Frozen):
    """One finding. ``subjects`` are ids of positions, people, forms, or exercises."""

    rule: str
    severity: ChartSeverity
    status: Status
    subjects: tuple[str, ...]
    message: str
    basis: str = Field(description="On what the rule rests; a design choice of ours is called our advice.")
    certainty: str = Field(description="Marks A to D with their meaning.")
    fix: str
    missing_fact: str | None = Field(default=None, description="Of cannot_tell: what nobody said.")
    waived_by: ChartWaiver | None = None

    @property
    def sentence(self) -> str:
        """The finding in one line."""
        what = "cannot tell" if self.status == "cannot_tell" else self.severity.value
        waived = "" if self.waived_by is None else f" Waived by {self.waived_by.who}: {self.waived_by.why}"
        return f"{self.rule} ({what}): {self.message}{waived}"


class ChartReport(Frozen):
    """The findings about one record."""

    chart: str
    findings: tuple[ChartFinding, ...]
    kept: tuple[str, ...] = Field(description="Rules that were judged and are not broken.")
    not_judged: dict[str, tuple[str, ...]] = Field(
        description="Rules by the part of the record that they need and that is not there."
    )
    notes: tuple[str, ...] = Field(default=(), description="On waivers that are over or met nothing.")

    def unwaived(self, status: Status, *severities: ChartSeverity) -> tuple[ChartFinding, ...]:
        """Return the findings with that status and those severities (none: all) that are not waived."""
        return tuple(
            finding
            for finding in self.findings
            if finding.status == status
            and finding.waived_by is None
            and finding.severity in (severities or tuple(ChartSeverity))
        )

    def exit_code(self, strict: bool = False) -> int:
        """Return 1 for any error, 4 if only open questions could be errors, else 0.

        ``strict`` counts warnings as errors.
        """
        counted = (ChartSeverity.ERROR, ChartSeverity.WARNING) if strict else (ChartSeverity.ERROR,)
        if self.unwaived("violation", *counted):
            return 1
        return 4 if self.unwaived("cannot_tell", *counted) else 0
