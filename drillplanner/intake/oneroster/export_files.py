"""The files of a OneRoster export, from a folder or a ZIP archive: only those that are used, none too large.

Nothing is unpacked to disk. Archives may come from anyone, so these are refused: a name that leads out of the
archive, an archive with its files in folders, an encrypted archive, and a file that is too large.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.bounded import FileKind, read_file_if_any
from drillplanner.files.tables.archive import UnreadableArchiveError, opened_archive
from drillplanner.files.tables.table import Table, read_table

MANIFEST = "manifest.csv"
#: The tables that are used; all others of an export are ignored.
USED = ("orgs.csv", "academicSessions.csv", "users.csv", "roles.csv", "classes.csv")
#: The largest size of one table in bytes: several hundred thousand students.
MAXIMUM_TABLE_BYTES = 50_000_000
_MOST_MEMBERS = 1_000


def read_oneroster_tables(given: Path) -> tuple[Mapping[str, Table], tuple[str, ...]]:
    """Return the tables of the export by their names, and sentences on what its manifest leaves open.

    Raises InputError: the export cannot be read, has only changes ("delta"), has no orgs.csv, or its manifest
    names a table that is missing.
    """
    raw = _from_folder(given) if given.is_dir() else _from_archive(given)
    tables = {name: _table(content, given, name) for name, content in raw.items()}
    sentences = _checked_manifest(tables.pop(MANIFEST, None), tables, given)
    if "orgs.csv" not in tables:
        raise InputError(
            Problem(
                str(given),
                None,
                "the export holds no orgs.csv",
                allowed="orgs.csv, users.csv and others at its top",
            )
        )
    return tables, sentences


def _checked_manifest(manifest: Table | None, tables: Mapping[str, Table], given: Path) -> tuple[str, ...]:
    if manifest is None:
        return (f"{given} has no {MANIFEST}; it is taken as a whole ('bulk') export.",)
    missing = manifest.missing_columns(("propertyname", "value"))
    if missing:
        raise InputError(missing)
    sentences = []
    problems = []
    version = ""
    for row in manifest.rows:
        key, value = row.get("propertyname"), row.get("value").lower()
        name = f"{key.removeprefix('file.')}.csv"
        if key == "oneroster.version":
            version = value
        if not key.startswith("file.") or name not in USED:
            continue
        if value == "delta":
            problems.append(
                manifest.problem(
                    row,
                    f"{name} holds only what changed since another export ('delta'), so that much is missing",
                    row.get("value"),
                    "a whole export ('bulk')",
                )
            )
        elif value == "bulk" and name not in tables:
            problems.append(
                manifest.problem(row, f"{name} is announced and not there", row.get("value"), "absent")
            )
        elif value == "absent" and name in tables:
            sentences.append(
                f"{manifest.file}, line {row.line}: {name} is called absent, but is there and was read."
            )
    if problems:
        raise InputError(problems)
    if version not in {"1.1", "1.2"}:
        sentences.append(f"{manifest.file} names the OneRoster version '{version}'; it was read like 1.1 and 1.2.")
    return tuple(sentences)


def _table(content: bytes, given: Path, name: str) -> Table:
    try:
        return read_table(
            content,
            f"{given / name}",
            name,
            may_be_empty=True,
            at_most=MAXIMUM_TABLE_BYTES,
            may_have_title=False,
        )
    except InputError as error:
        raise InputError(without_cells(problem) for problem in error.problems) from None


def without_cells(problem: Problem) -> Problem:
    """Return the problem; for users.csv without the value, which may be a line with a student's name."""
    return replace(problem, value=None, maybe=None) if Path(problem.file).name == "users.csv" else problem


def _from_folder(given: Path) -> dict[str, bytes]:
    content_by_name = {}
    for name in (MANIFEST, *USED):
        path = given / name
        if (content := read_file_if_any(path, FileKind(MAXIMUM_TABLE_BYTES))) is not None:
            content_by_name[name] = content
    return content_by_name


def _from_archive(given: Path) -> dict[str, bytes]:
    try:
        with opened_archive(given) as archive:
            members = archive.infolist()
            _refuse_members(members, given)
            wanted = [member for member in members if member.filename in {MANIFEST, *USED}]
            return {member.filename: _member(archive, member, given) for member in wanted}
    except UnreadableArchiveError as error:
        raise InputError(
            Problem(
                str(given),
                None,
                f"the archive cannot be read: {error}",
                allowed="a ZIP archive without a password, or a folder",
            )
        ) from error


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, given: Path) -> bytes:
    # The sizes stated in the archive may be wrong, so no more than the limit is ever unpacked.
    with archive.open(member) as stream:
        raw = stream.read(MAXIMUM_TABLE_BYTES + 1)
    if len(raw) > MAXIMUM_TABLE_BYTES:
        raise InputError(
            Problem(
                f"{given / member.filename}",
                None,
                "the file is too large",
                None,
                f"at most {MAXIMUM_TABLE_BYTES} bytes",
            )
        )
    return raw


def _refuse_members(members: list[zipfile.ZipInfo], given: Path) -> None:
    if len(members) > _MOST_MEMBERS:
        raise InputError(
            Problem(str(given), None, f"the archive has {len(members)} files", None, f"at most {_MOST_MEMBERS}")
        )
    names = [member.filename for member in members]
    for name in names:
        parts = {*PurePosixPath(name).parts, *PureWindowsPath(name).parts}
        if ".." in parts or PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor:
            raise InputError(
                Problem(
                    str(given), None, "a file of the archive leads out of it", name, "plain names such as orgs.csv"
                )
            )
    repeated = next((name for name in names if name in USED and names.count(name) > 1), None)
    if repeated is not None:
        raise InputError(Problem(str(given), None, "the archive holds a file twice", repeated, "each file once"))
    nested = next((name for name in names if name.endswith("/orgs.csv")), None)
    if nested is not None and "orgs.csv" not in names:
        raise InputError(
            Problem(str(given), None, "the files lie in a folder of the archive", nested, "orgs.csv at the top")
        )
