"""Tracks of year-round schools: "Track 4 Vacation", "Tracks A & C out", "Year-round: first day of school".

``tracks`` in ``calendar.yaml`` says which schools are on which track. A school on several tracks (its students
come by turns) is closed only where all of them are out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from drillplanner.files.phrases import comparable

_ONE = r"(?:[a-e]|\d|one|two|three|four|five)"
_TRACKS = re.compile(
    rf"\btracks?\s*#?\s*(?P<names>{_ONE}\b(?:\s*(?:,|and|&|/|\+|-|to)\s*(?:and\s+)?(?:track\s+)?{_ONE}\b)*)"
)
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_SPAN = re.compile(r"^(?P<first>[a-e1-5])\s*(?:-|to)\s*(?P<last>[a-e1-5])$")
#: Calendars that only some schools of a district have, by the name under ``tracks``.
_KINDS = {
    "year-round": re.compile(r"\byear[ -]round\b|\bmulti[ -]track\b"),
    "single-track": re.compile(r"\bsingle[ -]track\b"),
    "modified": re.compile(r"\bmodified (?:calendar|schools?|track)\b"),
    "traditional": re.compile(r"\btraditional (?:calendar|schools?|track)\b"),
}


def tracks_named_in(text: str) -> tuple[str, ...]:
    """Return the tracks that a (comparable) title names: letters, numbers, or kinds of calendar."""
    names: list[str] = []
    for match in _TRACKS.finditer(text):
        span = _SPAN.match(match["names"].strip())
        if span is not None and span["first"] < span["last"]:
            names += [chr(code) for code in range(ord(span["first"]), ord(span["last"]) + 1)]
        else:
            names += [_NUMBERS.get(name, name) for name in re.findall(rf"\b{_ONE}\b", match["names"])]
    if not names:
        names = [name for name, pattern in _KINDS.items() if pattern.search(text)]
    return tuple(dict.fromkeys(names))


def without_track_names(title: str) -> str:
    """Return a title without the letters and numbers of its tracks: "Tracks 1 & 2 out" becomes "track out"."""
    return _TRACKS.sub("track", comparable(title)) if _TRACKS.search(comparable(title)) else title


@dataclass(frozen=True)
class Tracks:
    """The schools of each track, by its name in small letters."""

    campus_ids: Mapping[str, frozenset[str]]

    def unknown(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the tracks of which nobody says which schools they are."""
        return tuple(name for name in names if name not in self.campus_ids)

    def on(self, names: Iterable[str]) -> frozenset[str]:
        """Return the schools on at least one of the tracks."""
        return frozenset().union(*(self.campus_ids.get(name, frozenset()) for name in names))

    def of(self, campus_id: str) -> frozenset[str]:
        """Return the tracks of a school."""
        return frozenset(name for name, ids in self.campus_ids.items() if campus_id in ids)

    @property
    def on_several(self) -> tuple[str, ...]:
        """Return the schools that are on more than one track."""
        everyone = sorted(frozenset().union(*self.campus_ids.values()))
        return tuple(campus_id for campus_id in everyone if len(self.of(campus_id)) > 1)


def closed_on_every_track(
    closures: Iterable[tuple[frozenset[str], date, date]], tracks: frozenset[str]
) -> Iterator[tuple[date, date]]:
    """Yield the spans on which all of ``tracks`` are out.

    ``closures`` are tracks that are out, with the first and last date of that.
    """
    out: dict[date, set[str]] = {}
    for names, first, last in closures:
        for offset in range((last - first).days + 1):
            out.setdefault(first + timedelta(offset), set()).update(names & tracks)
    dates = sorted(on for on, names in out.items() if names >= tracks)
    start = None
    for position, on in enumerate(dates):
        start = on if start is None else start
        if position + 1 == len(dates) or dates[position + 1] - on > timedelta(1):
            yield start, on
            start = None
