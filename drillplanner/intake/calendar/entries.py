"""Calendar events as entries: the effect of each on the school days of which campuses, and the doubts about it.

A title can hold several statements, which are separated first, and dates that are not the event's own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from drillplanner.files.phrases import comparable
from drillplanner.files.read_result import listed
from drillplanner.files.written.dates import MONTH_NAME
from drillplanner.intake.calendar.answers import CalendarAnswers, SettledKind
from drillplanner.intake.calendar.recurring.tracks import (
    Tracks,
    closed_on_every_track,
    tracks_named_in,
    without_track_names,
)
from drillplanner.intake.calendar.title_meaning import TitleMeaning, meaning_of
from drillplanner.intake.calendar.wording import CLOSING_EFFECTS, EFFECT_NAMES, Effect, calendar_wording
from drillplanner.intake.calendar_files.event import IGNORED, CalendarEvent
from drillplanner.intake.schools.grades import grades_in_text
from drillplanner.intake.schools.named_schools import EVERYONE, NamedSchoolReader, NamedSchools
from drillplanner.intake.schools.school_words import reasons_in
from drillplanner.model import Campus, format_grades

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAY = r"(3[01]|[12][0-9]|0?[1-9])"
#: "10/24"; not "1/2 day", "2 1/2 hours", or the numbers of a longer date, a time, or a fraction.
_NUMERIC_DATE = re.compile(rf"(?<![0-9/.:-])(1[0-2]|0?[1-9])/{_DAY}(?![0-9/.:-])(?! ?(?:days?|hours?|hrs?)\b)")
_NAMED_DATE = re.compile(rf"\b({MONTH_NAME})\.? {_DAY}(?:st|nd|rd|th)?(?![0-9a-z:])")
#: After these words, a date is when school resumes, or it is the end of a span.
_BEFORE_OTHER_DATE = re.compile(
    r"\b(?:returns?|returning|resumes?|back|reopens?|until|through|thru|to|or)\W*(?:on )?(?:[a-z]+\W+)?$"
)


def dates_in_title(read: str, first: date, last: date) -> tuple[str, ...]:
    """Return the dates in a (comparable) title that are outside ``first`` to ``last``, as they are written.

    Dates after "students return" and the like are omitted, and so is "July 4", which is a name.
    """
    text = grades_in_text(read, ())[1]
    outside = []
    for match in (*_NUMERIC_DATE.finditer(text), *_NAMED_DATE.finditer(text)):
        word = match[1]
        month = int(word) if word.isdigit() else _MONTHS.index(word[:3]) + 1
        is_half = match[0] == "1/2"
        if is_half or (month, int(match[2])) == (7, 4) or _BEFORE_OTHER_DATE.search(text[: match.start()]):
            continue
        if not _within(month, int(match[2]), first, last):
            outside.append(match[0])
    return tuple(dict.fromkeys(outside))


def _within(month: int, day: int, first: date, last: date) -> bool:
    span = min((last - first).days, 366)
    return any(
        (on.month, on.day) == (month, day) for on in (first + timedelta(offset) for offset in range(span + 1))
    )


_CLAUSE_SEPARATOR = re.compile(r";|\s/\s")
#: "No School K-6; Early dismissal 7-12": a span that begins after the younger grades is grades, and no date.
_YOUNGER_GRADES = re.compile(r"\b(?:PK|K)\s?[-\u2013]\s?(\d)\b", re.IGNORECASE)
_OLDER_GRADES = r"(?<![\w/.-])({first}\s?[-\u2013]\s?(?:8|12))(?![\w/-])"


def split_clauses(event: CalendarEvent, school_reader: NamedSchoolReader) -> tuple[CalendarEvent, ...]:
    """Return the event once for each clause that changes a day, or the event itself if its title is one statement.

    A title has several statements if semicolons or spaced slashes divide it, each clause can be understood by
    itself, and each clause that changes a day names its schools. A clause that says that school is held as usual
    ("elementary in session") is omitted: it changes nothing.
    """
    clauses = _clauses(event.title)
    changing: list[CalendarEvent] = []
    for clause in clauses:
        meaning = meaning_of(clause, (), "", event.minutes)
        if not meaning.understood or meaning.markers:
            return (event,)
        if meaning.kind not in (None, Effect.NO_EFFECT):
            if school_reader.named_in(clause, calendar_wording().without_names(comparable(clause))).for_everyone:
                return (event,)
            changing.append(replace(event, title=clause, description=""))
    return tuple(changing) if len(clauses) > 1 and changing else (event,)


def unknown_clauses(title: str) -> tuple[str, ...]:
    """Return unknown parts of a title without effect that may concern school days: "Quarter ends; 60% day"."""
    clauses = _clauses(title)
    if len(clauses) < 2:
        return ()
    return tuple(
        clause
        for clause in clauses
        if calendar_wording().may_be_about_school_days(comparable(clause))
        and not meaning_of(clause, (), "", None).understood
    )


def _clauses(title: str) -> list[str]:
    if younger := _YOUNGER_GRADES.search(title):
        title = re.sub(_OLDER_GRADES.format(first=int(younger[1]) + 1), r"grades \1", title)
    return [clause.strip() for clause in _CLAUSE_SEPARATOR.split(title) if clause.strip()]


#: The effect of entries whose title is settled.
EFFECT_OF_SETTLED = {
    SettledKind.FULL: Effect.SCHOOL_DAY,
    SettledKind.EARLY_RELEASE: Effect.EARLY_RELEASE,
    SettledKind.DELAYED_OPENING: Effect.DELAYED_OPENING,
    SettledKind.TESTING: Effect.TESTING,
    SettledKind.CLOSED: Effect.CLOSED,
    SettledKind.IGNORE: Effect.NO_EFFECT,
}
_CLOCK = re.compile(r"\d{1,2}:\d{2}")

#: Stands for ids of campuses in what to write into ``calendar.yaml``.
_SCHOOLS = "ids of its schools"
#: Kinds of days that are the safer reading for a school for which they were not meant: no drill is planned then.
SAFE_FOR_EVERYONE = (*CLOSING_EFFECTS, Effect.EARLY_RELEASE, Effect.DELAYED_OPENING, Effect.TESTING)
#: "...every Monday. By law"; not "Plant St. Lakeside" or "Gr. K-5": a word before the point has four letters.
_SENTENCE_END = re.compile(r"(?<=[a-z]{4}[.!?])\s+(?=[A-Z])")
#: Words of the shortest sentence after the first that is about something else.
_SHORTEST_SENTENCE = 8
NOT_UNDERSTOOD = "neither its title nor its categories are wordings that we know"


@dataclass(frozen=True)
class CalendarEntry:
    """The effect of an event: a kind of day and points in the year, for some campuses (None: for all).

    ``first`` and ``last`` are inside the school year's window. ``doubts`` are sentences; if there are any, the
    district is asked.
    """

    title: str
    first: date
    last: date
    kind: Effect | None
    markers: frozenset[Effect] = frozenset()
    campus_ids: frozenset[str] | None = None
    doubts: tuple[str, ...] = ()
    line: int | None = None
    understood: bool = True
    recurring: bool = False
    """Whether its line speaks of a weekday again and again, and the entry is one of them."""
    tracks: frozenset[str] = frozenset()
    """The tracks of year-round schools that it names."""
    may_close: bool = False
    """Whether schools may be closed on its days although it closes none."""
    answer: str = ""
    """What answers its doubts, where that is not a settled title."""

    def is_for(self, campus_id: str | None) -> bool:
        """Check whether the entry is for a campus; with None, whether it is for all campuses."""
        return self.campus_ids is None or campus_id in self.campus_ids

    def covers(self, on: date) -> bool:
        """Check whether the entry includes that date."""
        return self.first <= on <= self.last

    @property
    def taken_as(self) -> str:
        """Return how the entry is treated, in words."""
        if not self.understood or self.campus_ids == frozenset():
            return IGNORED
        effects = [EFFECT_NAMES[self.kind]] if self.kind is not None else []
        effects += [EFFECT_NAMES.get(marker, marker.value.replace("_", " ")) for marker in sorted(self.markers)]
        if self.kind is Effect.NO_EFFECT:
            return IGNORED
        return (
            f"{' and '.join(effects)} at {listed(sorted(self.campus_ids)) if self.campus_ids else 'all campuses'}"
        )


class CalendarEntryReader:
    """A reader of one district's events as entries."""

    def __init__(self, campuses: tuple[Campus, ...], district_name: str, answers: CalendarAnswers) -> None:
        self._campuses = campuses
        self._school_reader = NamedSchoolReader(campuses, district_name)
        self._answers = answers

    def entries(self, events: Iterable[CalendarEvent], window: tuple[date, date]) -> list[CalendarEntry]:
        """Return the entries of the events in the window, cut to it."""
        within = [
            event
            for event in events
            if event.last >= window[0] and event.first <= window[1] and not self._answers.leaves_out(event.title)
        ]
        # A category that every event has ("School Calendar") says nothing about any of them.
        common_categories = (
            set.intersection(*(set(event.categories) for event in within)) if len(within) > 1 else set()
        )
        return [
            entry
            for event in within
            for entry in self._entries_of(
                replace(event, first=max(event.first, window[0]), last=min(event.last, window[1])),
                common_categories,
            )
        ]

    def _entries_of(self, event: CalendarEvent, common_categories: set[str]) -> list[CalendarEntry]:
        """Return the entry of an event, or one for each clause of its title that is about different schools."""
        if (settled := self._answers.answer_for(event.title)) is not None:
            effect = EFFECT_OF_SETTLED[settled.kind]
            named = self._school_reader.named_in(
                event.title, calendar_wording().without_names(comparable(event.title))
            )
            campus_ids = settled.campus_ids if settled.campus_ids is not None else _ids(named)
            return [_of_event(event, TitleMeaning(effect), campus_ids, ())]
        clauses = (event,) if event.read_as else split_clauses(event, self._school_reader)
        return [replace(self._entry(clause, common_categories), title=event.title) for clause in clauses]

    def _entry(self, event: CalendarEvent, common_categories: set[str]) -> CalendarEntry:
        title = event.read_as or event.title
        read = calendar_wording().without_names(comparable(title))
        audience = self._school_reader.named_in(title, read)
        categories = tuple(category for category in event.categories if category not in common_categories)
        days = (event.last - event.first).days + 1
        meaning = meaning_of(without_track_names(title), categories, event.description, event.minutes, days)
        if meaning.kind in SAFE_FOR_EVERYONE and self._states_for_everyone(event.title):
            audience = EVERYONE
        if meaning.kind in (None, Effect.NO_EFFECT) and not meaning.markers:
            unknown = tuple(f"a part of its title, '{clause}', is not known" for clause in unknown_clauses(title))
            entry = _of_event(event, meaning, None, (*meaning.doubts, *unknown))
            return replace(entry, may_close=_may_close(event, meaning, bool(unknown)))
        audience, description_doubts = self._with_description(event, meaning, audience)
        campus_ids, grade_doubts = self._whole_campuses(meaning, audience)
        tracks = tracks_named_in(read)
        if unknown := self._answers.tracks.unknown(tracks):
            doubt = f"it is for {_tracks_in_words(unknown)}, and nothing says which schools that is"
            answer = ", ".join(f"{name.upper()}: [{_SCHOOLS}]" for name in unknown)
            return replace(
                _of_event(event, meaning, frozenset(), (doubt,)),
                tracks=frozenset(tracks),
                may_close=meaning.kind in CLOSING_EFFECTS,
                answer=f"tracks: {{{answer}}}",
            )
        if tracks:
            on_tracks = self._answers.tracks.on(tracks)
            campus_ids = on_tracks if campus_ids is None else campus_ids & on_tracks
        unmatched = tuple(f"it names {word}, which no campus here has" for word in audience.unmatched)
        other_doubts = (*self._reason_doubts(meaning, read), *_other_date_doubts(meaning, event, read))
        doubts = (
            *meaning.doubts,
            *description_doubts,
            *grade_doubts,
            *unmatched,
            *audience.uncertain,
            *other_doubts,
        )
        is_for_nobody = campus_ids == frozenset() and meaning.kind in CLOSING_EFFECTS
        return replace(
            _of_event(event, meaning, campus_ids, doubts), tracks=frozenset(tracks), may_close=is_for_nobody
        )

    def _states_for_everyone(self, title: str) -> bool:
        """Check whether a title is several sentences, and those that change a day name no school.

        "School will be closed every Monday. Contracts include an Elementary Open House and ...": the second
        sentence speaks of something else. A few words after a point ("No School. Grades K-5") are no sentence.
        """
        sentences = _SENTENCE_END.split(title)
        if len(sentences) < 2 or any(len(sentence.split()) < _SHORTEST_SENTENCE for sentence in sentences[1:]):
            return False
        stating = [
            sentence for sentence in sentences if meaning_of(sentence, (), "", None).kind in SAFE_FOR_EVERYONE
        ]
        return bool(stating) and all(
            self._school_reader.named_in(
                sentence, calendar_wording().without_names(comparable(sentence))
            ).for_everyone
            for sentence in stating
        )

    @staticmethod
    def _reason_doubts(meaning: TitleMeaning, read: str) -> tuple[str, ...]:
        """Return a doubt if schools are named as the reason for a short or free day ("secondary finals")."""
        if meaning.kind in (None, Effect.NO_EFFECT, Effect.TESTING):
            return ()
        return tuple(f"'{reason}' may be the reason, and not whom it is for" for reason in reasons_in(read))

    def _with_description(
        self, event: CalendarEvent, meaning: TitleMeaning, audience: NamedSchools
    ) -> tuple[NamedSchools, tuple[str, ...]]:
        """Return the audience, from the description if the title names none, and a doubt about that."""
        if not audience.for_everyone or audience.uncertain or not event.description:
            return audience, ()
        described = self._school_reader.named_in(
            event.description, calendar_wording().without_names(comparable(event.description))
        )
        described = replace(described, uncertain=(), unmatched=())
        if described.for_everyone or not described.campus_ids or len(described.campus_ids) == len(self._campuses):
            return EVERYONE, ()
        if described.is_exclusive or meaning.from_description:
            return described, ()
        if meaning.kind is None or _CLOCK.search(event.description):
            return EVERYONE, ()  # a list of dismissal times names many schools but restricts nothing
        return EVERYONE, (
            f"its description speaks of {listed(described.campus_ids)}, its title of nobody in particular",
        )

    def _whole_campuses(
        self, meaning: TitleMeaning, audience: NamedSchools
    ) -> tuple[frozenset[str] | None, tuple[str, ...]]:
        """Return the campuses that an entry is for, if it names some of a campus's grades, and the doubts about
        it.

        A campus closes, begins, or ends its year if at least half of its grades do. It counts as testing, short,
        or late if any of its grades does.
        """
        campus_ids = _ids(audience)
        if campus_ids is None or not audience.partial or meaning.kind is Effect.TESTING:
            return campus_ids, ()
        size = {campus.campus_id: len(campus.grades) for campus in self._campuses}
        minority_ids = {campus_id for campus_id, grades in audience.partial if 2 * len(grades) < size[campus_id]}
        closing = meaning.kind in CLOSING_EFFECTS
        if closing or meaning.kind is None:
            campus_ids -= minority_ids
        if meaning.kind is None:
            return campus_ids, ()
        named = listed(f"{campus_id} ({format_grades(grades)})" for campus_id, grades in audience.partial)
        outcome = (
            "a campus counts as closed where half of its grades or more are named"
            if closing
            else "the whole campus is taken"
        )
        return campus_ids, (f"only some grades are named at {named}; {outcome}",)


