"""The table of wordings of school calendars, ``calendar_wording.yaml``: what each phrase means."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

from pydantic import Field

from drillplanner.files.phrases import Phrases, comparable
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import Frozen

_FILE = "calendar_wording.yaml"


class Effect(StrEnum):
    """The effect of an entry on a school day; explained at the head of ``calendar_wording.yaml``."""

    CLOSED = "closed"
    STAFF_DAY = "staff_day"
    EARLY_RELEASE = "early_release"
    DELAYED_OPENING = "delayed_opening"
    TESTING = "testing"
    SCHOOL_DAY = "school_day"
    OPEN = "open"
    NO_EFFECT = "no_effect"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"
    STAFF_STARTS = "staff_starts"
    BREAK_BEGINS = "break_begins"
    BREAK_BEGINS_AFTER = "break_begins_after"
    BREAK_ENDS = "break_ends"
    RESUMES = "resumes"


#: Effects on the kind of a day, safest first: if an entry states two of them, the first one counts.
DAY_EFFECTS = (
    Effect.CLOSED,
    Effect.STAFF_DAY,
    Effect.EARLY_RELEASE,
    Effect.DELAYED_OPENING,
    Effect.TESTING,
    Effect.SCHOOL_DAY,
)
#: Effects that mark a point in the year; an entry can have one of them in addition to a kind.
MARKER_EFFECTS = (
    Effect.FIRST_DAY,
    Effect.LAST_DAY,
    Effect.STAFF_STARTS,
    Effect.BREAK_BEGINS,
    Effect.BREAK_BEGINS_AFTER,
    Effect.BREAK_ENDS,
    Effect.RESUMES,
)
#: Effects of days on which students do not attend.
CLOSING_EFFECTS = (Effect.CLOSED, Effect.STAFF_DAY)

#: The name of an effect in texts for people.
EFFECT_NAMES = {
    Effect.CLOSED: "no school",
    Effect.STAFF_DAY: "staff day, no school for students",
    Effect.EARLY_RELEASE: "early release",
    Effect.DELAYED_OPENING: "delayed opening",
    Effect.TESTING: "testing day",
    Effect.SCHOOL_DAY: "school day",
    Effect.OPEN: "school day",
    Effect.NO_EFFECT: "ignored",
    Effect.FIRST_DAY: "first day of school",
    Effect.LAST_DAY: "last day of school",
}


class WordingRule(Frozen):
    """Phrases of one meaning."""

    means: Effect
    phrases: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = Field(default=(), description="Where these stand, the phrases do not count.")
    doubt: str = Field(default="", description="Why the district must be asked.")
    settled_by: tuple[Effect, ...] = Field(
        default=(), description="Kinds of short days that answer the doubt if the calendar has one on that date."
    )
    made_up: bool = Field(default=False, description="School is held since it was lost on another day.")
    names: bool = Field(default=False, description="The words are a name, so they cannot name a campus or level.")

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(self.phrases)

    @cached_property
    def _unless(self) -> Phrases:
        return Phrases(self.unless)

    def match_and_remove(self, text: str) -> tuple[bool, str]:
        """Return whether the rule matches a (comparable) text, and the text without the words that matched."""
        spans = self._phrases.spans_in(self._unless.without_matches(text))
        return bool(spans), Phrases.without_spans(text, spans)


class Reservation(Frozen):
    """Phrases that put an entry in doubt, whatever else it says."""

    phrases: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = Field(default=(), description="Where these stand, the phrases do not count.")
    doubt: str = Field(description="Why the district must be asked.")
    settled_by: tuple[Effect, ...] = Field(
        default=(), description="Kinds of short days that answer the doubt if the calendar has one on that date."
    )

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(self.phrases)

    @cached_property
    def _unless(self) -> Phrases:
        return Phrases(self.unless)

    def applies_to(self, text: str) -> bool:
        """Check whether a (comparable) text has one of the phrases."""
        return bool(self._phrases.spans_in(self._unless.without_matches(text)))


class CalendarWording(Frozen):
    """The table of ``calendar_wording.yaml``."""

    says: tuple[WordingRule, ...]
    about: tuple[WordingRule, ...]
    reservations: tuple[Reservation, ...]
    categories: dict[Effect, tuple[str, ...]]
    short_event: int = Field(description="Minutes.")
    words_of_school_days: tuple[str, ...]
    words_of_closing: tuple[str, ...]
    words_of_hours: frozenset[str]
    words_of_bad_weather: tuple[str, ...]
    words_of_announcements: tuple[str, ...]
    longest_break: int = Field(description="Calendar days.")

    @cached_property
    def effect_of_category(self) -> dict[str, Effect]:
        """Return the effects by category, in the spelling in which categories are compared."""
        return {comparable_category(word): effect for effect, words in self.categories.items() for word in words}

    @cached_property
    def _school_day_phrases(self) -> Phrases:
        return Phrases(self.words_of_school_days)

    def may_be_about_school_days(self, text: str) -> bool:
        """Check whether a (comparable) text has a word that can announce a change of a school day."""
        return not text or bool(self._school_day_phrases.spans_in(text))

    @cached_property
    def _closing_phrases(self) -> Phrases:
        return Phrases(self.words_of_closing)

    def may_close(self, text: str) -> bool:
        """Check whether a (comparable) text has a word of days on which students do not come."""
        return bool(self._closing_phrases.spans_in(text))

    @cached_property
    def _phrases_of_unplanned_days(self) -> tuple[Phrases, Phrases]:
        return Phrases(self.words_of_bad_weather), Phrases(self.words_of_announcements)

    def is_about_unplanned_days(self, text: str) -> bool:
        """Check whether a (comparable) text tells what is done or announced in case of bad weather or the like."""
        return all(phrases.spans_in(text) for phrases in self._phrases_of_unplanned_days)

    def is_about_hours(self, text: str) -> bool:
        """Check whether a text has no words but those on hours of school; any other may name an occasion."""
        return {word.lower() for word in re.findall(r"[^\W\d_]+", text)} <= self.words_of_hours

    def doubts_in(self, text: str) -> tuple[str, ...]:
        """Return the reasons to doubt an entry with that (comparable) text, whatever else it says."""
        return tuple(
            dict.fromkeys(reservation.doubt for reservation in self.reservations if reservation.applies_to(text))
        )

    @cached_property
    def short_days_by_doubt(self) -> dict[str, frozenset[Effect]]:
        """Return the kinds of short days that answer a doubt if the calendar has one on the same date."""
        rules: tuple[WordingRule | Reservation, ...] = (*self.says, *self.about, *self.reservations)
        return {rule.doubt: frozenset(rule.settled_by) for rule in rules}

    def without_names(self, text: str) -> str:
        """Return a (comparable) text without words that are names of holidays and the like."""
        for rule in self.about:
            if rule.names:
                text = rule.match_and_remove(text)[1]
        return text


@cache
def calendar_wording() -> CalendarWording:
    """Return the table that ships with the program."""
    return parse_as(CalendarWording, read_document(Path(__file__).with_name(_FILE), _FILE))


def comparable_category(category: str) -> str:
    """Return a category in the spelling in which categories are compared: "no-school" becomes "no school"."""
    return " ".join(comparable(category).replace("-", " ").replace("_", " ").replace("/", " ").split())
