"""Facts that come with a description: judged by the rules as they stand, whatever the text says of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from drillplanner.appropriateness.judge import finding_of
from drillplanner.appropriateness.profiles import profile_of
from drillplanner.appropriateness.rules import Applies, Judged, Rule, load_rules
from drillplanner.appropriateness.subject import Subject
from drillplanner.appropriateness.text.descriptions import Context
from drillplanner.appropriateness.truth import read_condition
from drillplanner.model import Audience, DevelopmentalFinding, DrillFacts, Evidence, GradeBand, Scenario


def given_findings(context: Context) -> tuple[DevelopmentalFinding, ...]:
    """What the rules find in the context's own facts; a fact that is not given is no finding."""
    facts = _facts(context)
    if facts is None:
        return ()
    staff = context.students_present is False or context.audience == "staff"
    bands: tuple[GradeBand | None, ...] = (None,) if staff else (tuple(sorted(context.bands)) or tuple(GradeBand))
    profile = profile_of(context.state)
    found: dict[DevelopmentalFinding, None] = {}
    for band in bands:
        subject = Subject(_bare_scenario(facts, staff), band, facts, profile)
        for rule in load_rules():
            if (rule.applies is Applies.STUDENTS and staff) or (rule.applies is Applies.STAFF_ONLY and not staff):
                continue
            found.update(dict.fromkeys(_broken(rule, subject)))
    return tuple(found)


def _facts(context: Context) -> DrillFacts | None:
    """The facts of the drill-facts schema among the context's; what it does not know is left aside."""
    known = {name: value for name, value in context.facts.items() if name in DrillFacts.model_fields}
    if not known:
        return None
    kept: dict[str, Any] = {}
    for name, value in known.items():
        try:
            DrillFacts.model_validate({name: value})
        except ValidationError:
            continue
        kept[name] = value
    return DrillFacts.model_validate(kept) if kept else None


def _bare_scenario(facts: DrillFacts, staff: bool) -> Scenario:
    """A scenario that says nothing but these facts; conditions on anything else find it silent."""
    silent: dict[str, Any] = dict.fromkeys(Scenario.model_fields)
    silent |= {
        "facts": facts,
        "band_facts": {},
        "scripts": {},
        "translations": {},
        "audience": Audience.STAFF if staff else None,
    }
    return Scenario.model_construct(**silent)


def _broken(rule: Rule, subject: Subject) -> Iterator[DevelopmentalFinding]:
    for part in rule.judged_at(Judged.SCENARIO):
        if part.violated_when is None:
            continue
        outcome = read_condition(part.violated_when, subject)
        if outcome.truth is True:
            for evidence in outcome.evidence or (Evidence(field="context"),):
                yield finding_of(rule, part, subject.profile, evidence)
