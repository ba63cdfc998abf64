"""Conflicts in sentences, as ``plan`` and ``explain`` print them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drillplanner.model import Conflict

_HINT = "A second run did not confirm this set; treat it as a hint, not a proof."
_ONLY_LAW = (
    "Only law and calendar conflict here. The law cannot be relaxed by the district; maybe ask counsel, or the "
    "authority that made the rule."
)
_TRIED = "Any one of these changes would end this conflict; each was tried:"
_COUNTED = "By the count of visits, which is a bound and no plan, any one of these changes would end it:"
_NO_WAY_OUT = "No single change and no two of the changes that were tried end it."


def conflict_sentences(conflicts: Sequence[Conflict]) -> tuple[str, ...]:
    """Return each conflict as lines of text: its members, notes, and the changes that would end it."""
    return tuple("\n".join(_lines(conflict)) for conflict in conflicts)


def _lines(conflict: Conflict) -> Iterator[str]:
    yield f"{conflict.campuses_phrase}: {_heading(len(conflict.members))}"
    for member in conflict.members:
        yield f"      * {member.sentence}"
    if conflict.note:
        yield f"    Counted: {conflict.note}."
    if not conflict.confirmed:
        yield f"    {_HINT}"
    if conflict.only_law:
        yield f"    {_ONLY_LAW}"
    if conflict.relaxations:
        yield f"    {_COUNTED if conflict.by_counting else _TRIED}"
        for change in conflict.relaxations:
            yield f"      > {change.words}."
    else:
        yield f"    {_NO_WAY_OUT}"


def _heading(number: int) -> str:
    if number == 1:
        return "this cannot be met:"
    rest = "either one, the other can" if number == 2 else "any one of them, the others can"
    return f"these {number} cannot stand together; without {rest}:"
