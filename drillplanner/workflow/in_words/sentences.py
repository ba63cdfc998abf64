"""One sentence about a drill, split into its fields: "Lake Avenue, fire, 10/7, 11:30 am, 6 minutes".

Commas help and are not needed. What names no field is kept as a note, so that nothing that was said is lost.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, cached_property
from math import floor
from pathlib import Path

from drillplanner.files.phrases import Phrases, comparable
from drillplanner.files.written.dates import MONTH_NAME
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.intake.schools.names.known_school import TextOfName
from drillplanner.model import Frozen
from drillplanner.records import causes_in, without_causes
from drillplanner.workflow.in_words.drill_in_words import DrillInWords, SpokenDrill
from drillplanner.workflow.in_words.schools_and_kinds import SchoolsInWords, kinds_meant

_MONTH = MONTH_NAME + r"\.?"
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+"
_DAY = (
    rf"(?:{_WEEKDAY})?(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+20\d\d)?|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:\s+20\d\d)?)"
    r"|today|yesterday"
)
_INSTEAD = re.compile(
    rf"\b(?:instead of|planned for|planned on|was due|moved from)\s+(?P<day>{_DAY})\b", re.IGNORECASE
)
_ON = re.compile(rf"\b(?:on\s+)?(?P<day>{_DAY})(?![\d/])", re.IGNORECASE)
_HOUR = r"\s*-?\s*(?:hours?|hrs?|h)\b"
_MINUTE = r"\s*-?\s*(?:minutes?|mins?)\b"
_SECOND = r"\s*-?\s*(?:seconds?|secs?|s)\b"
_DURATION = re.compile(
    rf"\b(?:for |took |lasted )?(?P<duration>(?P<clock>\d{{1,3}}:[0-5]\d){_MINUTE}"
    rf"|(?:(?P<hours>\d){_HOUR}\s*(?:and\s+)?)?"
    rf"(?P<minutes>\d{{1,4}})(?P<part>\.\d+|\s+1/2|\s?½)?{_MINUTE}(?:\s*(?:and\s+)?(?P<rest>\d{{1,2}}){_SECOND})?"
    rf"|(?P<seconds>\d{{1,4}})\s*-?\s*(?:seconds?|secs?)\b)(?:\s+long)?",
    re.IGNORECASE,
)
_START = re.compile(
    r"\b(?:at\s+)?(?P<start>\d{1,2}:\d{2}(?:\s*[ap]\.?\s?m?\b\.?)?|\d{1,2}\s*[ap]\.?\s?m\b\.?|noon)", re.IGNORECASE
)
_FILE = "sentence_words.yaml"


class _SentenceWords(Frozen):
    """The table of ``sentence_words.yaml``."""

    held: tuple[str, ...]
    not_held: tuple[str, ...]
    not_held_in_remarks: tuple[str, ...]
    fillers: frozenset[str]

    @cached_property
    def held_phrases(self) -> Phrases:
        return Phrases(self.held)

    @cached_property
    def not_held_phrases(self) -> Phrases:
        return Phrases(self.not_held)

    @cached_property
    def not_held_in_remarks_phrases(self) -> Phrases:
        return Phrases(self.not_held_in_remarks)


@cache
def _words() -> _SentenceWords:
    return parse_as(_SentenceWords, read_document(Path(__file__).with_name(_FILE), _FILE))


def read_sentence(sentence: str, schools: SchoolsInWords) -> SpokenDrill:
    """Return the fields that a sentence about one drill says."""
    taken: dict[str, str] = {}

    def take(pattern: re.Pattern[str], group: str, text: str, name: str) -> str:
        match = pattern.search(text)
        if match is None or name in taken:
            return text
        taken[name] = match[group]
        return f"{text[: match.start()]} , {text[match.end() :]}"

    rest = sentence
    whole = [piece.strip() for piece in re.split("[,;]", sentence)]
    school = next((piece for piece in whole if schools.exactly(piece) is not None), "")
    if school:  # a name such as "PS 107" is not read as anything else
        rest = rest.replace(school, " ", 1)
    rest = take(_DURATION, "duration", rest, "duration")
    rest = take(_INSTEAD, "day", rest, "instead_of")
    rest = take(_ON, "day", rest, "day")
    rest = take(_START, "start", rest, "start")
    is_missed = bool(_words().not_held_phrases.spans_in(comparable(rest)))
    words = DrillInWords(
        school=school,
        day=taken.get("day", ""),
        start=taken.get("start", ""),
        instead_of=taken.get("instead_of", ""),
    )
    minutes, exactly = _minutes_of(taken.get("duration", ""))
    spoken = SpokenDrill(words, minutes=minutes)
    for piece in re.split("[,;]", rest):
        spoken = _with_piece(spoken, piece.strip(), schools, is_missed)
    held = False if is_missed else True if _words().held_phrases.spans_in(comparable(rest)) else None
    spoken = _with_missing_fields(spoken, schools)
    return replace(spoken, held=held, others=(*exactly, *spoken.others))


def _minutes_of(duration: str) -> tuple[int | None, tuple[str, ...]]:
    """Return the minutes of a duration, at least one; and as it was said, where it is not that many minutes."""
    said = _DURATION.fullmatch(duration)
    if said is None:
        return None, ()
    minutes, seconds = (said["clock"] or f"{said['minutes'] or 0}:{said['rest'] or said['seconds'] or 0}").split(
        ":"
    )
    part = said["part"] or ""
    of_minute = float(part) if part.startswith(".") else 0.5 if part else 0.0
    exact = int(said["hours"] or 0) * 3600 + (int(minutes) + of_minute) * 60 + int(seconds)
    if not exact:
        return None, (duration,)
    return max(1, floor(exact / 60 + 0.5)), (duration,) if exact % 60 else ()


def says_not_held(text: str) -> bool:
    """Check whether a remark beside a drill says that it was not held: "did not hold, heat"."""
    return bool(_words().not_held_in_remarks_phrases.spans_in(comparable(text)))


def _with_missing_fields(spoken: SpokenDrill, schools: SchoolsInWords) -> SpokenDrill:
    """Take pieces that name no field for the school or kind that is missing, so that they can be asked about."""
    words, others = spoken.words, list(spoken.others)
    if not words.school and words.kind:
        school, kind = _school_and_kind(words.kind, schools)
        words = replace(words, school=school, kind=kind)
    if not words.school and others:
        known = (piece for piece in others if schools.meant_by(piece) or schools.reason_left_out(piece))
        school = next(known, others[0])
        others.remove(school)
        words = replace(words, school=school)
    if not words.kind and others:
        words = replace(words, kind=others.pop(0))
    return replace(spoken, words=words, others=tuple(others))


def _school_and_kind(piece: str, schools: SchoolsInWords) -> tuple[str, str]:
    """Return the school and the kind of "Reddick fire drill" and "fire drill at Reddick"; without a school, "".

    A level alone names no school here: "high winds drill" is none of the high school.
    """
    said = piece.split()
    for count in range(len(said) - 1, 0, -1):
        for school, kind in ((said[:count], said[count:]), (said[-count:], said[:-count])):
            name = " ".join(school)
            if TextOfName(name).telling and len(schools.meant_by(name)) == 1 and kinds_meant(" ".join(kind)):
                return name, " ".join(kind)
    return "", piece


def _with_piece(spoken: SpokenDrill, piece: str, schools: SchoolsInWords, is_missed: bool) -> SpokenDrill:
    """Return the fields with those that one piece of the sentence says."""
    words, left = spoken.words, piece
    if is_missed and not words.cause:
        named = tuple(causes_in(piece))
        if named:
            # Of several causes none is chosen: the whole piece is shown to whoever must say which.
            cause = named[0].value if len(named) == 1 else piece
            words, left = replace(words, cause=cause), without_causes(piece)
    for phrases in (_words().not_held_phrases, _words().held_phrases):
        left = phrases.without_matches(comparable(left))
    left = comparable(left)  # without what is marked as understood
    if left and not words.school and (ids := schools.named_in(piece)):
        words = replace(words, school=piece)
        left = schools.without_name(left, ids[0]) if len(ids) == 1 else ""
        if len(ids) == 1:
            words = replace(words, school=ids[0])
    if left and not words.kind and kinds_meant(left):
        words, left = replace(words, kind=left), ""
    said_nothing_else = words == spoken.words and set(left.split()) - _words().fillers
    others = (*spoken.others, piece) if said_nothing_else else spoken.others
    return replace(spoken, words=words, others=others)
