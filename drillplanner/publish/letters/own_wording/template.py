"""A district's own letters and messages, read from the folder ``letters`` of its workspace.

``letters/before.en.txt`` is the letter before a drill in English. Its first line is the subject; paragraphs are
separated by empty lines, a line that begins with ``## `` is a heading, one with ``- `` a point, and one with ``#``
a remark that is not printed. ``# says: no_danger`` is a remark that the text says something in its own words. A
message has no subject. A word in braces is a placeholder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import maybe_meant
from drillplanner.files.reading.harmless_text import control_character_in
from drillplanner.law.family_notices.state_notices import NoticeElement
from drillplanner.model.scenarios.family_languages import language_codes
from drillplanner.publish.letters.letter import LetterPart
from drillplanner.publish.letters.own_wording.placeholders import PLACEHOLDERS, TextKind, allowed_in

#: The folder of the workspace.
LETTERS_FOLDER = "letters"
#: Characters of one text; a letter of a page has some 2,500.
MOST_CHARACTERS = 20_000

_BRACES = re.compile(r"\{([^{}]*)\}")
_SAYS = re.compile(r"#\s*says:(.*)", re.IGNORECASE)
_HEADING, _POINT, _REMARK = "## ", "- ", "#"


@dataclass(frozen=True)
class OwnText:
    """A text in the district's own words: its file, and its lines with their numbers, without remarks.

    ``says`` is what it says in its own words, by a remark.
    """

    kind: TextKind
    language: str
    file: str
    lines: tuple[tuple[int, str], ...]
    says: frozenset[NoticeElement]

    @property
    def placeholders(self) -> frozenset[str]:
        """Return the names in braces."""
        return frozenset(name for _, line in self.lines for name in _BRACES.findall(line))

    def subject(self, values: Mapping[str, str]) -> str:
        """Return the first line, filled in."""
        return _filled(self.lines[0][1], values)

    def parts(self, values: Mapping[str, str]) -> tuple[LetterPart, ...]:
        """Return the body, filled in; paragraphs, points, and headings of which nothing is left are left out."""
        parts: list[LetterPart] = []
        heading, paragraphs, points = "", list[str](), list[str]()
        for block in self._blocks():
            if block.startswith(_HEADING):
                parts += _part(heading, paragraphs, points)
                heading, paragraphs, points = _filled(block[len(_HEADING) :], values), [], []
            elif block.startswith(_POINT):
                points += filter(None, [_filled(block[len(_POINT) :], values)])
            elif text := _filled(block, values):
                if points:
                    parts += _part(heading, paragraphs, points)
                    heading, paragraphs, points = "", [], []
                paragraphs.append(text)
        return (*parts, *_part(heading, paragraphs, points))

    def message(self, values: Mapping[str, str]) -> str:
        """Return the whole text on one line, filled in."""
        return _filled(" ".join(line for _, line in self.lines), values)

    def _blocks(self) -> Iterator[str]:
        """Yield headings, points, and paragraphs, each on one line."""
        waiting: list[str] = []
        for _, line in self.lines[1:]:
            stands_alone = line.startswith((_HEADING, _POINT))
            if waiting and (not line or stands_alone):
                yield " ".join(waiting)
                waiting = []
            if stands_alone:
                yield line
            elif line:
                waiting.append(line)
        if waiting:
            yield " ".join(waiting)


def read_own_texts(folder: Path) -> tuple[OwnText, ...]:
    """Return the district's own texts in the order of their names; none without the folder.

    Raises InputError with every problem: a file that is no text, such as one in Word, a name that is none of
    ours, an unknown placeholder, a brace that is none, a control character, or a text without a body.
    """
    files, home = InputFolder(folder), Link(LETTERS_FOLDER)
    if not files.exists(home):
        return ()
    problems: list[Problem] = []
    texts = []
    for name in files.names_in(home):
        if not name.lower().endswith(".txt"):
            if name.partition(".")[0] in set(TextKind):
                message = "this file would not be used: letters in your own words are plain text"
                hint = "Save it as plain text (in Word: Save As, Plain Text, UTF-8)."
                problems.append(Problem(f"{LETTERS_FOLDER}/{name}", None, message, name, "a .txt file", hint))
            continue
        try:
            texts.append(_read(name, files.read(Link(f"{LETTERS_FOLDER}/{name}"))))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return tuple(texts)


def _read(name: str, raw: bytes) -> OwnText:
    file = f"{LETTERS_FOLDER}/{name}"
    names = [f"{kind}.{code}.txt" for kind in TextKind for code in language_codes()]
    if name not in names:
        message = "this file is no letter that we know"
        raise InputError(Problem(file, None, message, name, ", ".join(names), maybe_meant(name, names)))
    stem, language, _ = name.split(".")
    kind = TextKind(stem)
    try:
        whole = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = raw[: error.start].count(b"\n") + 1
        message = "these are not letters in UTF-8"
        raise InputError(Problem(file, place, message, None, "a text file saved as UTF-8")) from error
    if len(whole) > MOST_CHARACTERS:
        raise InputError(
            Problem(file, None, "the text is too long", f"{len(whole)} characters", f"at most {MOST_CHARACTERS}")
        )
    lines: list[tuple[int, str]] = []
    says = set[NoticeElement]()
    problems: list[Problem] = []
    # As an editor counts lines: splitlines would also end one at a form feed, and hide it.
    for number, raw_line in enumerate(re.split(r"\r\n|\r|\n", whole), start=1):
        if (found := control_character_in(raw_line)) is not None:
            message = "the text has a control character, which no one can see and a terminal may obey"
            hint = "Type the line again, or save the letter as plain text."
            problems.append(Problem(file, number, message, found, "letters and signs", hint))
        line = raw_line.strip()
        if (said := _SAYS.match(line)) is not None:
            says |= _elements(said[1], file, number, problems)
        if line.startswith(_REMARK) and not line.startswith(_HEADING):
            continue
        if line or lines:
            lines.append((number, line))
            problems += _wrong_braces(line, kind, file, number)
    while lines and not lines[-1][1]:
        lines.pop()
    if not lines:
        problems.append(Problem(file, None, "the file has no text"))
    elif not kind.is_message and not any(line for _, line in lines[1:]):
        problems.append(
            Problem(
                file,
                None,
                "the letter has no text below its subject",
                None,
                "the subject, an empty line, the letter",
            )
        )
    if problems:
        raise InputError(problems)
    return OwnText(kind, language, file, tuple(lines), frozenset(says))


def _elements(text: str, file: str, line: int, problems: list[Problem]) -> set[NoticeElement]:
    """Return the parts of a notice that a remark names; unknown ones are added to ``problems``."""
    known = {element.value: element for element in NoticeElement}
    named = [word.strip() for word in text.split(",") if word.strip()]
    problems += [
        Problem(file, line, "this is no part of a notice", word, ", ".join(known), maybe_meant(word, known))
        for word in named
        if word not in known
    ]
    return {known[word] for word in named if word in known}


def _wrong_braces(line: str, kind: TextKind, file: str, number: int) -> Iterator[Problem]:
    allowed = [placeholder.name for placeholder in allowed_in(kind)]
    shown = ", ".join(f"{{{name}}}" for name in allowed)
    for name in _BRACES.findall(line):
        if name not in allowed:
            elsewhere = name in PLACEHOLDERS
            message = "a text of this kind has no such placeholder" if elsewhere else "this placeholder is unknown"
            yield Problem(file, number, message, f"{{{name}}}", shown, maybe_meant(name, allowed))
    if re.search(r"[{}]", _BRACES.sub("", line)):
        yield Problem(file, number, "a brace has no partner", line, f"a placeholder in two braces: {shown}")


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled in; one that had nothing else and stays empty is empty."""
    filled = " ".join(_BRACES.sub(lambda found: values[found[1]], text).split())
    filled = re.sub(r"\s+([.,;:!?])", r"\1", filled)
    return f"{filled[:1].upper()}{filled[1:]}" if text.startswith("{") else filled


def _part(heading: str, paragraphs: list[str], points: list[str]) -> tuple[LetterPart, ...]:
    if not paragraphs and not points:
        return ()
    return (LetterPart(tuple(paragraphs), heading, tuple(points)),)
