"""Findings on facts given with a description, judged by the rules whatever the text says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from pydantic import TypeAdapter, ValidationError

from drillplanner.appropriateness.conditions.evaluate import evaluate_condition
from drillplanner.appropriateness.conditions.facts import SCENARIO_FIELDS
from drillplanner.appropriateness.conditions.inputs import depends_on_script
from drillplanner.appropriateness.conditions.subject import Subject
from drillplanner.appropriateness.profiles.profile import profile_of
from drillplanner.appropriateness.rules.findings import finding_of
from drillplanner.appropriateness.rules.rule import AppliesTo, DevelopmentalRule, JudgedAt, load_rules
from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.model import Audience, DevelopmentalFinding, DrillFacts, Evidence, GradeBand, Scenario


def context_findings(context: Context) -> tuple[DevelopmentalFinding, ...]:
    """Return the findings of the rules on the facts of the context; missing facts are no findings."""
    facts, fields = _facts(context), _scenario_fields(context)
    if facts is None and not fields:
        return ()
    staff = context.students_present is False or context.audience == "staff"
    bands: tuple[GradeBand | None, ...] = (None,) if staff else (tuple(sorted(context.bands)) or tuple(GradeBand))
    profile = profile_of(context.state)
    scenario = _bare_scenario(facts or DrillFacts(), fields | _known_fields(context, staff))
    findings: dict[DevelopmentalFinding, None] = {}
    for band in bands:
        subject = Subject(scenario, band, scenario.facts, profile)
        for rule in load_rules():
            if (rule.applies is AppliesTo.STUDENTS and staff) or (
                rule.applies is AppliesTo.STAFF_ONLY and not staff
            ):
                continue
            findings.update(dict.fromkeys(_broken(rule, subject)))
    return tuple(findings)


def _facts(context: Context) -> DrillFacts | None:
    """Return those facts of the context that are valid drill facts; None if there are none."""
    valid: dict[str, Any] = {}
    for name in DrillFacts.model_fields.keys() & context.facts.keys():
        with suppress(ValidationError):
            DrillFacts.model_validate({name: context.facts[name]})
            valid[name] = context.facts[name]
    return DrillFacts.model_validate(valid) if valid else None


def _scenario_fields(context: Context) -> dict[str, Any]:
    """Return the fields of a scenario that the context gives and that rules may test."""
    valid: dict[str, Any] = {}
    for name in SCENARIO_FIELDS:
        if name in context.facts:
            adapter: TypeAdapter[Any] = TypeAdapter(Scenario.model_fields[name].rebuild_annotation())
            with suppress(ValidationError):
                valid[name] = adapter.validate_python(context.facts[name])
    return valid


def _known_fields(context: Context, staff: bool) -> dict[str, Any]:
    """Return the drill type and the audience, which the context gives in fields of its own."""
    if staff:
        audience: Audience | None = Audience.STAFF
    elif context.audience in frozenset(Audience):
        audience = Audience(context.audience)
    else:
        audience = Audience.EVERYONE if context.students_present else None
    return {"drill_type": context.standard_drill_type, "audience": audience}


def _bare_scenario(facts: DrillFacts, known: dict[str, Any]) -> Scenario:
    """Return a scenario with only the known fields; conditions on any other field cannot be told."""
    unknown: dict[str, Any] = dict.fromkeys(Scenario.model_fields)
    return Scenario.model_construct(
        **unknown | {"facts": facts, "band_facts": {}, "scripts": {}, "translations": {}} | known
    )


def _broken(rule: DevelopmentalRule, subject: Subject) -> Iterator[DevelopmentalFinding]:
    for part in rule.judged_at(JudgedAt.SCENARIO):
        # A context has no script, so a script without the right words is no finding.
        if part.violated_when is None or depends_on_script(part.violated_when):
            continue
        result = evaluate_condition(part.violated_when, subject)
        if result.truth is True:
            for evidence in result.evidence or (Evidence(field="context"),):
                yield finding_of(rule, part, subject.profile, evidence)
