"""Scripts and announcements: what adults say to a grade band, to each other, and on the speaker, by purpose."""

from __future__ import annotations

from pydantic import Field

from drillplanner.model.base import Frozen
from drillplanner.model.scenarios.graded_text import GradedText


class BandScript(Frozen):
    """A script for one grade band, or for staff alone."""

    day_before: tuple[str, ...] = Field(default=(), description="Sentences an adult says on an earlier day.")
    say: tuple[str, ...] = Field(min_length=1, description="Sentences an adult says at the start, in order.")
    waiting: tuple[str, ...] = Field(default=(), description="Sentences an adult says while everybody waits.")
    do: tuple[str, ...] = Field(min_length=1, description="Steps that children and adults take, in order.")
    close: str = Field(description="The closing words: it was a drill, it is over, there is no danger.")
    afterwards: tuple[str, ...] = Field(default=(), description="Sentences an adult says when it is over.")


class StaffScript(Frozen):
    """A script for adults who practice alone; parts may concern only some grades."""

    say: tuple[GradedText, ...] = Field(min_length=1, description="Sentences that are said, in order.")
    do: tuple[GradedText, ...] = Field(min_length=1, description="Steps that the adults take, in order.")
    close: str = Field(description="The closing words.")


class SpokenScript(Frozen):
    """What one grade band hears in another language; the steps stay in English, for the adult who leads."""

    day_before: tuple[str, ...] = ()
    say: tuple[str, ...] = Field(min_length=1)
    waiting: tuple[str, ...] = ()
    close: str
    afterwards: tuple[str, ...] = ()


class SpeakerAnnouncements(Frozen):
    """The exact words on the speaker, in order; a part without words is not announced."""

    begin: tuple[str, ...] = Field(default=(), description="To begin: it is a drill, and what everybody does.")
    stop: tuple[str, ...] = Field(
        default=(), description="To stop for a real emergency: the drill stops, and this is not a drill."
    )
    end: tuple[str, ...] = Field(default=(), description="To end: the drill is over.")
    before_end: str = Field(default="", description="What has happened before the words to end are spoken.")
