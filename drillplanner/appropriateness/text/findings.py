"""The content of a finding in a text: statement, severity, and sources of its rule, and its message."""

from __future__ import annotations

from functools import lru_cache

from drillplanner.appropriateness.profiles.profile import profile_of
from drillplanner.appropriateness.rules.findings import severity_in
from drillplanner.appropriateness.rules.rule import RulePart, load_rules
from drillplanner.model import DrillType, Frozen, Severity


class RuleCitation(Frozen):
    """The statement, severity, parts, and sources of a rule."""

    statement: str
    severity: Severity
    parts: tuple[RulePart, ...]
    sources: tuple[str, ...]


@lru_cache(maxsize=1)
def rule_citations() -> dict[str, RuleCitation]:
    """Return every rule that a text may break, by its id."""
    return {
        rule.id: RuleCitation(
            statement=rule.statement,
            severity=rule.severity,
            parts=rule.parts,
            sources=tuple(source.cited for source in rule.sources),
        )
        for rule in load_rules()
    }


@lru_cache(maxsize=4096)
def binding_severity(rule: str, state: str | None, drill_type: DrillType | None) -> Severity | None:
    """Return the strictest severity of a rule for a drill type in a state; None if it only recommends."""
    profile = profile_of(state).for_drill_type(drill_type)
    severities = {severity_in(part, profile)[0] for part in rule_citations()[rule].parts}
    binding = (Severity.PROHIBITED, Severity.REQUIRED)
    return next((severity for severity in binding if severity in severities), None)


VIOLATION, QUESTION, NOTICE = "violation", "cannot_tell", "notice"


def finding_sentence(status: str, statement: str) -> str:
    """Return the message of a finding with a status about a rule."""
    if status == QUESTION:
        return f"The words leave it open: please ask what is meant. The rule: {statement}"
    if status == NOTICE:
        return f"Please look at this passage again. The rule: {statement}"
    return f"The text says so. The rule: {statement}"
