"""Everything in an .ics file is treated as text: line ends, escapes, markup, formulas, floods. All invented."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.calendar_builder import component, event, read


def title_of(summary: str) -> str:
    found = read(component("UID:x", f"SUMMARY:{summary}", "DTSTART;VALUE=DATE:20251113"))
    day = found.day(date(2025, 11, 13))
    assert day is not None
    return day.title or next((question.title for question in found.questions), "")


@pytest.mark.parametrize(
    ("summary", "title"),
    [
        ("No School\\nBEGIN:VEVENT\\nSUMMARY:x", "No School BEGIN:VEVENT SUMMARY:x"),
        ("No School\\NEND:VCALENDAR", "No School END:VCALENDAR"),
        ("No School\\; staff only\\, all", "No School; staff only, all"),
        ("No School; staff only, all", "No School; staff only, all"),
        ('=HYPERLINK("http://example.org") No School', '=HYPERLINK("http://example.org") No School'),
        ("<a href='javascript:x'>No School</a><script>x</script>", "No School x"),
        ("&lt;img src=x onerror=y&gt; No School", "No School"),
        ("No\x07 School\x1b[31m", "No School[31m"),
        ("\u202eNo School\u2066", "No School"),
        ("C:\\\\Network No School", "C:\\Network No School"),
    ],
)
def test_a_title_is_text(summary: str, title: str) -> None:
    assert title_of(summary) == title


def test_a_long_title_is_cut() -> None:
    title = title_of("No School " + "x" * 10_000)
    assert title.startswith("No School x")
    assert len(title) == 300


def test_folding_cannot_hide_an_event_in_another() -> None:
    smuggled = component("UID:x", "SUMMARY:No", "  School", " ", " END:VEVENT", "DTSTART;VALUE=DATE:20251113")
    assert [question.title for question in read(smuggled).questions] == ["No SchoolEND:VEVENT"]


#: "No School ES" and "No School 6-8" speak of schools and grades that there are none of here; no word has only n.
NOBODYS = "\0" + string.digits + "".join(sorted(set(string.ascii_letters) - set("nN")))


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters=NOBODYS), max_size=60))
def test_any_title_comes_out_on_one_line(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "").replace(";", "\\;")
    found = read(event(f"No School {escaped}", "20251113"))
    titles = [*(day.title for day in found.days), *(question.title for question in found.questions)]
    assert any(title.startswith("No School") for title in titles)
    assert all(title == " ".join(title.split()) for title in titles)
    assert not any(mark in title for title in titles for mark in "\r\n\x07\x1b")
