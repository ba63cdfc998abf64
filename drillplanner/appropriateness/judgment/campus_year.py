"""The developmental judgment of a campus's school year: order, number, spacing, and variety of its drills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from drillplanner.appropriateness.profiles.profile import Profile, profile_of
from drillplanner.appropriateness.rules.findings import finding_of, verdict_of
from drillplanner.appropriateness.rules.rule import DevelopmentalRule, JudgedAt, RulePart, load_rules
from drillplanner.appropriateness.year_checks.named_checks import CHECKS, DrillYear, YearFinding
from drillplanner.appropriateness.year_checks.order_of_learning import ConditionCache
from drillplanner.model import DevelopmentalFinding, Drill, Evidence, GradeBand, Scenario, Screening


def judge_year(
    drills: Sequence[Drill],
    scenarios: Mapping[str, Scenario],
    bands: Sequence[GradeBand],
    profile: Profile | None = None,
    *,
    school_days: Sequence[date] | None = None,
    rules: tuple[DevelopmentalRule, ...] | None = None,
    readings: ConditionCache | None = None,
    counted_by_law: bool = False,
) -> Screening:
    """Judge the drills of a campus's year by those parts of the rules that need the whole year.

    ``drills`` are those of one campus and one school year, in any order; ``scenarios`` is by id; ``bands`` are the
    bands of the campus; ``school_days`` are its school days from the first of the year, sorted (None: unknown).
    ``readings`` may be shared by the campuses of a district, which have the same scenarios and profile.
    ``counted_by_law`` says that a state's pack of mandates counts the drills, so that the coarser counts of its
    profile are not used (DA-401). The id of the screening is the campus's, or empty if there is no drill.
    """
    year = DrillYear(
        tuple(drills), scenarios, tuple(bands), profile or profile_of(), school_days, readings, counted_by_law
    )
    findings: dict[DevelopmentalFinding, None] = {}
    for rule in load_rules() if rules is None else rules:
        for part in rule.judged_at(JudgedAt.YEAR):
            for year_finding in CHECKS[part.check or ""](year):
                findings[_finding(rule, part, year_finding, year.profile)] = None
    return Screening(
        id=drills[0].campus_id if drills else "",
        verdict=verdict_of(findings),
        findings=tuple(findings),
        missing=tuple(
            sorted({finding.evidence.text or "" for finding in findings if finding.status == "cannot_tell"} - {""})
        ),
    )


def _finding(
    rule: DevelopmentalRule, part: RulePart, year_finding: YearFinding, profile: Profile
) -> DevelopmentalFinding:
    severity, detail = year_finding.severity, year_finding.detail
    finding = finding_of(
        rule,
        part if severity is None else part.model_copy(update={"severity": severity}),
        profile,
        Evidence(field="drills", text="; ".join(year_finding.drills) or None),
        None if year_finding.broken else "cannot_tell",
        f"{part.message} {detail} {part.advice}".strip()
        if year_finding.broken
        else f"Cannot tell: {detail} The rule: {rule.statement}",
    )
    added = (profile.switch_sentence(switch) for switch in year_finding.switches)
    switches = dict.fromkeys((*finding.switches, *added))
    return finding.model_copy(update={"switches": tuple(switches), "detail": detail})
