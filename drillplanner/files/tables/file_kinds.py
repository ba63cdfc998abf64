"""The kind of a file of rows, told from its bytes: text or a workbook; anything else is refused with what to do.

The ending of a name proves nothing: web pages are saved as .xls, and workbooks are renamed to .csv.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.tables.archive import UnreadableArchiveError, opened_archive

#: The largest sum of the unpacked parts of a workbook, in bytes; a zip bomb unpacks to far more.
MAXIMUM_UNPACKED = 64_000_000
_MOST_PARTS = 2_000

_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4_000
ALLOWED = "a table as .xlsx, .ods, .xls, or .csv"
_DAMAGED = (
    "the workbook is damaged, or packed in an unusual way",
    "Open it in a spreadsheet and save it again.",
)
_SAVE_AS = "Open it in a spreadsheet, choose Save As, and save it as .xlsx or CSV."


class TableKind(StrEnum):
    """A kind of file that holds rows."""

    TEXT = "text"
    XLSX = "Excel workbook"
    XLS = "old Excel workbook"
    ODS = "OpenDocument spreadsheet"


@dataclass(frozen=True)
class _Unusable:
    """A kind of file that is refused: how its bytes are known, what to call it, and what to do."""

    is_it: Callable[[bytes], bool]
    message: str
    what_to_do: str = _SAVE_AS


def _begins(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda raw: raw[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(starts)


def _has(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda raw: any(mark in raw[:_HEAD].lower() for mark in marks)


_has_web_link = _has(
    b"docs.google.com/", b"drive.google.com/", b"1drv.ms/", b"sharepoint.com/", b"onedrive.live.com/"
)
_begins_as_shortcut = _begins(b"{", b"[internetshortcut", b"<?xml", b"http", b"url=")


def _is_shortcut(raw: bytes) -> bool:
    """Check for a file that is a link to a document. A table may have links in its cells, and much else."""
    is_short = len(raw) < _HEAD and raw.count(b"\n") < 20
    return is_short and _has_web_link(raw) and _begins_as_shortcut(raw)


_WEB_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body|table|style|meta)\b", re.DOTALL)

_NOT_TABLES = (
    _Unusable(_begins(b"%pdf"), "this is a PDF, which is made for reading on paper"),
    _Unusable(
        _is_shortcut,
        "this file is a link to a document on the web, not the document",
        "Open the document in the browser and download it (File, Download, Microsoft Excel .xlsx or CSV).",
    ),
    _Unusable(_has(b"urn:schemas-microsoft-com:office:spreadsheet"), "this is an Excel 2003 XML spreadsheet"),
    _Unusable(
        lambda raw: _WEB_PAGE.match(raw[:_HEAD].lstrip(b"\xef\xbb\xbf").lower()) is not None,
        "this is a web page, even if its name ends as a workbook's does",
    ),
    _Unusable(_begins(b"mime-version:"), "this is a web page in one file (MHTML)"),
    _Unusable(_begins(b"{\\rtf"), "this is a text document (RTF)"),
)
_COMPOUND_KINDS = (
    _Unusable(
        lambda raw: "EncryptedPackage".encode("utf-16-le") in raw,
        "this workbook is protected by a password",
        "Open it in Excel, take the password off (File, Info, Protect Workbook, Encrypt with Password: leave the "
        "box empty), and save it.",
    ),
    _Unusable(lambda raw: "WordDocument".encode("utf-16-le") in raw, "this is a Word document"),
)


def file_kind(raw: bytes, name: str) -> TableKind:
    """Return the kind of the file; ``name`` is the file in messages.

    Raises InputError: it is a PDF, a web page, a protected workbook, an archive, or unpacks to too much.
    """
    if raw.startswith(b"PK\x03\x04"):
        return _packed_kind(raw, name)
    is_compound = raw.startswith(_COMPOUND)
    for kind in _COMPOUND_KINDS if is_compound else _NOT_TABLES:
        if kind.is_it(raw):
            raise InputError(Problem(name, None, kind.message, None, ALLOWED, kind.what_to_do))
    return TableKind.XLS if is_compound else TableKind.TEXT


def _packed_kind(raw: bytes, name: str) -> TableKind:
    def refused(message: str, what_to_do: str = _SAVE_AS) -> InputError:
        return InputError(Problem(name, None, message, None, ALLOWED, what_to_do))

    try:
        with opened_archive(raw) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MAXIMUM_UNPACKED:
                raise refused(
                    f"the file unpacks to more than {MAXIMUM_UNPACKED // 1_000_000} MB",
                    "Copy the rows that are needed into a new workbook.",
                )
            if any(part.flag_bits & 1 for part in parts):
                raise refused("this archive is protected by a password", "Save the table without a password.")
            # Each part is unpacked once and compared with the length that it states.
            broken = archive.testzip()
            kind = _workbook_kind(archive, names)
            if kind is TableKind.ODS and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise refused(
                    "this spreadsheet is protected by a password",
                    "Open it in LibreOffice and save it without 'Save with password'.",
                )
    except UnreadableArchiveError as error:
        raise refused(*_DAMAGED) from error
    if broken is not None:
        raise refused(*_DAMAGED)
    if kind is None:
        raise refused(*_packed_other(names))
    return kind


def _workbook_kind(archive: zipfile.ZipFile, names: set[str]) -> TableKind | None:
    if "xl/workbook.xml" in names:
        return TableKind.XLSX
    if "mimetype" in names and archive.read("mimetype").startswith(_OPEN_DOCUMENT):
        return TableKind.ODS
    return None


def _packed_other(names: set[str]) -> tuple[str, str]:
    """Return what an archive is that is no workbook, and what to do."""
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        return "this is a Numbers document", "Open it in Numbers and choose File, Export To, Excel (or CSV)."
    if "word/document.xml" in names:
        return "this is a Word document", "Copy its table into a spreadsheet and save that as .xlsx or CSV."
    if "xl/workbook.bin" in names:
        return "this is a binary workbook (.xlsb)", _SAVE_AS
    return "this is an archive, not a table", "Unpack it and give the table in it."
