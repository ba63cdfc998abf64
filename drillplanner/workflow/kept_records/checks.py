"""Whether the records of a workspace are whole: every event as it was recorded, and the head that was printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder
from drillplanner.intake.workspace.district_file import read_district_file
from drillplanner.records.attachments import ATTACHMENT_KINDS
from drillplanner.records.events import ChainBreak, ChainedEvent, ChainHead, first_break
from drillplanner.store.attached_files import AttachedFiles
from drillplanner.store.place import DistrictOfRecords, place_of
from drillplanner.store.record_store import StoredEvent
from drillplanner.workflow.kept_records.csv_view import ViewState, settled_view_state
from drillplanner.workflow.kept_records.kept_log import district_of, opened
from drillplanner.workflow.kept_records.log_by_school import attachments_of_store

#: The least of a hash that is looked for: a shorter piece may stand for several.
LEAST_OF_A_HASH = 8


@dataclass(frozen=True)
class VerifiedRecords:
    """The records as they were found.

    ``broken`` is the first event that is not as it was recorded; None if all are. ``log`` says how
    ``drill_log.csv`` relates to them. ``of_given_head`` is the number of the event with the head that was asked
    for: 0 if none has it, None if none was asked for. ``attachments`` is the number of attached files, and
    ``damaged_attachments`` says which of them are gone or changed.
    """

    head: ChainHead
    broken: ChainBreak | None
    log: ViewState
    of_given_head: int | None
    is_archived: bool = False
    attachments: int = 0
    damaged_attachments: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all events and attachments are as they were recorded, and the given head is among them."""
        return self.broken is None and self.of_given_head != 0 and not self.damaged_attachments


def verify_records(folder: Path, head: str | None = None) -> VerifiedRecords:
    """Compute every hash of the records anew, and look for a head that was printed earlier.

    Raises InputError: there are no records, they cannot be read, or ``head`` is too short.
    """
    wanted = None if head is None else head.strip().lower()
    if wanted is not None and len(wanted) < LEAST_OF_A_HASH:
        allowed = f"the hash as an export has it, or at least its first {LEAST_OF_A_HASH} characters"
        raise InputError(Problem("head", None, "this is too short", head, allowed))
    place = place_of(folder)
    with opened(folder, place, district_of_folder(folder)) as store:
        if store is None:
            raise InputError(no_records())
        found = [] if wanted is None else [0]

        attached: list[StoredEvent] = []

        def looked_through() -> Iterator[ChainedEvent]:
            for stored in store.events():
                if stored.chained.event.kind in ATTACHMENT_KINDS:
                    attached.append(stored)
                if wanted is not None and stored.chained.hash.startswith(wanted):
                    found[0] = stored.chained.number
                yield stored.chained

        last, broken = first_break(looked_through())
        if broken is None and last != store.head():
            broken = ChainBreak(last.number + 1, f"event {last.number + 1} is missing: the end was cut off")
        of_given_head = found[0] if found else None
        standing = () if broken else attachments_of_store(store, attached)
        return VerifiedRecords(
            last,
            broken,
            settled_view_state(folder, store),
            of_given_head,
            place.is_archived,
            len(standing),
            tuple(AttachedFiles(folder).problems(standing)),
        )


def district_of_folder(folder: Path) -> DistrictOfRecords:
    """Return the district whose records are meant. Raises InputError if ``district.yaml`` does not tell."""
    read = read_district_file(InputFolder(folder))
    if read.value is None or (district := read.value.for_checking) is None:
        raise InputError(read.problems)
    return district_of(district)


def no_records() -> Problem:
    """Return the problem of a workspace without records."""
    hint = "Record a drill first: drillplanner record DIR …; or take a log over: drillplanner records import DIR"
    return Problem("records", None, "nothing has been recorded here", maybe=hint)
