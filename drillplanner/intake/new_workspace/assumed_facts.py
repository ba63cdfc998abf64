"""Facts of campuses that a new workspace assumes, because its list of schools does not tell them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from drillplanner.files.read_result import listed
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import Campus, Frozen


class _AssumedFact(Frozen):
    fact: str
    value: bool
    because: str


@cache
def _assumed_facts() -> tuple[_AssumedFact, ...]:
    name = "assumed_facts.yaml"
    return parse_as(tuple[_AssumedFact, ...], read_document(Path(__file__).with_name(name), name))


def with_assumed_facts(campuses: tuple[Campus, ...]) -> tuple[tuple[Campus, ...], tuple[str, ...]]:
    """The campuses with the facts of ``assumed_facts.yaml`` filled in, and a sentence on each that was."""
    values = {one.fact: one.value for one in _assumed_facts()}
    filled = tuple(campus.model_copy(update={"facts": {**values, **campus.facts}}) for campus in campuses)
    said = []
    for one in _assumed_facts():
        silent = [campus.campus_id for campus in campuses if one.fact not in campus.facts]
        if silent:
            word = "yes" if one.value else "no"
            said.append(
                f"'{one.fact}' is ASSUMED to be {word} for {listed(silent)}: {one.because}. "
                "Correct the column in campuses.csv."
            )
    return filled, tuple(said)
