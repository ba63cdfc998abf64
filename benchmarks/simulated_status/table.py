"""The section of the benchmarks page: what happened, what was checked, and what disagreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from benchmarks.page import PAGE, write_between
from benchmarks.simulated_status.life import Result
from drillplanner.model import DutyState


def write_section(result: Result, states: Iterable[str]) -> None:
    """Write the tables between the markers of the page."""
    write_between(PAGE, "simulated status", "\n".join(_lines(result, sorted(states))))


def _lines(result: Result, states: list[str]) -> Iterator[str]:
    happened = Counter(result.happened)
    number = happened.pop("histories")
    yield f"{number:,} histories in {len(states)} states ({', '.join(states)}):"
    yield f"**{len(result.disagreements)} disagreements.**\n"
    yield from (f"- {sentence}" for sentence in result.disagreements)
    if result.disagreements:
        yield ""
    yield from _table("What happened", happened)
    yield from _table("What was checked", result.checked)
    labels = {DutyState(state).phrase: times for state, times in result.states.items()}
    yield from _table("State of a duty on a day", Counter(labels))


def _table(title: str, counts: Counter[str]) -> Iterator[str]:
    yield f"| {title} | times |\n| --- | ---: |"
    for name, number in counts.most_common():
        yield f"| {name} | {number:,} |"
    yield ""
