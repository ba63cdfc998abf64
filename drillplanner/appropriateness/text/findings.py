"""The content of a finding in a text: statement, severity, and sources of its rule, and what to do instead."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from drillplanner.appropriateness.profiles.profile import profile_of
from drillplanner.appropriateness.rules.findings import severity_in
from drillplanner.appropriateness.rules.rule import RulePart, load_rules
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import DevelopmentalFinding, DrillType, Evidence, Frozen, Severity

_ADVICE_FILE = Path(__file__).parent / "advice.yaml"

VIOLATION, QUESTION, NOTICE = "violation", "cannot_tell", "notice"
#: How sure a finding is, in three words: both lexicon and reader name its rule, one does, or a person must look.
SURE, LIKELY, CHECK = "we are sure", "this seems likely", "please check this"


class RuleCitation(Frozen):
    """The statement, severity, parts, and sources of a rule, and what to do instead."""

    statement: str
    severity: Severity
    parts: tuple[RulePart, ...]
    advice: str
    sources: tuple[str, ...]


@lru_cache(maxsize=1)
def rule_citations() -> dict[str, RuleCitation]:
    """Return every rule that a text may break, by its id."""
    advice = parse_as(dict[str, str], read_document(_ADVICE_FILE, _ADVICE_FILE.name))
    return {
        rule.id: RuleCitation(
            statement=rule.statement,
            severity=rule.severity,
            parts=rule.parts,
            advice=advice.get(rule.id) or next((part.advice for part in rule.parts if part.advice), ""),
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


def text_finding(rule: str, severity: Severity, status: str, evidence: Evidence) -> DevelopmentalFinding:
    """Return the finding of a rule in a text; ``message`` is the rule in plain words."""
    cited = rule_citations()[rule]
    return DevelopmentalFinding(
        rule=rule,
        severity=severity,
        status=status,
        evidence=evidence,
        message=cited.statement,
        sources=cited.sources,
        advice=cited.advice,
        sureness=LIKELY if status == VIOLATION else CHECK,
    )
