"""Where the records of a workspace are kept; known without loading Django.

``DRILLPLANNER_RECORDS`` holds the address of a PostgreSQL database, or ``DRILLPLANNER_RECORDS_FILE`` the name of a
file with it, so that a password is neither in ``district.yaml`` nor in the list of processes. Without them records
are in the folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import NOTE, read_file
from drillplanner.store.write_protected import is_write_protected

VARIABLE = "DRILLPLANNER_RECORDS"
FILE_VARIABLE = "DRILLPLANNER_RECORDS_FILE"
DATABASE_FILE = "records/drills.sqlite"
_SCHEMES = ("postgresql", "postgres")
_EXAMPLE = "postgresql://user:password@host:5432/database"
_ESCAPES = "In the password, write %25 for %, %40 for @, %2F for /, %3A for :, %23 for #, and %3F for ?."
#: A name or a number in brackets, and a port.
_HOST = re.compile(r"(\[[^]]*\]|[^:]*)(:[0-9]*)?")
#: PostgreSQL cuts longer names of databases.
_LONGEST_NAME = 63
#: Whether records are in the folder, whatever the environment says.
_IN_FOLDER: ContextVar[bool] = ContextVar("records are in the folder", default=False)


@dataclass(frozen=True)
class RecordsPlace:
    """A database: a SQLite file, or the address (with its password) of one on a server."""

    file: Path
    address: str = ""

    @property
    def shown(self) -> str:
        """Return the place as messages name it, without a password."""
        if not self.address:
            return DATABASE_FILE
        parts = urlsplit(self.address)
        return f"postgresql://{parts.hostname or ''}{parts.path}"

    @property
    def exists(self) -> bool:
        """Return whether there may be records: a server is asked when it is opened.

        A file without a byte has none; opening it would make it a database, as if nothing had been recorded.
        """
        return bool(self.address) or (self.file.exists() and not _is_empty(self.file))

    @cached_property
    def is_archived(self) -> bool:
        """Return whether the records are a file that cannot be changed: they are read as they are."""
        return not self.address and self.file.exists() and is_write_protected(self.file)


@dataclass(frozen=True)
class DistrictOfRecords:
    """The district whose records are meant: a server keeps those of many, and of several years."""

    name: str
    state: str
    year: str


def _is_empty(path: Path) -> bool:
    return path.is_file() and path.stat().st_size == 0


@contextmanager
def kept_in_folder() -> Iterator[None]:
    """Keep records in the folder during the block, for a copy of a workspace that brings its own."""
    before = _IN_FOLDER.set(True)
    try:
        yield
    finally:
        _IN_FOLDER.reset(before)


def place_of(folder: Path) -> RecordsPlace:
    """Return where the records of the workspace are kept.

    Raises InputError: the address is none of PostgreSQL, or the file with it cannot be read.
    """
    if _IN_FOLDER.get():
        return RecordsPlace(folder / DATABASE_FILE)
    address = os.environ.get(VARIABLE, "").strip()
    named = VARIABLE
    if not address and (name := os.environ.get(FILE_VARIABLE, "").strip()):
        named = name
        try:
            address = read_file(Path(name), NOTE).decode("utf-8-sig").strip()
        except InputError as error:
            reason = error.problems[0]
            message = f"the file that {FILE_VARIABLE} names cannot be used: {reason.message}"
            raise InputError(Problem(name, None, message, allowed=reason.allowed, maybe=reason.maybe)) from error
        except UnicodeDecodeError as error:
            message = f"the file that {FILE_VARIABLE} names is not UTF-8 text"
            raise InputError(Problem(name, None, message, maybe="Save it again as UTF-8.")) from error
    if address and not _is_address(address):
        # The value is not shown: it may hold a password.
        message = "this is no address of a PostgreSQL database"
        raise InputError(Problem(named, None, message, allowed=_EXAMPLE, maybe=_ESCAPES))
    return RecordsPlace(folder / DATABASE_FILE, address)


def _is_address(address: str) -> bool:
    """Check whether an address is one of PostgreSQL that can be read in one way only.

    A bare @, /, or % of a password would make a piece of it the host or the database, which messages name.
    """
    if re.search("%(?![0-9A-Fa-f]{2})", address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        # A message of Python's own would show the password.
        return False
    after_host = parts.path + parts.query + parts.fragment
    hosts = parts.netloc.rpartition("@")[2].split(",")
    return (
        parts.scheme in _SCHEMES
        and bool(parts.hostname)
        and all(_HOST.fullmatch(host) for host in hosts)
        and parts.netloc.count("@") <= 1
        and "@" not in after_host
        and 1 <= len(parts.path.strip("/")) <= _LONGEST_NAME
    )
