"""Sets one drill's sheets or forms by Typst."""

from __future__ import annotations

import re
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
_MAIN = '#import "/{file}": {name}\n#{name}(json(bytes({content})))\n'

#: How Typst words that no typeface has a letter.
_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')

_OF_THREAD = threading.local()


@dataclass(frozen=True)
class Template:
    """A Typst file below ``templates/``, and the function in it that draws a document from the values."""

    file: str
    name: str


#: Chart, role list and script of a drill; and the forms of its command post.
SHEET = Template("drill_packet.typ", "drill-packet")
PACKET = Template("forms/packet.typ", "form-packet")


@dataclass(frozen=True)
class SheetJob:
    """One PDF to be made: its values as JSON text, where it goes, and the second that it counts as made."""

    content: str
    path: Path
    timestamp: int
    template: Template = SHEET


@dataclass(frozen=True)
class SheetDone:
    """A PDF that was written; ``lacking`` are the letters for which no typeface was at hand, usually none."""

    path: Path
    lacking: tuple[str, ...] = ()


def make_sheet(job: SheetJob) -> SheetDone:
    """Set and write one PDF. Raises InputError where it cannot be written."""
    data, lacking = set_pdf(job.content, job.timestamp, job.template)
    write_bytes(job.path, data)
    return SheetDone(job.path, lacking)


def set_pdf(content: str, timestamp: int, template: Template = SHEET) -> tuple[bytes, tuple[str, ...]]:
    """The PDF for these values, and the letters that it could not show.

    Only the fonts that come with this program and with Typst are used, so that a sheet is the same on every
    computer. A letter that none of them has is set as an empty box. PDF/UA-1 does not allow that, so that such
    a sheet is made without the standard's seal.
    """
    import typst  # a large library, needed only where sheets are made

    compiler = _compiler()
    source = _MAIN.format(file=template.file, name=template.name, content=_quoted(content)).encode()
    lacking: tuple[str, ...] = ()
    try:
        pdf = compiler.compile(source, format="pdf", pdf_standards="ua-1", timestamp=timestamp)
    except typst.TypstError as error:
        lacking = tuple(sorted(set(_LACKING.findall(f"{error.message}\n{error.diagnostic}"))))
        if not lacking:
            raise
        pdf = compiler.compile(source, format="pdf", timestamp=timestamp)
    if not isinstance(pdf, bytes):
        raise TypeError(f"Typst gave {type(pdf).__name__} instead of a PDF")
    return pdf, lacking


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
