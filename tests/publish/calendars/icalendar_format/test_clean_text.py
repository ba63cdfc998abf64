from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from drillplanner.publish.calendars.icalendar_format.content_lines import (
    clean_line,
    clean_text,
    escape_text,
    text_line,
)

ANY_TEXT = st.text(st.characters(codec=None))


def unescape(value: bytes) -> str:
    """RFC 5545 section 3.3.11, read backwards, by hand."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value.decode("utf-8"))


def through_a_file(value: str) -> str:
    line = text_line("DESCRIPTION", clean_text(value))
    raw = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n" + line + b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    for row in raw.split(b"\r\n"):
        assert len(row) <= 75
        row.decode("utf-8")
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", row)
    read = Calendar.from_ical(raw).events[0]
    assert read.errors == []
    return str(read["DESCRIPTION"])


@given(ANY_TEXT)
@example("C:\\North \\Nine; a, b\\, c\\\\N:")
@example("\N{FAMILY}" * 60)
@example("a\r\nb\rc\u2028d\x85e")
def test_a_text_reads_back_unchanged_from_a_file(value: str) -> None:
    clean = clean_text(value)
    assert through_a_file(value) == clean
    assert unescape(escape_text(clean).encode()) == clean


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))))
def test_a_text_without_forbidden_characters_is_not_changed(value: str) -> None:
    assert clean_text(value) == value


def test_all_kinds_of_line_ends_become_one() -> None:
    assert (clean_text("a\r\nb\rc\nd\x0be\x0cf\x85g\u2028h\u2029i")) == "a\nb\nc\nd\ne\nf\ng\nh\ni"


def test_control_and_half_characters_are_removed_and_tabs_stay() -> None:
    assert (clean_text("a\x00b\x07c\x1bd\x7fe\ud800f\tg")) == "abcdef\tg"


@given(ANY_TEXT)
def test_a_title_is_one_line(value: str) -> None:
    assert "\\n" not in escape_text(clean_line(value)).replace("\\\\", "")
    assert clean_line(value) == " ".join(clean_text(value).split())
