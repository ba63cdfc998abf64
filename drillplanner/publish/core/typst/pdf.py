"""One PDF, made by Typst from a template and values as JSON."""

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


#: The values are part of the source: Typst would treat inputs as a change of its library, and then not reuse what
#: two drills share.
_MAIN = '#import "/{file}": {name}\n#{name}(data)\n'

#: Typst reports all missing letters at once; a second attempt is for letters that replaced others.
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
    """One PDF to make: its values as JSON text, its path, and its creation time in seconds since 1970."""

    content: str
    path: Path
    timestamp: int
    template: Template = SHEET


@dataclass(frozen=True)
class PdfResult:
    """A PDF that was written; ``missing_letters`` are those that none of our typefaces has, usually none."""

    path: Path
    missing_letters: tuple[str, ...] = ()


def make_pdf(job: PdfJob) -> PdfResult:
    """Make and write one PDF. Raises InputError if it cannot be written."""
    data, lacking = typeset_pdf(job.content, job.timestamp, job.template)
    write_bytes(job.path, data)
    return PdfResult(job.path, lacking)


def typeset_pdf(content: str, timestamp: int, template: Template = SHEET) -> tuple[bytes, tuple[str, ...]]:
    """Return the PDF for these values, and the letters that it could not show.

    Only the fonts of this program and of Typst are used, so a PDF is the same on every computer. PDF/UA-1 does not
    allow the empty box that usually replaces a letter which no font has. Such a letter is printed as the
    unknown-letter sign and returned to the caller.
    """
    return compile_pdf(_MAIN.format(file=template.file, name=template.name), content, timestamp)


def compile_pdf(source: str, content: str, timestamp: int) -> tuple[bytes, tuple[str, ...]]:
    """Like ``typeset_pdf``, for any Typst source; it reads the values of ``content`` as ``data``."""
    import typst  # a large library, loaded only if PDFs are made

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
            lacking = tuple(sorted({*lacking, *(letter for letter in more if not is_invisible(letter))}))
            content = replace_letters(content, more)
        else:
            break
    if not isinstance(pdf, bytes):
        raise TypeError(f"Typst gave {type(pdf).__name__} instead of a PDF")
    return pdf, lacking


def _quoted(text: str) -> str:
    """Return a Typst string. JSON text has no control characters that would need another escape."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _compiler() -> typst.Compiler:
    """Return this thread's compiler; Typst sets what two PDFs share once for all threads."""
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
    """Return ``2025-10-06-oak-fire-01.pdf``; signs that a file system or shell may misread become hyphens."""
    safe = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "-" for sign in drill.drill_id
    )
    return f"{drill.date.isoformat()}-{safe}.pdf"
