"""ICS 201, Incident Briefing, and ICS 202, Incident Objectives."""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.incident_command.chart.role_chart import Post
from drillplanner.model import Audience, format_grades
from drillplanner.publish.chart.responders import Clock, agency_contact, responder_sentences
from drillplanner.publish.core import words
from drillplanner.publish.core.dates import form_date, form_time
from drillplanner.publish.core.form_catalogue import form_of
from drillplanner.publish.core.site_places import NamedPlace, places_of
from drillplanner.publish.forms import texts
from drillplanner.publish.forms.context import DrillContext, Signer, joined_names, needed_forms
from drillplanner.publish.forms.hazards import HazardRow, hazard_rows

#: The numbers of the forms with a checkbox in ICS 202 block 6.
CHECKBOX_FORMS = ("203", "204", "205", "205A", "206", "207", "208")
#: By tiers of paper, ICS 201 is map and actions: ICS 203 and 207 have the organization, ICS 211 who arrives.
_PAGES_OF_A_TIER = 2
#: Which forms say what blocks 9 and 10 of ICS 201 ask for, if pages 3 and 4 are left out; else, which paper.
_SAID_ELSEWHERE: dict[str, tuple[tuple[str, ...], str]] = {
    "9": (("203", "207"), "the command post sheet"),
    "10": (("211",), "the sign-in sheet"),
}
#: Where the site safety plan is: ICS 202 block 5 and ICS 208 block 4.
SAFETY_PLAN_AT = "ICS 208 in this packet, and the school's emergency plan"


@dataclass(frozen=True)
class MilestoneTime:
    """A moment of the drill and its planned time (24-hour clock; empty if none is planned)."""

    planned: str
    what: str


@dataclass(frozen=True)
class OrganizationRow:
    """A row of the organization: post, people (empty if vacant), alternates, and supervisor.

    ``depth`` is the number of supervisors above the post.
    """

    title: str
    local: str
    name: str
    alternates: str
    reports_to: str
    depth: int


@dataclass(frozen=True)
class ResourceRow:
    """A row of the resource summary."""

    resource: str
    identifier: str
    expected: str
    notes: str


@dataclass(frozen=True)
class BlockElsewhere:
    """A block of ICS 201 that is not printed, and the papers of the packet that say the same."""

    number: str
    papers: str


@dataclass(frozen=True)
class Briefing:
    """The values of ICS 201; ``pages`` is the number of its four pages that are printed.

    ``map`` is the school's map as an SVG, ``map_says`` what it is in words; both are empty if the school has none.
    """

    pages: int
    map: str
    map_says: str
    places: tuple[NamedPlace, ...]
    initiated: str
    situation: tuple[str, ...]
    hazards: tuple[HazardRow, ...]
    objectives: tuple[str, ...]
    actions: tuple[MilestoneTime, ...]
    organization: tuple[OrganizationRow, ...]
    on_call: tuple[str, ...]
    resources: tuple[ResourceRow, ...]
    elsewhere: tuple[BlockElsewhere, ...]
    prepared_by: Signer


@dataclass(frozen=True)
class Tick:
    """A checkbox of ICS 202 block 6."""

    label: str
    ticked: bool


@dataclass(frozen=True)
class Objectives:
    """The values of ICS 202."""

    objectives: tuple[str, ...]
    emphasis: tuple[str, ...]
    awareness: tuple[str, ...]
    safety_plan: bool
    safety_plan_at: str
    ticks: tuple[Tick, ...]
    attachments: tuple[str, ...]
    prepared_by: Signer
    approved_by: Signer


def briefing(context: DrillContext) -> Briefing:
    """Return ICS 201 of the drill."""
    pages = _PAGES_OF_A_TIER if context.tier else form_of("201").pages_at.get(context.structure, 4)
    return Briefing(
        pages=pages,
        map=context.details.site_map.picture if context.details.site_map else "",
        map_says=f"Site plan of {context.details.campus_name}" if context.details.site_map else "",
        places=places_of(context.details),
        initiated=form_date(context.drill.date),
        situation=situation_sentences(context),
        hazards=hazard_rows(context),
        objectives=_objectives(context),
        actions=milestone_times(context),
        organization=tuple(_organization_row(post, context) for post in context.chart.posts),
        on_call=tuple(
            f"{post.title}: {joined_names(post.people) or 'no one named'}" for post in context.chart.on_call
        ),
        resources=_resources(context),
        elsewhere=_blocks_elsewhere(context) if pages == _PAGES_OF_A_TIER else (),
        prepared_by=context.signer("CMD-IC"),
    )


