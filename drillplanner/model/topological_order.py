"""What comes before what, and circles in it; by the standard library, since networkx is slow to import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from heapq import heapify, heappop, heappush


def find_cycle(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """One circle of the pairs (first, then), each member once, in order; empty where there is none."""
    try:
        _sorter(pairs).prepare()
    except CycleError as error:
        return tuple(error.args[1][:-1])
    return ()


def topological_order(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The names, each after all that come before it in the pairs (first, then); else the lowest first.

    Raises CycleError where the pairs go round in a circle.
    """
    sorter = _sorter(pairs, names)
    sorter.prepare()
    ready = list(sorter.get_ready())
    heapify(ready)
    while ready:
        name = heappop(ready)
        yield name
        sorter.done(name)
        for other in sorter.get_ready():
            heappush(ready, other)


def _sorter(pairs: Iterable[tuple[str, str]], names: Iterable[str] = ()) -> TopologicalSorter[str]:
    before: dict[str, list[str]] = defaultdict(list, {name: [] for name in names})
    for first, then in pairs:
        before[then].append(first)
    return TopologicalSorter(before)
