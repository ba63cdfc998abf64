"""Facts that come with a description: judged by the rules as they stand, whatever the text says of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from pydantic import TypeAdapter, ValidationError

from drillplanner.appropriateness.conditions.evaluate import evaluate_condition
from drillplanner.appropriateness.conditions.facts import SCENARIO_FIELDS
from drillplanner.appropriateness.conditions.inputs import depends_on_script
from drillplanner.appropriateness.conditions.subject import Subject
from drillplanner.appropriateness.judgment.scenario_and_drill import finding_of
from drillplanner.appropriateness.profiles.profile import profile_of
from drillplanner.appropriateness.rules.rule import AppliesTo, DevelopmentalRule, JudgedAt, load_rules
from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.model import Audience, DevelopmentalFinding, DrillFacts, Evidence, GradeBand, Scenario


def context_findings(context: Context) -> tuple[DevelopmentalFinding, ...]:
    """What the rules find in the context's own facts; a fact that is not given is no finding."""
    facts, of_scenario = _facts(context), _of_scenario(context)
    if facts is None and not of_scenario:
        return ()
    staff = context.students_present is False or context.audience == "staff"
    bands: tuple[GradeBand | None, ...] = (None,) if staff else (tuple(sorted(context.bands)) or tuple(GradeBand))
    profile = profile_of(context.state)
    scenario = _bare_scenario(facts or DrillFacts(), of_scenario | _known_apart(context, staff))
    found: dict[DevelopmentalFinding, None] = {}
    for band in bands:
        subject = Subject(scenario, band, scenario.facts, profile)
        for rule in load_rules():
            if (rule.applies is AppliesTo.STUDENTS and staff) or (
                rule.applies is AppliesTo.STAFF_ONLY and not staff
            ):
                continue
            found.update(dict.fromkeys(_broken(rule, subject)))
    return tuple(found)


def _facts(context: Context) -> DrillFacts | None:
    """The facts of the drill-facts schema among the context's; what it does not know is left aside."""
    kept: dict[str, Any] = {}
    for name in DrillFacts.model_fields.keys() & context.facts.keys():
        with suppress(ValidationError):
            DrillFacts.model_validate({name: context.facts[name]})
            kept[name] = context.facts[name]
    return DrillFacts.model_validate(kept) if kept else None


def _of_scenario(context: Context) -> dict[str, Any]:
    """What the context gives of the things that rules ask of a scenario besides its facts."""
    kept: dict[str, Any] = {}
    for name in SCENARIO_FIELDS:
        if name in context.facts:
            kind: TypeAdapter[Any] = TypeAdapter(Scenario.model_fields[name].rebuild_annotation())
            with suppress(ValidationError):
                kept[name] = kind.validate_python(context.facts[name])
    return kept


def _known_apart(context: Context, staff: bool) -> dict[str, Any]:
    """The type of drill and before whom it is held, which the context has in fields of its own."""
    if staff:
        audience: Audience | None = Audience.STAFF
    elif context.audience in frozenset(Audience):
        audience = Audience(context.audience)
    else:
        audience = Audience.EVERYONE if context.students_present else None
    return {"drill_type": context.standard_drill_type, "audience": audience}


def _bare_scenario(facts: DrillFacts, known: dict[str, Any]) -> Scenario:
    """A scenario that says nothing but what is known; conditions on anything else find it silent."""
    silent: dict[str, Any] = dict.fromkeys(Scenario.model_fields)
    return Scenario.model_construct(
        **silent | {"facts": facts, "band_facts": {}, "scripts": {}, "translations": {}} | known
    )


def _broken(rule: DevelopmentalRule, subject: Subject) -> Iterator[DevelopmentalFinding]:
    for part in rule.judged_at(JudgedAt.SCENARIO):
        # A context has no script, so that one which lacks the right words is no finding.
        if part.violated_when is None or depends_on_script(part.violated_when):
            continue
        outcome = evaluate_condition(part.violated_when, subject)
        if outcome.truth is True:
            for evidence in outcome.evidence or (Evidence(field="context"),):
                yield finding_of(rule, part, subject.profile, evidence)
