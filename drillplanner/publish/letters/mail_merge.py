"""The letters to families as a table: one row for each letter and language, for a district's messaging system.

The days are those of the office's cover sheet, so a row must not be sent before its first day. What only the
school knows is named in ``fill_in``: such a letter is not ready to be sent. ``message`` is the same in short, for
text messages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drillplanner.files.tables.csv_text import table_text
from drillplanner.publish.core.language.language import language
from drillplanner.publish.letters.cover_sheet import CoverSheet
from drillplanner.publish.letters.documents import LetterSet, letter_text

FILE = "mail-merge.csv"
_HEADER = (
    "send_by",
    "not_before",
    "school",
    "readers",
    "language",
    "letter",
    "subject",
    "text",
    "fill_in",
    "note",
    "message",
)
#: The stem of the files of letters to families, before their language.
_FAMILIES = "families"


def mail_merge(letter_sets: Mapping[str, LetterSet], cover: CoverSheet) -> str:
    """Return the table of a campus's letters to families as CSV text, in order of the day they are sent."""
    return table_text(_HEADER, _rows(letter_sets, cover))


def _rows(letter_sets: Mapping[str, LetterSet], cover: CoverSheet) -> Iterator[tuple[str, ...]]:
    to_families = [letter_set for stem, letter_set in letter_sets.items() if stem.startswith(f"{_FAMILIES}-")]
    for row in cover.rows:
        if row.files != _FAMILIES:
            continue
        for letter_set in to_families:
            letter = letter_set.letters[row.number - 1]
            yield (
                row.send_by.isoformat(),
                "" if row.not_before is None else row.not_before.isoformat(),
                cover.campus,
                row.readers,
                letter_set.language,
                str(row.number),
                letter.subject,
                letter_text(letter),
                "; ".join(line.label.rstrip(":") for line in letter.lines if not line.value),
                " ".join(filter(None, (row.note, language(letter_set.language).unreviewed))),
                letter.message,
            )