def _other_date_doubts(meaning: TitleMeaning, event: CalendarEvent, read: str) -> tuple[str, ...]:
    """Return a doubt if a title names a date that is not the event's: "Conferences, no school 10/24" on 10/23."""
    if meaning.kind in (None, Effect.NO_EFFECT):
        return ()
    named = dates_in_title(read, event.first, event.last)
    return (f"it speaks of {listed(named)}, which is none of its dates",) if named else ()


def with_tracks(entries: list[CalendarEntry], tracks: Tracks) -> list[CalendarEntry]:
    """Return the entries, with a school on several tracks closed only where all of them are out."""
    several = tracks.on_several
    closures = [entry for entry in entries if _closes_tracks(entry)]
    if not several or not closures:
        return entries
    others = [entry for entry in entries if not _closes_tracks(entry)]
    of_single = [replace(entry, campus_ids=(entry.campus_ids or frozenset()) - set(several)) for entry in closures]
    spans = [(entry.tracks, entry.first, entry.last) for entry in closures]
    of_several = [
        CalendarEntry("All tracks out", first, last, Effect.CLOSED, campus_ids=frozenset({campus_id}))
        for campus_id in several
        for first, last in closed_on_every_track(spans, tracks.of(campus_id))
    ]
    return [*others, *of_single, *of_several]


