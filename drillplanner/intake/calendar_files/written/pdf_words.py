"""The words of a PDF with their places, read by PDFium.

A page without words is a picture of paper: nobody can read a date from it, and the reader says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from drillplanner.files.errors import InputError, Problem

#: A school year fits on a few pages; a longer file is a handbook.
MOST_PAGES = 12
_MOST_CHARACTERS = 60_000
#: Gaps wider than this part of a letter's height begin a new word.
_WORD_GAP = 0.13


@dataclass(frozen=True)
class PlacedWord:
    """A word and its box on the page, in points from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Return the middle between left and right."""
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        """Return the height of the letters."""
        return self.bottom - self.top


def pdf_pages(raw: bytes, name: str) -> tuple[tuple[PlacedWord, ...], ...]:
    """Return the words of each page.

    Raises InputError: it is no PDF, needs a password, is too long, or no page has text (a scan).
    """
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError as error:
        reason = "it needs a password" if "password" in str(error).lower() else "it is damaged, or no PDF"
        raise InputError(
            Problem(name, None, f"the PDF cannot be read: {reason}", None, "a PDF that opens without a password")
        ) from error
    try:
        if len(document) > MOST_PAGES:
            message = "the PDF is too long for a calendar"
            allowed = f"at most {MOST_PAGES} pages: only those with the calendar"
            raise InputError(Problem(name, None, message, f"{len(document)} pages", allowed))
        pages = tuple(tuple(_words_of(page)) for page in document)
    finally:
        document.close()
    if not any(pages):
        raise InputError(
            Problem(
                name,
                None,
                "the PDF has no text: it is a scan, a picture of paper",
                None,
                "the calendar as .ics, .csv, .docx, or as text copied from your web page into a .txt file",
                "Ask the office that made it for the original.",
            )
        )
    return pages


def _words_of(page: Any) -> Iterator[PlacedWord]:  # noqa: ANN401 (the library has no types)
    """Yield the words of a page in the order of the file."""
    height = page.get_height()
    text = page.get_textpage()
    letters: list[PlacedWord] = []
    for place in range(min(text.count_chars(), _MOST_CHARACTERS)):
        mark = text.get_text_range(place, 1)
        # Spaces and line ends are partly guesses of the library; the places of the letters are not.
        if not mark.strip() or mark in "\ufffe\ufffd":
            continue
        left, bottom, right, top = text.get_charbox(place, loose=True)
        letter = PlacedWord(mark, left, height - top, right, height - bottom)
        if letters and not _continues(letters[-1], letter):
            yield from _joined(letters)
            letters = []
        letters.append(letter)
    yield from _joined(letters)


def _continues(before: PlacedWord, letter: PlacedWord) -> bool:
    size = max(before.height, 1.0)
    is_on_line = abs(before.bottom - letter.bottom) < size / 2
    return is_on_line and -size < letter.left - before.right < size * _WORD_GAP


def _joined(letters: list[PlacedWord]) -> Iterator[PlacedWord]:
    if letters:
        yield PlacedWord(
            "".join(letter.text for letter in letters),
            min(letter.left for letter in letters),
            min(letter.top for letter in letters),
            max(letter.right for letter in letters),
            max(letter.bottom for letter in letters),
        )
