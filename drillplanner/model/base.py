"""The base of every noun: frozen, and closed to fields it does not know."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: never changed after it is made, equal to another with the same fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)