def with_reasons_of_short_days(entries: list[CalendarEntry], campuses: tuple[Campus, ...]) -> list[CalendarEntry]:
    """Return the entries, with those that only say why a short day is short without effect and without a doubt.

    "Professional Development PM" alone may free the whole day; with "Early Release" on the same date it is what
    the afternoon is for.
    """
    by_doubt = calendar_wording().short_days_by_doubt
    everywhere = frozenset(campus.campus_id for campus in campuses)

    def at(entry: CalendarEntry) -> frozenset[str]:
        return everywhere if entry.campus_ids is None else entry.campus_ids

    sure_on: dict[date, list[CalendarEntry]] = defaultdict(list)
    for entry in entries:
        if not entry.doubts:
            for on in _dates_of(entry):
                sure_on[on].append(entry)

    def says_why(entry: CalendarEntry) -> bool:
        if not entry.doubts or entry.markers:
            return False
        kinds = frozenset.intersection(*(by_doubt.get(doubt, frozenset()) for doubt in entry.doubts))
        return all(
            any(sure.kind in kinds and at(sure) >= at(entry) for sure in sure_on[on]) for on in _dates_of(entry)
        )

    return [replace(entry, kind=Effect.NO_EFFECT, doubts=()) if says_why(entry) else entry for entry in entries]


