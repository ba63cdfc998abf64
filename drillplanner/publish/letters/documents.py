"""The letters of one campus, laid out for a PDF and as plain text to paste."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from drillplanner.publish.core.drill_details import PlanImprint
from drillplanner.publish.core.language.language import language
from drillplanner.publish.core.language.reading_level import ReadingLevel, reading_level
from drillplanner.publish.core.typst.characters import from_right_to_left
from drillplanner.publish.core.typst.pdf import Template
from drillplanner.publish.letters.letter import LabeledLine, Letter

TEMPLATE = Template("letters.typ", "letters")
#: In plain text: the line on which the sender fills in a blank, and the rule between two letters.
_BLANK_LINE = "_" * 40
_SEPARATOR = "=" * 72


@dataclass(frozen=True)
class LetterSet:
    """The letters of a campus to one group of readers, in one language (ISO 639-1 code)."""

    title: str
    language: str
    letters: tuple[Letter, ...]


def letters_content(letter_set: LetterSet, imprint: PlanImprint) -> str:
    """Return the JSON text that ``templates/letters.typ`` reads."""
    words = language(letter_set.language)
    values: dict[str, object] = {
        "title": letter_set.title,
        "district": imprint.district,
        "lang": letter_set.language,
        # Families read no plan number: it stands in the file's properties and on the office's cover sheet.
        "plan": f"plan {imprint.version}",
        "page": words.letters.page,
        "letters": [asdict(letter) for letter in letter_set.letters],
    }
    if words.right_to_left:
        values = from_right_to_left(values)
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def plain_text(letter_set: LetterSet) -> str:
    """Return the letters as plain text, each after a rule with its number, which is not sent."""
    return (
        "\n\n".join(
            f"{_SEPARATOR} {number}\n\n{letter_text(letter)}"
            for number, letter in enumerate(letter_set.letters, start=1)
        )
        + "\n"
    )


def letter_text(letter: Letter) -> str:
    """Return one letter as plain text, with its subject first and a line for each blank."""
    blocks: list[str] = [letter.subject, *([letter.greeting] if letter.greeting else [])]
    for part in letter.parts:
        blocks += [part.heading] if part.heading else []
        blocks += part.paragraphs
        blocks += ["\n".join(f"- {point}" for point in part.points)] if part.points else []
    return "\n\n".join([*blocks, "\n".join(map(_line, letter.lines))])


def letter_level(letter: Letter, language_code: str) -> ReadingLevel | None:
    """Return how easy the running text of a letter is to read; None for a language without a measure."""
    texts = (text for part in letter.parts for text in (*part.paragraphs, *part.points))
    return reading_level(texts, language_code)


def reading_sentences(letter_sets: Iterable[LetterSet]) -> Iterator[str]:
    """Yield for each language how easy its hardest letter is to read."""
    for letter_set in letter_sets:
        name = language(letter_set.language).english_name
        levels = [letter_level(letter, letter_set.language) for letter in letter_set.letters]
        measured = [level for level in levels if level is not None]
        if measured:
            hardest = max(measured, key=lambda level: level.hardness)
            yield f"Reading level of the hardest letter in {name}: {hardest.in_words}."
        elif levels:
            yield f"The reading level in {name} is not measured."


def _line(line: LabeledLine) -> str:
    return f"{line.label} {line.value or _BLANK_LINE}"
