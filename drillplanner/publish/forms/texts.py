"""The texts that the forms print: tasks of posts, hazards of drills, milestones, and fixed wording.

All of them are our own (mark D) and are in the YAML files in this folder.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import Field, model_validator

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.incident_command.positions.catalog import CertaintyMark, PositionId
from drillplanner.model import DrillType, Frozen, Route
from drillplanner.model.scenarios.fact_vocabulary import SensoryKind

_FOLDER = Path(__file__).parent

TextFile = TypeVar("TextFile", bound=Frozen)


class DrillHazard(Frozen):
    """A hazard of the drill itself, the drills that have it, and its mitigation."""

    area: str = Field(min_length=1)
    hazard: str = Field(min_length=1)
    mitigation: str = Field(min_length=1)
    drill_types: tuple[DrillType, ...] = ()
    routes: tuple[Route, ...] = ()
    sensory: tuple[SensoryKind, ...] = ()
    outdoors: bool = False
    everywhere: bool = False

    @model_validator(mode="after")
    def _has_a_condition(self) -> DrillHazard:
        if not (self.drill_types or self.routes or self.sensory or self.outdoors or self.everywhere):
            raise ValueError("the hazard names nothing by which it is met, such as 'drill_types'")
        return self


class FormWording(Frozen):
    """Sentences that are the same for all drills."""

    basis: CertaintyMark
    stop_rule: str
    emphasis: tuple[str, ...]
    not_simulated: tuple[str, ...]
    channels_fail: tuple[str, ...]
    medical: tuple[str, ...]
    public_release: str


class _TaskFile(Frozen):
    basis: CertaintyMark
    tasks: dict[PositionId, tuple[str, ...]]


class _HazardFile(Frozen):
    basis: CertaintyMark
    hazards: tuple[DrillHazard, ...]


class _DrillMilestones(Frozen):
    drill_types: tuple[DrillType, ...] = Field(min_length=1)
    moments: tuple[str, ...] = Field(min_length=2)


class _MilestoneFile(Frozen):
    basis: CertaintyMark
    usual: tuple[str, ...] = Field(min_length=2)
    milestones: tuple[_DrillMilestones, ...]


@cache
def load_tasks() -> dict[PositionId, tuple[str, ...]]:
    """Return the tasks of each post, one line for each step. Raises InputError: the file is invalid."""
    return _read(_TaskFile, "tasks.yaml").tasks


@cache
def load_hazards() -> tuple[DrillHazard, ...]:
    """Return the hazards of drills. Raises InputError: the file is invalid."""
    return _read(_HazardFile, "hazards.yaml").hazards


@cache
def load_wording() -> FormWording:
    """Return the sentences that are the same for all drills. Raises InputError: the file is invalid."""
    return _read(FormWording, "wording.yaml")


def milestones(drill_type: DrillType) -> tuple[str, ...]:
    """Return the moments of a drill whose times are written down, from the first to the last."""
    file = _milestone_file()
    return next(
        (milestone.moments for milestone in file.milestones if drill_type in milestone.drill_types), file.usual
    )


@cache
def _milestone_file() -> _MilestoneFile:
    return _read(_MilestoneFile, "milestones.yaml")


def _read(model: type[TextFile], name: str) -> TextFile:
    return parse_as(model, read_document(_FOLDER / name, shown_as=f"publish/forms/{name}"))
