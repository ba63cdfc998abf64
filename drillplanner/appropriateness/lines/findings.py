"""What the reader finds in a scenario's own lines, whatever its facts declare."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from drillplanner.appropriateness.lines.read_before import was_read
from drillplanner.appropriateness.profiles.profile import Profile
from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.model import (
    ENGLISH,
    Audience,
    DevelopmentalFinding,
    Evidence,
    GradeBand,
    Scenario,
    Severity,
)
from drillplanner.model.grades import grades_in
from drillplanner.model.scenarios.lines import ScenarioLine, is_near_students, passages_of, scenario_lines

#: The words on the speaker that stop a drill for a real emergency say, and must say, that this is no drill.
_REAL_EMERGENCY = ("announcements", "stop")


def context_of(line: ScenarioLine, scenario: Scenario) -> Context:
    """Return what is known of a line: the drill, the grades, and whether students are there."""
    if not is_near_students(scenario):
        return Context(drill_type=scenario.drill_type, students_present=False, audience="staff")
    if scenario.audience is Audience.STAFF:
        return Context(drill_type=scenario.drill_type, audience="staff")
    grades = grades_in(line.bands) if line.bands else None
    return Context(drill_type=scenario.drill_type, grades=grades, students_present=True)


def unread_passages(scenario: Scenario, skip: Collection[str] = ()) -> Iterator[tuple[ScenarioLine, str, Context]]:
    """Yield each English passage that is no passage of a bundled scenario, unless its place is in ``skip``."""
    for line in scenario_lines(scenario):
        if line.language != ENGLISH or line.place in skip or line.path[:2] == _REAL_EMERGENCY:
            continue
        context = context_of(line, scenario)
        for passage in passages_of(line.text):
            if not was_read(passage, context, scenario.scenario_id):
                yield line, passage, context


def line_findings(
    scenario: Scenario, profile: Profile, bands: Sequence[GradeBand] | None = None, skip: Collection[str] = ()
) -> tuple[DevelopmentalFinding, ...]:
    """Return the findings on the lines of a scenario that are not those of a bundled one.

    ``bands`` are those that take part (None: all). Lines at the places in ``skip`` have findings already.
    """
    findings: dict[DevelopmentalFinding, None] = {}
    for line, passage, context in unread_passages(scenario, skip):
        if bands is not None and line.bands and not set(line.bands) & set(bands):
            continue
        from drillplanner.appropriateness.lines.line_reader import read_line

        reading = read_line(passage, context)
        if reading.status != "ok":
            findings[_finding(line, passage, reading.status, reading.rules, profile, scenario)] = None
    return tuple(findings)


def _finding(
    line: ScenarioLine, passage: str, status: str, rules: tuple[str, ...], profile: Profile, scenario: Scenario
) -> DevelopmentalFinding:
    from drillplanner.appropriateness.text.findings import binding_severity, rule_citations

    cited = rule_citations()
    severities = {
        rule: binding_severity(rule, profile.state, scenario.drill_type) for rule in rules if rule in cited
    }
    rule = next((rule for rule, severity in severities.items() if severity is not None), rules[0])
    says = f"{line.place} says “{passage}”"
    if status == "violation":
        message = f"{says}. Leave it out, or say what is done instead. The rule: {cited[rule].statement}"
    else:
        message = (
            f"Cannot tell: {says}. Reword it so that it cannot be misunderstood, or ask a school psychologist. "
            f"The rule that it may break: {cited[rule].statement}"
        )
    return DevelopmentalFinding(
        rule=rule,
        severity=severities.get(rule) or Severity.REQUIRED,
        status=status,
        evidence=Evidence(field=line.place, text=passage),
        message=message,
        sources=cited[rule].sources,
    )
