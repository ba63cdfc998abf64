"""Parts shared by several documents of an exercise: overview, objectives, evaluation guides, dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypedDict

from drillplanner.exercises.design.exercise_package import EvaluationGuide, ExercisePackage
from drillplanner.exercises.design.milestones import DatedMilestone, lead_days
from drillplanner.exercises.doctrine.reference import Reference
from drillplanner.model import (
    CapabilityElement,
    CoreCapability,
    ExerciseSettings,
    ImprovementLedger,
    Milestone,
    MissionArea,
    RatedCapability,
)
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.dates import form_date
from drillplanner.publish.core.drill_details import PlanImprint
from drillplanner.publish.core.request import PublishRequest

#: The mission areas, as the National Preparedness Goal names them, and the capability elements.
AREAS = {
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


@dataclass(frozen=True)
class PaperContext:
    """What all exercise papers of a plan draw on; ``campus_names`` are those of the district by campus id."""

    imprint: PlanImprint
    settings: ExerciseSettings
    ledger: ImprovementLedger
    reference: Reference
    campus_names: Mapping[str, str]


def paper_context(request: PublishRequest, reference: Reference) -> PaperContext:
    """Return what all exercise papers of the plan draw on."""
    workspace = request.workspace
    return PaperContext(
        request.imprint,
        workspace.district.exercises,
        request.ledger,
        reference,
        {campus.campus_id: campus.name for campus in workspace.campuses},
    )


class CapabilityView(TypedDict):
    """A core capability and what it means at a school."""

    name: str
    at_school: str


class ObjectiveView(TypedDict):
    """An objective with its capabilities; ``from_action`` marks one that an open corrective action requires."""

    number: int
    text: str
    capabilities: str
    from_action: bool


class TaskView(TypedDict):
    """A critical task, and the part of a plan that requires it."""

    text: str
    source: str


class TargetView(TypedDict):
    """A capability target with its critical tasks."""

    text: str
    tasks: list[TaskView]


class GuideView(TypedDict):
    """An evaluation guide, with rating, strengths, and areas for improvement once the ledger has them."""

    number: int
    objective_number: int
    objective: str
    capability: CapabilityView
    areas: str
    targets: list[TargetView]
    rating: str
    strengths: list[str]
    areas_for_improvement: list[str]


class MilestoneView(TypedDict):
    """A planning meeting or report with its date."""

    name: str
    short: str
    date: str
    weekday: str
    lead: str
    product: str
    who: str
    moved: str


class RatingView(TypedDict):
    """A rating of a capability (P, S, M, or U) with its meaning."""

    code: str
    name: str
    meaning: str


class OverviewView(TypedDict):
    """The overview block at the beginning of every document of an exercise."""

    name: str
    facts: list[tuple[str, str]]
    capabilities: list[CapabilityView]
    objectives: list[ObjectiveView]
    more_actions: list[str]


def overview(package: ExercisePackage, context: PaperContext) -> OverviewView:
    """Return the overview: what, when, where, and by whom, and the capabilities and objectives."""
    drill, entry = package.drill, package.entry
    settings, reference = context.settings, context.reference
    when = "" if drill.start is None or drill.end is None else dates.clock_span(drill.start, drill.end)
    length = "" if drill.minutes is None else words.counted(drill.minutes, "minute")
    organizations = words.join_words((context.imprint.district, package.campus_name, *package.agencies))
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
        ("Date and time", ", ".join(part for part in (dates.long_date(drill.date), when) if part)),
        ("Scope", "; ".join(part for part in (length, package.campus_name, *scope) if part)),
        (
            "Mission areas",
            _area_names(reference.mission_areas(package.capabilities)),
        ),
        ("Threat or hazard", package.hazard),
        ("Scenario", package.summary or "As the drill's script tells it."),
        ("Sponsor", settings.sponsor),
        ("Participating organizations", organizations),
        ("Point of contact", settings.contact or settings.director),
    ]
    return OverviewView(
        name=f"{package.name} – {package.campus_name}",
        facts=facts,
        capabilities=[capability_view(capability, reference) for capability in package.capabilities],
        objectives=[
            ObjectiveView(
                number=objective.number,
                text=objective.text,
                capabilities=words.join_words(
                    tuple(reference.capability_name(capability) for capability in objective.capabilities)
                ),
                from_action=objective.action_id is not None,
            )
            for objective in package.objectives
        ],
        more_actions=[
            f"{action.action_id}, due {form_date(action.due)}: {action.action}" for action in package.more_actions
        ],
    )


def _area_names(areas: Sequence[MissionArea]) -> str:
    """Return the names of mission areas; what belongs to all of them belongs to each of the five."""
    return words.join_words(
        tuple(AREAS.values()) if MissionArea.ALL in areas else tuple(AREAS[area] for area in areas)
    )


def capability_view(capability: CoreCapability, reference: Reference) -> CapabilityView:
    """Return a capability's name and what it means at a school."""
    entry = reference.capabilities[capability]
    return CapabilityView(name=entry.name, at_school=entry.at_school)


