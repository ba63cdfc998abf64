"""The calendar of each district, found in a folder of files that are named after districts.

A name means a district by its LEAID ("4807380 calendar.pdf"), by its number in its own state ("109901.ics"), or by
its name, with words such as "calendar" and "2026-27" left aside. A file that means no district, or several, is not
used, and is listed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.phrases import comparable
from drillplanner.files.read_result import listed
from drillplanner.intake.whole_state.directory import NotTaken, StateDistrict

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[a-z0-9]+")
#: A school year, or a year, in the name of a file.
_YEAR = re.compile(r"20\d\d(?:[-_– ]?(?:20)?\d\d)?(?!\d)")
#: Words of a file's name that say what it is, and not whose.
_NOT_A_NAME = frozenset({"academic", "calendar", "calendars", "final", "board", "approved", "the", "of", "sy"})
#: What districts are called in general; a name without it still means its district where only one has it.
_GENERAL = frozenset(
    {"school", "schools", "district", "districts", "public", "independent", "unified", "consolidated", "community"}
    | {"isd", "cisd", "usd", "cusd", "sd", "csd", "unit", "township", "borough", "no"}
)
_FEWEST_DIGITS = 4


@dataclass(frozen=True)
class StateCalendars:
    """The calendar file of each district that has one, by LEAID, and the files that are not used."""

    by_leaid: Mapping[str, Path]
    not_used: tuple[NotTaken, ...]


def find_calendars(folder: Path, districts: Iterable[StateDistrict]) -> StateCalendars:
    """Match the files of a folder with districts; hidden files are passed over.

    Raises InputError: there is no such folder.
    """
    if not folder.is_dir():
        raise InputError(
            Problem(str(folder), None, "there is no such folder", allowed="a folder of calendars, or none")
        )
    names = _DistrictNames(districts)
    files = InputFolder(folder)
    found: dict[str, list[Path]] = defaultdict(list)
    not_used: list[NotTaken] = []
    for name in files.names_in(Link(".")):
        path = folder / name
        if name.startswith("."):
            continue
        if path.is_dir():
            not_used.append(_unused(path, "a folder; put the calendars into the folder itself"))
            continue
        meant = names.meant(Path(name).stem)
        if len(meant) == 1:
            found[meant[0]].append(path)
        elif meant:
            choices = listed((names.label(leaid) for leaid in meant), 4)
            not_used.append(_unused(path, f"the name means several districts: {choices}. Name it by the LEAID."))
        else:
            not_used.append(_unused(path, "the name means no district of the directory. Name it by the LEAID."))
    for leaid, paths in found.items():
        if len(paths) > 1:
            several = listed(path.name for path in paths)
            not_used.extend(
                _unused(path, f"several files mean {names.label(leaid)}: {several}. Keep one.") for path in paths
            )
    by_leaid = {leaid: paths[0] for leaid, paths in found.items() if len(paths) == 1}
    return StateCalendars(by_leaid, tuple(not_used))


def _unused(path: Path, reason: str) -> NotTaken:
    return NotTaken(what="calendar", name=path.name, reason=reason, file=str(path))


class _DistrictNames:
    """The numbers and names by which the name of a file means a district."""

    def __init__(self, districts: Iterable[StateDistrict]) -> None:
        self._label: dict[str, str] = {}
        self._by_number: dict[str, list[str]] = defaultdict(list)
        self._by_words: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._by_own_words: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for district in districts:
            self._label[district.leaid] = f"{district.name} ({district.leaid})"
            for number in {district.leaid, _digits(district.state_number)}:
                self._by_number[number].append(district.leaid)
            words = _words(district.name)
            self._by_words[words].append(district.leaid)
            self._by_own_words[_own_words(words)].append(district.leaid)

    def label(self, leaid: str) -> str:
        """Return a district as a choice: its name and LEAID."""
        return self._label[leaid]

    def meant(self, stem: str) -> list[str]:
        """Return the LEAIDs of the districts that a file's name without its ending may mean."""
        for number in _NUMBER.findall(stem):
            if number in self._label:
                return [number]
        text = _YEAR.sub(" ", stem)
        by_number = [
            leaid
            for number in _NUMBER.findall(text)
            if len(number) >= _FEWEST_DIGITS
            for leaid in self._by_number.get(number, ())
        ]
        if by_number:
            return by_number
        words = _words(text)
        whole = self._by_words.get(words, [])
        own = _own_words(words)
        return whole or (self._by_own_words.get(own, []) if own else [])


def _digits(number: str) -> str:
    return "".join(_NUMBER.findall(number))


def _words(name: str) -> tuple[str, ...]:
    return tuple(word for word in _WORD.findall(comparable(name)) if word not in _NOT_A_NAME)


def _own_words(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _GENERAL)
