"""The files of each bell schedule in a folder: YAML files, pasted lists, ``.bell`` files, and folders of these.

A school in the ``.bell`` format is a folder with ``schedules.bell``, ``calendar.bell``, and ``meta.json``, or one
file with all of it.
"""

from __future__ import annotations

import json
import posixpath
from dataclasses import dataclass
from pathlib import PurePosixPath

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.yaml_document import YAML_ENDINGS
from drillplanner.intake.bells.bell_lists import LIST_ENDINGS, is_bell_list
from drillplanner.intake.bells.bell_school import BellSchool, bell_school
from drillplanner.intake.bells.bell_text import BellText, read_bell_text

#: The files of a school's folder in the ``.bell`` format.
SCHEDULES_FILE, CALENDAR_FILE, META_FILE = "schedules.bell", "calendar.bell", "meta.json"
BELL_ENDING = ".bell"


@dataclass(frozen=True)
class BellSource:
    """The files of one bell schedule, by their names in the workspace."""

    bell_schedule_id: str
    files: tuple[str, ...]

    @property
    def is_yaml(self) -> bool:
        """Check whether the bell schedule is a YAML file."""
        return PurePosixPath(self.files[0]).suffix.lower() in YAML_ENDINGS

    @property
    def is_list(self) -> bool:
        """Check whether the bell schedule is a list pasted into a text file."""
        return PurePosixPath(self.files[0]).suffix.lower() in LIST_ENDINGS


def bell_sources(files: InputFolder, link: Link) -> tuple[tuple[BellSource, ...], tuple[str, ...]]:
    """Return the bell schedules of a folder, and the names of files that are not bell schedules.

    Raises InputError: the folder cannot be read.
    """
    folder = PurePosixPath(link.target)
    sources: list[BellSource] = []
    others: list[str] = []
    names = files.names_in(link)
    school_files = {CALENDAR_FILE, META_FILE} if SCHEDULES_FILE in names else {META_FILE}
    for name in names:
        path = (folder / name).as_posix()
        ending = PurePosixPath(name).suffix.lower()
        if files.path_of(Link(path)).is_dir():
            files_of_folder = _school_files(files.names_in(Link(path)), PurePosixPath(path))
            if files_of_folder:
                sources.append(BellSource(name, files_of_folder))
            else:
                others.append(path)
        elif (
            ending in YAML_ENDINGS
            or (ending == BELL_ENDING and name not in {*school_files, SCHEDULES_FILE})
            or (ending in LIST_ENDINGS and is_bell_list(files.read(Link(path)), path))
        ):
            sources.append(BellSource(PurePosixPath(name).stem, (path,)))
        elif name == SCHEDULES_FILE:
            sources.append(BellSource(PurePosixPath(name).stem, _school_files(names, folder)))
        elif name not in school_files or SCHEDULES_FILE not in names:
            others.append(path)
    return tuple(sources), tuple(others)


def _school_files(names: tuple[str, ...], folder: PurePosixPath) -> tuple[str, ...]:
    if SCHEDULES_FILE not in names:
        return ()
    return tuple(
        (folder / name).as_posix() for name in (SCHEDULES_FILE, CALENDAR_FILE, META_FILE) if name in names
    )


def read_bell_school(files: InputFolder, source: BellSource, folder: str) -> BellSchool:
    """Return what the files of one school give; ``folder`` has all bell schedules. Problems of lines are in the
    value.

    Raises InputError: a file cannot be read.
    """
    text, name = BellText(), source.bell_schedule_id
    for file in source.files:
        if PurePosixPath(file).name == META_FILE:
            name = _name_in(files.read(Link(file)), file) or name
        else:
            shown, raw = _content_or_link_target(files, file, folder)
            read_bell_text(raw, shown, text)
    return bell_school(text, source.bell_schedule_id, name, source.files[0])


def _content_or_link_target(files: InputFolder, file: str, folder: str) -> tuple[str, bytes]:
    """Return the name and bytes of a file, or of the file to which it leads.

    On a system without symbolic links, a checkout replaces a link by a file that contains only the other file's
    name.
    """
    raw = files.read(Link(file))
    words = raw.decode("utf-8", "replace").split()
    if len(words) != 1 or not words[0].endswith(BELL_ENDING):
        return file, raw
    target = posixpath.normpath(posixpath.join(posixpath.dirname(file), words[0]))
    if folder != "." and not target.startswith(f"{folder}/"):
        raise InputError(
            Problem(
                file, 1, "the file leads out of the folder of bell schedules", words[0], "a file of this folder"
            )
        )
    return target, files.read(Link(target, named_in=file, line=1))


def _name_in(raw: bytes, file: str) -> str:
    """Return the school's name in ``meta.json``; nothing else in the file is used."""
    try:
        meta = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(Problem(file, None, "the file is not UTF-8 text")) from error
    except (json.JSONDecodeError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise InputError(
            Problem(file, line, "this is not valid JSON", allowed='{"name": "the school"}')
        ) from error
    name = meta.get("name") if isinstance(meta, dict) else None
    return " ".join(name.split()) if isinstance(name, str) else ""
