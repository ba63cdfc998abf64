"""One field of the record of a drill: its type, what it may hold, and how people call it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from drillplanner.model import Frozen


class FieldType(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "date_time"
    DURATION = "duration"
    CHOICE = "choice"
    CHOICES = "choices"
    LIST = "list"
    ACTIONS = "actions"


class FieldOrigin(StrEnum):
    """Where the value of a field comes from."""

    ENTERED = "entered"
    """A person enters it with the drill."""
    LOG = "log"
    """The drill log has a column of its own for it (``kept_as``)."""
    WORKSPACE = "workspace"
    """A fact of the school or the district, the same for all drills."""
    COMPUTED = "computed"
    """Worked out from the whole log."""


class RecordField(Frozen):
    """A field that the record of some state, fire code, or district asks for."""

    field: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="Its name in tables, options, and JSON.")
    type: FieldType
    label: str = Field(min_length=1, description="How people call it, as in 'alarm time missing'.")
    help: str = Field(min_length=1, description="What to write, with an example where one helps.")
    origin: FieldOrigin = FieldOrigin.ENTERED
    kept_as: str = Field(default="", description="The column of the drill log that has always held it.")
    values: tuple[str, ...] = Field(default=(), description="The values allowed, of a choice.")
    least: int = Field(default=0, ge=0, description="The least number allowed.")
    most: int = Field(default=100_000, description="The largest number allowed.")

    @model_validator(mode="after")
    def _fits_its_type(self) -> RecordField:
        has_choice = self.type in {FieldType.CHOICE, FieldType.CHOICES}
        if has_choice != bool(self.values):
            raise ValueError("'values' belongs to a choice, and a choice needs it")
        if (self.origin is FieldOrigin.LOG) != bool(self.kept_as):
            raise ValueError("'kept_as' belongs to a field with the origin 'log', and such a field needs it")
        return self

    @property
    def is_told(self) -> bool:
        """Whether someone tells it with the drill, so that it can be missing in the log."""
        return self.origin in {FieldOrigin.ENTERED, FieldOrigin.LOG}

    @property
    def allows_several(self) -> bool:
        """Whether a value is a list, joined by ';' in a cell."""
        return self.type in {FieldType.CHOICES, FieldType.LIST}