def _blocks_elsewhere(context: DrillContext) -> tuple[BlockElsewhere, ...]:
    printed = {form.number for form in needed_forms(context)}
    return tuple(
        BlockElsewhere(number, " and ".join(f"ICS {form}" for form in forms if form in printed) or other)
        for number, (forms, other) in _SAID_ELSEWHERE.items()
    )


def objectives(context: DrillContext) -> Objectives:
    """Return ICS 202 of the drill; exactly the forms in the packet are checked."""
    forms = needed_forms(context)
    printed = {form.number for form in forms if form.number is not None}
    with_checkbox = {*CHECKBOX_FORMS, "202"}
    return Objectives(
        objectives=_objectives(context),
        emphasis=context.wording.emphasis,
        awareness=situation_sentences(context),
        safety_plan="208" in printed,
        safety_plan_at=SAFETY_PLAN_AT if "208" in printed else "",
        ticks=tuple(Tick(f"ICS {number}", number in printed) for number in CHECKBOX_FORMS),
        attachments=tuple(
            form.title if form.number is None else f"ICS {form.number}"
            for form in forms
            if form.number not in with_checkbox
        ),
        prepared_by=context.signer("PLN-PSC", "PLN-DOC", "CMD-DIC", "CMD-IC"),
        approved_by=context.signer("CMD-IC"),
    )


def situation_sentences(context: DrillContext, clock: Clock = form_time) -> tuple[str, ...]:
    """Return short sentences on what is practiced, how, and with whom, as far as the plan says.

    ``clock`` writes the times: on federal forms on the 24-hour clock.
    """
    drill, scenario, campus = context.drill, context.scenario, context.campus
    kind = context.details.kind
    how = f", {words.FORMATS[drill.format]}" if drill.format else ""
    practiced = f"{kind}{how}: {scenario.title}." if scenario else f"{kind}{how}. No scenario is named."
    participants = []
    if drill.audience:
        participants.append(words.AUDIENCES[drill.audience])
    has_students = drill.audience is not Audience.STAFF
    if drill.grades and has_students:
        participants.append(f"grades {format_grades(drill.grades, campus.grade_names if campus else None)}")
    if campus is not None and campus.enrollment is not None and has_students:
        participants.append(f"{campus.enrollment:,} enrolled")
    sentences = [practiced]
    if participants:
        sentences.append(f"With {', '.join(participants)}.")
    activity = context.activity.name
    sentences += [f"Not in the {activity}: {sentence}." for sentence in context.details.spared_sentences]
    if drill.period:
        sentences.append(f"Period: {drill.period}.")
    if drill.route:
        sentences.append(f"Way out: {words.ROUTES[drill.route]}.")
    if drill.announced is not None:
        sentences.append("Announced beforehand." if drill.announced else "Not announced to students beforehand.")
    if not context.chart.agencies:
        sentences.append("No outside agency is expected.")
    sentences += responder_sentences(context.chart, context.details.site.staging, clock)
    return tuple(sentences)


def milestone_times(context: DrillContext, clock: Clock = form_time) -> tuple[MilestoneTime, ...]:
    """Return the milestones of the drill; only the first and the last have a planned time, by ``clock``."""
    moments = texts.milestones(context.drill.drill_type)
    first, *between, last = map(context.activity.call, moments)
    start, end = ("" if at is None else clock(at) for at in (context.drill.start, context.drill.end))
    return (
        MilestoneTime(start, first),
        *(MilestoneTime("", moment) for moment in between),
        MilestoneTime(end, last),
    )


def _objectives(context: DrillContext) -> tuple[str, ...]:
    return context.text.objectives if context.text else ()


def _organization_row(post: Post, context: DrillContext) -> OrganizationRow:
    chart = context.chart
    depth, above = 0, post.supervisor
    while above is not None:
        depth, above = depth + 1, chart.by_id[above].supervisor
    return OrganizationRow(
        title=post.title,
        local=post.local_title,
        name=joined_names(post.people) or post.everyone,
        alternates=joined_names(post.alternates),
        reports_to=chart.by_id[post.supervisor].title if post.supervisor else "",
        depth=depth,
    )


def _resources(context: DrillContext) -> tuple[ResourceRow, ...]:
    start = form_time(context.drill.start)
    agencies = (
        ResourceRow(
            resource=seat.name,
            identifier=seat.kind.value.replace("_", " "),
            expected=start,
            notes=agency_contact(seat, context.chart),
        )
        for seat in context.chart.agencies
    )
    borrowed = (
        ResourceRow(resource=person.name, identifier="staff of another campus", expected=start, notes=person.job)
        for person in context.borrowed
    )
    return (*agencies, *borrowed)