def _dates_of(entry: CalendarEntry) -> list[date]:
    return [entry.first + timedelta(offset) for offset in range((entry.last - entry.first).days + 1)]


def _closes_tracks(entry: CalendarEntry) -> bool:
    return bool(entry.tracks and entry.campus_ids) and entry.kind in CLOSING_EFFECTS


def _may_close(event: CalendarEvent, meaning: TitleMeaning, has_unknown_part: bool) -> bool:
    """Check whether an event that changes nothing may close schools all the same.

    A short event at a time of day closes none, whatever it is.
    """
    wording, title = calendar_wording(), comparable(event.read_as or event.title)
    if event.minutes is not None and event.minutes < wording.short_event:
        return False
    if not meaning.understood:
        return wording.may_be_about_school_days(title)
    # A reservation ("tentative") puts a harmless thing in doubt, and no day of school.
    return has_unknown_part or any(doubt not in wording.doubts_in(title) for doubt in meaning.doubts)


def _tracks_in_words(names: tuple[str, ...]) -> str:
    return listed(f"track {name.upper()}" if len(name) == 1 else f"'{name}'" for name in names)


def _ids(audience: NamedSchools) -> frozenset[str] | None:
    return None if audience.campus_ids is None else frozenset(audience.campus_ids)


def _of_event(
    event: CalendarEvent, meaning: TitleMeaning, campus_ids: frozenset[str] | None, doubts: tuple[str, ...]
) -> CalendarEntry:
    return CalendarEntry(
        event.title,
        event.first,
        event.last,
        meaning.kind,
        meaning.markers,
        campus_ids,
        (*doubts, *([event.doubt] if event.doubt else [])) if meaning.understood else (NOT_UNDERSTOOD,),
        event.line,
        meaning.understood,
        event.is_recurring,
    )
