"""State profiles: what a state's law changes in the developmental rules, as dated switches with sources.

If a state says nothing, the default profile applies (``profiles/default.yaml``): NASSP's position with the
thresholds of the professional guidance.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

from pydantic import Field

from drillplanner.appropriateness.profiles.sources import (
    DevelopmentalSource,
    load_sources,
    unknown_source_problems,
)
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.yaml_document import Document, parse_as, read_document
from drillplanner.model import DrillType, Frozen

_FOLDER = Path(__file__).parent

Value = TypeVar("Value")
SwitchValue: TypeAlias = bool | int | str


class SimulationLaw(StrEnum):
    """What a state's law says about simulated violence with students; NASSP's position always forbids it."""

    NOT_NAMED = "not_named"
    BANNED = "banned"
    BANNED_IN_SCHOOL_HOURS = "banned_in_school_hours"
    MAY_NOT_BE_REQUIRED = "may_not_be_required"
    IF_TRAUMA_INFORMED = "if_trauma_informed"
    REGULATED = "regulated"


class AnnounceScope(StrEnum):
    """When people must be told that it is a drill."""

    BEFORE_AND_AT_START = "before_and_at_start"
    AT_START_ONLY = "at_start_only"
    NONE_FOR_EVACUATION = "none_for_evacuation"


class SwitchSetting(Frozen, Generic[Value]):
    """The value of a switch, the keys of its sources, and a note."""

    value: Value
    sources: tuple[str, ...] = Field(min_length=1)
    drill_types: tuple[DrillType, ...] | None = Field(
        default=None, min_length=1, description="The law speaks of drills of these types alone; None: of all."
    )
    note: str = ""


class Switches(Frozen):
    """The switches of a profile; None keeps the value of the default profile."""

    simulation_students: SwitchSetting[SimulationLaw] | None = None
    adolescent_volunteer_exception: SwitchSetting[bool] | None = Field(
        default=None, description="Grades 9-12 may take part above level 7, after hours, with both consents."
    )
    notice_min_hours: SwitchSetting[int] | None = Field(
        default=None, description="Families are told so early at least."
    )
    notice_max_days: SwitchSetting[int] | None = Field(default=None, description="... and not more days before.")
    notice_after_required: SwitchSetting[bool] | None = Field(
        default=None, description="A note home the same day."
    )
    announce_scope: SwitchSetting[AnnounceScope] | None = None
    opt_out_required: SwitchSetting[bool] | None = None
    pk_k_delay_days: SwitchSetting[int] | None = Field(
        default=None, description="School days at the start of the year without lockdown drills for PK and K."
    )
    staff_consent_required: SwitchSetting[bool] | None = None
    staff_simulation_mandatory: SwitchSetting[bool] | None = None
    chain_allowed: SwitchSetting[bool] | None = Field(default=None, description="Drills may follow at once.")
    counts: SwitchSetting[dict[str, int]] | None = Field(
        default=None, description="Yearly minimum by type of drill."
    )
    short_as_a_fire_drill: SwitchSetting[bool] | None = None
    resources_required: SwitchSetting[bool] | None = None
    feedback_required: SwitchSetting[bool] | None = None
    strict_nassp: SwitchSetting[bool] | None = Field(
        default=None, description="NASSP's sentence on harm binds exercises of adults too."
    )


SWITCHES = tuple(Switches.model_fields)

#: Numbers that conditions may name, and the switch that sets each.
NUMBERS = {
    "notice_min_hours": "notice_min_hours",
    "notice_max_hours": "notice_max_days",
    "pk_k_delay_days": "pk_k_delay_days",
}


class ProfileText(Frozen):
    """A profile as in its file."""

    state: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    name: str
    checked: date = Field(description="The day on which the sources were last held against it.")
    note: str = ""
    switches: Switches


class Profile(Frozen):
    """The switches that apply in a state: those of its law (``own``), and otherwise those of the default."""

    state: str | None
    name: str
    checked: date
    own: Switches
    default: Switches

    def setting(self, switch: str) -> SwitchSetting[Any]:
        """Return the setting of a switch that applies."""
        setting = getattr(self.own, switch) or getattr(self.default, switch)
        if setting is None:
            raise KeyError(switch)
        return setting  # type: ignore[no-any-return]  # settings have values of several types

    def value(self, switch: str) -> Any:  # noqa: ANN401 (each switch has a type of its own)
        """Return the value of a switch that applies."""
        return self.setting(switch).value

    def for_drill_type(self, drill_type: DrillType | None) -> Profile:
        """Return the profile for drills of a type: switches that the law sets for other types have the default.

        The law is taken to concern a drill of unknown type (None).
        """
        others = {
            switch: None
            for switch, types in self._applies_to_drill_type.items()
            if drill_type is not None and drill_type not in types
        }
        return self.model_copy(update={"own": self.own.model_copy(update=others)}) if others else self

    @cached_property
    def _applies_to_drill_type(self) -> dict[str, tuple[DrillType, ...]]:
        settings = ((switch, getattr(self.own, switch)) for switch in SWITCHES)
        return {switch: setting.drill_types for switch, setting in settings if setting and setting.drill_types}

    def number(self, name: str) -> int | None:
        """Return a number that conditions may name; None if the profile sets no such bound."""
        value: int = self.value(NUMBERS[name])
        if name == "notice_max_hours":
            return value * 24 or None
        return value

    def switch_sentence(self, switch: str) -> str:
        """Return the switch as findings show it: its value, the profile it comes from, and its sources."""
        profile_name = self.name if getattr(self.own, switch) else "NASSP default"
        value = self.value(switch)
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        cited = "; ".join(load_sources()[key].cited for key in self.setting(switch).sources)
        return f"{switch}: {shown} ({profile_name}; {cited})"


@lru_cache(maxsize=64)
def profile_of(state: str | None = None) -> Profile:
    """Return the profile of a state by its two letters; the default for None and for a state without a file."""
    default = read_profile(_FOLDER / "default.yaml")
    path = _FOLDER / "us" / f"{(state or '').upper()}.yaml"
    if state is None or not path.exists():
        return Profile(
            state=state, name=default.name, checked=default.checked, own=Switches(), default=default.switches
        )
    text = read_profile(path)
    return Profile(
        state=text.state, name=text.name, checked=text.checked, own=text.switches, default=default.switches
    )


def profiled_states() -> tuple[str, ...]:
    """Return the states that have a profile, in order."""
    return tuple(sorted(path.stem for path in (_FOLDER / "us").glob("*.yaml")))


def read_profile(path: Path, sources: dict[str, DevelopmentalSource] | None = None) -> ProfileText:
    """Read a profile file.

    Raises InputError, with the line, for an unknown switch, value, or key of a source.
    """
    document = read_document(path, f"profiles/{path.name}")
    profile = parse_as(ProfileText, document)
    problems = [
        problem
        for switch in SWITCHES
        if (setting := getattr(profile.switches, switch)) is not None
        for problem in unknown_source_problems(
            document, ("switches", switch, "sources"), setting.sources, sources or load_sources()
        )
    ]
    if profile.state is None:
        problems += _narrowed_default(document, profile.switches)
    if problems:
        raise InputError(problems)
    return profile


def _narrowed_default(document: Document, switches: Switches) -> list[Problem]:
    """Return a problem for each default switch that is limited to drill types; a default must fit every drill."""
    message, allowed = "the default holds for drills of all types", "'drill_types' in the file of a state"
    return [
        document.problem(("switches", switch, "drill_types"), message, allowed=allowed)
        for switch in SWITCHES
        if (setting := getattr(switches, switch)) is not None and setting.drill_types is not None
    ]
