"""The tiers of paper: which forms a drill gets by what it is, read from ``tiers.yaml``."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.incident_command.positions.catalog import CertaintyMark
from drillplanner.model import Drill, DrillFormat, DrillType, Frozen, Route
from drillplanner.publish.core.form_catalogue import Circumstance, FormId, load_forms

TierId = str
_FILE = Path(__file__).with_name("tiers.yaml")


class PaperAmount(StrEnum):
    """How much paper ``publish`` makes: what a drill of its tier needs, or every form of its structure."""

    TIERS = "tiers"
    FULL = "full"


class PaperTier(Frozen):
    """One tier of paper: the drills that belong to it, and their forms in the order of printing."""

    id: TierId
    name: str
    least_pages: int = Field(ge=1)
    most_pages: int = Field(ge=1, description="A drill's papers never have more, whoever takes part.")
    drill_types: tuple[DrillType, ...] = Field(min_length=1)
    forms: tuple[FormId, ...] = Field(min_length=1)
    when: dict[FormId, tuple[Circumstance, ...]] = Field(
        default_factory=dict, description="Of forms left out unless one of these circumstances applies."
    )
    in_campus_packet: tuple[FormId, ...] | None = Field(
        default=None, description="The forms that a campus's packet of the year has; without it, all."
    )


class TierException(Frozen):
    """A drill of these tiers with this format or route belongs to another tier."""

    format: DrillFormat | None = None
    route: Route | None = None
    of: tuple[TierId, ...] = Field(min_length=1)
    is_: TierId = Field(alias="is")

    def concerns(self, drill: Drill, tier_id: TierId) -> bool:
        """Check whether a drill whose type is of this tier is moved by the exception."""
        same_format = self.format is None or drill.format is self.format
        return tier_id in self.of and same_format and (self.route is None or drill.route is self.route)


class PaperTiers(Frozen):
    """All tiers; every type of drill belongs to exactly one."""

    basis: CertaintyMark
    tiers: tuple[PaperTier, ...]
    exceptions: tuple[TierException, ...] = ()

    @model_validator(mode="after")
    def _is_complete(self) -> PaperTiers:
        listed = [drill_type for tier in self.tiers for drill_type in tier.drill_types]
        if sorted(listed) != sorted(DrillType):
            raise ValueError("each type of drill must stand in exactly one tier")
        named = {tier_id for exception in self.exceptions for tier_id in (*exception.of, exception.is_)}
        if unknown := named - {tier.id for tier in self.tiers}:
            raise ValueError(f"no such tier: {', '.join(sorted(unknown))}")
        known = {form.id for form in load_forms()}
        if unknown := {form_id for tier in self.tiers for form_id in (*tier.forms, *tier.when)} - known:
            raise ValueError(f"no such form: {', '.join(sorted(unknown))}")
        return self

    def tier_of(self, drill: Drill) -> PaperTier:
        """Return the tier of a drill: that of its type, unless its format or route makes it another."""
        tier_id = next(tier.id for tier in self.tiers if drill.drill_type in tier.drill_types)
        moved = (exception.is_ for exception in self.exceptions if exception.concerns(drill, tier_id))
        tier_id = next(moved, tier_id)
        return next(tier for tier in self.tiers if tier.id == tier_id)


@cache
def load_tiers() -> PaperTiers:
    """Return the tiers of paper. Raises InputError: the file is invalid."""
    return parse_as(PaperTiers, read_document(_FILE, shown_as="publish/core/paper/tiers.yaml"))


def paper_tier(drill: Drill, amount: PaperAmount) -> PaperTier | None:
    """Return the tier by which a drill's papers are printed; None if all forms are printed."""
    return load_tiers().tier_of(drill) if amount is PaperAmount.TIERS else None
