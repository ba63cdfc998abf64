"""Grades from PK to 12, and the five grade bands; how people write grades is in ``grade_spellings.py``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

#: All grades in order. "PK" stands for every kind of pre-kindergarten.
GRADES: tuple[str, ...] = ("PK", "K", *(str(number) for number in range(1, 13)))

_ORDER = {grade: position for position, grade in enumerate(GRADES)}
_SPELLINGS = {"PREK": "PK", "PRE-K": "PK", "P": "PK", "KG": "K", "0": "K", "KINDERGARTEN": "K"}
_SUFFIX = re.compile(r"(?<=\d)(?:ST|ND|RD|TH)$")

ALLOWED_GRADES = 'PK, K, 1 to 12; spans and lists such as "PK-5", "TK-5", "K,1,2", "9-12"'


class GradeBand(StrEnum):
    """A span of grades that share one script."""

    PK_K = "PK-K"
    GRADES_1_2 = "1-2"
    GRADES_3_5 = "3-5"
    GRADES_6_8 = "6-8"
    GRADES_9_12 = "9-12"


_BANDS = {
    GradeBand.PK_K: ("PK", "K"),
    GradeBand.GRADES_1_2: ("1", "2"),
    GradeBand.GRADES_3_5: ("3", "4", "5"),
    GradeBand.GRADES_6_8: ("6", "7", "8"),
    GradeBand.GRADES_9_12: ("9", "10", "11", "12"),
}


def parse_grade(text: str) -> str:
    """Return the grade for any common spelling ("8th", "Pre-K", "kg").

    Raises ValueError for anything else.
    """
    spelled = _SUFFIX.sub("", text.strip().upper())
    spelled = _SPELLINGS.get(spelled, spelled.lstrip("0") or spelled)
    if spelled not in _ORDER:
        raise ValueError(f"'{text.strip()}' is not a grade")
    return spelled


def sort_grades(grades: set[str] | frozenset[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Return the grades in school order."""
    return tuple(sorted(set(grades), key=_ORDER.__getitem__))


def format_grades(grades: tuple[str, ...], names: Mapping[str, str] | None = None) -> str:
    """Return the shortest common spelling: "K-2" for ("K", "1", "2"), with a comma at each gap.

    ``names`` are words of a district's own for some grades; with {"K": "TK-K"} it is "TK-2".
    """
    return ",".join(_run_text(run, names or {}) for run in runs_of_grades(grades))


def runs_of_grades(grades: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the grades in school order, cut at each gap: ("K", "1", "3") gives ("K", "1") and ("3",)."""
    runs: list[list[str]] = []
    for grade in sort_grades(frozenset(grades)):
        if runs and _ORDER[grade] == _ORDER[runs[-1][-1]] + 1:
            runs[-1].append(grade)
        else:
            runs.append([grade])
    return tuple(map(tuple, runs))


def _run_text(run: tuple[str, ...], names: Mapping[str, str]) -> str:
    first, last = names.get(run[0], run[0]), names.get(run[-1], run[-1])
    return first if len(run) == 1 else f"{first.split('-')[0]}-{last.split('-')[-1]}"


def grades_in(bands: tuple[GradeBand, ...]) -> tuple[str, ...]:
    """Return the grades of the bands, in school order."""
    return sort_grades(tuple(grade for band in bands for grade in _BANDS[band]))


def bands_of(grades: tuple[str, ...]) -> tuple[GradeBand, ...]:
    """Return the bands that contain any of the grades, youngest first."""
    return tuple(band for band, members in _BANDS.items() if set(members) & set(grades))
