"""Grades as school districts write them ("TK-5", "Gr. 6-8", "Kindergarten to Grade 5"); ``grade_spellings.yaml``.

A text is a list of grades and spans. What it says beyond the grades PK to 12 (transitional kindergarten, ungraded
classes) is kept: as the word that readers see, and as a sentence on how it is counted. What may mean two things is
refused with a question; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model.base import Frozen
from drillplanner.model.grades import GRADES, parse_grade, sort_grades

_FILE = "grade_spellings.yaml"
_ORDER = {grade: position for position, grade in enumerate(GRADES)}
_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_DASHES = re.compile("[‐‑‒–—―−]")
_FILLERS = re.compile(r"\b(?:grades?|grade levels?|levels?|grs?|gds?|schools?|students|serving)(?![a-z])[.:]?")
_THROUGH = re.compile(r"\s*\b(?:to|through|thru|until|up to)\b\s*")
_AND = re.compile(r"&|\band\b|[,;/|\s]")
_ABOVE_12 = re.compile(r"\b(12)(?:th)?\s?\+")
#: "PK 3-5" may be ages, the span from classes for children of 3 years to grade 5, or PK and grades 3 to 5.
_AGES_OR_GRADES = re.compile(r"\b(?:pre-? ?k|pk|preschool) ([34]) ?- ?(\d+)")
#: "pre-k 3", "PreK4": an age. "PreK-3" is a span.
_AGED_PREKINDERGARTEN = re.compile(r"\b(?:pre-? ?k(?:indergarten)?|pk|preschool) ?\(?([34])\)?(?![0-9a-z])")
#: "(ages 3-5)" beside a word for a class; alone it names no grade.
_AGES = re.compile(r"\(?\bages? \d{1,2}(?: ?(?:-|to|and|&) ?\d{1,2})?(?: years?)?\)?")
_BRACKETS = re.compile(r"[()\[\]]")
#: A spelling up to this length is shown as the district writes it, in capitals.
_SHORT = 4
#: Names of one class of kindergarten that are also a hasty K-1 to K-5.
_CLASS_OR_SPAN = re.compile(r"k([1-5])")
#: A whole school written without its dash. There is no kindergarten for children of 6 and more.
_SPAN_WITHOUT_DASH = re.compile(r"(pk|k)\s?(6|7|8|9|10|11|12)(?:th)?")
_TOKEN = re.compile(r"@(\d+)@")


class _Spelling(Frozen):
    """One meaning in ``grade_spellings.yaml``; its fields are explained at the head of that file.

    ``joined``: the class is a part of its grade, so that "TK" and "K" both name kindergarten. ``end_only`` is the
    grade that it stands for at the end of a span. ``alone`` is what to do if a text says nothing else.
    """

    grade: str | None = None
    end_only: str | None = None
    shown: str = ""
    joined: bool = False
    words: tuple[str, ...]
    counted: str = ""
    alone: str = ""


@dataclass(frozen=True)
class GradesRead:
    """The grades of a text, each once and in school order.

    ``names`` are the district's own words for some of them ({"K": "TK-K"}), as :func:`format_grades` takes them;
    ``counted`` are sentences on what is counted as another grade.
    """

    grades: tuple[str, ...]
    names: dict[str, str] = field(default_factory=dict)
    counted: tuple[str, ...] = ()


@cache
def _spellings() -> tuple[_Spelling, ...]:
    return parse_as(tuple[_Spelling, ...], read_document(Path(__file__).with_name(_FILE), _FILE))


@cache
def _meaning_of_word() -> dict[str, int]:
    """Return the positions of spellings by word, with spaces for dashes."""
    return {word: position for position, spelling in enumerate(_spellings()) for word in spelling.words}


@cache
def _word_pattern() -> re.Pattern[str]:
    longest_first = sorted(_meaning_of_word(), key=len, reverse=True)
    forms = (re.escape(word).replace(r"\ ", "[- ]?") for word in longest_first)
    return re.compile(rf"(?<![a-z0-9@])(?:{'|'.join(forms)})(?![a-z0-9@])")


@cache
def _position_of(spelled: str) -> int:
    """Return the meaning of a spelling that the pattern found in a text."""
    known = _meaning_of_word()
    if spelled in known:
        return known[spelled]
    bare = re.sub("[- ]", "", spelled)
    return next(position for word, position in known.items() if word.replace(" ", "") == bare)


@dataclass(frozen=True)
class _Word:
    """A spelling as a text has it."""

    spelling: _Spelling
    written: str

    @property
    def shown(self) -> str:
        is_short = self.written.isalnum() and len(self.written) <= _SHORT
        return self.written.upper() if self.spelling.shown and is_short else self.spelling.shown


def parse_grades(text: str) -> tuple[str, ...]:
    """Return the grades of a span or list ("PK-5", "K,1,2", "TK-8th"), each once, in school order.

    Raises ValueError: as :func:`read_grades`.
    """
    return read_grades(text).grades


@lru_cache(maxsize=4096)
def read_grades(text: str) -> GradesRead:
    """Return the grades of a span or list in any spelling that districts use.

    Raises ValueError for an unknown word, an empty text, a span that runs backwards, and a text that may mean two
    things; its message says what to write.
    """
    # A spreadsheet keeps "09-12" from becoming a date with an apostrophe in front.
    plain = " ".join(_DASHES.sub("-", text).casefold().replace("\n", ",").split()).strip(" .'")
    _refuse_two_meanings(text, plain)
    if _SPAN_WITHOUT_DASH.fullmatch(plain):
        plain = _SPAN_WITHOUT_DASH.sub(r"\1-\2", plain)
    plain = _BRACKETS.sub(" ", _AGES.sub(" ", plain))
    plain = _ABOVE_12.sub("12plus", _AGED_PREKINDERGARTEN.sub(r"pk\1", plain))
    words: list[_Word] = []

    def token(match: re.Match[str]) -> str:
        words.append(_Word(_spellings()[_position_of(match[0])], match[0]))
        return f"@{len(words) - 1}@"

    coded = _THROUGH.sub("-", _FILLERS.sub(" ", _word_pattern().sub(token, plain.replace("@", "?"))))
    listed: set[str] = set()
    for item in _AND.split(re.sub(r"\s*-\s*", "-", coded)):
        if item:
            listed.update(_grades_of_item(item, text, words))
    if not listed:
        alone = next((word.spelling.alone for word in words if word.spelling.alone), "no grade is given")
        raise ValueError(alone)
    grades = sort_grades(listed)
    counted = tuple(dict.fromkeys(word.spelling.counted for word in words if word.spelling.counted))
    return GradesRead(grades, _names(words, grades), counted)


def grade_of_heading(word: str) -> str | None:
    """Return the grade that a column's heading names in one word ("kg", "ps", "3rd"); None if it names none."""
    if word in _meaning_of_word():
        return _spellings()[_meaning_of_word()[word]].grade
    try:
        return parse_grade(word)
    except ValueError:
        return None


