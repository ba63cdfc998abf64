"""The cover sheet of a campus's letters: for the office alone, what to send when, to whom, and by which law."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from drillplanner.publish.core import dates, words
from drillplanner.publish.core.dates import form_date
from drillplanner.publish.core.drill_details import PlanImprint
from drillplanner.publish.core.typst.pdf import Template
from drillplanner.publish.letters.digest import MonthlyDigest
from drillplanner.publish.letters.letter import is_for_participants
from drillplanner.publish.letters.schedule import DueLetter

TEMPLATE = Template("letters_cover.typ", "cover")
ALL_FAMILIES = "Families"
ALL_STAFF = "All staff, substitutes, and visitors"


@dataclass(frozen=True)
class CoverRow:
    """One letter: its ``number`` and files, its first and last day, its readers, what asks for it.

    Where ``not_before`` is ``send_by``, the letter can go on that day alone.
    """

    number: int
    files: str
    send_by: date
    not_before: date | None
    what: str
    readers: str
    requirements: tuple[str, ...]
    note: str = ""

    @property
    def limit(self) -> str:
        """Return what stands below the day: when the letter must not go yet; empty if it may go early."""
        if self.not_before is None:
            return ""
        return "on this day only" if self.not_before == self.send_by else f"from {form_date(self.not_before)}"


@dataclass(frozen=True)
class CoverSheet:
    """The cover sheet of one campus; ``remarks`` are sentences about all letters."""

    campus: str
    rows: tuple[CoverRow, ...]
    remarks: tuple[str, ...]


def family_rows(
    letter: DueLetter, first_number: int, files: str, notes: tuple[str, ...] = ()
) -> Iterator[CoverRow]:
    """Yield a row for each letter to families about a drill, in the order in which they are written.

    ``notes`` is what the office must know of them.
    """
    details = letter.details
    grades = list[str]()
    if is_for_participants(letter):
        only = details.spared and details.drill.grades
        grades.append(f"Families of {details.grades_phrase(details.drill.grades or ())}" if only else ALL_FAMILIES)
    grades += [f"Families of {details.grades_phrase(group.grades)}, who have no drill" for group in details.spared]
    for number, readers in enumerate(grades, start=first_number):
        yield _row(letter, number, files, readers, notes)


def staff_row(letter: DueLetter, number: int, files: str) -> CoverRow:
    """Return the row of a staff briefing."""
    return _row(letter, number, files, ALL_STAFF)


def digest_row(digest: MonthlyDigest, number: int, files: str) -> CoverRow:
    """Return the row of a monthly digest; it names what asks for each letter that it replaces, once."""
    not_before = max(
        (letter.not_before for letter in digest.letters if letter.not_before is not None), default=None
    )
    required = dict.fromkeys(text for letter in digest.letters for text in letter.requirements)
    return CoverRow(
        number,
        files,
        digest.send_by,
        not_before,
        f"Drills of {dates.month_and_year(digest.month)}: "
        + words.join_words(
            tuple(f"{letter.details.kind} {form_date(letter.drill.date)}" for letter in digest.letters)
        ),
        ALL_FAMILIES,
        tuple(required),
    )


def _row(letter: DueLetter, number: int, files: str, readers: str, notes: tuple[str, ...] = ()) -> CoverRow:
    first = letter.not_before
    return CoverRow(
        number,
        files,
        letter.send_by,
        min(first, letter.send_by) if first is not None and not letter.after else None,
        f"{'After: ' if letter.after else ''}{letter.details.kind}, {form_date(letter.drill.date)}",
        readers,
        letter.requirements,
        " ".join((*(("Only if the drill was held on its day.",) if letter.after else ()), *notes)),
    )


def remarks(
    imprint: PlanImprint,
    files: str,
    about_languages: Iterable[str],
    withheld: Sequence[DueLetter],
    is_digest: bool,
) -> tuple[str, ...]:
    """Return the sentences at the head of a cover sheet.

    ``files`` names the files of letters to families; ``about_languages`` says who has reviewed them and how easy
    they are to read; ``withheld`` are letters that must not be written.
    """
    sentences = [
        "For the office alone: it names drills that families must not know of yet. Send the letters without it.",
        f"Number 3 of families is the third letter in {files}: its page in the PDF, its number in the .txt.",
        'Send it on its day or earlier. Where a row says "from", send it on that day or later; where it says '
        '"on this day only", send it neither earlier nor later.',
        "Lines in a letter are for what only the school knows. site.yaml fills in who signs and the telephone.",
    ]
    if is_digest:
        sentences.append(
            "By your choice (letters: digest: monthly), one letter tells of a month's drills. What cannot wait "
            "for it, or must not go so early, has a letter of its own."
        )
    sentences += about_languages
    if withheld:
        drills = words.join_words(
            tuple(f"{letter.details.kind} {form_date(letter.drill.date)}" for letter in withheld)
        )
        sentences.append(f"Held without warning, so that no letter before it is written: {drills}.")
    sentences.append(f"Plan {imprint.version} of {dates.plain_date(imprint.made_on)}. {imprint.disclaimer}")
    return (*sentences, *([imprint.note] if imprint.note else []))


def cover_content(sheet: CoverSheet, imprint: PlanImprint) -> str:
    """Return the JSON text that ``templates/letters_cover.typ`` reads."""
    values = {
        "title": f"Letters to send: {sheet.campus}",
        "district": imprint.district,
        "remarks": sheet.remarks,
        "rows": [
            asdict(row)
            | {
                "send_by": form_date(row.send_by),
                "weekday": dates.weekday(row.send_by)[:3],
                "not_before": "" if row.not_before is None else form_date(row.not_before),
                "limit": row.limit,
            }
            for row in sheet.rows
        ],
        "foot": imprint.short_foot,
    }
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def cover_text(sheet: CoverSheet) -> str:
    """Return the cover sheet as plain text."""
    lines = [f"Letters to send: {sheet.campus}", "", *sheet.remarks, ""]
    for row in sheet.rows:
        since = f", {row.limit}" if row.limit else ""
        lines += [
            f"[ ] By {dates.weekday(row.send_by)[:3]} {form_date(row.send_by)}{since}: {row.what}",
            f"    To: {row.readers}. Number {row.number} of {row.files}.",
            *(f"    {text}." for text in row.requirements),
            *([f"    {row.note}"] if row.note else []),
        ]
    return "\n".join(lines) + "\n"