def guide_views(package: ExercisePackage, context: PaperContext) -> list[GuideView]:
    """Return the evaluation guides, with the ledger's ratings of this exercise."""
    rating_by_capability = {
        rating.capability: rating for rating in context.ledger.ratings if rating.drill_id == package.drill.drill_id
    }
    return [
        _guide_view(guide, rating_by_capability.get(guide.capability), context.reference)
        for guide in package.guides
    ]


def _guide_view(guide: EvaluationGuide, rated: RatedCapability | None, reference: Reference) -> GuideView:
    return GuideView(
        number=guide.number,
        objective_number=guide.objective.number,
        objective=guide.objective.text,
        capability=capability_view(guide.capability, reference),
        areas=_area_names(reference.capabilities[guide.capability].areas),
        targets=[
            TargetView(
                text=target.text,
                tasks=[TaskView(text=task.text, source=task.source) for task in target.tasks],
            )
            for target in guide.targets
        ],
        rating="" if rated is None else rated.rating.value,
        strengths=[] if rated is None else list(rated.strengths),
        areas_for_improvement=[] if rated is None else list(rated.areas_for_improvement),
    )


def milestone_views(package: ExercisePackage, reference: Reference) -> list[MilestoneView]:
    """Return the planning meetings and reports with their dates; meetings of one day are one meeting."""
    return [
        _milestone_view(tuple(of_one_day), reference)
        for _, of_one_day in groupby(package.milestones, key=lambda milestone: _meeting_key(milestone, reference))
    ]


def _meeting_key(milestone: DatedMilestone, reference: Reference) -> tuple[str, date, Milestone | None]:
    """Return what meetings that are held together have in common; reports stand alone."""
    when = reference.milestones[milestone.milestone].when
    return when, milestone.date, None if when == "before" else milestone.milestone


def _milestone_view(together: Sequence[DatedMilestone], reference: Reference) -> MilestoneView:
    entries = [reference.milestones[milestone.milestone] for milestone in together]
    last = together[-1]
    moved_days = [milestone.moved_from for milestone in together if milestone.moved_from is not None]
    return MilestoneView(
        name=words.join_words(tuple(entry.name for entry in entries)),
        short=words.join_words(tuple(entry.short for entry in entries)),
        date=form_date(last.date),
        weekday=dates.weekday(last.date),
        lead=lead_time_words(last.days),
        product=" ".join(entry.product for entry in entries),
        who=entries[-1].who,
        moved=moved_sentence(min(moved_days) if moved_days else None),
    )


def moved_sentence(moved_from: date | None) -> str:
    """Return why a meeting is not on the day on which it would be; empty if it is."""
    return "" if moved_from is None else f"moved: {form_date(moved_from)} was over when this plan was made"


def left_out_meetings(package: ExercisePackage, context: PaperContext) -> list[str]:
    """Return a sentence for each planning meeting for which there is no day before the exercise."""
    planned = {milestone.milestone for milestone in package.milestones}
    usual = lead_days(package.column, context.settings, context.reference)
    return [
        f"{context.reference.milestones[milestone].name}: not held. No school day is left between the day of this "
        f"plan ({form_date(context.imprint.made_on)}) and the exercise."
        for milestone in usual
        if milestone not in planned
    ]


def lead_time_words(days: int) -> str:
    """Return a lead time in words: ``21 days before``, ``same day``, ``3 days after``."""
    if days == 0:
        return "same day"
    return f"{words.counted(abs(days), 'day')} {'before' if days < 0 else 'after'}"


def rating_views(reference: Reference) -> list[RatingView]:
    """Return the four ratings with their meanings."""
    return [
        RatingView(code=code.value, name=rating.name, meaning=rating.meaning)
        for code, rating in reference.ratings.items()
    ]
