"""Letters of a campus as paper and as plain text to paste."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from drillplanner.publish.core.dates import form_date, plain_date
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import Template
from drillplanner.publish.letters.letter import Letter

TEMPLATE = Template("letters.typ", "letters")
#: For text to paste: stands where a pen, or whoever sends it, writes.
_LINE = "_" * 40
_BETWEEN = "=" * 72


@dataclass(frozen=True)
class LetterSet:
    """The letters of a campus to one group in one language, by its two letters."""

    title: str
    language: str
    letters: tuple[Letter, ...]


def letters_content(one: LetterSet, request: PublishRequest) -> str:
    """The JSON text that ``templates/letters.typ`` reads."""
    plan = request.plan
    values: dict[str, object] = {
        "title": one.title,
        "district": request.plan.district,
        "lang": one.language,
        # On a file of one page a foot of whole sentences would pass for text that nobody hears.
        "foot": f"Plan {plan.version}, {form_date(plan.provenance.planned_on)} · DRAFTS · NOT LEGAL ADVICE",
        "letters": [asdict(letter) for letter in one.letters],
    }
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def plain_text(one: LetterSet, request: PublishRequest) -> str:
    """The same letters, one below the other; what is between square brackets is for the office alone."""
    head = f"[{one.title}. {_foot(request)}. What stands in square brackets is for the office.]"
    return "\n\n".join([head, *(_BETWEEN + "\n\n" + _letter_text(letter) for letter in one.letters)]) + "\n"


def _letter_text(letter: Letter) -> str:
    blocks: list[str] = [f"[{' '.join(letter.office)}]", letter.subject, letter.greeting]
    for part in letter.parts:
        blocks += [part.heading] if part.heading else []
        blocks += part.paragraphs
        blocks += ["\n".join(f"- {point}" for point in part.points)] if part.points else []
    return "\n\n".join([*blocks, "\n".join(_blanks(letter.blanks))])


def _blanks(blanks: Sequence[str]) -> list[str]:
    return [f"{blank} {_LINE}" for blank in blanks]


def _foot(request: PublishRequest) -> str:
    plan = request.plan
    return f"Plan {plan.version} of {plain_date(plan.provenance.planned_on)}, drafts of letters, not legal advice"
