"""Named conditions that several rules share, such as "about violence"; the data is ``terms.yaml``.

A module of its own since ``condition.py`` needs the names before the conditions can be parsed.
"""

from __future__ import annotations

from functools import lru_cache

from drillplanner.appropriateness.conditions.condition import Condition, terms_document
from drillplanner.files.yaml_document import parse_as
from drillplanner.model import Frozen


class NamedCondition(Frozen):
    """A condition with the meaning of its name."""

    means: str
    when: Condition


@lru_cache(maxsize=1)
def load_named_conditions() -> dict[str, NamedCondition]:
    """Return the named conditions by name."""
    return parse_as(dict[str, NamedCondition], terms_document())
