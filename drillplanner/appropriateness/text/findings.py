"""What a finding cites: the rule's own file."""

from __future__ import annotations

from functools import lru_cache

from drillplanner.appropriateness.judgment.scenario_and_drill import severity_in
from drillplanner.appropriateness.profiles.profile import profile_of
from drillplanner.appropriateness.rules.rule import RulePart, load_rules
from drillplanner.model import DrillType, Frozen, Severity


class RuleCitation(Frozen):
    """Statement, severity, parts and sources of a rule."""

    statement: str
    severity: Severity
    parts: tuple[RulePart, ...]
    sources: tuple[str, ...]


@lru_cache(maxsize=1)
def rule_citations() -> dict[str, RuleCitation]:
    """Every rule that a text may break, by its id."""
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
    """The strictest that the rule can be for such drills in the state; None where it only ever recommends."""
    profile = profile_of(state).for_drill_type(drill_type)
    severities = {severity_in(part, profile)[0] for part in rule_citations()[rule].parts}
    return next((one for one in (Severity.PROHIBITED, Severity.REQUIRED) if one in severities), None)


VIOLATION, QUESTION, NOTICE = "violation", "cannot_tell", "notice"


def finding_sentence(status: str, statement: str) -> str:
    """The sentence for a finding of that status about a rule."""
    if status == QUESTION:
        return f"The words leave it open: please ask what is meant. The rule: {statement}"
    if status == NOTICE:
        return f"Please look at this passage again. The rule: {statement}"
    return f"The text says so. The rule: {statement}"
