"""Text in calendar files: every character that a file can hold comes back as it was, the others never get in."""

from __future__ import annotations

import re

#: Line ends of every make, those of Unicode included: some readers split lines at them.
_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
#: What RFC 5545 section 3.1 does not allow in a value: control characters other than the tab; and halves
#: of a surrogate pair, which UTF-8 cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def text(value: str) -> str:
    """The value, with one kind of line end and without characters that no calendar file may hold."""
    if all(row.isprintable() for row in value.split("\n")):
        return value  # nearly every text: nothing to look for
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", value))


def line(value: str) -> str:
    """The value on a single line, for titles, names and places."""
    return " ".join(text(value).split())


def escaped(value: str) -> str:
    r"""A cleaned text as a TEXT value (RFC 5545 section 3.3.11).

    A backslash is a backslash: libraries that take one before a capital N for a line end would turn
    ``C:\North`` into two lines.
    """
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
