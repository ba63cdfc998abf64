"""The section of the benchmarks page: what happened, what was checked, and what disagreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.simulated_status.life import Result
from drillplanner.model import DutyState

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
_BEGIN, _END = "<!-- simulated status -->", "<!-- end of simulated status -->"


def write_section(result: Result, states: Iterable[str]) -> None:
    """Write the tables between the markers of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(_BEGIN)
    _, after = rest.split(_END)
    section = "\n".join(_lines(result, sorted(states)))
    PAGE.write_text(f"{before}{_BEGIN}\n{section}\n{_END}{after}", encoding="utf-8")


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
