"""The letters of one campus, laid out for a PDF and as plain text to paste."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from drillplanner.publish.core.dates import plain_date
from drillplanner.publish.core.drill_details import PlanImprint
from drillplanner.publish.core.language.language import language
from drillplanner.publish.core.typst.characters import from_right_to_left
from drillplanner.publish.core.typst.pdf import Template
from drillplanner.publish.letters.letter import Letter

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
        # Short on purpose: accessibility checkers flag full sentences in the footer of a one-page file, because
        # screen readers skip footers.
        "foot": words.letters.foot.format(
            version=imprint.version, date=words.families.dates.short(imprint.made_on)
        ),
        "page": words.letters.page,
        "letters": [asdict(letter) for letter in letter_set.letters],
    }
    if words.right_to_left:
        values = from_right_to_left(values)
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def plain_text(letter_set: LetterSet, imprint: PlanImprint) -> str:
    """Return the letters as plain text, one after the other; text in square brackets is for the office only."""
    head = f"[{letter_set.title}. {_plan_note(imprint)}. What stands in square brackets is for the office.]"
    return (
        "\n\n".join([head, *(_SEPARATOR + "\n\n" + _letter_text(letter) for letter in letter_set.letters)]) + "\n"
    )


def _letter_text(letter: Letter) -> str:
    blocks: list[str] = [f"[{' '.join(letter.office)}]", letter.subject, letter.greeting]
    for part in letter.parts:
        blocks += [part.heading] if part.heading else []
        blocks += part.paragraphs
        blocks += ["\n".join(f"- {point}" for point in part.points)] if part.points else []
    return "\n\n".join([*blocks, "\n".join(_blank_lines(letter.blanks))])


def _blank_lines(blanks: Sequence[str]) -> list[str]:
    return [f"{blank} {_BLANK_LINE}" for blank in blanks]


def _plan_note(imprint: PlanImprint) -> str:
    return f"Plan {imprint.version} of {plain_date(imprint.made_on)}, drafts of letters, not legal advice"
