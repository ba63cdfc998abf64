"""Check depth and presence: three deep, distinct alternates, loss of one person, who is present."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import time

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.case.loss_of_one import lost_positions
from drillplanner.audit.charts.case.same_day_posts import exercise_posts, posts_named_in
from drillplanner.audit.charts.checks.training import courses_held, courses_of_tier, tier_of
from drillplanner.audit.charts.record import ChartedPosition, Occasion, SameDayPost
from drillplanner.audit.charts.rules.chart_rules import ChartSeverity
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import organization_table
from drillplanner.incident_command.positions.catalog import OrganizationLevel

#: The advised depth of a line, including the primary.
THREE_DEEP = 3
#: For how many positions a person may be second in line.
MOST_SECONDS = 2


def _positions_with_lines(case: ChartCase) -> Iterator[ChartedPosition]:
    """Yield the opened positions that need a line of succession: supervisory, and held by our own people."""
    levels = organization_table().supervisory_levels
    for position in case.opened:
        known = case.catalog_entry(position)
        is_outside_tree = known is not None and bool(known.beside)
        # In unified command only the school's own member needs a line; agencies have their own.
        is_held_by_others = (
            case.primary(position) is None if case.is_unified(position) else case.is_held_by_agency(position)
        )
        if case.level(position) in levels and not (
            is_outside_tree or is_held_by_others or case.is_held_by_teachers(position)
        ):
            yield position


def three_deep(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """DEP-01: three deep; very small sites need two for command, one elsewhere, and a partner site."""
    unstated: list[str] = []
    very_small = case.band == "XS"
    for position in _positions_with_lines(case):
        commands = case.level(position) is OrganizationLevel.COMMAND
        primary = case.primary(position)
        depth = len({primary} - {None} | set(position.alternates or ()))
        small_need = 2 if commands else 1
        required = small_need if very_small else THREE_DEEP
        if depth >= required:
            continue
        if primary is not None and position.alternates is None:
            unstated.append(position.id)
            continue
        if case.band is None and depth >= small_need:
            yield MissingFact("how many adults without a class are on site", (position.id,))
            continue
        depth_text = "nobody" if depth == 0 else "one person" if depth == 1 else f"{depth} people"
        severity = ChartSeverity.ERROR if commands else ChartSeverity.WARNING
        yield CheckFault(
            f"{case.title(position)} has {depth_text} in line; {required} are advised.", (position.id,), severity
        )
    if unstated:
        yield MissingFact("who the alternates are", tuple(unstated))
    if very_small and case.occasion.partner_site is None:
        yield MissingFact("whether a partner site is named")
    elif very_small and not case.occasion.partner_site:
        yield CheckFault("The site is very small, and no partner site is named.")


def distinct_alternates(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """DEP-02: an alternate is neither the primary nor named twice."""
    for position in case.by_id.values():
        primary = case.primary(position)
        first = () if primary is None else (primary,)
        for person_id, times in Counter((*first, *(position.alternates or ()))).items():
            if times > 1:
                yield CheckFault(
                    f"{case.name(person_id)} stands {times} times in the line of {case.title(position)}.",
                    (position.id, person_id),
                )


def loss_of_one(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """DEP-03: no one is second in line for more than two, and no single loss leaves a position empty."""
    seconds = Counter(position.alternates[0] for position in case.opened if position.alternates)
    for person_id, times in seconds.items():
        if times > MOST_SECONDS:
            ids = tuple(
                position.id
                for position in case.opened
                if position.alternates and position.alternates[0] == person_id
            )
            yield CheckFault(
                f"{case.name(person_id)} is second in line for {times} positions: {', '.join(ids)}.",
                (person_id, *ids),
            )
    staffed = [
        position.model_copy(update={"people": position.people or (primary,)})
        for position in case.opened
        if (primary := case.primary(position)) is not None
    ]
    unstated = tuple(
        position.id for position in staffed if position.alternates is None and len(set(position.people)) == 1
    )
    if unstated:
        yield MissingFact("who the alternates are", unstated)
        return
    for person_id, empty, is_known in lost_positions(case, staffed):
        titles = ", ".join(case.title(case.by_id[position_id]) for position_id in empty)
        if not is_known:
            yield MissingFact(
                f"who fills {titles} if {case.name(person_id)} is away (too many ways)", (person_id,)
            )
            continue
        yield CheckFault(
            f"If {case.name(person_id)} is away, nobody in line is free for {titles}.", (person_id, *empty)
        )


def command_not_away_together(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """DEP-04: the incident commander and the first alternate share no absence group."""
    for position in case.command_positions:
        primary = case.primary(position)
        if primary is None or not position.alternates:
            continue
        pair = (primary, position.alternates[0])
        groups = [case.person(person_id).absence_groups for person_id in pair]
        if groups[0] is None or groups[1] is None:
            unstated = tuple(person_id for person_id, known in zip(pair, groups, strict=True) if known is None)
            yield MissingFact("with whom they would be away together (room, trip, shift)", unstated)
        elif shared := sorted(set(groups[0]) & set(groups[1])):
            yield CheckFault(
                f"{case.name(pair[0])} and {case.name(pair[1])} would be away together: {', '.join(shared)}.", pair
            )


def everyone_is_present(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """DEP-05: holders, alternates, and exercise staff are at the site, employed, and on shift."""
    questions = (
        ("at_site", "is not at this campus that day", "who is at this campus that day"),
        ("active", "is not employed or is on leave", "who is employed and not on leave"),
        ("on_shift", "is not on shift at that hour", "who is on shift at that hour"),
    )
    posts_by_person: dict[str, list[str]] = {}
    for position in case.opened:
        for person_id in (*case.holders(position), *(position.alternates or ())):
            posts_by_person.setdefault(person_id, []).append(position.id)
    for person_id, role in exercise_posts(case.record):
        posts_by_person.setdefault(person_id, []).append(role)
    for field, absent, fact in questions:
        unstated: list[str] = []
        for person_id, ids in posts_by_person.items():
            person = case.person(person_id)
            if person.agency is not None:
                continue
            is_true = getattr(person, field)
            if is_true is None:
                unstated.append(person_id)
            elif not is_true:
                yield CheckFault(
                    f"{case.name(person_id)} {absent}: named for {', '.join(ids)}.", (person_id, *ids)
                )
        if unstated:
            yield MissingFact(fact, tuple(unstated))


def deputies_are_trained(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """DEP-06: a deputy has the courses of the principal's tier."""
    for position in case.opened:
        principal = case.supervisor(position)
        if case.level(position) is not OrganizationLevel.DEPUTY or principal is None:
            continue
        tier = tier_of(case, principal)
        for person_id in position.people:
            held_courses = courses_held(case.person(person_id))
            if held_courses is None:
                yield MissingFact("which courses are on record", (person_id,))
            elif missing := [course for course in courses_of_tier(tier) if course not in held_courses]:
                yield CheckFault(
                    f"{case.name(person_id)}, {case.title(position)}, lacks what {case.title(principal)} needs "
                    f"({tier}): {', '.join(missing)}.",
                    (person_id, position.id),
                )


