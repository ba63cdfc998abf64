"""The meaning of a calendar event's title, categories, and description.

The title counts first if it states something outright ("No School"), then the categories, then what the
description states outright, then the topic of the title ("Winter Recess"). If two of them disagree, the legally
safer reading counts, closed before open, and the disagreement is kept as a doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from drillplanner.files.phrases import UNDERSTOOD, comparable
from drillplanner.files.written.dates import MONTH_NAME
from drillplanner.intake.calendar.wording import (
    CLOSING_EFFECTS,
    DAY_EFFECTS,
    EFFECT_NAMES,
    MARKER_EFFECTS,
    Effect,
    WordingRule,
    calendar_wording,
    comparable_category,
)

_SHORT_DAYS = (Effect.EARLY_RELEASE, Effect.DELAYED_OPENING)
#: Descriptions up to this length, in characters, speak of the event's own day.
_SHORT_DESCRIPTION = 60
_BREAK_AND_SHORT_DAYS = "it names a break, and days on which school is held in part"
_REOPENS_LATER = "it names no break, but it lasts several days and says when school resumes"
#: The day on which school goes on, not one for some of the students: "Students Return (A-L January 7, M-Z
#: January 8)".
_RETURN_DATE = re.compile(
    rf"\b(?:reopen|resum|return|back)\w*\b[^(;]*?(?:\b{MONTH_NAME}\.? \d|\b\d{{1,2}}/\d)", re.IGNORECASE
)
_MAY_BE_MADE_UP = "it names a free day, and school that may be made up on it"


@dataclass(frozen=True)
class TitleMeaning:
    """The meaning of an entry: a kind of day or None, points in the year, and doubts about it."""

    kind: Effect | None
    markers: frozenset[Effect] = frozenset()
    doubts: tuple[str, ...] = ()
    understood: bool = True
    from_description: bool = False


@dataclass(frozen=True)
class _StatedMeaning:
    """The statements of one text; ``rest`` is the text without the words that make them."""

    kinds: tuple[Effect, ...]
    markers: frozenset[Effect]
    has_no_effect: bool
    only_made_up: bool
    doubts: tuple[str, ...]
    rest: str

    @property
    def kind(self) -> Effect | None:
        """Return the safest kind that is stated."""
        return next((kind for kind in DAY_EFFECTS if kind in self.kinds), None)


@dataclass(frozen=True)
class _Topic:
    """The topic of a title; ``effect`` is None if no rule matches."""

    effect: Effect | None
    doubt: str = ""
    staff: bool = False
    rest: str = ""


def meaning_of(
    title: str, categories: tuple[str, ...], description: str, minutes: int | None, days: int = 1
) -> TitleMeaning:
    """Return the meaning of an event of ``days`` days; ``minutes`` is its length if it is timed, else None."""
    meaning = _meaning_of(title, categories, description, minutes, days)
    if not meaning.understood:
        return meaning
    if meaning.kind is Effect.NO_EFFECT and not meaning.doubts and (left := _closing_words_left(title)):
        meaning = replace(meaning, doubts=(f"a part of its title, '{left}', may say that schools are closed",))
    reservations = tuple(calendar_wording().doubts_in(comparable(title)))
    stated = _stated_meaning(comparable(title))
    if reservations and meaning.kind is Effect.SCHOOL_DAY and stated.only_made_up:
        # "Make-up days #1 and 2, if needed": free until then, so no drill is planned on it.
        others = tuple(doubt for doubt in meaning.doubts if doubt not in stated.doubts)
        meaning = replace(meaning, kind=Effect.CLOSED, doubts=others)
    return replace(meaning, doubts=tuple(dict.fromkeys((*meaning.doubts, *reservations))))


def _meaning_of(
    title: str, categories: tuple[str, ...], description: str, minutes: int | None, days: int
) -> TitleMeaning:
    stated = _stated_meaning(comparable(title))
    topic = _topic_of(stated.rest)
    category = _effect_of_categories(categories)
    if days > 1 and (free := _break_before_return(title, stated, topic)) is not None:
        return _by_topic(free, category, minutes, comparable(title))
    if stated.kind is not None or stated.markers:
        by_title = _by_title(stated, topic, category)
        if stated.kind in _SHORT_DAYS and topic.effect is Effect.CLOSED and days > 1:
            by_title = replace(by_title, doubts=(*by_title.doubts, _BREAK_AND_SHORT_DAYS))
        return _with_description(by_title, description)
    # "Juneteenth - Offices Closed": a doubtful statement without effect does not hide a holiday.
    if stated.has_no_effect and not (stated.doubts and topic.effect is Effect.CLOSED and not topic.doubt):
        topic = _Topic(Effect.NO_EFFECT)
    if category is not None and category in {*DAY_EFFECTS, Effect.FIRST_DAY, Effect.LAST_DAY}:
        return _by_category(category, topic)
    if stated.has_no_effect and topic.effect is Effect.NO_EFFECT:
        return TitleMeaning(Effect.NO_EFFECT, doubts=stated.doubts)
    described = _stated_meaning(comparable(description)).kind
    if described is not None and (topic.effect in {None, Effect.NO_EFFECT} or topic.doubt):
        return _by_description(described, topic)
    if described in _SHORT_DAYS and topic.effect in CLOSING_EFFECTS:
        # "Professional Learning Day", and below it "Half Day Student Attendance".
        doubt = f"its description says '{EFFECT_NAMES[described]}'; the safer reading is taken"
        topic = replace(topic, doubt=doubt)
    return _by_topic(topic, category, minutes, comparable(title))


def _break_before_return(title: str, stated: _StatedMeaning, topic: _Topic) -> _Topic | None:
    """Return what an entry of several days is about that only says when school resumes; None if it is no break."""
    if stated.markers != {Effect.RESUMES}:
        return None
    if topic.effect is Effect.CLOSED:  # "Winter Recess - School Resumes January 5"
        return topic
    # "February: February 16-24 (school reopens February 25)": of another day, so that these are free.
    return _Topic(Effect.CLOSED, _REOPENS_LATER) if stated.kind is None and _RETURN_DATE.search(title) else None


def is_category(words: str) -> bool:
    """Check whether words are a category of entries that says something of their days ("Half Days")."""
    return _effect_of_category(comparable_category(words)) is not None


def _closing_words_left(title: str) -> str:
    """Return what is left of a harmless title without its understood words, if schools may be closed by it."""
    topic = _topic_of(_stated_meaning(comparable(title)).rest)
    left = " ".join(topic.rest.replace(UNDERSTOOD, " ").split())
    return left if calendar_wording().may_close(topic.rest) else ""


def _with_description(meaning: TitleMeaning, description: str) -> TitleMeaning:
    """Return the meaning of a title, with what its description adds to or contradicts in it.

    Long descriptions often speak of other days too, so that only a short one closes a school that its title
    keeps open. ("Early Release", and below it "School Closed".)
    """
    described = _stated_meaning(comparable(description)).kind
    if described is None or meaning.kind in CLOSING_EFFECTS or described is meaning.kind:
        return meaning
    doubt = f"only its description says '{EFFECT_NAMES[described]}'"
    ends = meaning.markers & {Effect.FIRST_DAY, Effect.LAST_DAY}
    if described in CLOSING_EFFECTS and not ends and len(description) <= _SHORT_DESCRIPTION:
        if meaning.kind is None:
            return meaning
        return replace(meaning, kind=described, doubts=(*meaning.doubts, f"{doubt}; the safer reading is taken"))
    if meaning.kind is None and ends and described in (Effect.EARLY_RELEASE, Effect.DELAYED_OPENING):
        return replace(meaning, kind=described, doubts=(*meaning.doubts, doubt))
    return meaning


def _by_title(stated: _StatedMeaning, topic: _Topic, category: Effect | None) -> TitleMeaning:
    if stated.kind is None:
        # "Last Day - Final Exams": a subject may shorten such a day, but a holiday's name does not close it.
        kind = topic.effect if topic.effect is Effect.TESTING or topic.staff else None
        return _checked_against_category(TitleMeaning(kind, stated.markers, stated.doubts), category)
    kind = Effect.STAFF_DAY if stated.kind is Effect.CLOSED and topic.staff else stated.kind
    doubts = (*stated.doubts, *_conflicting_statements(stated))
    if kind is Effect.SCHOOL_DAY and stated.only_made_up and (topic.staff or topic.effect is Effect.CLOSED):
        # "Teacher Work Day/Make-Up Day": a free day that school may be made up on.
        kind, doubts = (Effect.STAFF_DAY if topic.staff else Effect.CLOSED), (*doubts, _MAY_BE_MADE_UP)
    if kind in CLOSING_EFFECTS and topic.effect is Effect.TESTING:
        doubts = (*doubts, "it also speaks of testing, for which some students may come in")
    # "No School Dec. 24 - Jan. 2 (School Resumes Jan. 5)": classes resume on no day without school.
    markers = stated.markers - {Effect.RESUMES} if kind in CLOSING_EFFECTS else stated.markers
    return _checked_against_category(TitleMeaning(kind, markers, doubts), category)


@lru_cache(maxsize=4096)
def _stated_meaning(text: str) -> _StatedMeaning:
    matching: list[WordingRule] = []
    for rule in calendar_wording().says:
        matched, text = rule.match_and_remove(text)
        if matched:
            matching.append(rule)
    kinds = tuple(dict.fromkeys(rule.means for rule in matching if rule.means in DAY_EFFECTS))
    return _StatedMeaning(
        kinds,
        frozenset(rule.means for rule in matching if rule.means in MARKER_EFFECTS),
        any(rule.means is Effect.NO_EFFECT for rule in matching),
        all(rule.made_up for rule in matching if rule.means is Effect.SCHOOL_DAY),
        tuple(rule.doubt for rule in matching if rule.doubt),
        text,
    )


@lru_cache(maxsize=4096)
def _topic_of(text: str) -> _Topic:
    matching: list[WordingRule] = []
    for rule in calendar_wording().about:
        matched, text = rule.match_and_remove(text)
        if matched:
            matching.append(rule)
    if not matching:
        return _Topic(None, rest=text)
    first = matching[0]
    staff = any(rule.means is Effect.STAFF_DAY for rule in matching)
    if first.means is not Effect.NO_EFFECT:
        return _Topic(first.means, first.doubt, staff, text)
    closing = next((rule for rule in matching[1:] if rule.means is Effect.CLOSED and not rule.doubt), None)
    if closing is not None:
        doubt = "it names a holiday or a break, and something that is held while school is open"
        # "Memorial Day Parade" is about the parade, but "Spring Break Band Trip" is in the break.
        return _Topic(Effect.NO_EFFECT if closing.names else Effect.CLOSED, doubt, staff, text)
    of_staff = next((rule for rule in matching[1:] if rule.means is Effect.STAFF_DAY), None)
    if of_staff is not None:
        # "Staff Only / Report Card Conferences": students do not come; "PTA Meeting - PD" may be after school.
        doubt = of_staff.doubt or "it names a day for staff, and something that is held while school is open"
        return _Topic(Effect.NO_EFFECT if of_staff.doubt else Effect.STAFF_DAY, doubt, staff, text)
    return _Topic(first.means, first.doubt, staff, text)


def _effect_of_categories(categories: tuple[str, ...]) -> Effect | None:
    effects = {_effect_of_category(comparable_category(category)) for category in categories}
    order = (*DAY_EFFECTS, Effect.FIRST_DAY, Effect.LAST_DAY, Effect.OPEN, Effect.NO_EFFECT)
    return next((effect for effect in order if effect in effects), None)


def _effect_of_category(category: str) -> Effect | None:
    """Return the effect of a category: of the table, or the only one that its words state ("No School Days")."""
    known = calendar_wording().effect_of_category.get(category)
    if known is not None:
        return known
    stated = _stated_meaning(category)
    return stated.kinds[0] if len(stated.kinds) == 1 and stated.kinds[0] in CLOSING_EFFECTS else None


def _conflicting_statements(stated: _StatedMeaning) -> list[str]:
    kinds = [kind for kind in DAY_EFFECTS if kind in stated.kinds]
    if len(kinds) < 2:
        return []
    first, second = (EFFECT_NAMES[kind] for kind in kinds[:2])
    return [f"its title says both '{first}' and '{second}'; the safer reading is taken"]


def _checked_against_category(meaning: TitleMeaning, category: Effect | None) -> TitleMeaning:
    """Return the title's meaning, made safer and doubtful if the category contradicts it."""
    if category in (Effect.FIRST_DAY, Effect.LAST_DAY):
        if meaning.kind not in CLOSING_EFFECTS and not meaning.markers:
            return TitleMeaning(meaning.kind, frozenset({category}), meaning.doubts)
        if category in meaning.markers:
            return meaning
    if not _contradict(meaning, category) or category is None:
        return meaning
    safer = next((kind for kind in DAY_EFFECTS if kind in (meaning.kind, category)), meaning.kind)
    shown = (
        EFFECT_NAMES.get(meaning.kind) if meaning.kind else EFFECT_NAMES.get(min(meaning.markers), "a school day")
    )
    doubt = (
        f"its title says '{shown}', its category says '{EFFECT_NAMES[category]}'; "
        "the safer reading is taken, closed before open"
    )
    return TitleMeaning(safer, meaning.markers, (*meaning.doubts, doubt))


