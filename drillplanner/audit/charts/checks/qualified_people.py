"""Check who holds the posts for children, and who stands idle while posts or functions are given up.

Who is free is worked out from the people on paper, and who qualifies from their everyday titles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.checks.training import courses_held
from drillplanner.audit.charts.record import ChartedPosition, Person, PositionState
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import KnownPosition, known_positions
from drillplanner.incident_command.positions.catalog import OrganizationLevel, Tier
from drillplanner.incident_command.positions.training import load_training
from drillplanner.model import DrillType

#: So many functions without a post of their own are too many for a commander while a deputy stands by.
MANY_FUNCTIONS = 5


def qualified_with_children(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-29: nobody unqualified holds a post for children while a qualified adult is free for it."""
    untitled: dict[str, None] = {}
    movable = [person for person in _free_people(case) if not _is_kept(case, person.id)]
    for position in case.opened:
        known = case.catalog_entry(position)
        if known is None or not known.child_critical:
            continue
        for holder in map(case.person, position.people):
            if holder.agency is not None:
                continue
            if not holder.title:
                untitled[holder.id] = None
            elif not _qualifies(holder, known):
                for other in movable:
                    if other.title and _qualifies(other, known):
                        yield CheckFault(
                            f"{case.name(holder.id)} ({holder.title}) is {case.title(position)}, and "
                            f"{case.name(other.id)} ({other.title}) is free for it.",
                            (position.id, holder.id, other.id),
                        )
                        break
    if untitled:
        yield MissingFact("what their everyday job is", tuple(untitled))


def nobody_idle(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-30: a post that the drill asks for is absorbed or merged only while nobody who qualifies is idle."""
    idle = [*idle_people(case)]
    for position in case.by_id.values():
        known = case.catalog_entry(position)
        if (
            known is not None
            and position.state is PositionState.ABSORBED
            and _is_asked_for(case, position, known)
            and (person := _first_for(known, idle)) is not None
        ):
            yield CheckFault(
                f"{case.title(position)} is not opened, and {case.name(person.id)}{_job(person)} has no post.",
                (position.id, person.id),
            )
    for person_id, positions in case.held_by_person.items():
        for first, second in combinations(positions, 2):
            if not case.overlaps_in_time(first, second):
                continue
            entries = [entry for entry in map(case.catalog_entry, (first, second)) if entry is not None]
            person = next((found for entry in entries if (found := _first_for(entry, idle))), None)
            if person is not None:
                yield CheckFault(
                    f"{case.name(person_id)} is {case.title(first)} and {case.title(second)}, and "
                    f"{case.name(person.id)}{_job(person)} has no post.",
                    (person_id, first.id, second.id, person.id),
                )


def no_deputy_stands_by(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-31: nobody who qualifies for command stands by while the commander does five or more functions.

    Not at a table, where nobody does them, nor in small drills, which name functions as a matter of form.
    """
    command = known_positions()["CMD-IC"]
    occasion = case.occasion
    if case.tier is Tier.L1 or occasion.who_would or occasion.drill_type is DrillType.TABLETOP:
        return
    deputies = [person for person in idle_people(case) if person.title and _qualifies(person, command)]
    for position in case.command_positions if deputies else ():
        functions = [
            other
            for other in case.by_id.values()
            if other.state is PositionState.ABSORBED and case.position_for(other.id) is position
        ]
        if len(functions) >= MANY_FUNCTIONS:
            yield CheckFault(
                f"{case.title(position)} does {len(functions)} functions without a post of their own "
                f"({', '.join(case.title(function) for function in functions)}), and "
                f"{case.name(deputies[0].id)}{_job(deputies[0])} stands by.",
                (position.id, deputies[0].id),
            )


def _is_asked_for(case: ChartCase, position: ChartedPosition, known: KnownPosition) -> bool:
    """Return whether the drill asks for the post: as stated, else by the kind of drill and its size."""
    if position.asked_for is not None:
        return position.asked_for
    return case.occasion.drill_type in known.opened_at_start and case.tier >= known.min_tier


def _free_people(case: ChartCase) -> Iterator[Person]:
    """Yield the adults of the school who are there without a class and do not run the exercise."""
    exercise = case.record.exercise
    exercise_staff = {member.person for member in (exercise.staff if exercise else None) or ()}
    for person in case.record.people:
        is_there = person.at_site and person.active is not False and person.on_shift
        is_ours = person.agency is None and not person.student and person.id not in exercise_staff
        if is_there and is_ours and person.holds_class is False:
            yield person


def idle_people(case: ChartCase) -> Iterator[Person]:
    """Yield the free people who hold no opened post. On call, only first aid keeps its person."""
    kept = set(_first_aid_on_call(case))
    for person in _free_people(case):
        if person.id not in case.held_by_person and person.id not in kept:
            yield person


def _is_kept(case: ChartCase, person_id: str) -> bool:
    """Return whether a person stays in their post: command, for children, or one that needs a certificate."""
    for position in case.held_by_person.get(person_id, ()):
        known = case.catalog_entry(position)
        if case.level(position) is OrganizationLevel.COMMAND or (
            known is not None and (known.child_critical or _needs_certificate(known))
        ):
            return True
    return person_id in _first_aid_on_call(case)


def _first_aid_on_call(case: ChartCase) -> tuple[str, ...]:
    return tuple(
        person_id
        for position in case.by_id.values()
        if position.state is PositionState.ON_CALL
        and (known := case.catalog_entry(position)) is not None
        and _needs_certificate(known)
        for person_id in position.people
    )


def _needs_certificate(known: KnownPosition) -> bool:
    return bool(known.certified_titles or known.required_certificates)


def _first_for(known: KnownPosition, people: Iterable[Person]) -> Person | None:
    """Return the first of these people who qualifies for a post by title and certificate."""
    return next((person for person in people if _qualifies(person, known) and _is_certified(person, known)), None)


def _is_certified(person: Person, known: KnownPosition) -> bool:
    if not _needs_certificate(known):
        return True
    has_title = load_training().family_of(person.title) in known.certified_titles
    return has_title or not (courses_held(person) or frozenset()).isdisjoint(known.required_certificates)


def _qualifies(person: Person, known: KnownPosition) -> bool:
    """Return whether the everyday title qualifies; posts without such a rule are open to all."""
    return not known.qualified_titles or load_training().family_of(person.title) in known.qualified_titles


def _job(person: Person) -> str:
    return f" ({person.title})" if person.title else ""


CHECKS = {
    "ICS-29": qualified_with_children,
    "ICS-30": nobody_idle,
    "ICS-31": no_deputy_stands_by,
}
