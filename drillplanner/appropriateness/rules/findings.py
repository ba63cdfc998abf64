"""A finding on a part of a rule, its severity in a state, and the verdict that findings add up to."""

from __future__ import annotations

from collections.abc import Iterable

from drillplanner.appropriateness.conditions.condition import as_tuple
from drillplanner.appropriateness.conditions.inputs import measures_in, switches_in
from drillplanner.appropriateness.profiles.profile import NUMBERS, Profile
from drillplanner.appropriateness.rules.rule import DevelopmentalRule, RulePart
from drillplanner.model import DevelopmentalFinding, Evidence, Severity


def finding_of(
    rule: DevelopmentalRule,
    part: RulePart,
    profile: Profile,
    evidence: Evidence,
    status: str | None = None,
    message: str | None = None,
) -> DevelopmentalFinding:
    """Return a finding on a part of a rule; by default that it is broken: a violation, or a notice if advised."""
    severity, switched = severity_in(part, profile)
    broken = "notice" if severity is Severity.RECOMMENDED else "violation"
    tested = switches_in(part.violated_when) if part.violated_when is not None else ()
    measures = measures_in(part.violated_when) if part.violated_when is not None else ()
    switches = dict.fromkeys(
        (*switched, *part.tells, *tested, *(NUMBERS[name] for name in measures if name in NUMBERS))
    )
    return DevelopmentalFinding(
        rule=rule.id,
        severity=severity,
        status=status or broken,
        evidence=evidence,
        message=message or f"{part.message} {part.advice}".strip(),
        sources=tuple(source.cited for source in rule.sources),
        switches=tuple(profile.switch_sentence(switch) for switch in switches),
    )


def severity_in(part: RulePart, profile: Profile) -> tuple[Severity, tuple[str, ...]]:
    """Return the severity of a part under a profile, and the switches that changed it."""
    for switched in part.switched:
        if profile.value(switched.when.switch) in as_tuple(switched.when.is_):
            return switched.severity, (switched.when.switch,)
    return part.severity, ()


def verdict_of(findings: Iterable[DevelopmentalFinding]) -> str:
    """Return the worst status among the binding findings; recommendations do not change it."""
    binding = {finding.status for finding in findings if finding.severity is not Severity.RECOMMENDED}
    return next((status for status in ("violation", "cannot_tell") if status in binding), "ok")
