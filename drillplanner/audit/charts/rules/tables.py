"""Lookup tables of the checks: titles, form blocks, capabilities, steps, and known positions."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from drillplanner.audit.charts.record import CustodyStep, ExerciseRole
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.incident_command.positions.catalog import (
    OrganizationLevel,
    Position,
    PositionId,
    Section,
    SupportRole,
    Tier,
)
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.model import AgencyKind, DrillType, Frozen

_FOLDER = Path(__file__).parent / "data" / "tables"

Table = TypeVar("Table")


class KnownPosition(Frozen):
    """The facts about a position that the checks use."""

    id: PositionId
    title: str
    local_title: str = ""
    level: OrganizationLevel
    section: Section | None = None
    reports_to: PositionId | None = None
    training_tier: Literal["T0", "T1", "T2", "T3", "T4"] = "T0"
    certifications: tuple[str, ...] = ()
    certified_titles: tuple[str, ...] = ()
    required_certificates: tuple[str, ...] = ()
    qualified_titles: tuple[str, ...] = ()
    child_critical: bool = False
    opened_at_start: tuple[DrillType, ...] = ()
    min_tier: Tier = Tier.L1
    exclusion: tuple[str, ...] = ()
    must_not_combine: tuple[str, ...] = ()
    merge_ok: tuple[PositionId, ...] = ()
    fewest_reports: int = 3
    by_every_teacher: bool = False
    by_agencies: bool = False
    beside: Literal["", "coordination", "exercise"] = ""


class OrganizationTable(Frozen):
    """Titles, levels, and sets of positions for checks of the chart."""

    title_endings: dict[OrganizationLevel, tuple[str, ...]]
    title_beginnings: dict[OrganizationLevel, tuple[str, ...]]
    single_levels: tuple[OrganizationLevel, ...]
    supervisory_levels: tuple[OrganizationLevel, ...]
    team_levels: tuple[OrganizationLevel, ...]
    custody_steps: dict[PositionId, CustodyStep]
    line_posts: tuple[PositionId, ...]
    wing_leaders: tuple[PositionId, ...]
    search_teams: tuple[PositionId, ...]
    search_leads: tuple[PositionId, ...]
    medical: tuple[PositionId, ...]
    release: tuple[PositionId, ...]
    assembly: tuple[PositionId, ...]
    staging: tuple[PositionId, ...]
    support_wanted: tuple[DrillType, ...]
    authorities: tuple[AgencyKind, ...]
    tiers_in_large_drills: dict[PositionId, str]
    trained_like: dict[PositionId, PositionId]
    certificates_that_expire: tuple[str, ...]
    instructor_led: tuple[str, ...]
    courses_of_exercise_staff: dict[ExerciseRole, tuple[str, ...]]


class FormsTable(Frozen):
    """Blocks of the forms, required forms, signatures, and plain words."""

    blocks: dict[str, dict[str, str]]
    titles_may_go_on: bool
    may_leave_out: tuple[str, ...]
    must: dict[Tier, tuple[str, ...]]
    where_people_act: tuple[str, ...]
    tickable: tuple[str, ...]
    levels_on_201: tuple[OrganizationLevel, ...]
    signatures: dict[str, dict[str, tuple[PositionId, ...]]]
    all_sign: tuple[str, ...]
    known_words: frozenset[str]


class ExerciseStep(Frozen):
    """A type of exercise that comes before another."""

    before: str
    of: str
    months: int
    hard: bool


class ExercisesTable(Frozen):
    """Types, capabilities, dates, and documents of exercises, and the steps between them."""

    families: dict[str, str]
    education_labels: dict[str, tuple[str, ...]]
    capabilities: tuple[str, ...]
    milestones: tuple[str, ...]
    days: dict[str, dict[str, int]]
    report_days: dict[str, int]
    documents: dict[str, tuple[tuple[str, ...], ...]]
    not_for_players: tuple[str, ...]
    not_players: tuple[ExerciseRole, ...]
    from_afar: tuple[ExerciseRole, ...]
    elements: tuple[str, ...]
    measure_words: tuple[str, ...]
    time_words: tuple[str, ...]
    empty_verbs: tuple[str, ...]
    steps: tuple[ExerciseStep, ...]
    months_of_drills: int
    recovery_days: dict[str, int]
    days_apart: int


def _read(shape: type[Table], name: str) -> Table:
    return parse_as(shape, read_document(_FOLDER / name, shown_as=f"audit/charts/rules/data/tables/{name}"))


@cache
def organization_table() -> OrganizationTable:
    """Return the table ``organisation.yaml``."""
    return _read(OrganizationTable, "organisation.yaml")


@cache
def forms_table() -> FormsTable:
    """Return the table ``forms.yaml``."""
    return _read(FormsTable, "forms.yaml")


@cache
def exercises_table() -> ExercisesTable:
    """Return the table ``exercises.yaml``."""
    return _read(ExercisesTable, "exercises.yaml")


@cache
def known_positions() -> dict[PositionId, KnownPosition]:
    """Return all positions by id, including the roles outside the command tree."""
    catalog = load_catalog()
    return {position.id: _catalog_position(position) for position in catalog.positions} | {
        role.id: _support_role(role) for role in catalog.beside
    }


def _support_role(role: SupportRole) -> KnownPosition:
    return KnownPosition(
        id=role.id,
        title=role.title,
        level=OrganizationLevel.SINGLE_RESOURCE,
        training_tier=role.training_tier,
        exclusion=role.exclusion,
        must_not_combine=role.must_not_combine,
        merge_ok=role.may_combine,
        beside="exercise" if role.chart == "exercise" else "coordination",
    )


def _catalog_position(position: Position) -> KnownPosition:
    required = position.requires_one_of
    return KnownPosition(
        id=position.id,
        title=position.title,
        local_title=position.local_title,
        level=position.level,
        section=position.section,
        reports_to=position.reports_to,
        training_tier=position.training_tier,
        certifications=position.certifications,
        certified_titles=required.titles if required else (),
        required_certificates=required.certifications if required else (),
        qualified_titles=position.qualification.titles if position.qualification else (),
        child_critical=position.is_child_critical,
        opened_at_start=position.opened_at_start,
        min_tier=position.min_tier,
        exclusion=position.exclusion,
        must_not_combine=position.must_not_combine,
        merge_ok=position.merge_ok,
        fewest_reports=min(position.span.low, 3),
        by_every_teacher=position.filled_by.value == "every_teacher",
        by_agencies=position.filled_by.value == "agencies",
    )
