"""The fifty states and the District of Columbia, each with the time zone of most of its people.

A module of its own because ``new_workspace`` and ``district.yaml`` both need the table.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import Frozen


class UsState(Frozen):
    """A state: its name, the time zone of most of its people, and its other time zones."""

    name: str
    timezone: str
    also: tuple[str, ...] = ()


@cache
def states() -> dict[str, UsState]:
    """Return the states by postal code (``states.yaml``)."""
    return parse_as(dict[str, UsState], read_document(Path(__file__).with_name("states.yaml"), "states.yaml"))
