"""Opening a database: connection settings, bringing an older one up to date, and refusing a newer one."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from drillplanner.files.errors import InputError, Problem
from drillplanner.store.django_setup import LABEL, set_up
from drillplanner.store.network_drive import refuse_network_drive
from drillplanner.store.place import RecordsPlace

#: Seconds to wait for another process that writes.
LONGEST_WAIT = 30
#: The least settings that Django asks of each database.
_DEFAULTS: dict[str, Any] = {
    "ATOMIC_REQUESTS": False,
    "AUTOCOMMIT": True,
    "CONN_MAX_AGE": None,
    "CONN_HEALTH_CHECKS": False,
    "TIME_ZONE": None,
    "USER": "",
    "PASSWORD": "",
    "HOST": "",
    "PORT": "",
    "TEST": {"CHARSET": None, "COLLATION": None, "MIGRATE": True, "MIRROR": None, "NAME": None},
}
#: A process that makes or changes the tables on PostgreSQL holds this lock.
_MIGRATION_LOCK = 0x6472696C6C


def open_database(place: RecordsPlace) -> str:
    """Open the database, and return the name by which Django knows it.

    A new one gets its tables, and an older one is brought up to date.

    Raises InputError: it cannot be opened, was made by a newer drillplanner, or is a file on a network drive.
    """
    set_up()
    from django.db import connections

    alias = _alias(place)
    if alias not in connections.databases:
        connections.databases[alias] = _DEFAULTS | _settings(place)
    with database_errors(place):
        if _missing_versions(alias, place):
            _bring_up_to_date(alias, place)
    return alias


def close_database(place: RecordsPlace) -> None:
    """Close the connection of this thread to the database, if there is one."""
    from django.db import connections

    alias = _alias(place)
    if alias in connections.databases:
        connections[alias].close()


def _alias(place: RecordsPlace) -> str:
    return place.address or f"{'archive' if place.is_archived else 'file'}:{place.file.resolve()}"


@contextmanager
def database_errors(place: RecordsPlace) -> Iterator[None]:
    """Turn an error of the database into an InputError that names the place, without its password."""
    from django.db import Error

    try:
        yield
    except (Error, UnicodeDecodeError) as error:
        # Python cannot read what SQLite says of a file whose table definitions are damaged.
        is_unreadable = isinstance(error, UnicodeDecodeError)
        reason = "the file is malformed" if is_unreadable else " ".join(str(error).split()) or type(error).__name__
        message = f"the records cannot be read or written, and nothing was recorded: {reason}"
        raise InputError(Problem(place.shown, None, message, maybe=_advice(reason))) from error


def _advice(reason: str) -> str | None:
    """Return what to do about an error, for those that people meet."""
    advice = {
        "full": "Make room on the disk, and record again.",
        "locked": "Another program is writing. Wait until it is done, and try again.",
        "not a database": "Put the file back from a backup ('drillplanner records backup' makes one).",
        "malformed": "Put the file back from a backup ('drillplanner records backup' makes one).",
        "unable to open": "Is it a folder, or a copy made while someone recorded? Copy it to where you can write.",
        "readonly": "The file or its folder is write-protected; ask whoever looks after this computer.",
    }
    return next((text for word, text in advice.items() if word in reason), None)


def _settings(place: RecordsPlace) -> dict[str, Any]:
    if place.address:
        return _server(place)
    if place.is_archived:
        return _archived_file(place)
    refuse_network_drive(place.file)
    place.file.parent.mkdir(parents=True, exist_ok=True)
    return _file(place)


def _archived_file(place: RecordsPlace) -> dict[str, Any]:
    """Return the settings for a file that cannot be changed: nothing is written beside it either.

    Entries that are still in the log of SQLite (``-wal``) are read from there; without one, nobody has the file
    open, and SQLite needs no locks.
    """
    wal = place.file.with_name(f"{place.file.name}-wal")
    is_closed = not wal.exists() or wal.stat().st_size == 0
    how = "mode=ro&immutable=1" if is_closed else "mode=ro"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"{place.file.resolve().as_uri()}?{how}",
        "OPTIONS": {"init_command": "PRAGMA query_only=ON; PRAGMA trusted_schema=OFF", "timeout": LONGEST_WAIT},
    }


def _file(place: RecordsPlace) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(place.file),
        "OPTIONS": {
            # A writer takes its lock when it begins: two that read first could both wait for the other.
            "transaction_mode": "IMMEDIATE",
            # FULL: what was answered "Recorded" survives a power cut.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF",
            "timeout": LONGEST_WAIT,
        },
    }


def _server(place: RecordsPlace) -> dict[str, Any]:
    try:
        from psycopg import ProgrammingError
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        message = "records on a PostgreSQL server need one more package"
        hint = "Install it: pip install 'drillplanner[postgres]'"
        raise InputError(Problem(place.shown, None, message, maybe=hint)) from error
    try:
        parts = dict(conninfo_to_dict(place.address))
    except ProgrammingError:
        # Its own message may show the password.
        message = "this address of a PostgreSQL database cannot be read: a setting after '?' is unknown or wrong"
        raise InputError(Problem(place.shown, None, message)) from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "") or "",
        "USER": parts.pop("user", "") or "",
        "PASSWORD": parts.pop("password", "") or "",
        "HOST": parts.pop("host", "") or "",
        "PORT": str(parts.pop("port", "") or ""),
        "OPTIONS": {"connect_timeout": LONGEST_WAIT} | parts,
    }


def _missing_versions(alias: str, place: RecordsPlace) -> bool:
    """Check whether the tables lack a version. Raises InputError if they have one that we do not know."""
    from drillplanner.store import migrations

    known = {module.name for module in pkgutil.iter_modules(migrations.__path__)}
    applied = _applied_versions(alias)
    if unknown := sorted(applied - known):
        message = (
            f"these records were written by a newer drillplanner (they have {unknown[-1]}); nothing was changed"
        )
        raise InputError(Problem(place.shown, None, message, maybe="Update: pip install --upgrade drillplanner"))
    return known != applied


def _applied_versions(alias: str) -> set[str]:
    """Return the versions that the tables have. Django's own way loads all that changes tables."""
    from django.db import connections

    connection = connections[alias]
    if "django_migrations" not in connection.introspection.table_names():
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations WHERE app = %s", [LABEL])
        return {str(name) for (name,) in cursor.fetchall()}


def _bring_up_to_date(alias: str, place: RecordsPlace) -> None:
    from django.core.management import call_command

    with _only_one_changes_tables(alias, place):
        # Another process may have done it meanwhile.
        if _missing_versions(alias, place):
            call_command("migrate", LABEL, database=alias, verbosity=0, interactive=False)


@contextmanager
def _only_one_changes_tables(alias: str, place: RecordsPlace) -> Iterator[None]:
    """Let no other process make or change the tables during the block.

    Raises InputError: another one does for longer than ``LONGEST_WAIT``.
    """
    if not place.address:
        # Imported here: only a database that lacks tables needs it.
        from filelock import FileLock, Timeout

        try:
            with FileLock(place.file.with_name(f".{place.file.name}.lock"), timeout=LONGEST_WAIT):
                yield
        except Timeout as error:
            message = f"another program has been making these records for {LONGEST_WAIT} seconds"
            hint = "Wait until it is done, and try again."
            raise InputError(Problem(place.shown, None, message, maybe=hint)) from error
        return
    from django.db import connections

    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATION_LOCK])
