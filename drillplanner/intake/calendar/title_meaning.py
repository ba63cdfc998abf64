"""What the title, the categories and the description of a calendar event mean.

The title counts first where it says something outright ("No School"), then the categories, then what the
description says outright, then what the title is about ("Winter Recess"). Where two of them disagree the
reading is the legally safer one, closed before open, and the disagreement is kept as a doubt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from drillplanner.files.phrases import comparable
from drillplanner.intake.calendar.wording import (
    CLOSES,
    KINDS,
    MARKERS,
    WORDS,
    Effect,
    WordingRule,
    calendar_wording,
    comparable_category,
)

_MAY_BE_MADE_UP = "it names a free day, and school that may be made up on it"


@dataclass(frozen=True)
class TitleMeaning:
    """What an entry means: a kind of day or none, points in the year, and what is doubtful about it."""

    kind: Effect | None
    markers: frozenset[Effect] = frozenset()
    doubts: tuple[str, ...] = ()
    understood: bool = True
    from_description: bool = False


@dataclass(frozen=True)
class _StatedMeaning:
    """What one text says outright."""

    kinds: tuple[Effect, ...]
    markers: frozenset[Effect]
    harmless: bool
    only_made_up: bool
    doubts: tuple[str, ...]
    rest: str

    @property
    def kind(self) -> Effect | None:
        """The safest kind that is said."""
        return next((kind for kind in KINDS if kind in self.kinds), None)


@dataclass(frozen=True)
class _Topic:
    """What a title is about; ``effect`` is None where no rule is met."""

    effect: Effect | None
    doubt: str = ""
    staff: bool = False


def meaning_of(
    title: str, categories: tuple[str, ...], description: str, minutes: int | None, days: int = 1
) -> TitleMeaning:
    """The meaning of an event on so many ``days``; ``minutes`` is the length of a timed one, else None."""
    meaning = _meaning_of(title, categories, description, minutes, days)
    if not meaning.understood:
        return meaning
    doubts = dict.fromkeys((*meaning.doubts, *calendar_wording().doubts_in(comparable(title))))
    return replace(meaning, doubts=tuple(doubts))


def _meaning_of(
    title: str, categories: tuple[str, ...], description: str, minutes: int | None, days: int
) -> TitleMeaning:
    said = _stated_meaning(comparable(title))
    topic = _topic_of(said.rest)
    category = _effect_of_categories(categories)
    if said.markers == {Effect.RESUMES} and topic.effect is Effect.CLOSED and days > 1:
        return _by_topic(topic, category, minutes, comparable(title))  # "Winter Recess - School Resumes January 5"
    if said.kind is not None or said.markers:
        return _by_title(said, topic, category)
    # "Juneteenth - Offices Closed": what is harmless in doubt does not hide a holiday.
    if said.harmless and not (said.doubts and topic.effect is Effect.CLOSED and not topic.doubt):
        topic = _Topic(Effect.NO_EFFECT)
    if category is not None and category in {*KINDS, Effect.FIRST_DAY, Effect.LAST_DAY}:
        return _by_category(category, topic)
    if said.harmless and topic.effect is Effect.NO_EFFECT:
        return TitleMeaning(Effect.NO_EFFECT, doubts=said.doubts)
    described = _stated_meaning(comparable(description)).kind
    if described is not None and (topic.effect in {None, Effect.NO_EFFECT} or topic.doubt):
        return _by_description(described, topic)
    return _by_topic(topic, category, minutes, comparable(title))


def _by_title(said: _StatedMeaning, topic: _Topic, category: Effect | None) -> TitleMeaning:
    if said.kind is None:
        # "Last Day - Final Exams": a subject may shorten such a day, but a holiday's name does not close it.
        kind = topic.effect if topic.effect is Effect.TESTING or topic.staff else None
        return _checked_against_category(TitleMeaning(kind, said.markers, said.doubts), category)
    kind = Effect.STAFF_DAY if said.kind is Effect.CLOSED and topic.staff else said.kind
    doubts = (*said.doubts, *_conflicting_statements(said))
    if kind is Effect.SCHOOL_DAY and said.only_made_up and (topic.staff or topic.effect is Effect.CLOSED):
        # "Teacher Work Day/Make-Up Day": a free day that school may be made up on.
        kind, doubts = (Effect.STAFF_DAY if topic.staff else Effect.CLOSED), (*doubts, _MAY_BE_MADE_UP)
    if kind in CLOSES and topic.effect is Effect.TESTING:
        doubts = (*doubts, "it also speaks of testing, for which some students may come in")
    return _checked_against_category(TitleMeaning(kind, said.markers, doubts), category)


@lru_cache(maxsize=4096)
def _stated_meaning(text: str) -> _StatedMeaning:
    met: list[WordingRule] = []
    for rule in calendar_wording().says:
        found, text = rule.take_from(text)
        if found:
            met.append(rule)
    kinds = tuple(dict.fromkeys(rule.means for rule in met if rule.means in KINDS))
    return _StatedMeaning(
        kinds,
        frozenset(rule.means for rule in met if rule.means in MARKERS),
        any(rule.means is Effect.NO_EFFECT for rule in met),
        all(rule.made_up for rule in met if rule.means is Effect.SCHOOL_DAY),
        tuple(rule.doubt for rule in met if rule.doubt),
        text,
    )


@lru_cache(maxsize=4096)
def _topic_of(text: str) -> _Topic:
    met: list[WordingRule] = []
    for rule in calendar_wording().about:
        found, text = rule.take_from(text)
        if found:
            met.append(rule)
    if not met:
        return _Topic(None)
    first = met[0]
    staff = any(rule.means is Effect.STAFF_DAY for rule in met)
    closing = next((rule for rule in met[1:] if rule.means is Effect.CLOSED and not rule.doubt), None)
    if first.means is not Effect.NO_EFFECT or closing is None:
        return _Topic(first.means, first.doubt, staff)
    doubt = "it names a holiday or a break, and something that is held while school is open"
    # "Memorial Day Parade" is about the parade; "Spring Break Band Trip" does fall in the break.
    return _Topic(Effect.NO_EFFECT if closing.names else Effect.CLOSED, doubt, staff)


def _effect_of_categories(categories: tuple[str, ...]) -> Effect | None:
    found = {calendar_wording().effect_of_category.get(comparable_category(category)) for category in categories}
    order = (*KINDS, Effect.FIRST_DAY, Effect.LAST_DAY, Effect.OPEN, Effect.NO_EFFECT)
    return next((effect for effect in order if effect in found), None)


def _conflicting_statements(said: _StatedMeaning) -> list[str]:
    kinds = [kind for kind in KINDS if kind in said.kinds]
    if len(kinds) < 2:
        return []
    return [f"its title says both '{WORDS[kinds[0]]}' and '{WORDS[kinds[1]]}'; the safer reading is taken"]


def _checked_against_category(meaning: TitleMeaning, category: Effect | None) -> TitleMeaning:
    """The title's meaning held against the category."""
    if category in (Effect.FIRST_DAY, Effect.LAST_DAY):
        if meaning.kind not in CLOSES and not meaning.markers:
            return TitleMeaning(meaning.kind, frozenset({category}), meaning.doubts)
        if category in meaning.markers:
            return meaning
    if not _contradict(meaning, category) or category is None:
        return meaning
    safer = next((kind for kind in KINDS if kind in (meaning.kind, category)), meaning.kind)
    shown = WORDS.get(meaning.kind) if meaning.kind else WORDS.get(min(meaning.markers), "a school day")
    doubt = (
        f"its title says '{shown}', its category says '{WORDS[category]}'; "
        "the safer reading is taken, closed before open"
    )
    return TitleMeaning(safer, meaning.markers, (*meaning.doubts, doubt))


