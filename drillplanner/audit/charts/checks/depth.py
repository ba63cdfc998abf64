"""Checks of depth and presence: three deep, distinct, the loss of one person, who is there."""

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

#: People deep, the primary counted.
THREE_DEEP = 3
#: For how many positions somebody may be second in line.
MOST_SECONDS = 2


def _led(case: ChartCase) -> Iterator[ChartedPosition]:
    """The opened positions that need a line of succession here: supervisory, and held by our own people."""
    levels = organization_table().supervisory_levels
    for one in case.opened:
        known = case.catalog_entry(one)
        beside = known is not None and bool(known.beside)
        # In unified command the school's own member needs a line; those of agencies are theirs.
        theirs = case.primary(one) is None if case.is_unified(one) else case.is_held_by_agency(one)
        if case.level(one) in levels and not (beside or theirs or case.is_held_by_teachers(one)):
            yield one


def three_deep(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """DEP-01: three deep; at very small sites two for command, one elsewhere, and a partner site."""
    unsaid: list[str] = []
    very_small = case.band == "XS"
    for one in _led(case):
        commands = case.level(one) is OrganizationLevel.COMMAND
        primary = case.primary(one)
        deep = len({primary} - {None} | set(one.alternates or ()))
        small_need = 2 if commands else 1
        need = small_need if very_small else THREE_DEEP
        if deep >= need:
            continue
        if primary is not None and one.alternates is None:
            unsaid.append(one.id)
            continue
        if case.band is None and deep >= small_need:
            yield MissingFact("how many adults without a class are on site", (one.id,))
            continue
        who = "nobody" if deep == 0 else "one person" if deep == 1 else f"{deep} people"
        severity = ChartSeverity.ERROR if commands else ChartSeverity.WARNING
        yield CheckFault(f"{case.title(one)} has {who} in line; {need} are advised.", (one.id,), severity)
    if unsaid:
        yield MissingFact("who the alternates are", tuple(unsaid))
    if very_small and case.occasion.partner_site is None:
        yield MissingFact("whether a partner site is named")
    elif very_small and not case.occasion.partner_site:
        yield CheckFault("The site is very small, and no partner site is named.")


def distinct_alternates(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """DEP-02: an alternate is neither the primary nor named twice."""
    for one in case.by_id.values():
        primary = case.primary(one)
        first = () if primary is None else (primary,)
        for person_id, times in Counter((*first, *(one.alternates or ()))).items():
            if times > 1:
                yield CheckFault(
                    f"{case.name(person_id)} stands {times} times in the line of {case.title(one)}.",
                    (one.id, person_id),
                )


def loss_of_one(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """DEP-03: second in line for at most two, and no single loss leaves a position empty."""
    seconds = Counter(one.alternates[0] for one in case.opened if one.alternates)
    for person_id, times in seconds.items():
        if times > MOST_SECONDS:
            ids = tuple(one.id for one in case.opened if one.alternates and one.alternates[0] == person_id)
            yield CheckFault(
                f"{case.name(person_id)} is second in line for {times} positions: {', '.join(ids)}.",
                (person_id, *ids),
            )
    staffed = [
        one.model_copy(update={"people": one.people or (primary,)})
        for one in case.opened
        if (primary := case.primary(one)) is not None
    ]
    unsaid = tuple(one.id for one in staffed if one.alternates is None and len(set(one.people)) == 1)
    if unsaid:
        yield MissingFact("who the alternates are", unsaid)
        return
    for person_id, empty, sure in lost_positions(case, staffed):
        titles = ", ".join(case.title(case.by_id[one]) for one in empty)
        if not sure:
            yield MissingFact(
                f"who fills {titles} if {case.name(person_id)} is away (too many ways)", (person_id,)
            )
            continue
        yield CheckFault(
            f"If {case.name(person_id)} is away, nobody in line is free for {titles}.", (person_id, *empty)
        )


def command_not_away_together(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """DEP-04: the incident commander and the first alternate share no absence group."""
    for one in case.command:
        primary = case.primary(one)
        if primary is None or not one.alternates:
            continue
        pair = (primary, one.alternates[0])
        groups = [case.person(person_id).absence_groups for person_id in pair]
        if groups[0] is None or groups[1] is None:
            unsaid = tuple(person_id for person_id, known in zip(pair, groups, strict=True) if known is None)
            yield MissingFact("with whom they would be away together (room, trip, shift)", unsaid)
        elif shared := sorted(set(groups[0]) & set(groups[1])):
            yield CheckFault(
                f"{case.name(pair[0])} and {case.name(pair[1])} would be away together: {', '.join(shared)}.", pair
            )


def everybody_is_there(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """DEP-05: holders, alternates and whoever conducts the exercise are at the site, employed, on shift."""
    questions = (
        ("at_site", "is not at this campus that day", "who is at this campus that day"),
        ("active", "is not employed or is on leave", "who is employed and not on leave"),
        ("on_shift", "is not on shift at that hour", "who is on shift at that hour"),
    )
    named: dict[str, list[str]] = {}
    for one in case.opened:
        for person_id in (*case.holders(one), *(one.alternates or ())):
            named.setdefault(person_id, []).append(one.id)
    for person_id, role in exercise_posts(case.record):
        named.setdefault(person_id, []).append(role)
    for field, absent, fact in questions:
        unsaid: list[str] = []
        for person_id, ids in named.items():
            person = case.person(person_id)
            if person.agency is not None:
                continue
            there = getattr(person, field)
            if there is None:
                unsaid.append(person_id)
            elif not there:
                yield CheckFault(
                    f"{case.name(person_id)} {absent}: named for {', '.join(ids)}.", (person_id, *ids)
                )
        if unsaid:
            yield MissingFact(fact, tuple(unsaid))


def deputies_are_trained(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """DEP-06: a deputy has the courses of the principal's tier."""
    for one in case.opened:
        principal = case.supervisor(one)
        if case.level(one) is not OrganizationLevel.DEPUTY or principal is None:
            continue
        tier = tier_of(case, principal)
        for person_id in one.people:
            held = courses_held(case.person(person_id))
            if held is None:
                yield MissingFact("which courses are on record", (person_id,))
            elif missing := [course for course in courses_of_tier(tier) if course not in held]:
                yield CheckFault(
                    f"{case.name(person_id)}, {case.title(one)}, lacks what {case.title(principal)} needs "
                    f"({tier}): {', '.join(missing)}.",
                    (person_id, one.id),
                )


def one_campus_at_a_time(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """DEP-07: nobody has posts at two campuses at once; hours that nobody said count as the same."""
    named = posts_named_in(case.record)
    here = case.occasion
    for other in case.record.elsewhere or ():
        if other.person not in named or other.campus == here.campus:
            continue
        chart = f" ({other.chart})" if other.chart else ""
        who = f"{case.name(other.person)} is named here and at {other.campus}{chart}"
        subjects = (other.person, other.campus)
        if here.start is None or here.end is None or other.start is None or other.end is None:
            yield CheckFault(f"{who} on the same day, and it is not said that the hours lie apart.", subjects)
        elif max(here.start, other.start) < min(here.end, other.end):
            yield CheckFault(f"{who} at the same time ({_hours(here)}, {_hours(other)}).", subjects)
        else:
            yield CheckFault(
                f"{who} on the same day ({_hours(here)}, {_hours(other)}), and how long the way is is not known.",
                subjects,
                ChartSeverity.WARNING,
            )


def _hours(one: Occasion | SameDayPost) -> str:
    return f"{_clock(one.start)} to {_clock(one.end)}"


def _clock(at: time | None) -> str:
    return "?" if at is None else f"{at:%H:%M}"


CHECKS = {
    "DEP-01": three_deep,
    "DEP-02": distinct_alternates,
    "DEP-03": loss_of_one,
    "DEP-04": command_not_away_together,
    "DEP-05": everybody_is_there,
    "DEP-06": deputies_are_trained,
    "DEP-07": one_campus_at_a_time,
}
