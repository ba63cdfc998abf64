"""Splits a calendar that is too large into parts that stay what they are.

An entry belongs to a part by its campus (and, should one campus fill more than a part, by its id), never by its
time or by how much stands before it: a drill that is moved stays in its file, and entries that come and go
elsewhere move none. A part is a stretch of campuses in the order of their ids. One that outgrows its file is cut
in the middle; the upper half becomes a new part with the next number, all others stay. How the parts begin is
kept with what was published.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from drillplanner.publish.calendars.revisions.revision import EventContent

#: The first part begins before every entry.
WHOLE = ("",)


@dataclass(frozen=True)
class FileCapacity:
    """How much one file may hold."""

    octets: int
    events: int


@dataclass(frozen=True)
class PartEntry:
    """An entry's place among the parts, and its size in octets."""

    key: str
    octets: int

    @property
    def campus(self) -> str:
        """The campus at which it stands."""
        return self.key.partition("/")[0]


def entry_key(content: EventContent) -> str:
    """Where an event stands among the parts: its last category is the id of its campus."""
    return f"{content.categories[-1] if content.categories else ''}/{content.uid}"


def part_index(key: str, starts: Sequence[str]) -> int:
    """The part that holds the key, counted from 0; ``starts`` are the first keys of the parts by number."""
    return max((start, number) for number, start in enumerate(starts) if start <= key)[1]


def part_starts(entries: Sequence[PartEntry], starts: Sequence[str], room: FileCapacity) -> tuple[str, ...]:
    """The first keys of as many parts as are needed, those that there are first.

    Parts made for the first time are numbered in the order of their campuses. An entry that is larger than a file
    stands alone.
    """
    in_order = sorted(entries, key=lambda one: one.key)
    keys = [one.key for one in in_order]
    before = [0, *accumulate(one.octets for one in in_order)]
    found = list(starts or WHOLE)
    open_parts = sorted(found)
    while open_parts:
        start = open_parts.pop(0)
        ends = min((one for one in found if one > start), default=None)
        first = bisect_left(keys, start)
        last = len(keys) if ends is None else bisect_left(keys, ends)
        fits = before[last] - before[first] <= room.octets and last - first <= room.events
        if fits or last - first <= 1:
            continue
        cut = _middle(in_order, before, first, last)
        found.append(cut)
        open_parts = [start, cut, *open_parts]
    return tuple(found) if starts else tuple(sorted(found))


def _middle(entries: Sequence[PartEntry], before: Sequence[int], first: int, last: int) -> str:
    """Where to cut the entries from ``first`` up to ``last``: between two campuses, near half of the octets."""
    half = (before[first] + before[last]) / 2
    between = [place for place in range(first + 1, last) if entries[place].campus != entries[place - 1].campus]
    cut = min(between or range(first + 1, last), key=lambda place: abs(before[place] - half))
    return f"{entries[cut].campus}/" if between else entries[cut].key
