"""The facts of a dated drill in words (``placed_facts.yaml``): what is not known, and where a district says it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from drillplanner.appropriateness.conditions.facts import PLACED
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import Frozen

_FACTS = Path(__file__).parent / "placed_facts.yaml"


class PlacedWords(Frozen):
    """A fact as the end of "It is not known ...", and what to do; empty where the program itself sees to it."""

    unknown: str
    answer: str = ""


@lru_cache(maxsize=1)
def load_placed_words() -> dict[str, PlacedWords]:
    """The words of each fact by its name."""
    return parse_as(dict[str, PlacedWords], read_document(_FACTS, _FACTS.name))


def words_of_unknown(path: str) -> PlacedWords | None:
    """The words for a fact by its path; None for one of a scenario.

    What stands in a list, as in ``placed.notices[0].hours_before``, is told by the list.
    """
    first, _, rest = path.partition(".")
    return load_placed_words()[re.split(r"[.\[]", rest, maxsplit=1)[0]] if first == PLACED else None
