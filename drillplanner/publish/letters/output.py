"""The output ``notices``: letters to families and staff briefings, by campus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drillplanner.files.atomic_write import write_text
from drillplanner.model import ENGLISH, ToldGroup
from drillplanner.publish.core import words
from drillplanner.publish.core.drill_details import DrillDetails
from drillplanner.publish.core.drill_order import by_time
from drillplanner.publish.core.families.disclosure import FamilyDisclosures
from drillplanner.publish.core.language.language import language as language_of
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import PdfJob
from drillplanner.publish.core.typst.printing import write_pdfs
from drillplanner.publish.letters.documents import TEMPLATE, LetterSet, letters_content, plain_text
from drillplanner.publish.letters.letter import family_letters, is_withheld_from_families, staff_briefing
from drillplanner.publish.letters.schedule import DueLetter, due_letters
from drillplanner.publish.letters.wording import briefing_words

FOLDER = "notices"


def letters_by_path(request: PublishRequest) -> dict[Path, LetterSet]:
    """Return the year's letters by file, a path below the output folder without suffix; no file is empty."""
    drills: dict[str, list[DrillDetails]] = {}
    for drill in by_time(request.plan.drills):
        drills.setdefault(drill.campus_id, []).append(request.details(drill))
    disclosures = FamilyDisclosures(request)
    letter_sets = {
        Path(FOLDER) / campus_id / stem: letter_set
        for campus_id in sorted(drills)
        for stem, letter_set in _campus_letters(campus_id, drills[campus_id], disclosures, request)
    }
    return {path: letter_set for path, letter_set in letter_sets.items() if letter_set.letters}


def _campus_letters(
    campus_id: str, drills: list[DrillDetails], disclosures: FamilyDisclosures, request: PublishRequest
) -> Iterator[tuple[str, LetterSet]]:
    campus = request.campus_name(campus_id)
    to_families = [
        letter
        for letter in due_letters(drills, ToldGroup.FAMILIES, request.basis)
        if letter.after or not is_withheld_from_families(letter.drill, disclosures)
    ]
    for language in request.workspace.district.calendars.families.languages:
        title = language_of(language).letters.title.format(campus=campus)
        letters = tuple(
            written for letter in to_families for written in family_letters(letter, language, disclosures)
        )
        yield f"families-{language}", LetterSet(title, language, letters)
    to_staff = tuple(map(staff_briefing, due_letters(drills, ToldGroup.STAFF, request.basis)))
    yield "staff", LetterSet(briefing_words().title.format(campus=campus), ENGLISH, to_staff)


def withheld_letters(request: PublishRequest) -> tuple[DueLetter, ...]:
    """Return letters before drills that are held without warning; drillplanner does not write them."""
    disclosures = FamilyDisclosures(request)
    return tuple(
        letter
        for letter in due_letters(map(request.details, request.plan.drills), ToldGroup.FAMILIES, request.basis)
        if not letter.after and is_withheld_from_families(letter.drill, disclosures)
    )


@dataclass(frozen=True)
class NoticeOutput:
    """Letters to copy into a school's own letterhead or mailing system."""

    name: str = "notices"
    describe: str = "letters to families in their languages and briefings of staff, by the day they are sent"

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``notices/<campus>/``: a PDF and a text file for each group of readers and language.

        Notes which letters before a drill are withheld, and which names the fonts cannot print. Raises InputError.
        """
        imprint = request.imprint
        letter_sets = letters_by_path(request)
        jobs = (
            PdfJob(
                letters_content(letter_set, imprint),
                path.with_name(f"{path.name}.pdf"),
                imprint.timestamp,
                TEMPLATE,
            )
            for path, letter_set in letter_sets.items()
        )
        yield from write_pdfs(folder, jobs, "file of letters", request.tell)
        for path, letter_set in letter_sets.items():
            text = folder / path.with_name(f"{path.name}.txt")
            write_text(text, plain_text(letter_set, imprint))
            yield text
        if withheld := withheld_letters(request):
            count = len(withheld)
            drill_ids = ", ".join(sorted({letter.drill.drill_id for letter in withheld}))
            request.tell(
                f"{words.counted(count, 'letter')} to families before a drill that is held without warning "
                f"{'is' if count == 1 else 'are'} not written: {drill_ids}."
            )


OUTPUT = NoticeOutput()
