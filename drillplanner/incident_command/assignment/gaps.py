"""Find the gaps of a chart: vacancies, closed posts, missing alternates, missing training.

Gaps are always shown, and never worded as a federal requirement: they follow our own defaults.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from drillplanner.incident_command.assignment.succession import ALTERNATES
from drillplanner.incident_command.chart.remedy import joined_with_and
from drillplanner.incident_command.chart.role_chart import ChartGap, GapKind, Post, RoleChart
from drillplanner.incident_command.positions.catalog import PositionId
from drillplanner.incident_command.positions.load_catalog import load_catalog


def find_gaps(
    chart: RoleChart,
    *,
    unified_planned: bool,
    exposed: Collection[PositionId] = (),
    together: Mapping[PositionId, tuple[str, ...]] | None = None,
) -> Iterator[ChartGap]:
    """Yield the gaps: command first, then vacancies, alternates, and training in the order of the forms.

    ``unified_planned`` is True if the scenario opens unified command. ``exposed`` are posts that one absence
    would leave empty. ``together`` gives, for each post whose whole line would be away together, the absence
    groups.
    """
    yield from _command_gaps(chart, unified_planned)
    for post in chart.posts:
        if post.vacancy:
            yield ChartGap(
                kind=GapKind.VACANT, position_id=post.position_id, message=_vacancy_message(post, chart)
            )
    yield from _closed_gaps(chart)
    for post in chart.posts:
        if post.people and post.seats == 1 and len(post.alternates) < ALTERNATES:
            have = "only one alternate" if post.alternates else "no alternate"
            yield ChartGap(
                kind=GapKind.ALTERNATES,
                position_id=post.position_id,
                message=f"{post.title}: {have}; two are advised.",
            )
    for post in chart.posts:
        if post.position_id in exposed and post.people:
            yield ChartGap(
                kind=GapKind.ONE_ABSENCE,
                position_id=post.position_id,
                message=f"{post.title}: if {post.people[0].name} is away, nobody is left who could take it over "
                "without leaving another post empty.",
            )
    for post in chart.posts:
        if groups := (together or {}).get(post.position_id):
            names = [person.name for person in (*post.people, *post.alternates)]
            yield ChartGap(
                kind=GapKind.AWAY_TOGETHER,
                position_id=post.position_id,
                message=f"{post.title}: {joined_with_and(names)} would be away together "
                f"({joined_with_and(groups)}), and nobody else who could stand in line is at hand.",
            )
    yield from _people_gaps(chart)


def _command_gaps(chart: RoleChart, unified_planned: bool) -> Iterator[ChartGap]:
    commander = chart.posts[0].position_id
    if unified_planned and not chart.unified:
        yield ChartGap(
            kind=GapKind.COMMAND,
            position_id=commander,
            message="Unified command is planned, but no agency that could share command attends; "
            "the school's incident commander commands alone.",
        )
    if any(seat.reports_to == commander and not seat.in_command for seat in chart.agencies):
        yield ChartGap(
            kind=GapKind.LIAISON,
            position_id=commander,
            message="An outside agency attends and nobody is free as Liaison Officer; "
            "the Incident Commander meets it.",
        )


def _closed_gaps(chart: RoleChart) -> Iterator[ChartGap]:
    positions = load_catalog().by_id
    for post in chart.posts:
        for position_id in post.absorbs:
            if position_id in chart.closed:
                acting = post if post.people or post.everyone else chart.acting_for(post.position_id)
                does = "nobody does its work yet" if acting is None else f"the {acting.title} does its work"
                yield ChartGap(
                    kind=GapKind.CLOSED,
                    position_id=position_id,
                    message=f"{positions[position_id].title}: not opened, too few people are free; {does}.",
                )


def _people_gaps(chart: RoleChart) -> Iterator[ChartGap]:
    reported: set[str] = set()
    for post in (*chart.posts, *chart.on_call):
        for person in (*post.people, *post.alternates):
            if person.class_covered_by is not None and person.staff_id not in reported:
                reported.add(person.staff_id)
                leads = any(leader.staff_id == person.staff_id for leader in post.people)
                yield ChartGap(
                    kind=GapKind.COVERED_CLASS,
                    position_id=post.position_id,
                    message=f"{person.name} {'leaves' if leads else 'would leave'} a class to be {post.title}; "
                    f"{person.class_covered_by.name} {'takes' if leads else 'would take'} it.",
                )
            if person.needs:
                yield ChartGap(
                    kind=GapKind.TRAINING,
                    position_id=post.position_id,
                    message=f"{person.name} ({post.title}): no record of {', '.join(person.needs)}.",
                )


def _vacancy_message(post: Post, chart: RoleChart) -> str:
    if post.people:
        return f"{post.title}: short of people, {post.vacancy}."
    acting = chart.acting_for(post.position_id)
    absorbed_up_to = load_catalog().by_id[post.position_id].absorbed_up_to
    if acting is None:
        consequence = ""
    elif absorbed_up_to is None or chart.tier > absorbed_up_to:
        consequence = " Nobody else may do its work: somebody is to be asked."
    else:
        consequence = f" Until it is filled, the {acting.title} does its work."
    return f"{post.title}: vacant, {post.vacancy}.{consequence}"
