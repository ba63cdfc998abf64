"""How a value of a YAML file is shown to people: as it could stand there, never as Python would print it."""

from __future__ import annotations

import math

import yaml

#: A list or keys of more letters are not shown beside what is wrong with them: their line is.
_LONGEST = 80


def as_written(value: object) -> str:
    """The value on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return _yaml_line(value)
    return str(value)


def short(value: object) -> object:
    """The value where it is worth showing: text, a number, a few keys or entries; else None."""
    if isinstance(value, dict | list):
        # Python's own text of it is made sooner, and is never much longer.
        return value if len(str(value)) <= 2 * _LONGEST and len(_yaml_line(value)) <= _LONGEST else None
    return value if isinstance(value, str | int | float) else None


def _yaml_line(value: dict[object, object] | list[object]) -> str:
    line: str = yaml.safe_dump(value, default_flow_style=True, sort_keys=False, allow_unicode=True, width=math.inf)
    return line.strip()
