"""Text in calendar files: every character that a file can hold comes back as it was, the others never get in."""

from __future__ import annotations

import re

from icalendar import vText

#: Line ends of every make, those of Unicode included: some readers split lines at them.
_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
#: What RFC 5545 section 3.1 does not allow in a value: control characters other than the tab; and halves
#: of a surrogate pair, which UTF-8 cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


class Text(vText):
    r"""A TEXT value (RFC 5545 section 3.3.11).

    The library's own escape takes a backslash before a capital N for a line end, and so would turn
    ``C:\North`` into two lines; here a backslash is a backslash.
    """

    def to_ical(self) -> bytes:
        """The value as it stands in the file."""
        return str(self).translate(_ESCAPED).encode("utf-8")


def text(value: str) -> Text:
    """The value, with one kind of line end and without characters that no calendar file may hold."""
    return Text(_FORBIDDEN.sub("", _LINE_ENDS.sub("\n", value)))


def line(value: str) -> Text:
    """The value on a single line, for titles, names and places."""
    return Text(" ".join(text(value).split()))
