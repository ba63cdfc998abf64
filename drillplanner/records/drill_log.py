"""The drill log, ``records/drill_log.csv``: one row for each drill that was held or not, in order of entry.

Columns: ``drill_id``, ``campus_id``, ``drill_type``, ``date``, ``status`` (held, not_held, withdrawn), and
``recorded_by`` must be filled; ``scenario``, ``start``, ``minutes``, ``cause`` (:mod:`.causes`, if a drill was not
held), and ``note`` may be. A field that a state asks for beyond these (:mod:`.fields`) has a column of its name,
added when it is first recorded; any other column is for people, and stays. No row is ever deleted: the last row
for a drill and a day counts, and a row with the status withdrawn takes back the rows above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from drillplanner.files.changes.own_folders import refuse_links_out, remove_parts_in
from drillplanner.files.errors import InputError, Problem
from drillplanner.model import DrillRecord

LOG_FILE = "records/drill_log.csv"
#: Held by the process that reads and appends; the system frees it if that process ends in whatever way.
LOCK_FILE = "records/.drill_log.lock"
#: Seconds to wait for other processes that write the log; one takes some hundredths of a second.
LONGEST_WAIT = 60
REQUIRED = ("drill_id", "campus_id", "drill_type", "date", "status", "recorded_by")
#: What is to be done after a drill; see :mod:`.follow_ups`.
ACTIONS = "actions"
#: The columns in the order of a new log.
COLUMNS = (
    "drill_id",
    "campus_id",
    "drill_type",
    "scenario",
    "date",
    "status",
    "start",
    "minutes",
    "recorded_by",
    "cause",
    "note",
)
#: A spreadsheet runs a cell that begins like this as a formula; an apostrophe in front of it prevents that.
_RUNS_AS_FORMULA = re.compile(r"'*[=+\-@\t\r]")
#: The longest length of a drill: a whole day.
LONGEST_MINUTES = 24 * 60


class EntryStatus(StrEnum):
    """The status of a drill on its day: held, not held, or an entry that is withdrawn."""

    HELD = "held"
    NOT_HELD = "not_held"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class DrillLog:
    """The entries that count, in the order of the log.

    ``unlisted`` are entries of campuses that the district does not list, such as a school that was closed during
    the year. They stay on record and count for no campus. ``disputed`` holds a sentence for each drill of which
    two accounts differ.
    """

    entries: tuple[DrillRecord, ...] = ()
    unlisted: tuple[DrillRecord, ...] = ()
    disputed: tuple[str, ...] = ()


@dataclass(frozen=True)
class LogEntry:
    """An entry of the log, with the cells of columns that drillplanner does not know."""

    status: EntryStatus
    record: DrillRecord
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> dict[str, str]:
        """Return the cells of its line that are not empty, by column."""
        cells = log_cells(self.status, self.record) | dict(self.more)
        return {column: cell for column, cell in cells.items() if cell}


@contextmanager
def locked_log(folder: Path) -> Iterator[None]:
    """Keep every other process from writing the log during the block, which reads and appends.

    Raises InputError: another process keeps the log for longer than ``LONGEST_WAIT``, or the folder of the log
    cannot be written.
    """
    # Imported here: only a command that writes an entry needs it.
    from filelock import FileLock, Timeout

    path = folder / LOCK_FILE
    lock = FileLock(path, timeout=LONGEST_WAIT)
    try:
        refuse_links_out(folder, (path.parent.name,))
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        message = f"another program has been writing the drill log for {LONGEST_WAIT} seconds; nothing was written"
        hint = "Wait until it is done, and try again. Is a command still asking something in another window?"
        raise InputError(Problem(LOG_FILE, None, message, maybe=hint)) from error
    except OSError as error:
        raise InputError(Problem(LOG_FILE, None, f"cannot be written: {error.strerror or error}")) from error
    try:
        remove_parts_in(path.parent)
        yield
    finally:
        lock.release()


def entered_fields(cells: Mapping[str, str], first_year: int) -> dict[str, str]:
    """Return the fields of the record among the cells of columns beyond those of every log, by name.

    Other columns are for people, and so is a cell that its field cannot hold: a log with a column "weather" may
    be older than the field. It stays in the log, and the field counts as missing.
    """
    if not cells:
        return {}
    # Imported here: most logs have no such column, and the data takes longer to read than a short log.
    from drillplanner.records.fields.loading import record_fields
    from drillplanner.records.fields.record_field import FieldOrigin
    from drillplanner.records.fields.values import read_value

    found = {}
    for column, cell in cells.items():
        asked = record_fields().get(column)
        if asked is None or asked.origin is not FieldOrigin.ENTERED:
            continue
        with suppress(ValueError):
            found[column] = read_value(asked, cell, first_year)
    return found


def log_cells(status: EntryStatus, record: DrillRecord) -> dict[str, str]:
    """Return the cells of an entry by column."""
    return {
        "drill_id": record.drill_id,
        "campus_id": record.campus_id,
        "drill_type": record.drill_type.value,
        "scenario": record.scenario_id or "",
        "date": record.date.isoformat(),
        "status": status.value,
        "start": f"{record.start:%H:%M}" if record.start else "",
        "minutes": str(record.minutes or ""),
        "recorded_by": record.recorded_by,
        "cause": record.cause.value if record.cause else "",
        "note": " ".join(record.note.split()),
        **record.fields,
    }


def escape_formula(cell: str) -> str:
    """Return the cell, changed so that no spreadsheet runs it as a formula."""
    return f"'{cell}" if _RUNS_AS_FORMULA.match(cell) else cell


def unescaped(cell: str) -> str:
    """Return the cell as it was before :func:`escape_formula`."""
    return cell[1:] if cell.startswith("'") and _RUNS_AS_FORMULA.match(cell[1:]) else cell
