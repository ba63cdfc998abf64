"""Parts that several documents of an exercise share, as plain values: overview, objectives, people, dates."""

from __future__ import annotations

from typing import TypedDict

from drillplanner.exercises.package import EvaluationGuide, ExercisePackage, StaffSeat
from drillplanner.exercises.reference import Reference
from drillplanner.model import CapabilityElement, CoreCapability, MissionArea
from drillplanner.publish import dates, words
from drillplanner.publish.output import PublishRequest
from drillplanner.publish.sheet_dates import form_date

#: How printed documents call the mission areas.
AREAS = {
    MissionArea.ALL: "All five mission areas",
    MissionArea.PREVENTION: "Prevention",
    MissionArea.PROTECTION: "Protection",
    MissionArea.MITIGATION: "Mitigation",
    MissionArea.RESPONSE: "Response",
    MissionArea.RECOVERY: "Recovery",
}
ELEMENTS = {
    CapabilityElement.PLANNING: "Planning",
    CapabilityElement.ORGANIZATION: "Organization",
    CapabilityElement.EQUIPMENT: "Equipment",
    CapabilityElement.TRAINING: "Training",
    CapabilityElement.EXERCISE: "Exercise",
}
#: Stands in the place of a person who is still to be found.
TO_BE_NAMED = "to be named"


class CapabilityView(TypedDict):
    """A core capability and what it comes to at a school."""

    name: str
    at_school: str


class ObjectiveView(TypedDict):
    """An objective with its capabilities; ``from_action`` where an open corrective action asks for it."""

    number: int
    text: str
    capabilities: str
    from_action: bool


class TaskView(TypedDict):
    """A critical task with the part of a plan in which it stands."""

    text: str
    source: str


class TargetView(TypedDict):
    """A target with its tasks."""

    text: str
    tasks: list[TaskView]


class GuideView(TypedDict):
    """An evaluation guide."""

    number: int
    objective_number: int
    objective: str
    capability: CapabilityView
    areas: str
    targets: list[TargetView]


class SeatView(TypedDict):
    """A role in the conduct of the exercise and who is proposed for it."""

    title: str
    reports_to: str
    duties: str
    name: str
    job: str
    note: str
    alternate: bool


class ColumnView(TypedDict):
    """Someone who answers to the exercise director, and those below."""

    head: SeatView
    below: list[SeatView]


class ChartView(TypedDict):
    """The exercise chart, and the same in words."""

    top: SeatView
    columns: list[ColumnView]
    alt: str


class MilestoneView(TypedDict):
    """A meeting or report with its day."""

    name: str
    short: str
    date: str
    weekday: str
    lead: str
    product: str
    who: str
    late: bool


class RatingView(TypedDict):
    """A rating with its meaning."""

    code: str
    name: str
    meaning: str


class OverviewView(TypedDict):
    """The block that opens every document of an exercise."""

    name: str
    facts: list[tuple[str, str]]
    capabilities: list[CapabilityView]
    objectives: list[ObjectiveView]
    more_actions: list[str]


def overview(package: ExercisePackage, request: PublishRequest, reference: Reference) -> OverviewView:
    """The overview: what, when, where, by whom, for which capabilities and objectives."""
    drill, entry = package.drill, package.entry
    settings = request.workspace.district.exercises
    when = "" if drill.start is None or drill.end is None else dates.clock_span(drill.start, drill.end)
    length = "" if drill.minutes is None else words.counted(drill.minutes, "minute")
    organizations = words.listed((request.plan.district, package.campus_name, *package.agencies))
    scope = [
        words.FORMATS[drill.format] if drill.format else "",
        words.AUDIENCES[drill.audience] if drill.audience else "",
    ]
    facts = [
        ("Exercise", f"{package.name} – {package.campus_name}"),
        (
            "Type",
            f"{entry.name} ({entry.family.value}-based); education department: {entry.ed_label}",
        ),
        ("Date and time", ", ".join(one for one in (dates.long_date(drill.date), when) if one)),
        ("Scope", "; ".join(one for one in (length, package.campus_name, *scope) if one)),
        (
            "Mission areas",
            words.listed(tuple(AREAS[one] for one in reference.mission_areas(package.capabilities))),
        ),
        ("Threat or hazard", package.hazard),
        ("Scenario", package.summary or "As the drill's own sheet tells it."),
        ("Sponsor", settings.sponsor),
        ("Participating organizations", organizations),
        ("Point of contact", settings.contact or settings.director),
    ]
    return OverviewView(
        name=f"{package.name} – {package.campus_name}",
        facts=facts,
        capabilities=[capability_view(one, reference) for one in package.capabilities],
        objectives=[
            ObjectiveView(
                number=one.number,
                text=one.text,
                capabilities=words.listed(tuple(reference.capability_name(each) for each in one.capabilities)),
                from_action=one.action_id is not None,
            )
            for one in package.objectives
        ],
        more_actions=[f"{one.action_id}, due {form_date(one.due)}: {one.action}" for one in package.more_actions],
    )


