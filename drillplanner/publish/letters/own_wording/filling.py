"""Letters in the district's own words, filled in for one drill."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from drillplanner.model import Audience
from drillplanner.publish.core.families.disclosure import FamilyDisclosures
from drillplanner.publish.core.language.language import family_words
from drillplanner.publish.core.language.language import language as language_of
from drillplanner.publish.letters.letter import Letter
from drillplanner.publish.letters.own_wording.placeholders import TextKind, values_for
from drillplanner.publish.letters.own_wording.template import OwnText
from drillplanner.publish.letters.schedule import DueLetter


class OwnWording:
    """The district's own texts by kind and language."""

    def __init__(self, texts: Iterable[OwnText] = ()) -> None:
        self._texts = {(text.kind, text.language): text for text in texts}

    def of(self, letter: Letter, due_letter: DueLetter, language: str, disclosures: FamilyDisclosures) -> Letter:
        """Return a letter to families of those who take part in the district's words, as far as it has some.

        What the office or families write stays at its end. Of drills of adults alone, ours stays: a text about a
        child would be wrong.
        """
        if due_letter.drill.audience is Audience.STAFF:
            return letter
        after = due_letter.after
        own = self._texts.get((TextKind.AFTER if after else TextKind.BEFORE, language))
        message = self._texts.get((TextKind.MESSAGE_AFTER if after else TextKind.MESSAGE_BEFORE, language))
        if own is None and message is None:
            return letter
        details, wording = due_letter.details, language_of(language).letters
        grades = family_words(language).grades_phrase(details.grades, details) if details.grades else ""
        values = values_for(due_letter, language, disclosures, grades)
        if message is not None:
            letter = replace(letter, message=message.message(values))
        if own is None:
            return letter
        in_text = {"office_phone": wording.telephone, "signed_by": wording.signature}
        said = {label for name, label in in_text.items() if name in own.placeholders}
        return replace(
            letter,
            subject=own.subject(values),
            greeting="",
            parts=own.parts(values),
            lines=tuple(line for line in letter.lines if line.label not in said),
        )
