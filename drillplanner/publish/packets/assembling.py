"""A file put together from parts that were set on their own, with first pages that say where each stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

from drillplanner.publish.packets.joining import PdfPart, joined, page_count
from drillplanner.publish.sheet_typst import Template, set_pdf
from drillplanner.safe_write import write_pieces

#: Pages of the front are counted after it was set with a guess; more rounds than this it has never needed.
_ROUNDS = 5

#: Makes the front's JSON text from the page on which each part begins, and the number of its pages.
Front = Callable[[Sequence[int], Sequence[int]], str]


def assemble(
    target: Path, parts: Sequence[PdfPart], front: Front, template: Template, timestamp: int
) -> tuple[str, ...]:
    """Write the joined file; gives the letters of the front that could not be shown. Raises InputError."""
    pages = [page_count(part.path.read_bytes()) for part in parts]
    of_front = 1
    for _ in range(_ROUNDS):
        firsts = list(accumulate(pages[:-1], initial=of_front + 1))
        pdf, lacking = set_pdf(front(firsts, pages), timestamp, template)
        counted = page_count(pdf)
        if counted == of_front:
            break
        of_front = counted
    write_pieces(target, joined(pdf, parts))
    return lacking
