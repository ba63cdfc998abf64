"""The developmental gate: every rule over one scenario, as findings.

A scenario file is judged as a full plan. What breaks a prohibited or required rule is a violation; a fact
that such a rule needs and that the file does not give makes the verdict "cannot tell"; a recommendation
that is not followed is a notice and leaves the verdict alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.appropriateness.conditions import maybe
from drillplanner.appropriateness.rules import Applies, Rule, load_rules
from drillplanner.appropriateness.subject import subjects_of
from drillplanner.appropriateness.truth import Outcome, Unknown, all_of, negated, read_condition
from drillplanner.appropriateness.vocabulary import WORDS
from drillplanner.model import Audience, DevelopmentalFinding, Evidence, Scenario, Screening, Severity


def judge_scenario(scenario: Scenario, rules: tuple[Rule, ...] | None = None) -> Screening:
    """The developmental judgement of a scenario; ``rules`` defaults to those that come with the program.

    Findings stand in the order of the rules, then of the grade bands from the youngest; ``missing`` holds
    the paths of the facts that the file does not give and that a rule needs.
    """
    subjects = subjects_of(scenario)
    students = _students(scenario)
    findings: dict[DevelopmentalFinding, None] = {}
    missing: set[str] = set()
    for rule in load_rules() if rules is None else rules:
        reach = _reach(rule, students)
        for subject in subjects:
            outcome = all_of((read_condition(rule.violated_when, subject), reach))
            findings.update(dict.fromkeys(_findings(rule, outcome)))
            missing.update(unknown.path for unknown in outcome.unknown)
    return Screening(
        id=scenario.scenario_id,
        verdict=_verdict(findings),
        findings=tuple(findings),
        missing=tuple(sorted(missing)),
    )


def _students(scenario: Scenario) -> Outcome:
    """Whether a student takes part or is on site."""
    facts = scenario.facts
    if scenario.audience is not Audience.STAFF:
        return Outcome(True)
    if any(player.played_by == "student" for player in facts.role_players or ()):
        return Outcome(True)
    path, on_site = "facts.students_on_site", facts.students_on_site
    if on_site is None:
        return Outcome(None, unknown=(Unknown(path),))
    words = WORDS["students_on_site"]
    if on_site not in words:
        return Outcome(None, unknown=(Unknown(path, on_site, words),))
    return Outcome(on_site != "none")


def _reach(rule: Rule, students: Outcome) -> Outcome:
    match rule.applies:
        case Applies.STUDENTS:
            return students
        case Applies.STAFF_ONLY:
            return negated(students)
        case Applies.EVERYONE:
            return Outcome(True)


def _findings(rule: Rule, outcome: Outcome) -> Iterator[DevelopmentalFinding]:
    if outcome.truth is True:
        status = "notice" if rule.severity is Severity.RECOMMENDED else "violation"
        message = f"{rule.message} {rule.advice}".strip()
        for evidence in outcome.evidence or (Evidence(),):
            yield _finding(rule, status, evidence, message)
    for unknown in outcome.unknown:
        evidence = Evidence(field=unknown.path, text=unknown.found)
        yield _finding(rule, "cannot_tell", evidence, _question(rule, unknown))


def _question(rule: Rule, unknown: Unknown) -> str:
    if unknown.found is None:
        said = f"the scenario does not give '{unknown.path}'"
    else:
        allowed = ", ".join(unknown.allowed)
        said = (
            f"'{unknown.found}' in '{unknown.path}' is not a word that the rules know; "
            f"allowed: {allowed}{maybe(unknown.found, unknown.allowed)}"
        )
    return f"Cannot tell: {said.rstrip('.')}. The rule: {rule.statement}"


def _finding(rule: Rule, status: str, evidence: Evidence, message: str) -> DevelopmentalFinding:
    return DevelopmentalFinding(
        rule=rule.id,
        severity=rule.severity,
        status=status,
        evidence=evidence,
        message=message,
        sources=tuple(source.cited for source in rule.sources),
    )


def _verdict(findings: dict[DevelopmentalFinding, None]) -> str:
    binding = {finding.status for finding in findings if finding.severity is not Severity.RECOMMENDED}
    return next((status for status in ("violation", "cannot_tell") if status in binding), "ok")
