"""Sets one drill's sheets or forms by Typst."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.files.atomic_write import write_bytes
from drillplanner.files.shipped import shipped_folder
from drillplanner.model import Drill
from drillplanner.publish.core.typst.characters import is_invisible, missing_letters, prepare_text, replace_letters

if TYPE_CHECKING:
    import typst


#: The values stand in the source itself: given as Typst's inputs they would count as a change of its library, and
#: nothing that two drills share would be found again.
_MAIN = '#import "/{file}": {name}\n#{name}(data)\n'

#: Typst tells of all letters that are lacking at once; a second look is for letters that stood in for others.
_ATTEMPTS = 3

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
class PdfJob:
    """One PDF to be made: its values as JSON text, where it goes, and the second that it counts as made."""

    content: str
    path: Path
    timestamp: int
    template: Template = SHEET


@dataclass(frozen=True)
class PdfResult:
    """A PDF that was written; ``lacking`` are the letters for which no typeface was at hand, usually none."""

    path: Path
    missing_letters: tuple[str, ...] = ()


def make_pdf(job: PdfJob) -> PdfResult:
    """Set and write one PDF. Raises InputError where it cannot be written."""
    data, lacking = typeset_pdf(job.content, job.timestamp, job.template)
    write_bytes(job.path, data)
    return PdfResult(job.path, lacking)


def typeset_pdf(content: str, timestamp: int, template: Template = SHEET) -> tuple[bytes, tuple[str, ...]]:
    """The PDF for these values, and the letters that it could not show.

    Only the fonts that come with this program and with Typst are used, so that a sheet is the same on every
    computer. PDF/UA-1 does not allow the empty box that stands for a letter which none of them has. Such a
    letter is set as the sign for an unknown one, and named to the caller.
    """
    return compile_pdf(_MAIN.format(file=template.file, name=template.name), content, timestamp)


def compile_pdf(source: str, content: str, timestamp: int) -> tuple[bytes, tuple[str, ...]]:
    """Like ``typeset_pdf`` for any Typst source, which finds the values of ``content`` under the name ``data``."""
    import typst  # a large library, needed only where sheets are made

    compiler = _compiler()
    content = prepare_text(content)
    lacking: tuple[str, ...] = ()
    for attempt in range(_ATTEMPTS):
        whole = f"#let data = json(bytes({_quoted(content)}))\n{source}".encode()
        try:
            pdf = compiler.compile(whole, format="pdf", pdf_standards="ua-1", timestamp=timestamp)
        except typst.TypstError as error:
            more = missing_letters(f"{error.message}\n{error.diagnostic}")
            if not more or attempt == _ATTEMPTS - 1:
                raise
            lacking = tuple(sorted({*lacking, *(one for one in more if not is_invisible(one))}))
            content = replace_letters(content, more)
        else:
            break
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
        templates = shipped_folder("templates")
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[templates / "fonts"]
        )
        _OF_THREAD.compiler = typst.Compiler(root=templates, font_paths=fonts)
    compiler: typst.Compiler = _OF_THREAD.compiler
    return compiler


def drill_file_name(drill: Drill) -> str:
    """``2025-10-06-oak-fire-01.pdf``; whatever a file system or a shell could trip over is a hyphen."""
    safe = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "-" for sign in drill.drill_id
    )
    return f"{drill.date.isoformat()}-{safe}.pdf"
