"""Judge a record by every rule: violations, open questions, and rules that could not be judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.checks import (
    chain_of_command,
    chart_layout,
    combined_positions,
    depth,
    exercise_design,
    exercise_events,
    exercise_people,
    exercise_program,
    exercise_results,
    form_agreement,
    form_contents,
    plan_steps,
    qualified_people,
    training,
)
from drillplanner.audit.charts.record import ChartWaiver, CommandRecord
from drillplanner.audit.charts.rules.chart_rules import ChartRule, ChartSeverity, RecordPart, load_rules
from drillplanner.audit.charts.rules.findings import ChartFinding, ChartReport, CheckFault, MissingFact

Check = Callable[[ChartCase], Iterator[CheckFault | MissingFact]]

_FAMILIES: tuple[Mapping[str, Check], ...] = (
    chain_of_command.CHECKS,
    combined_positions.CHECKS,
    qualified_people.CHECKS,
    chart_layout.CHECKS,
    plan_steps.CHECKS,
    depth.CHECKS,
    training.CHECKS,
    form_agreement.CHECKS,
    form_contents.CHECKS,
    exercise_design.CHECKS,
    exercise_events.CHECKS,
    exercise_people.CHECKS,
    exercise_results.CHECKS,
    exercise_program.CHECKS,
)


@cache
def checks_by_rule() -> dict[str, Check]:
    """Return the check of each rule by the rule's id. Two families must not claim one rule."""
    by_rule: dict[str, Check] = {}
    for family in _FAMILIES:
        if claimed_twice := by_rule.keys() & family.keys():
            raise AssertionError(f"two checks for one rule: {', '.join(sorted(claimed_twice))}")
        by_rule |= family
    return by_rule


def judge_record(record: CommandRecord, rules: Iterable[ChartRule] | None = None) -> ChartReport:
    """Return the findings of a record, in the order of the rules, then of the chart.

    A rule is listed as not judged if the record lacks the part that it needs. A missing fact makes a rule
    "cannot tell", neither kept nor broken; faults found in spite of it are reported as well.
    """
    case = ChartCase(record)
    findings: list[ChartFinding] = []
    kept: list[str] = []
    not_judged: dict[str, list[str]] = {}
    for rule in load_rules() if rules is None else rules:
        if not _is_on_paper(record, rule.needs):
            not_judged.setdefault(rule.needs.value, []).append(rule.id)
            continue
        if rule.needs_setting is not None and getattr(record.settings, rule.needs_setting) is None:
            not_judged.setdefault(f"setting {rule.needs_setting}", []).append(rule.id)
            continue
        results = [*dict.fromkeys(checks_by_rule()[rule.id](case))]
        if not results:
            kept.append(rule.id)
        findings += [_finding(rule, result, record) for result in results]
    return ChartReport(
        chart=record.id,
        findings=tuple(findings),
        kept=tuple(kept),
        not_judged={part: tuple(ids) for part, ids in not_judged.items()},
        notes=_notes(record, findings),
    )


def _is_on_paper(record: CommandRecord, part: RecordPart) -> bool:
    chart, packet = record.positions is not None, record.packet is not None
    exercise, program = record.exercise is not None, record.programme is not None
    return {
        RecordPart.CHART: chart,
        RecordPart.PACKET: packet,
        RecordPart.PACKET_AND_CHART: packet and chart,
        RecordPart.EXERCISE: exercise,
        RecordPart.PROGRAM: program,
        RecordPart.EXERCISE_AND_PROGRAM: exercise and program,
        RecordPart.OTHER_CHARTS: record.elsewhere is not None,
    }[part]


def _finding(rule: ChartRule, result: CheckFault | MissingFact, record: CommandRecord) -> ChartFinding:
    district_severity = record.settings.severity.get(rule.id)
    # Label advice as advice, so that no one mistakes it for a federal requirement.
    introduction = "Our advice: " if rule.is_advice else ""
    if isinstance(result, MissingFact):
        severity, message, missing = rule.severity, f"Cannot tell: {rule.statement}", result.fact
        message = f"{message} Missing: {result.fact}."
    else:
        severity, message, missing = result.severity or rule.severity, f"{introduction}{result.message}", None
    if district_severity is not None:
        severity = ChartSeverity(district_severity)
    waiver = None if isinstance(result, MissingFact) else _waiver(rule, result, record)
    return ChartFinding(
        rule=rule.id,
        severity=severity,
        status="cannot_tell" if missing else "violation",
        subjects=result.subjects,
        message=message,
        basis=rule.basis,
        certainty=rule.certainty,
        fix=rule.fix,
        missing_fact=missing,
        waived_by=waiver,
    )


def _day(record: CommandRecord) -> date | None:
    """Return the date on which waivers must be valid: the drill's, else the date of judgment."""
    return record.occasion.date or record.judged_on


def _waiver(rule: ChartRule, fault: CheckFault, record: CommandRecord) -> ChartWaiver | None:
    if not rule.waivable:
        return None
    day = _day(record)
    return next(
        (
            waiver
            for waiver in record.waivers
            if waiver.rule == rule.id
            and (not waiver.subjects or set(waiver.subjects) & set(fault.subjects))
            and day is not None
            and day <= waiver.until
        ),
        None,
    )


def _notes(record: CommandRecord, findings: Iterable[ChartFinding]) -> tuple[str, ...]:
    used = {finding.waived_by for finding in findings if finding.waived_by is not None}
    rules = {rule.id: rule for rule in load_rules()}
    day = _day(record)
    notes = []
    for waiver in record.waivers:
        if waiver in used:
            continue
        rule = rules.get(waiver.rule)
        if rule is None:
            reason = "there is no such rule"
        elif not rule.waivable:
            reason = "this rule cannot be waived"
        elif day is None:
            reason = "the day of the drill is not said"
        elif day > waiver.until:
            reason = f"it ended on {waiver.until}"
        else:
            reason = "nothing is found that it is about"
        notes.append(f"The waiver of {waiver.rule} by {waiver.who} is not used: {reason}.")
    return tuple(notes)
