"""Foreign calendar files put through the reader of academic calendars: none may hang, swell or end in a traceback.

python -m benchmarks.calendar_files FOLDER...           a table, one row for each folder directly below
python -m benchmarks.calendar_files FOLDER... --each    and a line for each file

Take checkouts of the test data of calendar libraries (docs/calendar-files.md names them). Each file is read in a
process of its own, first all its dates, then as the calendar of a school year. Not for Windows, which has no fork.
"""

from __future__ import annotations

import argparse
import os
import resource
import select
import signal
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from drillplanner.files.errors import InputError
from drillplanner.files.yaml_document import parse_document
from drillplanner.intake.calendar.academic_calendar import academic_calendar_of
from drillplanner.intake.calendar_files.icalendar_events import read_calendar_events
from drillplanner.model import Campus, District

ENDINGS = (".ics", ".ical", ".icalendar", ".ifb", ".vcs")
SECONDS = 20
MEGABYTES = 200
#: A busy machine may take so many times longer by the clock.
_PATIENCE = 6
IMPORTED, REFUSED = "imported", "refused"
_ZONE = "America/New_York"
_CAMPUSES = (
    Campus(campus_id="oak", name="Oak Elementary School", grades=("K", "1", "2", "3", "4", "5")),
    Campus(campus_id="elm", name="Elm High School", grades=("9", "10", "11", "12")),
)


@dataclass(frozen=True)
class Ended:
    """How the reading of one file ended: a sentence, processor seconds, the most memory of its process in MB."""

    path: Path
    sentence: str
    seconds: float
    megabytes: float

    @property
    def sort(self) -> str:
        """One of imported, refused, and what must not be."""
        if self.seconds > SECONDS:
            return "too slow"
        if self.megabytes > MEGABYTES:
            return "too large"
        return next((one for one in (IMPORTED, REFUSED) if self.sentence.startswith(one)), "failed")


def sentence_on(path: Path) -> str:
    """What the reader says of a file, in one line."""
    raw = path.read_bytes()
    try:
        file = read_calendar_events(raw, path.name, ZoneInfo(_ZONE), None)
        _as_school_year(raw, path.name, [event.first for event in file.events])
    except InputError as error:
        problem = error.problems[0]
        return " ".join(f"{REFUSED}: {problem.message} {problem.value or ''}".split())[:300]
    return " ".join(file.tally.sentence.split())[:600]


def _as_school_year(raw: bytes, name: str, dates: list[date]) -> None:
    """Read the file as the calendar of the year in which most of its entries lie; a refusal is an answer too."""
    usual = sorted(on for on in dates if 1971 <= on.year <= 2099)
    middle = usual[len(usual) // 2] if usual else date(2025, 9, 1)
    first_year = middle.year - (middle.month < 7)
    district = District(
        name="Invented", state="NJ", timezone=_ZONE, year=f"{first_year}-{(first_year + 1) % 100:02d}"
    )
    answers = f"first_day: {first_year}-09-02\nlast_day: {first_year + 1}-06-18\n"
    try:
        academic_calendar_of(raw, name, district, _CAMPUSES, parse_document(answers.encode(), "calendar.yaml"))
    except InputError:
        return


def read_apart(path: Path) -> Ended:
    """Read one file in a process of its own, stopped when its time is over."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        sentence = "failed: no answer"
        try:
            sentence = sentence_on(path)
        except BaseException:  # what must not be: told like everything else
            sentence = f"failed: {traceback.format_exc().strip().splitlines()[-1]}"
        os.write(writing, sentence.encode("utf-8", "replace"))
        os._exit(0)
    os.close(writing)
    ready = select.select([reading], [], [], _PATIENCE * SECONDS)[0]
    if not ready:
        os.kill(child, signal.SIGKILL)
    said = b"".join(iter(lambda: os.read(reading, 65536), b""))
    os.close(reading)
    usage = os.wait4(child, 0)[2]
    seconds = usage.ru_utime + usage.ru_stime
    return Ended(path, said.decode() or "failed: no answer", seconds, _megabytes(usage))


def _load_libraries() -> None:
    """Read a small calendar, so that no child loads libraries and words: its time is that of its file."""
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=America/Chicago:20250902T080000\nRRULE:FREQ=DAILY;COUNT=2\n"
        "SUMMARY:Nothing known\nDESCRIPTION:Nothing\nCATEGORIES:x\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    read_calendar_events(text.encode(), "small.ics", ZoneInfo(_ZONE), None)
    _as_school_year(text.encode(), "small.ics", [date(2025, 9, 2)])


def _megabytes(usage: resource.struct_rusage) -> float:
    # Kilobytes on Linux, bytes on macOS (getrusage(2)).
    return usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def files_in(folder: Path) -> list[Path]:
    """The calendar files below a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() in ENDINGS)


def _groups(folders: list[Path]) -> Iterator[tuple[str, list[Path]]]:
    for folder in folders:
        for inner in sorted(one for one in folder.iterdir() if one.is_dir()):
            yield inner.name, files_in(inner)
        loose = [one for one in folder.iterdir() if one.is_file() and one.suffix.lower() in ENDINGS]
        yield folder.name, sorted(loose)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--each", action="store_true", help="print a line for each file")
    options = parser.parse_args()
    _load_libraries()
    print("| files from | files | imported | refused in a line | failed | slowest, CPU s | most MB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    wrong: list[Ended] = []
    for name, paths in _groups(options.folders):
        ended = [read_apart(path) for path in paths]
        if options.each:
            for one in ended:
                print(f"{one.sort}: {one.path}: {one.sentence} ({one.seconds:.1f} s, {one.megabytes:.0f} MB)")
        wrong += [one for one in ended if one.sort not in (IMPORTED, REFUSED)]
        if ended:
            counted = [sum(one.sort == sort for one in ended) for sort in (IMPORTED, REFUSED)]
            slowest, most = max(one.seconds for one in ended), max(one.megabytes for one in ended)
            row = (name, len(ended), *counted, len(ended) - sum(counted), f"{slowest:.1f}", f"{most:.0f}")
            print("| " + " | ".join(str(one) for one in row) + " |", flush=True)
    for one in wrong:
        print(f"{one.sort}: {one.path}: {one.sentence} ({one.seconds:.1f} s, {one.megabytes:.0f} MB)")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