def _refuse_two_meanings(text: str, plain: str) -> None:
    """Raise ValueError if the text may mean two things."""
    if match := _AGES_OR_GRADES.search(plain):
        raise ValueError(
            f"'{text.strip()}' may be ages or grades; write PK-{match[2]} for the span of grades, "
            f"PK,{match[1]}-{match[2]} for PK and these grades, or PK for ages"
        )
    if match := _CLASS_OR_SPAN.fullmatch(plain):
        highest = match[1]
        one_class = "K" if highest in ("2", "5") else "PK"
        raise ValueError(
            f"'{text.strip()}' may be one class of kindergarten or grades K-{highest}; write {one_class} or "
            f"K-{highest}"
        )


def _grades_of_item(item: str, text: str, words: list[_Word]) -> set[str]:
    """Return the grades of one item of a list: a grade or a span; none for a word such as "ungraded"."""
    parts = item.split("-")
    if all(part in _ROMANS for part in parts) and len(parts) > 1:  # a lone X or V is a mark, not a grade
        parts = [str(_ROMANS.index(part) + 1) for part in parts]
    if len(parts) == 1:
        grade = _grade(item, text, words)
        return set() if grade is None else {grade}
    ends = [_grade(part, text, words, at_end=number == len(parts)) for number, part in enumerate(parts, start=1)]
    positions = [_ORDER[end] for end in ends if end is not None]
    has_steps = len(parts) > 2  # "4-5-6" is a list
    is_span = (
        positions == list(range(positions[0], positions[0] + len(parts)))
        if has_steps
        else (len(positions) == 2 and positions[0] <= positions[1])
    )
    if not is_span:
        raise ValueError(f"'{_as_written(item, text)}' is not a span of grades from low to high")
    return set(GRADES[positions[0] : positions[-1] + 1])


def _grade(word: str, text: str, words: list[_Word], at_end: bool = False) -> str | None:
    """Return the grade that a word names; None if it is known and names none. Raises ValueError: it is unknown."""
    if match := _TOKEN.fullmatch(word):
        spelling = words[int(match[1])].spelling
        return spelling.grade or (spelling.end_only if at_end else None)
    if word in _ORDINALS:
        return str(_ORDINALS.index(word) + 1)
    try:
        return parse_grade(word)
    except ValueError:
        raise ValueError(f"'{_as_written(word, text)}' is not a grade") from None


def _as_written(part: str, text: str) -> str:
    """Return a part of a text for a message, as written; the whole text if words of the part were replaced."""
    start = text.casefold().find(part.strip())
    return text.strip() if "@" in part or not part.strip(" -") or start < 0 else text[start : start + len(part)]


def _names(words: list[_Word], grades: tuple[str, ...]) -> dict[str, str]:
    """Return the words that readers see for grades that the text calls by one word of its own."""
    names: dict[str, str] = {}
    for grade in grades:
        spelled = [word for word in words if word.spelling.grade == grade]
        own = {word.shown: word.spelling for word in spelled if word.spelling.shown}
        is_also_plain = any(not word.spelling.shown for word in spelled)
        for shown, spelling in own.items() if len(own) == 1 else ():
            if spelling.joined:
                names[grade] = f"{shown}-{grade}" if is_also_plain or len(grades) > 1 else shown
            elif not is_also_plain:
                names[grade] = shown
    return names
