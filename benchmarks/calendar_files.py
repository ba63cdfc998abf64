"""Robustness of the academic calendar reader on test files of other calendar libraries.

No file may hang, take too much memory, or end in a traceback.

python -m benchmarks.calendar_files FOLDER...           a table, one row for each subfolder
python -m benchmarks.calendar_files FOLDER... --each    also a line for each file

FOLDER holds checkouts of the test data of calendar libraries (docs/calendar-files.md names them). Each file is
read in a process of its own: first all its dates, then as the calendar of a school year. It needs ``os.fork``,
so it does not run on Windows.
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
#: The factor by which wall clock time may exceed processor time on a busy machine.
_WALL_CLOCK_FACTOR = 6
IMPORTED, REFUSED = "imported", "refused"
_ZONE = "America/New_York"
_CAMPUSES = (
    Campus(campus_id="oak", name="Oak Elementary School", grades=("K", "1", "2", "3", "4", "5")),
    Campus(campus_id="elm", name="Elm High School", grades=("9", "10", "11", "12")),
)


@dataclass(frozen=True)
class ReadingResult:
    """The result of reading one file: a sentence, processor seconds, and the peak memory of its process in MB."""

    path: Path
    sentence: str
    seconds: float
    megabytes: float

    @property
    def outcome(self) -> str:
        """``imported`` or ``refused``; otherwise a failure: ``too slow``, ``too large``, or ``failed``."""
        if self.seconds > SECONDS:
            return "too slow"
        if self.megabytes > MEGABYTES:
            return "too large"
        return next((word for word in (IMPORTED, REFUSED) if self.sentence.startswith(word)), "failed")


def reader_sentence(path: Path) -> str:
    """Return the reader's summary or refusal of a file, in one line."""
    raw = path.read_bytes()
    try:
        file = read_calendar_events(raw, path.name, ZoneInfo(_ZONE), None)
        _as_school_year(raw, path.name, [event.first for event in file.events])
    except InputError as error:
        problem = error.problems[0]
        return " ".join(f"{REFUSED}: {problem.message} {problem.value or ''}".split())[:300]
    return " ".join(file.tally.sentence.split())[:600]


def _as_school_year(raw: bytes, name: str, dates: list[date]) -> None:
    """Read the file as the calendar of the school year of its median date. A refusal is a valid result."""
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


def read_in_child(path: Path) -> ReadingResult:
    """Read one file in a process of its own, which is stopped at the time limit."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        sentence = "failed: no answer"
        try:
            sentence = reader_sentence(path)
        except BaseException:  # reported as a failure of this file
            sentence = f"failed: {traceback.format_exc().strip().splitlines()[-1]}"
        os.write(writing, sentence.encode("utf-8", "replace"))
        os._exit(0)
    os.close(writing)
    ready = select.select([reading], [], [], _WALL_CLOCK_FACTOR * SECONDS)[0]
    if not ready:
        os.kill(child, signal.SIGKILL)
    output = b"".join(iter(lambda: os.read(reading, 65536), b""))
    os.close(reading)
    usage = os.wait4(child, 0)[2]
    seconds = usage.ru_utime + usage.ru_stime
    return ReadingResult(path, output.decode() or "failed: no answer", seconds, _megabytes(usage))


def _load_libraries() -> None:
    """Read a small calendar first, so that the time of a child process does not include loading libraries."""
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
    """Return the calendar files below a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() in ENDINGS)


def _groups(folders: list[Path]) -> Iterator[tuple[str, list[Path]]]:
    for folder in folders:
        for subfolder in sorted(path for path in folder.iterdir() if path.is_dir()):
            yield subfolder.name, files_in(subfolder)
        loose = [path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in ENDINGS]
        yield folder.name, sorted(loose)


def _print_line(result: ReadingResult) -> None:
    print(
        f"{result.outcome}: {result.path}: {result.sentence} ({result.seconds:.1f} s, {result.megabytes:.0f} MB)"
    )


def main() -> None:
    """Print the table. Exit with 1 if any file failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--each", action="store_true", help="print a line for each file")
    options = parser.parse_args()
    _load_libraries()
    print("| files from | files | imported | refused in a line | failed | slowest, CPU s | most MB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    failures: list[ReadingResult] = []
    for name, paths in _groups(options.folders):
        results = [read_in_child(path) for path in paths]
        if options.each:
            for result in results:
                _print_line(result)
        failures += [result for result in results if result.outcome not in (IMPORTED, REFUSED)]
        if results:
            counts = [sum(result.outcome == outcome for result in results) for outcome in (IMPORTED, REFUSED)]
            slowest = max(result.seconds for result in results)
            largest = max(result.megabytes for result in results)
            failed = len(results) - sum(counts)
            row = (name, len(results), *counts, failed, f"{slowest:.1f}", f"{largest:.0f}")
            print("| " + " | ".join(str(cell) for cell in row) + " |", flush=True)
    for result in failures:
        _print_line(result)
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
