"""Sets one drill's sheets by Typst."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.safe_write import write_bytes
from drillplanner.shipped import shipped

if TYPE_CHECKING:
    import typst

#: The values stand in the source itself: given as Typst's inputs they would count as a change of its library, and
#: nothing that two drills share would be found again.
_MAIN = '#import "/drill_packet.typ": drill-packet\n'

_OF_THREAD = threading.local()


@dataclass(frozen=True)
class SheetJob:
    """One PDF to be made: its values as JSON text, where it goes, and the second that it counts as made."""

    content: str
    path: Path
    timestamp: int


@dataclass(frozen=True)
class SheetDone:
    """A PDF that was written; ``accessible`` is False where it could not be made to PDF/UA-1."""

    path: Path
    accessible: bool


def make_sheet(job: SheetJob) -> SheetDone:
    """Set and write one PDF. Raises InputError where it cannot be written."""
    data, accessible = set_pdf(job.content, job.timestamp)
    write_bytes(job.path, data)
    return SheetDone(job.path, accessible)


def set_pdf(content: str, timestamp: int) -> tuple[bytes, bool]:
    """The PDF for these values, and whether it meets PDF/UA-1.

    Only the fonts that come with this program and with Typst are used, so that a sheet is the same on every
    computer. A name in a script that none of them has is set with empty boxes, its text kept for search and for
    screen readers; the standard does not allow such a page, so it is then made without.
    """
    import typst  # a large library, needed only where sheets are made

    compiler = _compiler()
    source = f"{_MAIN}#drill-packet(json(bytes({_quoted(content)})))\n".encode()
    try:
        pdf = compiler.compile(source, format="pdf", pdf_standards="ua-1", timestamp=timestamp)
        accessible = True
    except typst.TypstError as error:
        if "could not be displayed with" not in str(error):
            raise
        pdf = compiler.compile(source, format="pdf", timestamp=timestamp)
        accessible = False
    if not isinstance(pdf, bytes):
        raise TypeError(f"Typst gave {type(pdf).__name__} instead of a PDF")
    return pdf, accessible


def _quoted(text: str) -> str:
    """A Typst string. JSON text has no control characters left that would need another escape."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _compiler() -> typst.Compiler:
    """One compiler a thread; what two sheets share is set once for all threads."""
    import typst

    if not hasattr(_OF_THREAD, "compiler"):
        templates = shipped("templates")
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[templates / "fonts"]
        )
        _OF_THREAD.compiler = typst.Compiler(root=templates, font_paths=fonts)
    compiler: typst.Compiler = _OF_THREAD.compiler
    return compiler
