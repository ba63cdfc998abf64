"""The parts of a calendar that is too large for one file, stable from publication to publication.

An entry belongs to a part by its campus (and by its id if one campus fills more than a part), never by its time or
by how many entries come before it: a drill that is moved stays in its file, and entries that come and go elsewhere
move no other. A part is a range of campus ids. A part that outgrows its file is cut in the middle; the upper half
becomes a new part with the next number, and all others stay. The first key of each part is recorded with what was
published.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from drillplanner.publish.calendars.revisions.revision import EventContent

#: The first keys of a calendar that is one part: it begins before every entry.
WHOLE = ("",)


@dataclass(frozen=True)
class FileCapacity:
    """How much one file may contain."""

    octets: int
    events: int


@dataclass(frozen=True)
class PartEntry:
    """The key that decides an entry's part, and its size in octets."""

    key: str
    octets: int

    @property
    def campus(self) -> str:
        """The id of its campus, as the key begins with it."""
        return self.key.partition("/")[0]


def entry_key(content: EventContent) -> str:
    """Return the key that decides an event's part; an event's last category is the id of its campus."""
    return f"{content.categories[-1] if content.categories else ''}/{content.uid}"


def part_index(key: str, starts: Sequence[str]) -> int:
    """Return the part of a key, counted from 0; ``starts`` are the first keys of the parts by number."""
    return max((start, number) for number, start in enumerate(starts) if start <= key)[1]


def part_starts(entries: Sequence[PartEntry], starts: Sequence[str], room: FileCapacity) -> tuple[str, ...]:
    """Return the first keys of as many parts as needed, those of the existing parts (``starts``) first.

    Parts made for the first time are numbered in the order of their campuses. An entry that is larger than a file
    gets a part of its own.
    """
    in_order = sorted(entries, key=lambda entry: entry.key)
    keys = [entry.key for entry in in_order]
    before = [0, *accumulate(entry.octets for entry in in_order)]
    all_starts = list(starts or WHOLE)
    open_parts = sorted(all_starts)
    while open_parts:
        start = open_parts.pop(0)
        ends = min((other for other in all_starts if other > start), default=None)
        first = bisect_left(keys, start)
        last = len(keys) if ends is None else bisect_left(keys, ends)
        fits = before[last] - before[first] <= room.octets and last - first <= room.events
        if fits or last - first <= 1:
            continue
        cut = _middle(in_order, before, first, last)
        all_starts.append(cut)
        open_parts = [start, cut, *open_parts]
    return tuple(all_starts) if starts else tuple(sorted(all_starts))


def _middle(entries: Sequence[PartEntry], before: Sequence[int], first: int, last: int) -> str:
    """Return the key at which to cut entries ``first`` to ``last``: between campuses, near half of the octets."""
    half = (before[first] + before[last]) / 2
    between = [place for place in range(first + 1, last) if entries[place].campus != entries[place - 1].campus]
    cut = min(between or range(first + 1, last), key=lambda place: abs(before[place] - half))
    return f"{entries[cut].campus}/" if between else entries[cut].key
