"""Parts of a school year, each with a drill in it: as many as the year's drills can reach."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from drillplanner.law import Window


def parts_of_year(dates: Sequence[date], most: int, drills: Sequence[Window]) -> tuple[Window, ...]:
    """Return the year's school days in parts of as many days, as many parts as drills can have one each.

    ``drills`` are the windows in which the drills of the year are held, one for each drill. There are at most
    ``most`` parts; none where the drills reach one part alone, and none where windows as short as a part spread
    them already, such as months.
    """
    for number in range(min(most, len(drills), len(dates)), 1, -1):
        parts = _cut(dates, number)
        if _each_has_a_drill(parts, drills):
            longest = max(part.last - part.first for part in parts)
            short = [window for window in drills if window.last - window.first <= longest]
            return () if _each_has_a_drill(parts, short) else parts
    return ()


def _cut(dates: Sequence[date], number: int) -> tuple[Window, ...]:
    ends = [len(dates) * part // number for part in range(number + 1)]
    return tuple(
        Window(first=dates[start], last=dates[end - 1], label="a part of the year", key=f"part-{start}")
        for start, end in pairwise(ends)
    )


def _each_has_a_drill(parts: Sequence[Window], drills: Sequence[Window]) -> bool:
    """Check whether each part can have a drill of its own.

    Parts are taken in order, and each takes the drill whose window ends first: a later part can use any other at
    least as well.
    """
    left = sorted(drills, key=lambda window: window.last)
    for part in parts:
        drill = next((other for other in left if other.first <= part.last and part.first <= other.last), None)
        if drill is None:
            return False
        left.remove(drill)
    return True