def one_campus_at_a_time(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """DEP-07: no one has posts at two campuses at once; unstated times count as the same."""
    posts = posts_named_in(case.record)
    occasion = case.occasion
    for other in case.record.elsewhere or ():
        if other.person not in posts or other.campus == occasion.campus:
            continue
        chart = f" ({other.chart})" if other.chart else ""
        who = f"{case.name(other.person)} is named here and at {other.campus}{chart}"
        subjects = (other.person, other.campus)
        if occasion.start is None or occasion.end is None or other.start is None or other.end is None:
            yield CheckFault(f"{who} on the same day, and it is not said that the hours lie apart.", subjects)
        elif max(occasion.start, other.start) < min(occasion.end, other.end):
            yield CheckFault(f"{who} at the same time ({_hours(occasion)}, {_hours(other)}).", subjects)
        else:
            yield CheckFault(
                f"{who} on the same day ({_hours(occasion)}, {_hours(other)}), "
                "and how long the way is is not known.",
                subjects,
                ChartSeverity.WARNING,
            )


def _hours(event: Occasion | SameDayPost) -> str:
    return f"{_clock(event.start)} to {_clock(event.end)}"


def _clock(clock: time | None) -> str:
    return "?" if clock is None else f"{clock:%H:%M}"


CHECKS = {
    "DEP-01": three_deep,
    "DEP-02": distinct_alternates,
    "DEP-03": loss_of_one,
    "DEP-04": command_not_away_together,
    "DEP-05": everyone_is_present,
    "DEP-06": deputies_are_trained,
    "DEP-07": one_campus_at_a_time,
}
