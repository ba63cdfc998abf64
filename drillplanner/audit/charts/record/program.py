"""The exercise program of a district: its preparedness plan, exercises of some years, and open actions."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from drillplanner.files.iso_date import IsoDate
from drillplanner.model import DrillType, Frozen

#: The seven types of HSEEP, from discussion to full-scale.
TypeName = Literal["seminar", "workshop", "tabletop", "game", "drill", "functional", "full_scale"]


class PreparednessPriority(Frozen):
    """A priority of the integrated preparedness plan."""

    id: str
    text: str = ""
    rationale: str = ""
    capabilities: tuple[str, ...] = ()


class PreparednessPlan(Frozen):
    """The integrated preparedness plan (IPP)."""

    priorities: tuple[PreparednessPriority, ...] = ()


class OpenImprovementAction(Frozen):
    """A corrective action of an earlier exercise that is not done."""

    id: str
    capability: str
    critical: bool = False
    exercise: str = Field(default="", description="Id of the exercise that showed it.")


class ProgramExercise(Frozen):
    """An exercise of the program, held or planned."""

    id: str
    exercise_type: TypeName
    date: IsoDate
    held: bool = Field(default=False, description="It took place; what came before it is not asked again.")
    sites: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    hazard: str | None = Field(default=None, description="The hazard family, for example violence, fire, weather.")
    function: DrillType | None = Field(default=None, description="Of a drill: what is practised.")
    new_kind: bool = Field(default=False, description="Of a drill: this site never held one of the kind.")
    functions: tuple[DrillType, ...] = Field(
        default=(), description="What a functional exercise commands, or a full-scale one does live."
    )
    core_functions: tuple[DrillType, ...] | None = Field(default=None, description="None: all of them.")
    required_by_law: bool = False
    responders: bool = False
    tier_l3: bool = Field(default=False, description="Of a drill: as much structure as a large one.")
    ratings: dict[str, str] = Field(default_factory=dict, description="P, S, M or U by core capability.")
    final_report: IsoDate | None = None
    priority: str | None = None


class ExerciseProgram(Frozen):
    """The exercises of a district over the years."""

    cycle_from: IsoDate
    cycle_to: IsoDate
    plan: PreparednessPlan | None = Field(default=None, description="None: not said whether there is one.")
    has_plan: bool | None = Field(default=None, description="False: there is none.")
    exercises: tuple[ProgramExercise, ...] = ()
    open_actions: tuple[OpenImprovementAction, ...] | None = None
