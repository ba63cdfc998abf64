"""Read a record typed as YAML (docs/charts.md), and report every problem with its line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path

from drillplanner.audit.charts.case.chart_case import SCHOOL
from drillplanner.audit.charts.case.same_day_posts import posts_named_in
from drillplanner.audit.charts.record import ChartedPosition, CommandRecord, PositionState
from drillplanner.audit.charts.rules.chart_rules import load_rules
from drillplanner.audit.charts.rules.tables import known_positions
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import read_file
from drillplanner.files.yaml_document import Document, parse_as, parse_document
from drillplanner.files.yaml_text import KeyPath


def read_record(path: Path) -> CommandRecord:
    """Return the record in a file.

    Raises InputError for a file that cannot be read, is not a record, or names unknown positions, people,
    agencies, or rules. Faults of the chart itself are left to the judge.
    """
    return parse_record(read_file(path), str(path), path.stem)


def parse_record(raw: bytes, name: str, record_id: str = "chart") -> CommandRecord:
    """Return the record in these bytes; ``record_id`` is its id if the file gives none."""
    document = parse_document(raw, name)
    if document.data is None:
        raise InputError(Problem(name, 1, "the file is empty", allowed="lines such as 'name: value'"))
    if not isinstance(document.data, dict):
        raise InputError(
            document.problem((), "the file is not a list of keys", allowed="lines such as 'name: value'")
        )
    record = parse_as(CommandRecord, document)
    if "id" not in document.data:
        record = record.model_copy(update={"id": record_id})
    if problems := [*_problems(record, document)]:
        raise InputError(problems)
    return record


def _problems(record: CommandRecord, document: Document) -> Iterator[Problem]:
    yield from _doubled_people(record, document)
    people = {person.id for person in record.people}
    agencies = {agency.id for agency in record.agencies or ()}
    for place, position in enumerate(record.positions or ()):
        path: KeyPath = ("positions", place)
        yield from _unknown_role(position, document, path)
        for field in ("people", "alternates"):
            for number, person in enumerate(getattr(position, field) or ()):
                if people and person not in people:
                    at = (*path, field, number)
                    yield _unknown(document, at, "this person is not listed under 'people'", person, people)
        if position.absorbed_by is not None and position.state is not PositionState.ABSORBED:
            yield document.problem(
                (*path, "absorbed_by"),
                "only a position whose state is 'absorbed' is absorbed by another",
                position.state.value,
                "state: absorbed",
            )
        for number, member in enumerate(position.members):
            at = (*path, "members", number, "agency")
            if member.agency != SCHOOL and record.agencies is not None and member.agency not in agencies:
                word = f"this agency is neither '{SCHOOL}' nor listed under 'agencies'"
                yield _unknown(document, at, word, member.agency, (SCHOOL, *sorted(agencies)))
    for place, person_entry in enumerate(record.people):
        if person_entry.agency is not None and record.agencies is not None and person_entry.agency not in agencies:
            at = ("people", place, "agency")
            yield _unknown(
                document, at, "this agency is not listed under 'agencies'", person_entry.agency, agencies
            )
    known = {*people, *posts_named_in(record)}
    for place, other in enumerate(record.elsewhere or ()):
        if other.person not in known:
            at = ("elsewhere", place, "person")
            yield _unknown(document, at, "this person is named nowhere on this chart", other.person, sorted(known))
    yield from _unknown_rules(record, document)


def _unknown_rules(record: CommandRecord, document: Document) -> Iterator[Problem]:
    rules = [rule.id for rule in load_rules()]
    for place, waiver in enumerate(record.waivers):
        if waiver.rule not in rules:
            yield _unknown(document, ("waivers", place, "rule"), "there is no such rule", waiver.rule, rules)
    for rule in record.settings.severity:
        if rule not in rules:
            yield _unknown(document, ("settings", "severity", rule), "there is no such rule", rule, rules)
    for rule in record.settings.training_tiers:
        if rule not in known_positions():
            at = ("settings", "training_tiers", rule)
            yield _unknown(document, at, "this position is not known", rule, known_positions())


def _doubled_people(record: CommandRecord, document: Document) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, person in enumerate(record.people):
        if person.id in seen:
            yield document.problem(("people", place, "id"), "a person is listed twice", person.id)
        seen.add(person.id)


def _unknown_role(position: ChartedPosition, document: Document, path: KeyPath) -> Iterator[Problem]:
    """Report an unknown position; a position of the school's own needs a title, level, and section."""
    known = known_positions()
    if position.role_id in known or (position.title and position.level and position.section):
        return
    field = "role" if position.role else "id"
    close_matches = difflib.get_close_matches(position.role_id.upper(), known, n=1)
    hint = "For a position of your own, give its title, level and section."
    yield document.problem(
        (*path, field),
        "this position is not known",
        position.role_id,
        ", ".join(known),
        f"Maybe you meant '{close_matches[0]}'. {hint}" if close_matches else hint,
    )


def _unknown(document: Document, path: KeyPath, message: str, value: str, allowed: Iterable[str]) -> Problem:
    names = list(allowed)
    close_matches = difflib.get_close_matches(value, names, n=1)
    allowed_text = ", ".join(sorted(names)[:40]) or None
    return document.problem(
        path, message, value, allowed_text, f"Maybe you meant '{close_matches[0]}'." if close_matches else None
    )
