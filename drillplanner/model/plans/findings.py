"""Findings of the audit: verdicts on duties, and developmental findings."""

from __future__ import annotations

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.vocabulary import Confidence, DutyStatus, Layer, Severity


class Verdict(Frozen):
    """The audit's result for one duty, with the reason and the source in law."""

    campus_id: str
    duty: str
    mandate: str
    title: str = Field(default="", description="The mandate in one line, as its pack words it.")
    status: DutyStatus
    drills: tuple[str, ...] = Field(description="Ids of the drills that the judge counted.")
    reason: str
    missing_fact: str | None = None
    cite: str
    url: str
    confidence: Confidence
    layer: Layer | None = Field(default=None, description="The authority that the mandate comes from.")
    met_through: tuple[str, ...] = Field(
        default=(), description="Stricter mandates that, when met, meet this one as well: they bind."
    )
    because_of: str | None = Field(
        default=None, description="Id of an impossible entry but for which the duty would be met."
    )
    is_task: bool = Field(
        default=False, description="The duty is a task, such as a notice or a filing; no drill can meet it."
    )
    presumed: bool = Field(
        default=False,
        description="The duty is only presumed to bind: it comes from a model fire code whose drill section the "
        "state may have changed. It is shown and counted apart from known law.",
    )

    @property
    def is_unsaid_format(self) -> bool:
        """Check whether nothing is missing but how a drill is held, which is asked once for all duties."""
        return (self.missing_fact or "").startswith("format of ")

    @property
    def unsaid_fact(self) -> str | None:
        """The missing fact, unless the reason already names it."""
        fact = self.missing_fact
        return None if fact is None or fact in self.reason else fact


class Evidence(Frozen):
    """The evidence for a developmental finding: a field of the facts, or a span of text."""

    field: str | None = None
    text: str | None = None
    start: int | None = None
    end: int | None = None
    line: int | None = Field(default=None, description="Of a scenario file: the line, from 1.")


class DevelopmentalFinding(Frozen):
    """A developmental rule that a scenario breaks, or that its facts cannot answer."""

    rule: str
    severity: Severity
    status: str = Field(description="violation, cannot_tell or notice")
    evidence: Evidence
    message: str
    sources: tuple[str, ...]
    switches: tuple[str, ...] = Field(
        default=(), description="The switches of the state's profile that bear on it, with value and source."
    )
    detail: str = Field(default="", description="The part of the message that is about these drills alone.")
    better: str = Field(default="", description="Of a scenario's words: what could be said instead.")
    advice: str = Field(default="", description="Of a free text: what to do instead.")
    sureness: str = Field(
        default="", description="Of a free text: 'we are sure', 'this seems likely', or 'please check this'."
    )
    to_clear: str = Field(
        default="",
        description="Of a line in doubt: the entry of cleared_lines in district.yaml that clears it.",
    )


class Screening(Frozen):
    """The developmental judgment of one scenario or description."""

    id: str
    verdict: str = Field(description="ok, violation or cannot_tell")
    findings: tuple[DevelopmentalFinding, ...]
    missing: tuple[str, ...] = ()
    is_of_text: bool = Field(default=False, description="Judged by its words alone, not as a scenario file.")
    unread: tuple[str, ...] = Field(
        default=(), description="Of a free text: parts that were not read, such as a part in Spanish."
    )


class FindingPlace(Frozen):
    """The place of a finding: a campus, its drills, and details about them."""

    campus_id: str
    drills: tuple[str, ...] = Field(default=(), description="Empty where the year lacks a drill.")
    detail: str = ""


class GroupedFinding(Frozen):
    """A developmental finding on a schedule, grouped for all drills and campuses that share it."""

    rule: str
    severity: Severity
    status: str = Field(description="violation, cannot_tell or notice")
    message: str
    missing_fact: str | None = Field(default=None, description="Of cannot_tell: the fact that nobody gives.")
    sources: tuple[str, ...]
    switches: tuple[str, ...] = ()
    places: tuple[FindingPlace, ...]

    @property
    def binds(self) -> bool:
        """Whether the finding is more than a recommendation."""
        return self.severity is not Severity.RECOMMENDED

    @property
    def drills(self) -> int:
        """The number of drills concerned."""
        return len({drill for place in self.places for drill in place.drills})

    @property
    def campuses(self) -> tuple[str, ...]:
        """The campuses concerned, in the order of the places."""
        return tuple(dict.fromkeys(place.campus_id for place in self.places))

    @property
    def brief(self) -> str:
        """The finding in one line: rule, severity, reason, and the number of drills and campuses."""
        where = f"{len(self.campuses)} {'campus' if len(self.campuses) == 1 else 'campuses'}"
        if self.drills:
            where = f"{self.drills} {'drill' if self.drills == 1 else 'drills'} at {where}"
        return f"{self.rule} ({self.severity}, {self.status.replace('_', ' ')}): {self.message} [{where}]"

    @property
    def sentence(self) -> str:
        """The finding with its sources and the switches of the state's profile."""
        switches = f" Switch: {'; '.join(self.switches)}." if self.switches else ""
        return f"{self.brief} Source: {'; '.join(self.sources)}.{switches}"
