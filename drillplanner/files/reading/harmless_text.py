"""Text from outside that is harmless where it is shown: on a terminal, on a page, and in a calendar.

A name may hold characters that nobody sees and a program obeys: an escape that renames the window of a terminal
or hides what follows, and marks that turn the order of letters around and never end (Unicode Annex 9, section 2;
"Trojan Source", CVE-2021-42574, deceives readers by them).
"""

from __future__ import annotations

import re

#: Control characters (C0, delete, and C1) other than the tab and line ends.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: Marks that begin a stretch of another direction, with what ends them: embeddings and overrides, and isolates.
_EMBEDDINGS, _END_EMBEDDING = "\u202a\u202b\u202d\u202e", "\u202c"
_ISOLATES, _END_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_MARKS = re.compile(f"[{_EMBEDDINGS}{_END_EMBEDDING}{_ISOLATES}{_END_ISOLATE}]")
#: What is never shown as it is, besides the colors that the command line itself writes: what may turn letters
#: around, halves of characters, and a return that would write over the line. A bar of progress begins and ends so.
_NOT_SHOWN = re.compile(
    "(?P<color>\x1b\\[(?:0|1|2|3[0-7])m)"
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
    "|(?<=.)\r(?=[^\r\n])",
    re.DOTALL,
)


def control_character_in(text: str) -> str | None:
    """Return the first control character of a text as an escape ("\\u001b"); None if it has none."""
    if text.isprintable() or (found := _CONTROL.search(text)) is None:
        return None
    return _escape(found[0])


def cleaned(text: str) -> str:
    """Return a text without control characters, and without marks of direction if one of them has no end.

    For cells and calendars, which other programs write: nobody means the character, and no one can find it.
    """
    return text if text.isprintable() else with_whole_marks(_CONTROL.sub("", text))


def with_whole_marks(text: str) -> str:
    """Return a text as it is if each mark of direction has its end on the same line, else without the marks."""
    if text.isprintable() or _MARKS.search(text) is None:
        return text
    return "\n".join(line if _is_balanced(line) else _MARKS.sub("", line) for line in text.split("\n"))


def shown(text: str) -> str:
    """Return a text for a terminal or a pipe: what a program would obey is an escape that people can read.

    The escape is that of JSON, so a document in JSON keeps its meaning.
    """
    if text.isascii() and text.isprintable():
        return text
    return _NOT_SHOWN.sub(lambda found: found[0] if found["color"] else _escape(found[0]), text)


def _is_balanced(line: str) -> bool:
    open_marks: list[str] = []
    for mark in _MARKS.findall(line):
        if mark in _EMBEDDINGS:
            open_marks.append(_END_EMBEDDING)
        elif mark in _ISOLATES:
            open_marks.append(_END_ISOLATE)
        elif not open_marks or open_marks.pop() != mark:
            return False
    return not open_marks


def _escape(character: str) -> str:
    return f"\\u{ord(character):04x}"