def _contradict(meaning: TitleMeaning, category: Effect | None) -> bool:
    kind = meaning.kind
    if category is None or category is Effect.NO_EFFECT or category is kind:
        return False
    if category is Effect.OPEN or category in (Effect.FIRST_DAY, Effect.LAST_DAY):
        return kind in CLOSES
    if kind is None:
        # A marker alone: the first and the last day of school are not free, the others say nothing.
        return category in CLOSES and not meaning.markers.isdisjoint(
            {Effect.FIRST_DAY, Effect.LAST_DAY, Effect.RESUMES}
        )
    if kind in CLOSES and category in CLOSES:
        return False
    # A day of testing can be a short one, and a made-up day too.
    return not {kind, category} <= {
        Effect.TESTING,
        Effect.SCHOOL_DAY,
        Effect.EARLY_RELEASE,
        Effect.DELAYED_OPENING,
    } or {kind, category} == {Effect.EARLY_RELEASE, Effect.DELAYED_OPENING}


def _by_category(category: Effect, topic: _Topic) -> TitleMeaning:
    if category in {Effect.FIRST_DAY, Effect.LAST_DAY}:
        return TitleMeaning(None, frozenset({category}))
    if category in CLOSES and topic.staff:
        return TitleMeaning(Effect.STAFF_DAY)
    if category in CLOSES and topic.effect is Effect.NO_EFFECT:
        doubt = f"its title sounds harmless, its category says '{WORDS[category]}'; the safer reading is taken"
        return TitleMeaning(category, doubts=(doubt,))
    # An early release is the safer reading of a day of exams, and no contradiction.
    if topic.effect in KINDS and (topic.effect is not Effect.TESTING or category in CLOSES):
        return _checked_against_category(TitleMeaning(topic.effect), category)
    return TitleMeaning(category)


def _by_description(kind: Effect, topic: _Topic) -> TitleMeaning:
    if topic.effect is kind or (kind is Effect.CLOSED and topic.effect in CLOSES):
        return TitleMeaning(topic.effect, from_description=True)  # the description settles the doubt
    doubt = f"only its description says '{WORDS[kind]}'"
    return TitleMeaning(kind, doubts=(doubt,), from_description=True)


def _by_topic(topic: _Topic, category: Effect | None, minutes: int | None, title: str) -> TitleMeaning:
    if topic.effect is None:
        is_short = minutes is not None and minutes < calendar_wording().short_event
        harmless = category is Effect.NO_EFFECT or (
            is_short and not calendar_wording().may_be_about_school_days(title)
        )
        return TitleMeaning(Effect.NO_EFFECT if harmless else None, understood=harmless)
    if topic.effect in CLOSES and minutes is not None and minutes < calendar_wording().short_event:
        return TitleMeaning(Effect.NO_EFFECT, doubts=(f"it lasts {minutes} minutes, which closes no school",))
    return _checked_against_category(
        TitleMeaning(topic.effect, doubts=(topic.doubt,) if topic.doubt else ()), category
    )
