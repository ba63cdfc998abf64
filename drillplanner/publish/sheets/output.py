"""The output ``sheets``: command chart (ICS 207), role list (ICS 203), and page of each drill."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path

from drillplanner.files.errors import InputError
from drillplanner.incident_command.positions.load_catalog import unknown_positions
from drillplanner.model import Drill
from drillplanner.publish.core import words
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.characters import UNKNOWN_LETTER
from drillplanner.publish.core.typst.pdf import PdfJob, PdfResult, drill_file_name, make_pdf
from drillplanner.publish.sheets.content import sheet_content

FOLDER = "sheets"

#: How many sheets a thread may have waiting: enough to stay busy, few enough for the memory of a large district.
AHEAD = 8


def sheet_jobs(request: PublishRequest) -> Iterator[PdfJob]:
    """Return a job for the PDF of each drill, its path relative to the output folder.

    Drills of one scenario follow each other, because Typst sets what two sheets share only once.
    Raises InputError, before the first job: a scenario names an unknown position.
    """
    require_known_positions(request)
    return _jobs(request)


def require_known_positions(request: PublishRequest) -> None:
    """Raise InputError where a scenario that is used opens positions that are not known."""
    scenarios = request.workspace.scenario_by_id
    used = {drill.scenario_id for drill in request.plan.drills}
    problems = [
        problem for name, one in sorted(scenarios.items()) if name in used for problem in unknown_positions(one)
    ]
    if problems:
        raise InputError(problems)


def _jobs(request: PublishRequest) -> Iterator[PdfJob]:
    made = datetime.combine(request.plan.provenance.planned_on, time(0), UTC)
    year = request.charts
    for drill in sorted(request.plan.drills, key=_scenario_key):
        chart = year.chart(drill.drill_id)
        path = Path(FOLDER) / drill.campus_id / drill_file_name(drill)
        yield PdfJob(sheet_content(drill, chart, request), path, int(made.timestamp()))


def _scenario_key(drill: Drill) -> tuple[str, tuple[str, ...], str, str, str]:
    return drill.scenario_id or "", drill.grades or (), drill.campus_id, drill.date.isoformat(), drill.drill_id


def make_pdfs(jobs: Iterable[PdfJob], threads: int | None = None) -> Iterator[PdfResult]:
    """Make the PDFs, yielding each once it is written, in the order of the jobs.

    Typst works outside Python's lock, so that as many threads as there are cores (``threads`` says otherwise)
    share the work; the files are the same with any number. Raises InputError where a file cannot be written.
    """
    threads = threads or _cores()
    waiting: deque[Future[PdfResult]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for job in jobs:
                waiting.append(pool.submit(make_pdf, job))
                if len(waiting) > AHEAD * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:  # a reader who stops early, or a full disk, leaves no work behind
            for future in waiting:
                future.cancel()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True)
class SheetOutput:
    """One PDF for each drill: command chart, role list, and the drill page."""

    name: str = "sheets"
    describe: str = "one PDF a drill: command chart (ICS 207), role list (ICS 203), script and notes"

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``sheets/<campus>/<date>-<drill>.pdf``; notes names the fonts cannot print. Raises InputError."""
        yield from write_pdfs(folder, sheet_jobs(request), request, "sheet")


def write_pdfs(folder: Path, jobs: Iterable[PdfJob], request: PublishRequest, noun: str) -> Iterator[Path]:
    """Write the jobs' PDFs below ``folder``; says in how many of them (``noun``) a name could not be set.

    Raises InputError.
    """
    lacking: set[str] = set()
    incomplete = 0
    for done in make_pdfs(replace(job, path=folder / job.path) for job in jobs):
        lacking.update(done.missing_letters)
        incomplete += bool(done.missing_letters)
        yield done.path
    if incomplete:
        request.tell(missing_letters_note(words.counted(incomplete, noun), incomplete == 1, sorted(lacking)))


def missing_letters_note(what: str, one: bool, lacking: Sequence[str]) -> str:
    """What to tell where letters could not be set: ``what`` is "3 sheets", ``one`` whether it is a single one."""
    return (
        f"{what} {'has' if one else 'have'} letters that this program's fonts lack ({', '.join(lacking)}): "
        f"{UNKNOWN_LETTER} is printed for each. Maybe write these names in Latin letters."
    )


OUTPUT = SheetOutput()
