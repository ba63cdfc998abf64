"""The columns of a page: its words, cut along the empty strips that run down between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from drillplanner.intake.calendar_files.written.month_grids import lines_of
from drillplanner.intake.calendar_files.written.pdf_words import PlacedWord

#: A gap wider than this many letters' heights divides a line.
_WIDE_GAP = 0.7
#: The fewest lines on each side of a strip between columns.
_FEWEST_LINES = 3
#: The part of the texts on one side of a strip that must be dates, so that it divides dates from their titles.
_MOSTLY = 0.8
_DEEPEST = 8


@dataclass(frozen=True)
class TextBlock:
    """The words of a column, and the strips in it that divide dates from their titles."""

    words: tuple[PlacedWord, ...]
    strips: tuple[float, ...] = ()


@dataclass(frozen=True)
class _Strip:
    """An empty strip at ``place`` beside the lines from ``first`` to ``last`` (excluded)."""

    place: float
    first: int
    last: int


def blocks_of(words: Sequence[PlacedWord], is_date_like: Callable[[str], bool]) -> list[TextBlock]:
    """Return the columns of a page in reading order; ``is_date_like`` tells a date, weekdays, or a month."""
    return list(_cut(list(words), is_date_like, (), 0))


def gap_parts(line: Sequence[PlacedWord], strips: Sequence[float]) -> list[list[PlacedWord]]:
    """Return the parts of a line that wide gaps or strips divide."""
    parts: list[list[PlacedWord]] = []
    for word in line:
        before = parts[-1][-1] if parts else None
        if before is None or _is_wide(before, word) or any(before.right <= strip <= word.left for strip in strips):
            parts.append([])
        parts[-1].append(word)
    return parts


def _is_wide(before: PlacedWord, word: PlacedWord) -> bool:
    return word.left - before.right > max(word.height, before.height) * _WIDE_GAP


def _cut(
    words: list[PlacedWord], is_date_like: Callable[[str], bool], strips: tuple[float, ...], depth: int
) -> Iterator[TextBlock]:
    if not words:
        return
    lines = lines_of(words)
    strip = _best_strip(lines, strips) if depth < _DEEPEST else None
    if strip is None:
        yield TextBlock(tuple(words), strips)
        return
    beside = lines[strip.first : strip.last]
    left = [[word for word in line if word.middle < strip.place] for line in beside]
    right = [[word for word in line if word.middle >= strip.place] for line in beside]
    if _divides_dates(left, right, is_date_like, strips):
        yield from _cut(words, is_date_like, (*strips, strip.place), depth + 1)
        return
    yield from _cut([word for line in lines[: strip.first] for word in line], is_date_like, strips, depth + 1)
    for side in (left, right):
        yield from _cut([word for line in side for word in line], is_date_like, strips, depth + 1)
    yield from _cut([word for line in lines[strip.last :] for word in line], is_date_like, strips, depth + 1)


def _best_strip(lines: Sequence[Sequence[PlacedWord]], known: Sequence[float]) -> _Strip | None:
    """Return the empty strip beside the most lines that is not known yet."""
    gaps = [(before, word) for line in lines for before, word in pairwise(line) if _is_wide(before, word)]
    # Columns begin at one place; of dates set flush right, the middle of the gap is empty in all lines.
    places = {
        place for before, word in gaps for place in (round(word.left) - 2, round((before.right + word.left) / 2))
    }
    # Lines of two columns may stand at different heights, so that no line has the gap.
    starts = Counter(round(line[0].left) - 2 for line in lines)
    places.update(place for place, number in starts.items() if number >= _FEWEST_LINES)
    best: tuple[int, float, _Strip] | None = None
    for place in sorted(places):
        if any(abs(place - other) < 12 for other in known):
            continue
        for first, last in _runs(lines, place):
            beside = lines[first:last]
            left = [number for number, line in enumerate(beside) if any(word.right <= place for word in line)]
            right = [number for number, line in enumerate(beside) if any(word.left >= place for word in line)]
            if min(len(left), len(right)) < _FEWEST_LINES or left[-1] < right[0] or right[-1] < left[0]:
                continue  # too few, or one side is below the other
            width = min(word.left for line in beside for word in line if word.left >= place) - max(
                word.right for line in beside for word in line if word.right <= place
            )
            found = (last - first, width, _Strip(place, first, last))
            if best is None or found[:2] > best[:2]:
                best = found
    return None if best is None else best[2]


def _runs(lines: Sequence[Sequence[PlacedWord]], place: float) -> Iterator[tuple[int, int]]:
    """Yield the runs of lines in which no word crosses a place."""
    first = 0
    for number, line in enumerate([*lines, None]):
        if line is None or any(word.left < place < word.right for word in line) or _is_crossed(line, place):
            if number > first:
                yield first, number
            first = number + 1


def _is_crossed(line: Sequence[PlacedWord], place: float) -> bool:
    """Check whether a place is in an ordinary space between two words."""
    return any(
        before.right <= place <= word.left and not _is_wide(before, word) for before, word in pairwise(line)
    )


def _divides_dates(
    left: Sequence[Sequence[PlacedWord]],
    right: Sequence[Sequence[PlacedWord]],
    is_date_like: Callable[[str], bool],
    strips: Sequence[float],
) -> bool:
    """Check whether a strip divides dates from their titles: one side has the dates, the other has none.

    A key or a note above or below the lines that have both sides says nothing of that.
    """
    both = [number for number, pair in enumerate(zip(left, right, strict=True)) if all(pair)]
    if not both:
        return False
    of_dates = [
        _is_of_dates(side[both[0] : both[-1] + 1], is_date_like, strips, _MOSTLY) for side in (left, right)
    ]
    has_dates = [
        _is_of_dates(side[both[0] : both[-1] + 1], is_date_like, strips, 1 - _MOSTLY) for side in (left, right)
    ]
    return (of_dates[0] and not has_dates[1]) or (of_dates[1] and not has_dates[0])


def _is_of_dates(
    side: Sequence[Sequence[PlacedWord]],
    is_date_like: Callable[[str], bool],
    strips: Sequence[float],
    least: float,
) -> bool:
    """Check whether at least a part of the lines of one side are dates, each with its weekday or alone."""
    texts = [[" ".join(word.text for word in part) for part in gap_parts(line, strips)] for line in side if line]
    dated = sum(all(map(is_date_like, parts)) for parts in texts)
    return bool(texts) and dated >= least * len(texts)
