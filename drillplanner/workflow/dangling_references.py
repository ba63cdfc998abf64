"""References that lead nowhere: unknown rules, positions, and days, and planning meetings out of order."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.appropriateness import load_rules
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.law import LawBook
from drillplanner.law.coverage.registry import topic_id
from drillplanner.law.coverage.topics import Topic
from drillplanner.law.kinds.every import Attributes
from drillplanner.law.kinds.form import Form
from drillplanner.law.match import Match
from drillplanner.model import Workspace


def dangling_references(law: LawBook, workspace: Workspace, has_own_scenarios: bool) -> Iterator[Problem]:
    """Yield a problem for each reference that leads nowhere, before anything is planned.

    Bundled scenarios name only known positions, which our tests prove. So the catalog of positions is read only if
    the workspace ``has_own_scenarios``.
    """
    yield from _unknown_rules(law)
    yield from _unknown_ids_of_law(law, workspace)
    yield from _unknown_agencies(law, workspace)
    yield from _unknown_avoided_days(workspace)
    if has_own_scenarios:
        yield from _unknown_positions(workspace)
    yield from _meetings_out_of_order(workspace)


def _unknown_rules(law: LawBook) -> Iterator[Problem]:
    known = {rule.id for rule in load_rules()}
    for mandate in law.mandates:
        if isinstance(mandate.requirement, Form):
            for rule in mandate.requirement.rules:
                if rule not in known:
                    message = f"{mandate.mandate_id} names a developmental rule that there is not"
                    yield Problem("mandates", None, message, rule, ", ".join(sorted(known)))


def _unknown_ids_of_law(law: LawBook, workspace: Workspace) -> Iterator[Problem]:
    mandates = [mandate.mandate_id for mandate in law.mandates]
    district = workspace.district
    questions = [question.question_id for pack in law.packs for question in pack.open_questions]
    questions += [topic_id(district.state, topic) for topic in Topic]
    for key, ids, known, what in (
        ("accepts", district.accepts, mandates, "requirement"),
        ("settled", district.settled, [name for name in questions if name], "open question"),
    ):
        for unknown in (name for name in ids if name not in known):
            message, maybe = f"{key}: no law of this district has this {what}", maybe_meant(unknown, known)
            yield Problem("district.yaml", None, message, unknown, listed(known), maybe)


def _unknown_avoided_days(workspace: Workspace) -> Iterator[Problem]:
    """Yield entries of ``not_avoided`` that take no day off the list."""
    not_avoided = workspace.district.not_avoided
    if not not_avoided:
        return
    from drillplanner.practice.avoided_days import unknown_wishes, words_for_days

    known = words_for_days()
    for unknown in unknown_wishes(not_avoided):
        message = "not_avoided: no day without drills has this name or kind"
        allowed = f"a date (2026-04-20), or: {listed(known, limit=len(known))}"
        yield Problem("district.yaml", None, message, unknown, allowed, maybe_meant(unknown, known))


def _unknown_agencies(law: LawBook, workspace: Workspace) -> Iterator[Problem]:
    """Yield the agencies that mandates name by id and that the district does not list with that kind."""
    listed_agencies = {(agency.kind, agency.agency_id) for agency in workspace.district.agencies}
    for mandate in law.mandates:
        for _, part in mandate.requirement:
            if not isinstance(part, Match | Attributes) or part.agency is None or part.agency_id is None:
                continue
            if (part.agency, part.agency_id) not in listed_agencies:
                kind = part.agency.replace("_", " ")
                message = f"{mandate.mandate_id} names a {kind} agency that district.yaml does not list"
                known = [agency_id for of_kind, agency_id in sorted(listed_agencies) if of_kind is part.agency]
                allowed = listed(known) if known else f"none: 'agencies' in district.yaml has no {kind} agency"
                yield Problem(
                    "mandates", None, message, part.agency_id, allowed, maybe_meant(part.agency_id, known)
                )


def _unknown_positions(workspace: Workspace) -> Iterator[Problem]:
    from drillplanner.incident_command.positions.load_catalog import unknown_positions

    for scenario in workspace.scenarios:
        yield from unknown_positions(scenario)


def _meetings_out_of_order(workspace: Workspace) -> Iterator[Problem]:
    """Yield lead times in district.yaml that break the order of planning meetings and reports."""
    settings = workspace.district.exercises
    if not settings.lead_days:
        return
    from drillplanner.exercises.design.milestones import lead_days
    from drillplanner.exercises.doctrine.load_reference import load_reference

    for column in settings.lead_days:
        try:
            lead_days(column, settings, load_reference())
        except InputError as error:
            yield from error.problems
