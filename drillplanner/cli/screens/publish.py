"""The first screen of ``drillplanner publish``: what was written, folder by folder, for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath

from drillplanner.cli.screens.first_screen import FirstScreen, Line, ScreenPart
from drillplanner.cli.screens.lists import brief_part, last_lines
from drillplanner.files.counting import counted

#: What a file or folder of ``out/`` holds, by its path; the longest path that fits tells.
_HOLDS: Mapping[str, str] = {
    "START-HERE.html": "what there is, for whom, and what to do this week",
    "report.html": "the year at a glance",
    "calendars": "the district's and each school's calendar",
    "calendars/agencies": "one calendar for each agency that comes",
    "calendars/families": "drills as families may know them",
    "calendars/staff": "drills for everyone at a school",
    "schools": "a first page for each school",
    "sheets": "the papers of each drill",
    "forms": "incident command forms (FEMA) of each drill",
    "packets": "all papers of a school in one file",
    "packets/district.pdf": "the district's binder",
    "cards": "pocket cards, door cards, and wall charts",
    "exercises": "each drill as an exercise, some pages not for players",
    "notices": "letters to families and briefings of staff",
    "tables": "the year as tables and as a workbook, with names of staff",
    "year": "the year on one page for the wall, of each school and of all",
}
#: Folders that may be shared outside the schools; notices holds letters to families beside briefings of staff.
_FOR_FAMILIES = ("calendars/families", "year")
_FIRST = ("START-HERE.html", "report.html")


def publish_screen(folder: Path, files: Sequence[Path], notes: Sequence[str]) -> FirstScreen:
    """Return the screen for files below ``FOLDER/out``."""
    out = folder / "out"
    counts = _counts([path.relative_to(out) for path in files])
    first = next((name for name in _FIRST if name in counts), None)
    return FirstScreen(
        result=(Line(f"Published {counted(len(files), 'file')} in {out}.", most=3),),
        parts=(
            brief_part("Please look at", notes, keeps=4),
            _folders("For staff only: it shows times of security drills, so do not post it", counts, False),
            _folders("May be shared with families and hang on a wall", counts, True),
        ),
        last=last_lines("" if first is None else f"open {out / first}"),
    )


def lines_in_full(folder: Path, files: Sequence[Path], notes: Sequence[str]) -> Iterator[str]:
    """Yield the number of files of each type, what to know, and every file."""
    types = Counter(path.suffix.lstrip(".") for path in files)
    words = ", ".join(f"{number} {kind}" for kind, number in sorted(types.items()))
    yield f"Published {counted(len(files), 'file')} in {folder / 'out'}: {words}."
    yield from (f"  {note}" for note in notes)
    yield ""
    yield from (str(path) for path in files)


def _counts(paths: Sequence[PurePath]) -> dict[str, int]:
    """Return the number of files by the entry of ``_HOLDS`` that they belong to, else by their top folder."""
    found: Counter[str] = Counter()
    for path in paths:
        within = [path, *path.parents][:-1]
        known = next((place.as_posix() for place in within if place.as_posix() in _HOLDS), None)
        found[known or path.parts[0]] += 1
    return dict(sorted(found.items(), key=lambda entry: (entry[0] not in _FIRST, entry[0])))


def _folders(heading: str, counts: Mapping[str, int], for_families: bool) -> ScreenPart:
    chosen = {name: count for name, count in counts.items() if (name in _FOR_FAMILIES) is for_families}
    width = max((len(name) for name in chosen), default=0) + 1
    rows = []
    for name, count in chosen.items():
        is_file = "." in PurePath(name).name
        shown = name if is_file else f"{name}/"
        number = "" if is_file else counted(count, "file")
        rows.append(
            (Line(_HOLDS.get(name, ""), first=f"  {shown:<{width}}  {number:>11}  ", others=" " * (width + 17)),)
        )
    return ScreenPart(heading, tuple(rows), keeps=len(rows), counts=False)
