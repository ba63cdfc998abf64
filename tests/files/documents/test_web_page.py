"""Saved web pages in the encodings that districts' pages still have."""

from __future__ import annotations

import pytest

from drillplanner.files.documents.web_page import page_text

WORDS = "Sept. 15 \u2013 D\u00eda de los ni\u00f1os"


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-8", '<meta charset="iso-8859-1">'),
        ("cp1252", '<meta charset="iso-8859-1">'),
        ("cp1252", '<META http-equiv="Content-Type" content="text/html; charset=windows-1252">'),
        ("cp1252", ""),
        ("cp1252", "<meta charset=idna>"),
        ("cp1252", "<meta charset=windows-9999>"),
        ("mac-roman", "<meta charset=macintosh>"),
    ],
)
def test_a_page_is_read_in_its_encoding(encoding: str, meta: str) -> None:
    page = f"<html><head>{meta}</head><body><p>{WORDS}</p></body></html>"
    assert page_text(page.encode(encoding)) == page


def test_a_page_says_a_language_of_its_own() -> None:
    page = "<meta charset=windows-1251><p>7 \u0441\u0435\u043d\u0442\u044f\u0431\u0440\u044f</p>"
    assert page_text(page.encode("cp1251")) == page
