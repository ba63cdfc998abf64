"""The letters to families and the briefings of staff, campus by campus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from drillplanner.files.atomic_write import write_text
from drillplanner.model import ENGLISH, Drill, ToldGroup
from drillplanner.publish.core import words
from drillplanner.publish.core.drill_order import by_time
from drillplanner.publish.core.families.disclosure import FamilyDisclosures
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import PdfJob
from drillplanner.publish.letters.documents import TEMPLATE, LetterSet, letters_content, plain_text
from drillplanner.publish.letters.letter import family_letter, is_kept_from_families, staff_briefing
from drillplanner.publish.letters.schedule import DueLetter, due_letters
from drillplanner.publish.letters.wording import letter_words
from drillplanner.publish.sheets.output import write_pdfs

FOLDER = "notices"


def letters_by_path(request: PublishRequest) -> dict[Path, LetterSet]:
    """All letters of the year by their file below the output folder, without its ending; no file is empty."""
    drills: dict[str, list[Drill]] = {}
    for drill in by_time(request.plan.drills):
        drills.setdefault(drill.campus_id, []).append(drill)
    reading = FamilyDisclosures(request)
    found = {
        Path(FOLDER) / campus_id / stem: letters
        for campus_id in sorted(drills)
        for stem, letters in _of_campus(campus_id, drills[campus_id], reading, request)
    }
    return {path: letters for path, letters in found.items() if letters.letters}


def _of_campus(
    campus_id: str, drills: list[Drill], reading: FamilyDisclosures, request: PublishRequest
) -> Iterator[tuple[str, LetterSet]]:
    said, campus = letter_words(), request.campus_name(campus_id)
    to_families = [
        letter
        for letter in due_letters(drills, ToldGroup.FAMILIES, request)
        if letter.after or not is_kept_from_families(letter.drill, reading)
    ]
    for language in request.workspace.district.calendars.families.languages:
        title = said.families[language].title.format(campus=campus)
        letters = tuple(family_letter(one, language, reading, request) for one in to_families)
        yield f"families-{language}", LetterSet(title, language.value, letters)
    to_staff = tuple(staff_briefing(letter, request) for letter in due_letters(drills, ToldGroup.STAFF, request))
    yield "staff", LetterSet(said.staff.title.format(campus=campus), ENGLISH, to_staff)


def withheld_letters(request: PublishRequest) -> tuple[DueLetter, ...]:
    """Letters that families are owed before a drill which is held without warning: they are not written."""
    reading = FamilyDisclosures(request)
    return tuple(
        letter
        for letter in due_letters(request.plan.drills, ToldGroup.FAMILIES, request)
        if not letter.after and is_kept_from_families(letter.drill, reading)
    )


@dataclass(frozen=True)
class NoticeOutput:
    """Letters, ready to be copied into a school's own letterhead or mailing system."""

    name: str = "notices"
    describe: str = "letters to families in their languages and briefings of staff, by the day they are sent"

    def write(self, request: PublishRequest, folder: Path) -> Iterator[Path]:
        """Write ``notices/<campus>/``: a PDF and a text for each group and language. Raises InputError.

        Says where a letter before a drill was left out, and where a name could not be set.
        """
        made = int(datetime.combine(request.plan.provenance.planned_on, time(0), UTC).timestamp())
        found = letters_by_path(request)
        jobs = (
            PdfJob(letters_content(one, request), path.with_name(f"{path.name}.pdf"), made, TEMPLATE)
            for path, one in found.items()
        )
        yield from write_pdfs(folder, jobs, request, "file of letters")
        for path, one in found.items():
            text = folder / path.with_name(f"{path.name}.txt")
            write_text(text, plain_text(one, request))
            yield text
        if kept := withheld_letters(request):
            drill_ids = ", ".join(sorted({one.drill.drill_id for one in kept}))
            request.tell(
                f"{words.counted(len(kept), 'letter')} to families before a drill that is held without warning "
                f"{'is' if len(kept) == 1 else 'are'} not written: {drill_ids}."
            )


OUTPUT = NoticeOutput()
