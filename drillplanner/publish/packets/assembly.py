"""One PDF joined from parts, with front pages that list where each part begins.

Many front pages are split into several files: one document listing 700 tabs needs as much memory as all the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from drillplanner.files.atomic_write import write_pieces
from drillplanner.files.reading.bounded import PAPER, read_file
from drillplanner.publish.core.typst.pdf import PdfJob, Template
from drillplanner.publish.core.typst.printing import make_pdfs
from drillplanner.publish.packets.pdf_joiner import PdfPart, join_pdfs, page_count

#: The front lists page numbers that depend on its own length, so it is set again until its length is stable;
#: no packet or binder needed more rounds than this.
_ROUNDS = 5

#: Returns the JSON text of each front file in order. Arguments: the page of the joined file on which each part
#: begins, the number of pages of each part, and the number of pages of each front file.
FrontWriter = Callable[[Sequence[int], Sequence[int], Sequence[int]], Iterator[str]]


def assemble_file(
    target: Path,
    parts: Sequence[PdfPart],
    front: FrontWriter,
    front_files: int,
    template: Template,
    timestamp: int,
    parts_folder: Path,
) -> tuple[str, ...]:
    """Join ``parts`` behind a front of ``front_files`` files; return letters of the front the fonts cannot print.

    Without parts, the front is the whole file. ``parts_folder`` holds the front files in the meantime.
    Raises InputError: the file cannot be written.
    """
    part_pages = [page_count(read_file(part.path, PAPER)) for part in parts]
    paths = [parts_folder / f"front-{number}.pdf" for number in range(front_files)]
    front_pages = [1] * front_files
    for _ in range(_ROUNDS):
        first_pages = list(accumulate(part_pages, initial=sum(front_pages) + 1))[: len(part_pages)]
        texts = front(first_pages, part_pages, front_pages)
        jobs = (PdfJob(text, path, timestamp, template) for text, path in zip(texts, paths, strict=True))
        # New threads reuse the memory that the threads of the parts have freed.
        missing = {letter for result in make_pdfs(jobs) for letter in result.missing_letters}
        counted = [page_count(read_file(path, PAPER)) for path in paths]
        if counted == front_pages:
            break
        front_pages = counted
    write_pieces(target, join_pdfs(paths, parts))
    for path in paths:
        path.unlink()
    return tuple(sorted(missing))
