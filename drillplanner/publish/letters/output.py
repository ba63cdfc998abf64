"""The output ``notices``: letters to families, staff briefings, and the office's cover sheet, by campus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from drillplanner.files.atomic_write import write_text
from drillplanner.model import ENGLISH, LetterDigest, ToldGroup
from drillplanner.publish.core import words
from drillplanner.publish.core.drill_details import DrillDetails
from drillplanner.publish.core.drill_order import by_time
from drillplanner.publish.core.families.disclosure import FamilyDisclosures
from drillplanner.publish.core.language.language import language as language_of
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import PdfJob
from drillplanner.publish.core.typst.printing import write_pdfs
from drillplanner.publish.letters import cover_sheet, mail_merge
from drillplanner.publish.letters.briefing import staff_briefing
from drillplanner.publish.letters.cover_sheet import CoverRow, CoverSheet
from drillplanner.publish.letters.digest import MonthlyDigest, digest_letter, monthly_digests
from drillplanner.publish.letters.documents import (
    TEMPLATE,
    LetterSet,
    letters_content,
    plain_text,
    reading_sentences,
)
from drillplanner.publish.letters.letter import (
    Letter,
    family_letters,
    is_for_participants,
    is_withheld_from_families,
)
from drillplanner.publish.letters.own_wording.filling import OwnWording
from drillplanner.publish.letters.own_wording.findings import own_text_findings
from drillplanner.publish.letters.own_wording.template import read_own_texts
from drillplanner.publish.letters.schedule import DueLetter, due_letters
from drillplanner.publish.letters.state_notice import office_notes
from drillplanner.publish.letters.wording import briefing_words

FOLDER = "notices"
COVER_FILE = "cover-sheet"


@dataclass(frozen=True)
class CampusLetters:
    """The letters of one campus by the stem of their file, and the cover sheet over them.

    ``withheld`` are letters before drills that are held without warning; drillplanner does not write them.
    """

    letter_sets: Mapping[str, LetterSet]
    cover: CoverSheet
    withheld: tuple[DueLetter, ...]


@dataclass(frozen=True)
class _FamilyMail:
    """What families of a campus are sent: letters of their own, and digests, in order of the day they are sent."""

    letters: tuple[DueLetter, ...]
    digests: tuple[MonthlyDigest, ...] = field(default=())

    def __iter__(self) -> Iterator[DueLetter | MonthlyDigest]:
        mail: list[DueLetter | MonthlyDigest] = [*self.letters, *self.digests]
        return iter(sorted(mail, key=lambda item: item.send_by))


def campus_letters(request: PublishRequest) -> dict[str, CampusLetters]:
    """Return the year's letters by campus id; a campus for which none is written may have some withheld.

    Raises InputError: the district's own texts have problems.
    """
    own = OwnWording(() if request.folder is None else read_own_texts(request.folder))
    drills: dict[str, list[DrillDetails]] = {}
    for drill in by_time(request.plan.drills):
        drills.setdefault(drill.campus_id, []).append(request.details(drill))
    disclosures = FamilyDisclosures(request)
    return {
        campus_id: _letters_of(campus_id, drills[campus_id], disclosures, own, request)
        for campus_id in sorted(drills)
    }


def _letters_of(
    campus_id: str,
    drills: list[DrillDetails],
    disclosures: FamilyDisclosures,
    own: OwnWording,
    request: PublishRequest,
) -> CampusLetters:
    campus, district = request.campus_name(campus_id), request.workspace.district
    to_families = due_letters(drills, ToldGroup.FAMILIES, request.basis)
    withheld = tuple(letter for letter in to_families if _is_withheld(letter, disclosures))
    written = tuple(letter for letter in to_families if not _is_withheld(letter, disclosures))
    is_digest = district.letters.digest is LetterDigest.MONTHLY
    mail = _FamilyMail(*monthly_digests(written, disclosures)) if is_digest else _FamilyMail(written)
    languages = district.calendars.families.languages
    letter_sets = {
        f"families-{language}": LetterSet(
            language_of(language).letters.title.format(campus=campus),
            language,
            tuple(letter for item in mail for letter in _written(item, language, disclosures, own)),
        )
        for language in languages
    }
    to_staff = due_letters(drills, ToldGroup.STAFF, request.basis)
    letter_sets["staff"] = LetterSet(
        briefing_words().title.format(campus=campus),
        ENGLISH,
        tuple(staff_briefing(letter, disclosures) for letter in to_staff),
    )
    about_languages = (
        *filter(None, (language_of(language).unreviewed for language in languages)),
        *reading_sentences(letter_sets[f"families-{language}"] for language in languages),
    )
    files = tuple(f"families-{language}" for language in languages)
    rows = [
        *_family_rows(mail, disclosures),
        *(cover_sheet.staff_row(letter, number, "staff") for number, letter in enumerate(to_staff, start=1)),
    ]
    return CampusLetters(
        {stem: letter_set for stem, letter_set in letter_sets.items() if letter_set.letters},
        CoverSheet(
            campus,
            tuple(sorted(rows, key=lambda row: row.send_by)),
            cover_sheet.remarks(request.imprint, words.join_words(files), about_languages, withheld, is_digest),
        ),
        withheld,
    )


def _is_withheld(letter: DueLetter, disclosures: FamilyDisclosures) -> bool:
    return not letter.after and is_withheld_from_families(letter.drill, disclosures)


def _written(
    item: DueLetter | MonthlyDigest, language: str, disclosures: FamilyDisclosures, own: OwnWording
) -> Iterator[Letter]:
    if isinstance(item, MonthlyDigest):
        yield digest_letter(item, language, disclosures)
        return
    letters = list(family_letters(item, language, disclosures))
    if is_for_participants(item):
        yield own.of(letters.pop(0), item, language, disclosures)
    yield from letters


def _family_rows(mail: _FamilyMail, disclosures: FamilyDisclosures) -> Iterator[CoverRow]:
    number = 1
    for item in mail:
        rows = (
            [cover_sheet.digest_row(item, number, "families")]
            if isinstance(item, MonthlyDigest)
            else list(cover_sheet.family_rows(item, number, "families", office_notes(item, disclosures)))
        )
        yield from rows
        number += len(rows)


@dataclass(frozen=True)
class NoticeOutput:
    """Letters to print or to paste into a school's own mailing system, and what the office does with them."""

    name: str = "notices"
    describe: str = "letters to families in their languages, briefings of staff, a cover sheet for the office"
    places: tuple[str, ...] = (f"{FOLDER}/",)

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``notices/<campus>/``: a PDF and a text for each group of readers and language, a cover, a table.

        The table has the letters to families, for a messaging system.

        Notes which letters before a drill are withheld, which names the fonts cannot print, and what to look at in
        the district's own texts. Raises InputError.
        """
        everywhere = campus_letters(request)
        if request.folder is not None:
            district = request.workspace.district
            languages = district.calendars.families.languages
            own_texts = read_own_texts(request.folder)
            for sentence in own_text_findings(own_texts, district.state, request.duties, languages):
                request.tell(sentence)
        by_campus = {campus_id: of_campus for campus_id, of_campus in everywhere.items() if of_campus.letter_sets}
        yield from write_pdfs(folder, _jobs(by_campus, request), "file of letters", request.tell)
        for campus_id, of_campus in by_campus.items():
            texts = {f"{stem}.txt": plain_text(letter_set) for stem, letter_set in of_campus.letter_sets.items()}
            texts[f"{COVER_FILE}.txt"] = cover_sheet.cover_text(of_campus.cover)
            texts[mail_merge.FILE] = mail_merge.mail_merge(of_campus.letter_sets, of_campus.cover)
            for name, text in texts.items():
                path = folder / FOLDER / campus_id / name
                write_text(path, text)
                yield path
        if withheld := [letter for of_campus in everywhere.values() for letter in of_campus.withheld]:
            count = len(withheld)
            drill_ids = ", ".join(sorted({letter.drill.drill_id for letter in withheld}))
            request.tell(
                f"{words.counted(count, 'letter')} to families before a drill that is held without warning "
                f"{'is' if count == 1 else 'are'} not written: {drill_ids}."
            )


def _jobs(by_campus: Mapping[str, CampusLetters], request: PublishRequest) -> Iterator[PdfJob]:
    imprint = request.imprint
    for campus_id, of_campus in by_campus.items():
        home = Path(FOLDER) / campus_id
        for stem, letter_set in of_campus.letter_sets.items():
            yield PdfJob(letters_content(letter_set, imprint), home / f"{stem}.pdf", imprint.timestamp, TEMPLATE)
        yield PdfJob(
            cover_sheet.cover_content(of_campus.cover, imprint),
            home / f"{COVER_FILE}.pdf",
            imprint.timestamp,
            cover_sheet.TEMPLATE,
        )


OUTPUT = NoticeOutput()
