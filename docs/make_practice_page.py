"""Writes every good practice and its sources into docs/a-good-year.md, from the levels.

Run ``python docs/make_practice_page.py`` after a change of a level; a test fails until you do.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.page import write_between
from drillplanner.law import Source
from drillplanner.law.kinds.count import Count
from drillplanner.model import Confidence, PracticeRank
from drillplanner.practice import GoodPractice, PracticePack, load_practice
from drillplanner.practice.loading import OWN_NUMBERS
from drillplanner.practice.pack import AtTimes

PAGE = Path(__file__).parent / "a-good-year.md"
#: What each rank is about, in order of rank.
RANKS = {
    PracticeRank.DRILLS: "1. Drills",
    PracticeRank.ORDER: "2. What comes first",
    PracticeRank.DATES: "3. Dates",
    PracticeRank.SPACING: "4. Days between drills",
    PracticeRank.HOURS: "5. Time of the day",
}
KNOWN_BY = {
    Confidence.LEGAL_TEXT: "read in full",
    Confidence.OFFICIAL_SUMMARY: "read in an official summary",
    Confidence.SECONDARY: "read in a copy or a summary by others",
}


def practices() -> str:
    """Return every practice of the baseline by rank, with its reason, its sources, and its number."""
    level = _level("baseline")
    parts = []
    for rank, heading in RANKS.items():
        rows = [_row(practice) for practice in level.practices if practice.rank is rank]
        heads = "| id | practice | why | number | sources |\n| --- | --- | --- | --- | --- |"
        parts.append("\n".join((f"### {heading}", "", heads, *rows)))
    return "\n\n".join(parts)


def lighter() -> str:
    """Return what the lighter level asks for in place of the baseline's practices, and what it leaves out."""
    baseline, level = _level("baseline"), _level("lighter")
    instead = {practice.practice_id: practice for practice in level.practices}
    lines = []
    for practice in baseline.practices:
        other = instead.get(practice.practice_id)
        if other is None:
            lines.append(f"- {practice.practice_id} ({practice.title}): left out.")
        elif other != practice:
            lines.append(f"- {practice.practice_id}: {other.title}. {other.why} ({', '.join(other.sources)})")
    return "\n".join(lines)


def sources() -> str:
    """Return every source of the baseline: what it is, when it was read, and what it says."""
    return "\n".join(_source(name, source) for name, source in _level("baseline").sources.items())


#: Every part of the page that is made, by the name of its markers.
PARTS = {"practices": practices, "lighter": lighter, "sources": sources}


def _level(name: str) -> PracticePack:
    level = load_practice(name, PAGE.parent)
    if level is None:
        raise ValueError(f"there is no level {name}")
    return level


def _row(practice: GoodPractice) -> str:
    cells = (practice.practice_id, practice.title, practice.why, _number(practice), ", ".join(practice.sources))
    return f"| {' | '.join(cell.strip() for cell in cells)} |"


def _number(practice: GoodPractice) -> str:
    """Return the number of a practice and those that a district can write instead; empty if it has none."""
    kept = OWN_NUMBERS.get(practice.asks.kind)
    if kept is None:
        return ""
    match practice.asks:
        case Count(per=per):
            unit = f"in each {per.replace('_', ' ')}"
        case AtTimes(outside=True):
            unit = "percent at other times"
        case _:
            unit = kept.unit
    return f"{getattr(practice.asks, kept.field)} {unit} ({kept.least} to {kept.most})"


def _source(name: str, source: Source) -> str:
    cite = f"[{source.cite}]({source.url})" if source.url else source.cite
    read = f"; {source.version}; {KNOWN_BY[source.known_by]}, {source.read}" if source.url else ""
    return f"- **{name}**: {cite}{read}.{f' {source.note.strip()}.' if source.note else ''}"


def main() -> None:
    """Write the page."""
    for name, make in PARTS.items():
        write_between(PAGE, name, make())


if __name__ == "__main__":
    main()
