"""PDFs made on all cores at once, and the note about letters that no typeface has."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from drillplanner.publish.core import words
from drillplanner.publish.core.typst.characters import UNKNOWN_LETTER
from drillplanner.publish.core.typst.pdf import PdfJob, PdfResult, make_pdf

#: How many PDFs may wait for each thread: enough to keep it busy, few enough for the memory of a large district.
AHEAD = 8


def make_pdfs(jobs: Iterable[PdfJob], threads: int | None = None) -> Iterator[PdfResult]:
    """Make the PDFs, yielding each once it is written, in the order of the jobs.

    Typst works outside Python's lock, so threads share the work: one for each core, unless ``threads`` gives
    another number. The files are the same with any number. Raises InputError if a file cannot be written.
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
        finally:  # do not go on working for a caller who stopped early, or on a full disk
            for future in waiting:
                future.cancel()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def write_pdfs(folder: Path, jobs: Iterable[PdfJob], noun: str, tell: Callable[[str], None]) -> Iterator[Path]:
    """Write the jobs' PDFs below ``folder``, yielding each path.

    If letters could not be set, ``tell`` is called once with a sentence; ``noun`` is what one PDF is called in it.
    Raises InputError if a file cannot be written.
    """
    lacking: set[str] = set()
    incomplete = 0
    for done in make_pdfs(replace(job, path=folder / job.path) for job in jobs):
        lacking.update(done.missing_letters)
        incomplete += bool(done.missing_letters)
        yield done.path
    if incomplete:
        tell(missing_letters_note(words.counted(incomplete, noun), incomplete == 1, sorted(lacking)))


def missing_letters_note(what: str, is_single: bool, lacking: Sequence[str]) -> str:
    """Return the note on letters that could not be set; ``what`` is, for example, "3 sheets"."""
    return (
        f"{what} {'has' if is_single else 'have'} letters that this program's fonts lack ({', '.join(lacking)}): "
        f"{UNKNOWN_LETTER} is printed for each. Maybe write these names in Latin letters."
    )
