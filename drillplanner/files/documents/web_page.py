"""The text of a saved web page, whatever its encoding."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from drillplanner.files.tables.text_rows import encoding_of

#: Where a page says its encoding, if it does; browsers look no further.
_HEAD_BYTES = 4_096
_CHARSET = re.compile(rb"<meta\b[^<>]*?\bcharset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
#: Encodings of languages; Python knows others under such names that are none ("idna", "unicode_escape").
_OF_A_LANGUAGE = re.compile(
    r"(?:windows-?|cp)\d+|iso-?8859-?\d+|latin-?\d+|us-ascii|ascii|macintosh|koi8-[ru]|gb[\dk]+|big5|shift[_-]jis|euc-\w+",
    re.IGNORECASE,
)
#: Browsers read these as Windows-1252, which has typographic quotes and dashes.
_WINDOWS = "cp1252"
_READ_AS_WINDOWS = re.compile(r"iso-?8859-?1|latin-?1|us-ascii|ascii", re.IGNORECASE)


def page_text(raw: bytes) -> str:
    """Return the text of a page: UTF-8 if it can be, else what the page says, else Windows-1252.

    Many a page says one encoding and is another; text that is valid UTF-8 is nearly never anything else.
    """
    mark, encoding = encoding_of(raw)
    if encoding is not None:
        return raw[len(mark) :].decode(encoding, "replace")
    with suppress(UnicodeDecodeError):
        return raw.decode("utf-8-sig")
    return raw.decode(_said_by(raw) or _WINDOWS, "replace")


def _said_by(raw: bytes) -> str | None:
    """Return the encoding that a page names in its head, if it is one of a language."""
    said = _CHARSET.search(raw[:_HEAD_BYTES])
    name = said[1].decode("ascii", "replace") if said else ""
    if not _OF_A_LANGUAGE.fullmatch(name) or _READ_AS_WINDOWS.fullmatch(name):
        return None
    try:
        codecs.lookup(name)
    except LookupError:
        return None
    return name