def capability_view(capability: CoreCapability, reference: Reference) -> CapabilityView:
    """A capability by its name."""
    entry = reference.capabilities[capability]
    return CapabilityView(name=entry.name, at_school=entry.at_school)


def guide_view(guide: EvaluationGuide, reference: Reference) -> GuideView:
    """One evaluation guide."""
    areas = reference.mission_areas((guide.capability,))
    return GuideView(
        number=guide.number,
        objective_number=guide.objective.number,
        objective=guide.objective.text,
        capability=capability_view(guide.capability, reference),
        areas=words.listed(tuple(AREAS[one] for one in areas)),
        targets=[
            TargetView(
                text=target.text,
                tasks=[TaskView(text=task.text, source=task.source) for task in target.tasks],
            )
            for target in guide.targets
        ],
    )


def seat_views(package: ExercisePackage) -> list[SeatView]:
    """Everyone who conducts the exercise, in the order of the roles."""
    titles = {seat.role_id: seat.title for seat in package.staff}
    campuses = {seat.campus_id for seat in package.staff if seat.campus_id is not None}
    away = campuses - {package.drill.campus_id}
    return [
        SeatView(
            title=seat.title,
            reports_to=titles.get(seat.reports_to or "", ""),
            duties=seat.duties,
            name=seat.name,
            job=seat.job,
            alternate=seat.stands_in,
            note=_seat_note(seat, titles, seat.campus_id in away),
        )
        for seat in package.staff
    ]


def staff_chart(package: ExercisePackage) -> ChartView:
    """The exercise staff as a chart: the director, under it a column for each who answers to it."""
    views = dict(zip((seat.role_id for seat in package.staff), seat_views(package), strict=True))
    below = {
        seat.role_id: [one for one in package.staff if one.reports_to == seat.role_id] for seat in package.staff
    }
    top = next(seat for seat in package.staff if seat.reports_to is None)
    titles = {seat.role_id: seat.title for seat in package.staff}
    said = [
        f"To the {titles[role_id]} answer: {', '.join(one.title for one in seats)}."
        for role_id, seats in below.items()
        if seats
    ]
    return ChartView(
        top=views[top.role_id],
        columns=[
            ColumnView(head=views[head.role_id], below=[views[one.role_id] for one in below[head.role_id]])
            for head in below[top.role_id]
        ],
        alt=f"Exercise chart, not part of the incident organization. {' '.join(said)}",
    )


def _seat_note(seat: StaffSeat, titles: dict[str, str], from_elsewhere: bool) -> str:
    notes = []
    if seat.vacancy:
        notes.append(f"{TO_BE_NAMED}: {seat.vacancy}")
    if seat.same_as is not None:
        notes.append(f"the same person as {titles.get(seat.same_as, seat.same_as)}")
    if seat.stands_in:
        notes.append("also an alternate in this drill: whoever is called to play hands this role on")
    if from_elsewhere:
        notes.append(f"from the campus {seat.campus_id}")
    if seat.needs:
        notes.append(f"not on record: {', '.join(seat.needs)}")
    return "; ".join(notes)


def milestone_views(package: ExercisePackage, reference: Reference) -> list[MilestoneView]:
    """The meetings and reports with their days."""
    return [
        MilestoneView(
            name=reference.milestones[one.milestone].name,
            short=reference.milestones[one.milestone].short,
            date=form_date(one.date),
            weekday=dates.weekday(one.date),
            lead=_lead(one.days),
            product=reference.milestones[one.milestone].product,
            who=reference.milestones[one.milestone].who,
            late=one.is_late,
        )
        for one in package.milestones
    ]


def _lead(days: int) -> str:
    if days == 0:
        return "same day"
    return f"{words.counted(abs(days), 'day')} {'before' if days < 0 else 'after'}"


def rating_views(reference: Reference) -> list[RatingView]:
    """The four ratings."""
    return [
        RatingView(code=code.value, name=one.name, meaning=one.meaning) for code, one in reference.ratings.items()
    ]
