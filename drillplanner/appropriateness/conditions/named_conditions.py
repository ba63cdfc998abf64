"""Named conditions (``terms.yaml``): what many rules ask, such as whether an exercise is about violence."""

from __future__ import annotations

from functools import lru_cache

from drillplanner.appropriateness.conditions.condition import Condition, terms_document
from drillplanner.files.yaml_document import parse_as
from drillplanner.model import Frozen


class NamedCondition(Frozen):
    """A condition with what its name means."""

    means: str
    when: Condition


@lru_cache(maxsize=1)
def load_named_conditions() -> dict[str, NamedCondition]:
    """The named conditions."""
    return parse_as(dict[str, NamedCondition], terms_document())
