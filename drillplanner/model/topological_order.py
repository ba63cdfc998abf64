"""Topological order of named things, and cycles among them.

Uses the standard library, since networkx is slow to import.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from heapq import heapify, heappop, heappush


def find_cycle(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return one cycle of the pairs (earlier, later), each member once, in order; empty if there is none."""
    try:
        _sorter(pairs).prepare()
    except CycleError as error:
        return tuple(error.args[1][:-1])
    return ()


def topological_order(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield each name after all that precede it in the pairs (earlier, later); ties in alphabetical order.

    Raises CycleError if the pairs contain a cycle.
    """
    sorter = _sorter(pairs, names)
    sorter.prepare()
    ready = list(sorter.get_ready())
    heapify(ready)
    while ready:
        name = heappop(ready)
        yield name
        sorter.done(name)
        for freed in sorter.get_ready():
            heappush(ready, freed)


def _sorter(pairs: Iterable[tuple[str, str]], names: Iterable[str] = ()) -> TopologicalSorter[str]:
    before: dict[str, list[str]] = defaultdict(list, {name: [] for name in names})
    for earlier, later in pairs:
        before[later].append(earlier)
    return TopologicalSorter(before)
