"""What papers call the activity that they are for: a drill, an exercise, or a lesson, never two of them.

On its own because command forms, cards, and sheets all speak of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.exercises.doctrine.reference import ActivityName, SpokenWords
from drillplanner.model import DrillType, Scenario

_DRILL = re.compile(r"\b(A|a|[Tt]he|[Tt]his) drill\b")


@dataclass(frozen=True)
class Activity:
    """The activity of a type, with its scenario if it has one."""

    drill_type: DrillType | None
    scenario: Scenario | None = None

    @cached_property
    def name(self) -> ActivityName:
        """What running text calls it."""
        return load_reference().conduct.activity(self.drill_type)

    @cached_property
    def spoken(self) -> SpokenWords:
        """The words said in it, each as a sentence: the scenario's, else the usual ones of its type."""
        exercise = self.scenario.exercise if self.scenario else None
        words = load_reference().conduct.words_of(self.drill_type, exercise)
        return SpokenWords(**{field: _sentence(said) for field, said in words.model_dump().items()})

    @property
    def traffic_words(self) -> str:
        """The words that begin and end each message, to be quoted within a sentence."""
        return self.spoken.traffic_words.rstrip(".!")

    def call(self, text: str) -> str:
        """Return a text that says "the drill" with what this activity is called instead."""
        if self.name == "drill":
            return text
        text = text.replace("This is a drill", self.traffic_words)
        return _DRILL.sub(lambda found: f"{self._article(found[1])} {self.name}", text)

    def _article(self, word: str) -> str:
        needs_n = self.name[0] in "aeiou" and word in ("a", "A")
        return f"{word}n" if needs_n else word


def _sentence(words: str) -> str:
    """Return the words with a capital letter and a period."""
    return f"{words[0].upper()}{words[1:]}" + ("" if words.endswith((".", "!")) else ".")
