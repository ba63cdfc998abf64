"""What a drill may turn out to be for two sets of drills at once, where a schedule leaves columns empty.

A silent drill may be in each of two sets or not, and less is possible for both together: if both ask for the same
format, it is in both or in neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from drillplanner.law.match import Match, MatchContext
from drillplanner.model import Audience, Drill, DrillFormat, Route

#: Whether a drill is in the first set, and whether it is in the second.
Pair = tuple[bool, bool]

#: A scenario with subjects that a silent row might have meant.
_SOME_SCENARIO = "?"


def possible_pairs(sets: tuple[Match, Match], drill: Drill, context: MatchContext) -> frozenset[Pair]:
    """Return each way in which the drill may be in the two sets, over all that its empty columns might say.

    Columns are independent of each other, and a drill is in a set if every column fits.
    """
    pairs: set[Pair] = {(drill.drill_type in sets[0].types, drill.drill_type in sets[1].types)}
    given = [match.answers(drill, context) for match in sets]
    for column, one in given[0].items():
        other = given[1][column]
        answers = {(one, other)}
        if one is None or other is None:
            answers = {
                (filled_one[column], filled_other[column])
                for filled, looked_up in _filled(column, sets, drill, context)
                for filled_one, filled_other in [tuple(match.answers(filled, looked_up) for match in sets)]
            }
        pairs = {(was and bool(now), had and bool(has)) for was, had in pairs for now, has in answers}
    return frozenset(pairs)


def _filled(
    column: str, sets: tuple[Match, Match], drill: Drill, context: MatchContext
) -> Iterator[tuple[Drill, MatchContext]]:
    """Yield the drill with this column filled in each way that the sets can tell apart."""
    if column == "scenario":
        for subjects in _some({subject for match in sets for subject in match.subjects or ()}):
            known = replace(context, subjects={_SOME_SCENARIO: subjects})
            yield drill.model_copy(update={"scenario_id": _SOME_SCENARIO}), known
        return
    values: dict[str, Iterable[Any]] = {
        "format": DrillFormat,
        "audience": Audience,
        "route": Route,
        "announced": (False, True),
        "period_tags": _some({tag for match in sets for tag in match.moments or ()}),
        "agencies": _some(_agencies(sets, context)),
    }
    for value in values[column]:
        yield drill.model_copy(update={column: value}), context


def _agencies(sets: tuple[Match, Match], context: MatchContext) -> set[str]:
    """Return the names by which a schedule may mean an agency of one of the sets."""
    kinds = {match.agency for match in sets if match.agency is not None}
    named = {match.agency_id for match in sets if match.agency_id is not None}
    return {*kinds, *named, *(name for name, kind in context.agency_kinds.items() if kind in kinds)}


def _some(values: set[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield none of the values, each alone, and all: two sets that ask for one of them tell no more apart."""
    yield ()
    yield from ((value,) for value in sorted(values))
    yield tuple(sorted(values))
