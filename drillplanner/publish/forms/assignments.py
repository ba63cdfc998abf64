"""ICS 204, Assignment List: one sheet for each team of the Operations Section."""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.incident_command.chart.role_chart import Post
from drillplanner.incident_command.positions.catalog import OrganizationLevel
from drillplanner.publish.core.site_places import shut_offs_text, team_place
from drillplanner.publish.forms import texts
from drillplanner.publish.forms.context import DrillContext, Signer, joined_names, radio_label


@dataclass(frozen=True)
class Leader:
    """A row of block 4: the form's label, the person, and how to reach them."""

    place: str
    name: str = ""
    contact: str = ""
    position_id: str = ""
    staff_id: str = ""


@dataclass(frozen=True)
class TeamRow:
    """A row of block 5; vacant if ``leader`` is empty. ``persons`` is empty if counted on the day.

    ``location`` is where the team stands; empty if nobody wrote it down.
    """

    resource: str
    leader: str
    persons: str
    contact: str
    location: str = ""


@dataclass(frozen=True)
class CommunicationLine:
    """A row of block 8: a function and its primary contact."""

    function: str
    name: str
    contact: str


@dataclass(frozen=True)
class Assignment:
    """The values of ICS 204 for one team; ``place`` is where it stands, empty if nobody wrote it down."""

    position_id: str
    team: str
    local: str
    branch: str
    leaders: tuple[Leader, ...]
    resources: tuple[TeamRow, ...]
    tasks: tuple[str, ...]
    instructions: tuple[str, ...]
    communications: tuple[CommunicationLine, ...]
    place: str
    prepared_by: Signer


def assignments(context: DrillContext) -> tuple[Assignment, ...]:
    """Return an assignment list for each team, in the order of the chart.

    By tiers of paper, for those alone whose leader supervises somebody: the form is for supervisors.
    """
    teams = (post for post in context.teams if context.tier is None or context.leads_others(post))
    return tuple(_assignment(post, context) for post in teams)


def tasks_of(post: Post, context: DrillContext) -> tuple[str, ...]:
    """Return the tasks of a post, one line for each step; its duties from the catalog if no steps are written."""
    return tuple(map(context.activity.call, texts.load_tasks().get(post.position_id, (post.duties,))))


def _assignment(post: Post, context: DrillContext) -> Assignment:
    branch = _supervisor_at_level(post, OrganizationLevel.DIRECTOR, context)
    return Assignment(
        position_id=post.position_id,
        team=post.title.removesuffix(" Supervisor").removesuffix(" Leader"),
        local=post.local_title,
        branch=branch.title.removesuffix(" Director") if branch else "",
        leaders=_leaders(post, branch, context),
        resources=_resources(post, context),
        tasks=tasks_of(post, context),
        instructions=_instructions(post, context),
        communications=_communications(post, context),
        place=team_place(post.position_id, context.details),
        prepared_by=context.signer("PLN-RES", "PLN-DOC", "PLN-PSC", "CMD-IC"),
    )


def _leaders(post: Post, branch: Post | None, context: DrillContext) -> tuple[Leader, ...]:
    chief = _supervisor_at_level(post, OrganizationLevel.CHIEF, context)
    commander = context.chart.posts[0]
    return (
        _leader("Operations Section Chief", chief or commander, "" if chief else " (Incident Commander)"),
        _leader("Branch Director", branch) if branch else Leader("Branch Director", "none opened"),
        Leader("Division/Group Supervisor", post.everyone)
        if post.everyone
        else _leader("Division/Group Supervisor", post),
    )


def _leader(place: str, post: Post, acting: str = "") -> Leader:
    person = post.primary
    if person is None:
        return Leader(place)
    return Leader(place, f"{person.name}{acting}", radio_label(person), post.position_id, person.staff_id)


def _supervisor_at_level(post: Post, level: OrganizationLevel, context: DrillContext) -> Post | None:
    supervisor_id = post.supervisor
    while supervisor_id is not None:
        supervisor = context.chart.by_id[supervisor_id]
        if supervisor.level is level:
            return supervisor
        supervisor_id = supervisor.supervisor
    return None


def _resources(post: Post, context: DrillContext) -> tuple[TeamRow, ...]:
    rows = [_row(one, context) for one in (post, *context.chart.reports(post.position_id))]
    if post.alternates:
        rows.append(TeamRow("Alternates, if needed", joined_names(post.alternates), "", ""))
    return tuple(rows)


def _row(post: Post, context: DrillContext) -> TeamRow:
    return TeamRow(
        resource=post.local_title,
        leader=joined_names(post.people) or post.everyone,
        persons=str(len(post.people)) if post.people else "",
        contact=radio_label(post.primary),
        location=team_place(post.position_id, context.details),
    )


def _instructions(post: Post, context: DrillContext) -> tuple[str, ...]:
    lines = [
        f'To stop the {context.activity.name}, say: "{context.stop_words}" {context.wording.stop_rule}',
        f'For a real emergency, say: "{context.real_emergency_words}"',
    ]
    if post.also:
        lines.append(f"This team also does the work of: {', '.join(post.also)}.")
    if post.position_id == "OPS-SFC" and (known := shut_offs_text(context.details.site.shut_offs)):
        lines.append(f"Shut-offs, only for a real emergency: {known}.")
    if context.text is not None:
        lines += context.text.accommodations if post.position_id == "OPS-AFN" else (_ACCESS,)
    return tuple(lines)


_ACCESS = (
    "People with an individual plan do what the plan says, with their helpers; see ICS 208 for what is prepared."
)


def _communications(post: Post, context: DrillContext) -> tuple[CommunicationLine, ...]:
    """Return contacts for command, supervisor, safety, and first aid, each once, the team itself excluded."""
    lines: dict[str, CommunicationLine] = {}
    contacts = (
        ("Command post", "CMD-IC"),
        ("Supervisor", post.supervisor),
        ("Safety", "CMD-SO"),
        ("First aid", "OPS-MED"),
    )
    for function, position_id in contacts:
        contact = context.on_chart(position_id) if position_id else None
        if contact is not None and contact.primary is not None and contact.position_id != post.position_id:
            lines.setdefault(
                contact.position_id,
                CommunicationLine(function, contact.primary.name, radio_label(contact.primary)),
            )
    return tuple(lines.values())
