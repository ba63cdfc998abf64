"""The measurements as Markdown: a table of figures, and a table of ratios to our solver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from benchmarks.rivals.contestants import CONTESTANTS, OURS
from benchmarks.rivals.measured import Key, Measured

NOT_KNOWN = "–"
HEAD = (
    "| list | agencies | campuses | | day | limit s | processor s | ms a campus | wall s | peak MB | first plan s "
    "| drills | cost | bound | gap | law broken | rules given way | practices broken |"
)
RATIO_HEAD = (
    "| list | agencies | campuses | | processor | peak MB | cost | as good as ours after | times our processor s |"
)


def in_order(measured: Iterable[Measured]) -> list[Measured]:
    """Sort by list, capacity, and size, then by contestant in their usual order."""
    places = {name: place for place, name in enumerate(CONTESTANTS)}
    return sorted(
        measured,
        key=lambda result: (result.schools, result.capacity.value, result.campuses, places[result.contestant]),
    )


def tables(measured: Mapping[Key, Measured]) -> str:
    """Return both tables."""
    lines = [HEAD, _rule(HEAD), *(_line(result) for result in in_order(measured.values()))]
    ratios = list(_ratios(measured))
    if ratios:
        lines += ["", "As ratios to drillplanner:", "", RATIO_HEAD, _rule(RATIO_HEAD), *ratios]
    return "\n".join(lines) + "\n"


def _rule(head: str) -> str:
    left = "| --- | --- | ---: | --- |"
    return left + " ---: |" * (head.count("|") - left.count("|"))


def _line(result: Measured) -> str:
    cells = [
        NOT_KNOWN if result.day is None else f"{result.day:%b} {result.day.day}",
        _on_clock(result, _whole(None if result.limit is None else round(result.limit))),
        _tenths(result.processor_seconds),
        _whole(_milliseconds_a_campus(result)),
        _tenths(result.seconds),
        _whole(result.peak_megabytes),
        _on_clock(result, _tenths(result.first_plan)),
        *_plan(result),
        _whole(result.bound),
        NOT_KNOWN if result.gap is None else f"{result.gap:.2%}",
        _whole(result.broken),
        _whole(result.breaches),
        _whole(result.practices_broken),
    ]
    return _row(result, cells)


def _milliseconds_a_campus(result: Measured) -> int | None:
    used = result.processor_seconds
    return None if used is None else round(1000 * used / result.campuses)


def _on_clock(result: Measured, seconds: str) -> str:
    """Return the seconds, and that they are of the wall clock if they are."""
    return seconds if seconds == NOT_KNOWN or result.clock == "processor" else f"{seconds} wall"


def _plan(result: Measured) -> tuple[str, str]:
    """Return drills and cost, or why there are none: no plan, or stopped before the plan was written."""
    if result.cost is not None:
        return _whole(result.drills), _whole(result.cost)
    return f"{'no plan' if result.first_plan is None else 'none kept'}: {result.note}", NOT_KNOWN


def _ratios(measured: Mapping[Key, Measured]) -> Iterator[str]:
    for _, results in groupby(in_order(measured.values()), key=lambda result: result.key[:3]):
        by_name = {result.contestant: result for result in results}
        ours = by_name.pop(OURS, None)
        if ours is not None:
            yield from (_ratio_line(rival, ours) for rival in by_name.values())


def _ratio_line(rival: Measured, ours: Measured) -> str:
    reached = rival.reached(ours)
    cells = [
        _times(rival.processor_seconds, ours.processor_seconds),
        _times(rival.peak_megabytes, ours.peak_megabytes),
        _times(rival.cost, ours.cost) if rival.is_lawful else "no lawful plan",
        "never" if reached is None else _on_clock(rival, f"{reached:.1f} s"),
        _times(reached, ours.processor_seconds),
    ]
    return _row(rival, cells)


def _row(result: Measured, cells: list[str]) -> str:
    title = CONTESTANTS[result.contestant].title
    return "| " + " | ".join([result.schools, result.capacity.value, str(result.campuses), title, *cells]) + " |"


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
