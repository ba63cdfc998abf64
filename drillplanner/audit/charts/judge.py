"""The judge: every rule over what is on paper; violations, open questions, and what could not be judged at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.checks import chain_of_command as command
from drillplanner.audit.charts.checks import chart_layout as drawing
from drillplanner.audit.charts.checks import combined_positions as combining
from drillplanner.audit.charts.checks import (
    depth,
    exercise_design,
    exercise_events,
    exercise_people,
    exercise_results,
    form_contents,
    plan_steps,
    training,
)
from drillplanner.audit.charts.checks import exercise_program as programme
from drillplanner.audit.charts.checks import form_agreement as forms_together
from drillplanner.audit.charts.record import ChartWaiver, CommandRecord
from drillplanner.audit.charts.rules.chart_rules import ChartRule, ChartSeverity, RecordPart, load_rules
from drillplanner.audit.charts.rules.findings import ChartFinding, ChartReport, CheckFault, MissingFact

Check = Callable[[ChartCase], Iterator[CheckFault | MissingFact]]

_FAMILIES: tuple[Mapping[str, Check], ...] = (
    command.CHECKS,
    combining.CHECKS,
    drawing.CHECKS,
    plan_steps.CHECKS,
    depth.CHECKS,
    training.CHECKS,
    forms_together.CHECKS,
    form_contents.CHECKS,
    exercise_design.CHECKS,
    exercise_events.CHECKS,
    exercise_people.CHECKS,
    exercise_results.CHECKS,
    programme.CHECKS,
)


@cache
def checks() -> dict[str, Check]:
    """The check of each rule by the rule's id. A rule that two families claim is a mistake of ours."""
    found: dict[str, Check] = {}
    for family in _FAMILIES:
        if both := found.keys() & family.keys():
            raise AssertionError(f"two checks for one rule: {', '.join(sorted(both))}")
        found |= family
    return found


def judge_record(record: CommandRecord, rules: Iterable[ChartRule] | None = None) -> ChartReport:
    """The findings of a record, in the order of the rules, then of the chart.

    A rule whose part of the record is not there is listed as not judged. A fact that nobody gave makes a rule
    "cannot tell", never kept and never broken; faults that are seen all the same are told beside it.
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
        found = [*dict.fromkeys(checks()[rule.id](case))]
        if not found:
            kept.append(rule.id)
        findings += [_finding(rule, one, record) for one in found]
    return ChartReport(
        chart=record.id,
        findings=tuple(findings),
        kept=tuple(kept),
        not_judged={part: tuple(ids) for part, ids in not_judged.items()},
        notes=_notes(record, findings),
    )


def _is_on_paper(record: CommandRecord, part: RecordPart) -> bool:
    chart, packet = record.positions is not None, record.packet is not None
    exercise, programme = record.exercise is not None, record.programme is not None
    return {
        RecordPart.CHART: chart,
        RecordPart.PACKET: packet,
        RecordPart.PACKET_AND_CHART: packet and chart,
        RecordPart.EXERCISE: exercise,
        RecordPart.PROGRAMME: programme,
        RecordPart.EXERCISE_AND_PROGRAMME: exercise and programme,
        RecordPart.OTHER_CHARTS: record.elsewhere is not None,
    }[part]


def _finding(rule: ChartRule, found: CheckFault | MissingFact, record: CommandRecord) -> ChartFinding:
    own = record.settings.severity.get(rule.id)
    # Advice is introduced as advice, so that no one takes it for a federal requirement.
    ours = "Our advice: " if rule.is_advice else ""
    if isinstance(found, MissingFact):
        severity, message, missing = rule.severity, f"Cannot tell: {rule.statement}", found.fact
        message = f"{message} Missing: {found.fact}."
    else:
        severity, message, missing = found.severity or rule.severity, f"{ours}{found.message}", None
    if own is not None:
        severity = ChartSeverity(own)
    waiver = None if isinstance(found, MissingFact) else _waiver(rule, found, record)
    return ChartFinding(
        rule=rule.id,
        severity=severity,
        status="cannot_tell" if missing else "violation",
        subjects=found.subjects,
        message=message,
        basis=rule.basis,
        certainty=rule.certainty,
        fix=rule.fix,
        missing_fact=missing,
        waived_by=waiver,
    )


def _day(record: CommandRecord) -> date | None:
    """The day on which waivers must hold: the drill's, else the day of judgement."""
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
