"""The measurements as Markdown: a table of what was measured, and one of ratios to our solver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from benchmarks.rivals.contestants import CONTESTANTS, OURS
from benchmarks.rivals.measured import Key, Measured

NOT_KNOWN = "–"
HEAD = (
    "| list | agencies | campuses | | wall s | ms a campus | user s | peak MB | first plan s | drills | cost "
    "| bound | gap | law broken | rules given way |"
)
RATIO_HEAD = (
    "| list | agencies | campuses | | wall | user | peak MB | cost | as good as ours after | times our wall time |"
)


def in_order(measured: Iterable[Measured]) -> list[Measured]:
    """By list, capacity and size, contestants in their own order."""
    places = {name: place for place, name in enumerate(CONTESTANTS)}
    return sorted(
        measured, key=lambda one: (one.schools, one.capacity.value, one.campuses, places[one.contestant])
    )


def tables(measured: Mapping[Key, Measured]) -> str:
    """Both tables."""
    lines = [HEAD, _rule(HEAD), *(_line(one) for one in in_order(measured.values()))]
    ratios = list(_ratios(measured))
    if ratios:
        lines += ["", "As ratios to drillplanner:", "", RATIO_HEAD, _rule(RATIO_HEAD), *ratios]
    return "\n".join(lines) + "\n"


def _rule(head: str) -> str:
    left = "| --- | --- | ---: | --- |"
    return left + " ---: |" * (head.count("|") - left.count("|"))


def _line(one: Measured) -> str:
    cells = [
        _tenths(one.seconds),
        NOT_KNOWN if one.seconds is None else _whole(round(1000 * one.seconds / one.campuses)),
        _tenths(one.user_seconds),
        _whole(one.peak_megabytes),
        _tenths(one.first_plan),
        *_plan(one),
        _whole(one.bound),
        NOT_KNOWN if one.gap is None else f"{one.gap:.2%}",
        _whole(one.broken),
        _whole(one.breaches),
    ]
    return _row(one, cells)


def _plan(one: Measured) -> tuple[str, str]:
    """Drills and cost, or why there are none: no plan, or the search was stopped before it was kept."""
    if one.cost is not None:
        return _whole(one.drills), _whole(one.cost)
    return f"{'no plan' if one.first_plan is None else 'none kept'}: {one.note}", NOT_KNOWN


def _ratios(measured: Mapping[Key, Measured]) -> Iterator[str]:
    for _, some in groupby(in_order(measured.values()), key=lambda one: one.key[:3]):
        by_name = {one.contestant: one for one in some}
        ours = by_name.pop(OURS, None)
        if ours is not None:
            yield from (_ratio_line(rival, ours) for rival in by_name.values())


def _ratio_line(rival: Measured, ours: Measured) -> str:
    reached = rival.reached(ours)
    cells = [
        _times(rival.seconds, ours.seconds),
        _times(rival.user_seconds, ours.user_seconds),
        _times(rival.peak_megabytes, ours.peak_megabytes),
        _times(rival.cost, ours.cost) if rival.is_lawful else "no lawful plan",
        "never" if reached is None else f"{reached:.1f} s",
        _times(reached, ours.seconds),
    ]
    return _row(rival, cells)


def _row(one: Measured, cells: list[str]) -> str:
    title = CONTESTANTS[one.contestant].title
    return "| " + " | ".join([one.schools, one.capacity.value, str(one.campuses), title, *cells]) + " |"


def _times(number: float | None, by: float | None) -> str:
    if number is None or by is None:
        return NOT_KNOWN
    if by == 0:
        return "1.00×" if number == 0 else f"{number:g} against 0"
    return f"{number / by:.2f}×"


def _tenths(number: float | None) -> str:
    return NOT_KNOWN if number is None else f"{number:.1f}"


def _whole(number: int | None) -> str:
    return NOT_KNOWN if number is None else str(number)