def _contradict(meaning: TitleMeaning, category: Effect | None) -> bool:
    kind = meaning.kind
    if category is None or category is Effect.NO_EFFECT or category is kind:
        return False
    if category is Effect.OPEN or category in (Effect.FIRST_DAY, Effect.LAST_DAY):
        return kind in CLOSING_EFFECTS
    if kind is None:
        # Only a marker: the first and the last day of school are not free, the others say nothing about it.
        return category in CLOSING_EFFECTS and not meaning.markers.isdisjoint(
            {Effect.FIRST_DAY, Effect.LAST_DAY, Effect.RESUMES}
        )
    if kind in CLOSING_EFFECTS and category in CLOSING_EFFECTS:
        return False
    # A testing day can be a short day, and so can a makeup day.
    return not {kind, category} <= {
        Effect.TESTING,
        Effect.SCHOOL_DAY,
        Effect.EARLY_RELEASE,
        Effect.DELAYED_OPENING,
    } or {kind, category} == {Effect.EARLY_RELEASE, Effect.DELAYED_OPENING}


def _by_category(category: Effect, topic: _Topic) -> TitleMeaning:
    if category in {Effect.FIRST_DAY, Effect.LAST_DAY}:
        return TitleMeaning(None, frozenset({category}))
    if category in CLOSING_EFFECTS and topic.staff:
        return TitleMeaning(Effect.STAFF_DAY)
    if category in CLOSING_EFFECTS and topic.effect is Effect.NO_EFFECT:
        doubt = (
            f"its title sounds harmless, its category says '{EFFECT_NAMES[category]}'; the safer reading is taken"
        )
        return TitleMeaning(category, doubts=(doubt,))
    # An early release is the safer reading of a day of exams; it does not contradict the exams.
    if topic.effect in DAY_EFFECTS and (topic.effect is not Effect.TESTING or category in CLOSING_EFFECTS):
        return _checked_against_category(TitleMeaning(topic.effect), category)
    return TitleMeaning(category)


def _by_description(kind: Effect, topic: _Topic) -> TitleMeaning:
    if topic.effect is kind or (kind is Effect.CLOSED and topic.effect in CLOSING_EFFECTS):
        return TitleMeaning(topic.effect, from_description=True)  # the description settles the doubt
    doubt = f"only its description says '{EFFECT_NAMES[kind]}'"
    return TitleMeaning(kind, doubts=(doubt,), from_description=True)


def _by_topic(topic: _Topic, category: Effect | None, minutes: int | None, title: str) -> TitleMeaning:
    if topic.effect is None:
        is_short = minutes is not None and minutes < calendar_wording().short_event
        has_no_effect = category is Effect.NO_EFFECT or (
            is_short and not calendar_wording().may_be_about_school_days(title)
        )
        return TitleMeaning(Effect.NO_EFFECT if has_no_effect else None, understood=has_no_effect)
    if topic.effect in CLOSING_EFFECTS and minutes is not None and minutes < calendar_wording().short_event:
        return TitleMeaning(Effect.NO_EFFECT, doubts=(f"it lasts {minutes} minutes, which closes no school",))
    return _checked_against_category(
        TitleMeaning(topic.effect, doubts=(topic.doubt,) if topic.doubt else ()), category
    )
