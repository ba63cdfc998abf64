"""A file put together from parts that were set on their own, with first pages that say where each stands.

The first pages are set in parts as well where they are many: a list of seven hundred tabs as one document takes as
much memory as all else together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from drillplanner.files.atomic_write import write_pieces
from drillplanner.publish.core.typst.pdf import PdfJob, Template
from drillplanner.publish.packets.pdf_joiner import PdfPart, join_pdfs, page_count
from drillplanner.publish.sheets.output import make_pdfs

#: Pages of the front are counted after it was set with a guess; more rounds than this it has never needed.
_ROUNDS = 5

#: Makes the JSON text of each file of the front, in their order, from the page of the whole on which each part
#: begins, how many pages each part has, and how many each file of the front has.
Front = Callable[[Sequence[int], Sequence[int], Sequence[int]], Iterator[str]]


def assemble_file(
    target: Path,
    parts: Sequence[PdfPart],
    front: Front,
    files: int,
    template: Template,
    timestamp: int,
    aside: Path,
) -> tuple[str, ...]:
    """Write the joined file with a front of so many ``files``, which lie in ``aside`` while it is made.

    Without parts the front is all. Gives the letters of the front that could not be shown. Raises InputError.
    """
    pages = [page_count(part.path.read_bytes()) for part in parts]
    paths = [aside / f"front-{number}.pdf" for number in range(files)]
    of_front = [1] * files
    for _ in range(_ROUNDS):
        firsts = list(accumulate(pages, initial=sum(of_front) + 1))[: len(pages)]
        texts = front(firsts, pages, of_front)
        jobs = (PdfJob(text, path, timestamp, template) for text, path in zip(texts, paths, strict=True))
        # In threads of their own, which take the memory that those of the parts have left.
        lacking = {letter for done in make_pdfs(jobs) for letter in done.missing_letters}
        counted = [page_count(path.read_bytes()) for path in paths]
        if counted == of_front:
            break
        of_front = counted
    write_pieces(target, join_pdfs(paths, parts))
    for path in paths:
        path.unlink()
    return tuple(sorted(lacking))
