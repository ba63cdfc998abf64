"""Caveats: what a reader must know before relying on a plan, each with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from drillplanner.files.reading.shell_words import with_folder
from drillplanner.model.base import Frozen


class CaveatKind(StrEnum):
    """The kind of a caveat: what is missing, unread, or guessed."""

    CHANGED_BY_HAND = "changed_by_hand"
    NO_DRILLS = "no_drills"
    CROWDED = "crowded"
    LAW_OPEN = "law_open"
    LAW_CHANGES = "law_changes"
    LEFT_OUT = "left_out"
    CALENDAR = "calendar"
    FACT = "fact"
    GUESS = "guess"
    CREDIT = "credit"

    @property
    def phrase(self) -> str:
        """The kind as a short label for people."""
        return _PHRASES[self]


_PHRASES: Mapping[CaveatKind, str] = {
    CaveatKind.CHANGED_BY_HAND: "Plan changed by hand",
    CaveatKind.NO_DRILLS: "Drills that may be missing",
    CaveatKind.CROWDED: "More drills on a day than usual",
    CaveatKind.LAW_OPEN: "Open question of law",
    CaveatKind.LAW_CHANGES: "Law that changes this year",
    CaveatKind.LEFT_OUT: "School left out",
    CaveatKind.CALENDAR: "School calendar",
    CaveatKind.FACT: "Question about your schools",
    CaveatKind.GUESS: "Our guess",
    CaveatKind.CREDIT: "Drill to confirm with the state",
}


class Caveat(Frozen):
    """One thing to know before relying on a plan: what is not known, and how to settle it."""

    kind: CaveatKind
    text: str = Field(description="What is not known, and what it may change, in sentences.")
    answer: str = Field(
        description="What to do: a command in which DIR is the workspace folder, or a sentence; empty: nothing."
    )
    brief: str = Field(
        default="",
        exclude_if=lambda value: not value,
        description="What is not known, for a list, where 'text' is too long for one.",
    )

    @property
    def headline(self) -> str:
        """What is not known, in a line or two."""
        return self.brief or self.text

    @property
    def is_command(self) -> bool:
        """Whether the answer has a command in it."""
        return " DIR " in self.answer

    def answer_in(self, folder: str) -> str:
        """Return what to do, with the path of the workspace folder in place of DIR."""
        return with_folder(self.answer, folder)
