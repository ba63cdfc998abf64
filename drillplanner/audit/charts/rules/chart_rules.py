"""The chart rules as data: statement, severity, sources, and fix."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.yaml_document import Document, parse_as, read_document
from drillplanner.incident_command.positions.catalog import CertaintyMark
from drillplanner.model import Frozen

_FOLDER = Path(__file__).parent / "data" / "rules"

#: The files, in the order of the findings.
FILES = ("organisation", "depth_and_training", "forms", "exercises")


class ChartSeverity(StrEnum):
    """The severity of a broken rule. All are our defaults; a district can set others."""

    ERROR = "error"  # the chart or packet should not be used
    WARNING = "warning"  # someone should give a reason
    INFORMATION = "information"  # worth knowing


class RecordPart(StrEnum):
    """The part of a record that a rule needs."""

    CHART = "chart"
    PACKET = "packet"
    PACKET_AND_CHART = "packet_and_chart"
    EXERCISE = "exercise"
    PROGRAM = "programme"
    EXERCISE_AND_PROGRAM = "exercise_and_programme"
    OTHER_CHARTS = "other_charts"


#: How sure we are of a statement, in words.
CERTAINTY = {
    CertaintyMark.A: "read in the issuing body's own text or form",
    CertaintyMark.B: "read in another body's restatement",
    CertaintyMark.C: "well-known content, not read again for this program",
    CertaintyMark.D: "a design choice of this program",
}

OUR_ADVICE = "our advice, not a federal requirement"


class PublicSource(Frozen):
    """A public source."""

    title: str
    address: str = Field(pattern=r"^https?://")


class ChartRule(Frozen):
    """One rule."""

    id: str = Field(pattern=r"^(ICS|DEP|TRN|FRM|HSP)-\d{2}$")
    severity: ChartSeverity
    may_be: tuple[ChartSeverity, ...] = Field(default=(), description="Other severities that its check gives.")
    needs: RecordPart
    needs_setting: Literal["refresh_years"] | None = Field(
        default=None, description="A setting of the district without which it is not judged."
    )
    waivable: bool
    statement: str
    marks: tuple[CertaintyMark, ...] = Field(min_length=1)
    ours: str = Field(default="", description="Which part of it is a design choice of ours.")
    sources: tuple[str, ...] = Field(min_length=1, description="Keys of sources.yaml.")
    fix: str

    @property
    def is_advice(self) -> bool:
        """Whether part of the rule is our design choice; it is then labeled as advice."""
        return CertaintyMark.D in self.marks

    @property
    def certainty(self) -> str:
        """The marks with their meaning."""
        return "; ".join(f"{mark.value}: {CERTAINTY[mark]}" for mark in self.marks)

    @property
    def basis(self) -> str:
        """The basis in words. Advice is named first, and never called doctrine alone."""
        titles = "; ".join(f"{source.title}, {source.address}" for source in self.cited)
        if not self.is_advice:
            return f"doctrine or published guidance: {titles}"
        advice = f"{OUR_ADVICE}. {self.ours}"
        return f"{advice} It leans on: {titles}"

    @property
    def cited(self) -> tuple[PublicSource, ...]:
        """The sources."""
        sources = load_sources()
        return tuple(sources[key] for key in self.sources)


class _RuleFile(Frozen):
    rules: tuple[ChartRule, ...]


class _SourceFile(Frozen):
    sources: dict[str, PublicSource]


@cache
def load_sources(folder: Path = _FOLDER) -> dict[str, PublicSource]:
    """Return the sources by key. Raises InputError for a file that cannot be read."""
    return parse_as(_SourceFile, _document(folder, "sources")).sources


@cache
def load_rules(folder: Path = _FOLDER) -> tuple[ChartRule, ...]:
    """Return all rules, in the order of the files.

    Raises InputError for a duplicate rule, an unknown source, or a rule with mark D that does not say what is
    our choice.
    """
    sources = load_sources(folder)
    rules: list[ChartRule] = []
    problems: list[Problem] = []
    for name in FILES:
        document = _document(folder, name)
        for place, rule in enumerate(parse_as(_RuleFile, document).rules):
            path = ("rules", place)
            if rule.id in {rule.id for rule in rules}:
                problems.append(document.problem((*path, "id"), "a rule is given twice", rule.id))
            if unknown := [key for key in rule.sources if key not in sources]:
                problems.append(
                    document.problem(
                        (*path, "sources"),
                        "a source is not in sources.yaml",
                        ", ".join(unknown),
                        ", ".join(sources),
                    )
                )
            if rule.is_advice != bool(rule.ours):
                problems.append(
                    document.problem(
                        (*path, "ours"), "mark D and 'ours' (what is our choice) go together", rule.id
                    )
                )
            rules.append(rule)
    if problems:
        raise InputError(problems)
    return tuple(rules)


def _document(folder: Path, name: str) -> Document:
    return read_document(folder / f"{name}.yaml", shown_as=f"audit/charts/rules/data/rules/{name}.yaml")


#: The families of rules by the letters of their ids, in words.
FAMILIES: dict[Literal["ICS", "DEP", "TRN", "FRM", "HSP"], str] = {
    "ICS": "organisation",
    "DEP": "depth and presence",
    "TRN": "training",
    "FRM": "forms",
    "HSP": "exercises",
}
