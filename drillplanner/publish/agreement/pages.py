"""Pages of finished papers, and entries of finished calendars, each with the drill or the school it is about.

The plan says which drills there are and on which days; what is said of them is read from the papers.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from drillplanner.files.reading.bounded import PAPER, read_file
from drillplanner.model import Drill
from drillplanner.publish.agreement.pdf_text import pages_of_pdf
from drillplanner.publish.calendars.outgoing_check.lines import OutgoingComponent, components_of
from drillplanner.publish.core.dates import form_date, short_date
from drillplanner.publish.core.language.language import family_words
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import drill_file_name
from drillplanner.publish.core.words import drill_title

_OF_ONE_DRILL = (("sheets", ".pdf"), ("forms", ".pdf"), ("exercises", ".pdf"))
_PACKETS = Path("packets")
#: A page of a packet says at its head which drill it is of: "Fire drill, 08/28/2025".
_HEAD = re.compile(r"EXERCISE / DRILL (.{3,60}?), (\d\d/\d\d/\d{4}) ")
_LETTERS = "families-"
_BRIEFINGS = "staff"
_CHORE = "chore"
_CHORES = "-chores"
#: The schools' calendars are not in a folder of their own below ``calendars/``.
_DEPTH = 2
_CHORE_TITLE = re.compile(r": (.+?) on [A-Z][a-z]{2} \d{1,2} ")
_CANCELED = "CANCELLED"


@dataclass(frozen=True)
class PaperPage:
    """The text of a page, or of an entry of a calendar (``page`` is then None), and what it is about.

    ``drill_id`` is empty for what a whole school shares. ``names_no_drill`` marks a letter to families that names
    no day on which the school has a drill.
    """

    paper: Path
    page: int | None
    text: str
    campus_id: str
    drill_id: str = ""
    names_no_drill: bool = False


@dataclass(frozen=True)
class DrillIndex:
    """The drills of the plan, to be found by what papers say of them."""

    request: PublishRequest

    @cached_property
    def by_file_stem(self) -> Mapping[str, Drill]:
        """Each drill by the stem that the names of its papers begin with."""
        return {drill_file_name(drill).removesuffix(".pdf"): drill for drill in self.request.plan.drills}

    @cached_property
    def by_event_id(self) -> Mapping[str, Drill]:
        """Each drill by the ids of its entry in calendars of staff, and of those of its tasks."""
        plan, namespace = self.request.plan, self.request.workspace.district.namespace
        drills = {drill.drill_id: drill for drill in plan.drills}
        keys = {task.task_id: drills[task.drill_id] for task in plan.tasks if task.drill_id in drills} | drills
        return {str(uuid.uuid5(namespace, key)): drill for key, drill in keys.items()}

    @cached_property
    def by_campus(self) -> Mapping[str, tuple[Drill, ...]]:
        """The drills of each campus."""
        drills: dict[str, list[Drill]] = defaultdict(list)
        for drill in self.request.plan.drills:
            drills[drill.campus_id].append(drill)
        return {campus_id: tuple(found) for campus_id, found in drills.items()}

    def of_file(self, paper: Path) -> Drill | None:
        """Return the one drill that a file below ``out/`` is about, by its name; None if there is no such one."""
        stem = paper.stem if (paper.parts[0], paper.suffix) in _OF_ONE_DRILL else ""
        while stem:
            if stem in self.by_file_stem:
                return self.by_file_stem[stem]
            stem = stem.rpartition("-")[0]  # the name of a document stands behind that of the drill
        return None

    def drill_ids_in(self, paper: Path) -> tuple[str, ...]:
        """Return the ids of the drills whose pages a file holds: one, or those of a packet or the binder."""
        if paper.parent == _PACKETS and paper.suffix == ".pdf":
            drills = self.by_campus.get(paper.stem, self.request.plan.drills)
            return tuple(drill.drill_id for drill in drills)
        drill = self.of_file(paper)
        return () if drill is None else (drill.drill_id,)

    def on_day(self, campus_id: str, days: Collection[date], text: str) -> Drill | None:
        """Return the campus's drill on one day; of several, the only one whose type the text names; else None."""
        if len(days) != 1:
            return None
        found = [drill for drill in self.by_campus.get(campus_id, ()) if drill.date in days]
        if len(found) > 1:
            vocabulary = self.request.imprint.vocabulary
            found = [drill for drill in found if drill_title(drill.drill_type, vocabulary) in text]
        return found[0] if len(found) == 1 else None

    def days(self, campus_id: str, written: Callable[[date], str], text: str) -> frozenset[date]:
        """Return the days of the campus's drills that a text names, written in that way."""
        return frozenset(drill.date for drill in self.by_campus.get(campus_id, ()) if written(drill.date) in text)


