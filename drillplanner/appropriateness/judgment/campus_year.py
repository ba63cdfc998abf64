"""The developmental judgement of one campus's school year: order, number, spacing and variety of its drills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from drillplanner.appropriateness.judgment.scenario_and_drill import finding_of, verdict_of
from drillplanner.appropriateness.profiles.profile import Profile, profile_of
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
    """The parts of the rules that only the drills of a whole year can answer, for one campus.

    ``drills`` are those of one campus and one school year, in any order; ``scenarios`` is by id; ``bands`` are
    the campus's own; ``school_days`` are the days on which it is open, from the first of the year (None: not
    known), sorted; ``readings`` may be shared by the campuses of one district, whose scenarios and profile are the
    same; ``counted_by_law`` says that a state's pack of mandates counts the drills, so that the coarser counts of
    its profile are left alone (DA-401). The screening's id is the campus's, or empty where there is no drill.
    """
    year = DrillYear(
        tuple(drills), scenarios, tuple(bands), profile or profile_of(), school_days, readings, counted_by_law
    )
    findings: dict[DevelopmentalFinding, None] = {}
    for rule in load_rules() if rules is None else rules:
        for part in rule.judged_at(JudgedAt.YEAR):
            for found in CHECKS[part.check or ""](year):
                findings[_finding(rule, part, found, year.profile)] = None
    return Screening(
        id=drills[0].campus_id if drills else "",
        verdict=verdict_of(findings),
        findings=tuple(findings),
        missing=tuple(
            sorted({finding.evidence.text or "" for finding in findings if finding.status == "cannot_tell"} - {""})
        ),
    )


def _finding(
    rule: DevelopmentalRule, part: RulePart, found: YearFinding, profile: Profile
) -> DevelopmentalFinding:
    own = part if found.severity is None else part.model_copy(update={"severity": found.severity})
    text = "; ".join(found.drills) or None
    said = f"{part.message} {found.detail} {part.advice}".strip()
    finding = finding_of(
        rule,
        own,
        profile,
        Evidence(field="drills", text=text),
        None if found.broken else "cannot_tell",
        said if found.broken else f"Cannot tell: {found.detail} The rule: {rule.statement}",
    )
    switches = dict.fromkeys((*finding.switches, *(profile.switch_sentence(switch) for switch in found.switches)))
    return finding.model_copy(update={"switches": tuple(switches), "detail": found.detail})