def pages_of(folder: Path, paper: Path, planned: DrillIndex) -> Iterator[PaperPage]:
    """Yield the pages of a finished paper, or the entries of a calendar, that are about one drill or school.

    ``paper`` is a path below ``folder``. Raises UnreadablePdfError: a PDF is not as Typst writes it.
    """
    reader = _READERS.get((paper.parts[0], paper.suffix))
    if reader is not None:
        yield from reader(read_file(folder / paper, PAPER), paper, planned)


def _of_one_drill(data: bytes, paper: Path, planned: DrillIndex) -> Iterator[PaperPage]:
    drill = planned.of_file(paper)
    if drill is not None:
        for number, text in enumerate(pages_of_pdf(data), start=1):
            yield PaperPage(paper, number, text, drill.campus_id, drill.drill_id)


def _of_packet(data: bytes, paper: Path, planned: DrillIndex) -> Iterator[PaperPage]:
    campus_id = paper.stem
    if campus_id not in planned.by_campus:  # the binder: pages of the packets of all schools
        return
    for number, text in enumerate(pages_of_pdf(data), start=1):
        head = _HEAD.search(text)
        drill = head and planned.on_day(campus_id, planned.days(campus_id, form_date, head[2]), head[1])
        if drill:
            yield PaperPage(paper, number, text, campus_id, drill.drill_id)


def _of_letters(data: bytes, paper: Path, planned: DrillIndex) -> Iterator[PaperPage]:
    """Yield letters with the drill on the day that they name; a briefing may go on to a next page."""
    campus_id, is_for_families = paper.parts[1], paper.stem.startswith(_LETTERS)
    if not is_for_families and paper.stem != _BRIEFINGS:
        return
    words = family_words(paper.stem.removeprefix(_LETTERS) if is_for_families else "en")
    drill: Drill | None = None
    for number, text in enumerate(pages_of_pdf(data), start=1):
        named = planned.days(campus_id, words.date, text)
        if named or is_for_families:
            drill = planned.on_day(campus_id, named, text)
        drill_id = "" if drill is None else drill.drill_id
        yield PaperPage(paper, number, text, campus_id, drill_id, is_for_families and not named)


def _of_cards(data: bytes, paper: Path, planned: DrillIndex) -> Iterator[PaperPage]:
    if paper.parts[1] in planned.by_campus:
        for number, text in enumerate(pages_of_pdf(data), start=1):
            yield PaperPage(paper, number, text, paper.parts[1])


def _of_calendar(data: bytes, paper: Path, planned: DrillIndex) -> Iterator[PaperPage]:
    """Yield the entries of a school's own calendars; those of the district and of staff hold the same again."""
    if len(paper.parts) > _DEPTH or paper.stem.removesuffix(_CHORES) not in planned.by_campus:
        return
    calendars, _ = components_of(data)
    for event in (event for calendar in calendars for event in calendar.inside if event.name == "VEVENT"):
        said = {name: _plain(event, name) for name in ("UID", "SUMMARY", "DESCRIPTION", "CATEGORIES", "STATUS")}
        if said["STATUS"] == _CANCELED:
            continue
        *kinds, campus_id = said["CATEGORIES"].split(",")
        drill = planned.by_event_id.get(said["UID"])
        if drill is None and _CHORE in kinds and (title := _CHORE_TITLE.search(said["SUMMARY"])):
            days = planned.days(campus_id, lambda on: f" on {short_date(on)} ", said["SUMMARY"])
            drill = planned.on_day(campus_id, days, title[1])
        text = " ".join(f"{_when(event)} {said['SUMMARY']} {said['DESCRIPTION']}".split())
        if drill is not None:
            yield PaperPage(paper, None, text, drill.campus_id, drill.drill_id)


def _plain(event: OutgoingComponent, name: str) -> str:
    return event.value(name).replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")


def _when(event: OutgoingComponent) -> str:
    """Return when an entry is, as forms write it; of an entry of a whole day, only the day."""
    begins, ends = (_plain(event, name) for name in ("DTSTART", "DTEND"))
    day = form_date(date(int(begins[:4]), int(begins[4:6]), int(begins[6:8])))
    if "T" not in begins:
        return day
    clocks = (f"{moment[9:11]}:{moment[11:13]}" for moment in (begins, ends))
    return f"Date From: {day} Time From: {' Time To: '.join(clocks)}"


_Reader = Callable[[bytes, Path, DrillIndex], Iterator[PaperPage]]
#: How the files of each folder below ``out/`` are read, by their ending; all others are not about one drill.
_READERS: dict[tuple[str, str], _Reader] = {
    **dict.fromkeys(_OF_ONE_DRILL, _of_one_drill),
    ("packets", ".pdf"): _of_packet,
    ("notices", ".pdf"): _of_letters,
    ("cards", ".pdf"): _of_cards,
    ("calendars", ".ics"): _of_calendar,
}
