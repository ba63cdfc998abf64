"""Questions for the district about the entries of its calendar."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from drillplanner.files.phrases import clean, comparable
from drillplanner.intake.calendar.answers import CalendarAnswers, title_key
from drillplanner.intake.calendar.entries import EFFECT_OF_SETTLED, CalendarEntry
from drillplanner.intake.calendar.federal_holidays import federal_holidays
from drillplanner.intake.calendar.school_year import SATURDAY, YearBounds, has_school
from drillplanner.intake.calendar.wording import CLOSING_EFFECTS, EFFECT_NAMES, Effect, calendar_wording
from drillplanner.intake.calendar_files.event import IGNORED, shown_title
from drillplanner.model import CalendarQuestion, DayKind, SchoolDay, each_date

_ON_WEEKEND = "it closes schools on a weekend, so another date may be meant"
_BREAK = re.compile(r"\b(?:break|recess|vacation|holidays?|weekend)\b")
#: From the first to the last day of school. The shortest years that districts publish have some 255 days (a
#: beginning after Labor Day and an end before Memorial Day); our judgment.
_SHORTEST_YEAR = timedelta(days=240)
#: Effects that make no sense on a day without school, unlike a closure or a test on a Saturday.
_ON_SCHOOL_DAYS = (Effect.EARLY_RELEASE, Effect.DELAYED_OPENING)
#: A title on more dates than these is a series, which is not corrected for each of its dates.
_MOST_TIMES = 5
#: Effects that say that school is held.
_ON_OPEN_DAYS = (*_ON_SCHOOL_DAYS, Effect.SCHOOL_DAY, Effect.TESTING)
#: Points in the year that say the same: "October 13: Students Return", "June 19: Last Day of School".
_OF_OPEN_DAYS = frozenset({Effect.FIRST_DAY, Effect.LAST_DAY, Effect.RESUMES})


def questions_of_year(
    file: str,
    entries: list[CalendarEntry],
    bounds: YearBounds,
    answers: CalendarAnswers,
    days: tuple[SchoolDay, ...],
) -> list[CalendarQuestion]:
    """Return questions on the entries, each title and reason once, and on the ends of the year."""
    groups: dict[tuple[str, str, str], list[CalendarEntry]] = {}
    for entry in entries:
        for reason, taken_as in _reasons(entry, bounds, answers):
            # "Pretzel Day!" and "PRETZEL DAY" are one question.
            groups.setdefault((title_key(entry.title), reason, taken_as), []).append(entry)
    school_dates = {day.date for day in days if has_school(day)}
    questions = []
    for (_, reason, taken_as), group in groups.items():
        first = min(group, key=lambda entry: entry.line or 0)
        dates = sorted({on for entry in group for on in each_date(entry.first, entry.last)})
        on_school_days = any(entry.may_close for entry in group) and not school_dates.isdisjoint(dates)
        may_close = on_school_days or reason == _ON_WEEKEND
        questions.append(
            CalendarQuestion(
                file=file,
                line=first.line,
                title=first.title,
                dates=tuple(dates),
                reason=reason,
                taken_as=taken_as,
                may_close=may_close,
                answer=first.answer or _settling(first.title),
            )
        )
    return [*questions, *_closed_ends(file, days)]


def questions_on_closed_short_days(
    file: str, entries: Iterable[CalendarEntry], answers: CalendarAnswers
) -> list[CalendarQuestion]:
    """Return a question for each day that one line closes and another says is short, for the same schools.

    "End of First Quarter [No School]" next to "Early Dismissal" on one date: one of them is wrong. Lines that
    come back on many dates ("Early Release" on each Wednesday) say nothing of one of them. A closing line that is
    in doubt is asked about anyway.
    """
    of_one_day = [entry for entry in entries if entry.first == entry.last and not entry.recurring]
    times = Counter(title_key(entry.title) for entry in of_one_day)
    answered = {on for answer in answers.days for on in each_date(answer.first, answer.last)}
    short: dict[date, list[tuple[Effect, CalendarEntry]]] = defaultdict(list)
    for entry in of_one_day:
        if entry.kind in _ON_SCHOOL_DAYS and times[title_key(entry.title)] <= _MOST_TIMES:
            short[entry.first].append((entry.kind, entry))
    questions = []
    for closed in of_one_day:
        if closed.kind not in CLOSING_EFFECTS or closed.doubts or closed.first in answered:
            continue
        same_schools = [(kind, entry) for kind, entry in short[closed.first] if _share_a_school(closed, entry)]
        for kind, entry in same_schools[:1]:
            question = CalendarQuestion(
                file=file,
                line=closed.line,
                title=closed.title,
                dates=(closed.first,),
                reason=(
                    f"another line says '{EFFECT_NAMES[kind]}' for this day: '{shown_title(entry.title)}'; "
                    f"if that one is right, answer {closed.first}={kind.value}"
                ),
                taken_as=closed.taken_as,
                answer=f"days: [{{date: {closed.first}, kind: closed}}]   (or kind: {kind.value})",
            )
            questions.append(question)
    return questions


def _share_a_school(one: CalendarEntry, other: CalendarEntry) -> bool:
    return one.campus_ids is None or other.campus_ids is None or bool(one.campus_ids & other.campus_ids)


def _settling(title: str) -> str:
    """Return the answer that settles a title."""
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'understood: [{{title: "{quoted}", kind: closed}}]   (or kind: full, early_release, ignore)'


def questions_on_holidays(
    file: str,
    entries: Iterable[CalendarEntry],
    days: tuple[SchoolDay, ...],
    answers: CalendarAnswers,
    first_year: int,
) -> list[CalendarQuestion]:
    """Return a question for each federal holiday that counts as a day of school although nothing says so.

    Nothing needs to be asked where an answer is about the day, or an entry of it alone says what school is like.
    """
    open_days = {day.date: day for day in days if has_school(day)}
    settled = {
        entry.first
        for entry in entries
        if entry.first == entry.last
        and (entry.kind in _ON_OPEN_DAYS or entry.markers & _OF_OPEN_DAYS)
        and not entry.recurring
    }
    return [
        CalendarQuestion(
            file=file,
            line=None,
            title=title,
            dates=(on,),
            reason=f"the calendar does not say whether schools are closed on this federal holiday ({on:%A})",
            taken_as=EFFECT_NAMES[Effect.SCHOOL_DAY],
            may_close=True,
            answer=f"days: [{{date: {on}, kind: closed}}]   (or kind: full)",
        )
        for title, on in federal_holidays(first_year).items()
        if on in open_days
        and on not in settled
        and not any(answer.first <= on <= answer.last for answer in answers.days)
    ]


def questions_on_days_before_return(
    file: str, entries: Iterable[CalendarEntry], days: tuple[SchoolDay, ...], answers: CalendarAnswers
) -> list[CalendarQuestion]:
    """Return a question for each "classes resume" that follows a school day: the break before it is missing.

    "School resumes January 5" says that the days before it are free; where none of them is, their line was not
    in the calendar or was not understood.
    """
    on_open_days = {day.date for day in days if has_school(day)}
    questions = []
    for entry in entries:
        if Effect.RESUMES not in entry.markers or entry.recurring or entry.campus_ids is not None:
            continue
        before = _weekday_before(entry.first)
        if before in on_open_days and not any(answer.first <= before <= answer.last for answer in answers.days):
            questions.append(
                CalendarQuestion(
                    file=file,
                    line=entry.line,
                    title=entry.title,
                    dates=(before,),
                    reason=f"the calendar does not say which days before {entry.first} are free",
                    taken_as=EFFECT_NAMES[Effect.SCHOOL_DAY],
                    may_close=True,
                    answer=f"days: [{{from: {before}, to: {before}, kind: closed}}]   (or kind: full)",
                )
            )
    return questions


def _weekday_before(day: date) -> date:
    before = day - timedelta(days=1)
    while before.weekday() >= SATURDAY:
        before -= timedelta(days=1)
    return before


def questions_on_usual_breaks(
    file: str,
    entries: Iterable[CalendarEntry],
    days: tuple[SchoolDay, ...],
    answers: CalendarAnswers,
    first_year: int,
) -> list[CalendarQuestion]:
    """Return a question for each break that every calendar we read has (our judgment), if schools are open in it.

    No line about the break was in the calendar, or it was not understood: "November 26: Thanksgiving recess" does
    not say how long the recess is.
    """
    school_dates = {day.date for day in days if has_school(day)}
    settled = {entry.first for entry in entries if entry.kind in _ON_OPEN_DAYS and not entry.recurring}
    settled |= {on for answer in answers.days for on in each_date(answer.first, answer.last)}
    questions = []
    for title, (first, last) in _usual_breaks(first_year).items():
        open_days = tuple(on for on in each_date(first, last) if on in school_dates and on not in settled)
        if not open_days:
            continue
        when = "on this day" if first == last else "in this week"
        questions.append(
            CalendarQuestion(
                file=file,
                line=None,
                title=title,
                dates=open_days,
                reason=f"no line that we understand closes schools {when}",
                taken_as=EFFECT_NAMES[Effect.SCHOOL_DAY],
                may_close=True,
                answer=_settling(title),
            )
        )
    return questions


def settled_holidays(
    entries: Iterable[CalendarEntry], answers: CalendarAnswers, first_year: int
) -> list[CalendarEntry]:
    """Return an entry for each federal holiday that an answer settles by its name, and that no line mentions.

    The breaks that every calendar has are settled in the same way.
    """
    mentioned = {title_key(entry.title) for entry in entries}
    named = {title: (on, on) for title, on in federal_holidays(first_year).items()}
    named.update(_usual_breaks(first_year))
    return [
        CalendarEntry(
            title, first, last, EFFECT_OF_SETTLED[settled.kind], campus_ids=settled.campus_ids, line=settled.line
        )
        for title, (first, last) in named.items()
        if title_key(title) not in mentioned and (settled := answers.answer_for(title)) is not None
    ]


def _usual_breaks(first_year: int) -> dict[str, tuple[date, date]]:
    """Return the first and the last day of breaks that no federal holiday covers, by name."""
    after_thanksgiving = federal_holidays(first_year)["Thanksgiving Day"] + timedelta(days=1)
    return {
        "The day after Thanksgiving": (after_thanksgiving, after_thanksgiving),
        "The week between Christmas and New Year": (date(first_year, 12, 26), date(first_year, 12, 31)),
    }


def return_in_fall(entries: Iterable[CalendarEntry], first_year: int) -> CalendarEntry | None:
    """Return the first entry of July to September that says that students come back, or None."""
    last = date(first_year, 9, 30)
    returns = [entry for entry in entries if Effect.RESUMES in entry.markers and entry.first <= last]
    return min(returns, key=lambda entry: entry.first, default=None)


def question_on_assumed_first_day(
    file: str, entries: Iterable[CalendarEntry], first: date, answers: CalendarAnswers, first_year: int
) -> list[CalendarQuestion]:
    """Return a question if no entry gives the first day of school, so that the students' return stands for it."""
    known = list(entries)
    entry = return_in_fall(known, first_year)
    if entry is None or entry.first != first or answers.first_day is not None:
        return []
    if any(Effect.FIRST_DAY in other.markers and other.first == first for other in known):
        return []
    return [
        CalendarQuestion(
            file=file,
            line=entry.line,
            title=entry.title,
            dates=(entry.first,),
            reason="no line says which day is the first day of school",
            taken_as=EFFECT_NAMES[Effect.FIRST_DAY],
            answer=f"first_day: {entry.first}",
        )
    ]


def question_on_short_year(
    file: str, bounds: YearBounds, days: tuple[SchoolDay, ...], answers: CalendarAnswers
) -> list[CalendarQuestion]:
    """Return a question if the year is shorter than any district's, so that a part of it is probably missing."""
    if bounds.last - bounds.first >= _SHORTEST_YEAR or (answers.first_day and answers.last_day):
        return []
    school_days = sum(has_school(day) for day in days)
    return [
        CalendarQuestion(
            file=file,
            line=None,
            title="First and last day of school",
            dates=(bounds.first, bounds.last),
            reason=(
                f"the year would have {school_days} school days, fewer than districts have; a part may be missing"
            ),
            taken_as=f"the year is {bounds.first} to {bounds.last}",
            answer=f"first_day: {bounds.first}   and   last_day: {bounds.last}   (with your dates)",
        )
    ]


def questions_on_unused_answers(
    answers: CalendarAnswers, entries: list[CalendarEntry], asked: Iterable[CalendarQuestion]
) -> list[CalendarQuestion]:
    """Return a question for each title of an answer that neither an entry nor an unreadable event has."""
    known_titles = {title_key(entry.title) for entry in entries} | {
        title_key(question.title) for question in asked
    }
    return [
        CalendarQuestion(
            file=answers.file,
            line=settled.line,
            title=settled.title,
            dates=(),
            reason="no event of the calendar has this title",
            taken_as=IGNORED,
        )
        for settled in answers.settled
        if title_key(clean(settled.title)) not in known_titles
    ]


def sorted_questions(questions: Iterable[CalendarQuestion]) -> tuple[CalendarQuestion, ...]:
    """Return the questions by file and line."""
    return tuple(
        sorted(
            questions, key=lambda question: (question.file, question.line or 0, question.title, question.reason)
        )
    )


def _reasons(entry: CalendarEntry, bounds: YearBounds, answers: CalendarAnswers) -> list[tuple[str, str]]:
    # A holiday on a weekend closes no school, whatever the district does with it.
    in_doubt = entry.recurring or entry.kind not in CLOSING_EFFECTS or not _is_on_weekend(entry)
    reasons = [(doubt, entry.taken_as) for doubt in entry.doubts if in_doubt]
    if entry.recurring:
        return reasons
    if _closes_a_weekend(entry):
        reasons.append((_ON_WEEKEND, IGNORED))
    if entry.kind in _ON_SCHOOL_DAYS:
        if _is_on_weekend(entry):
            reasons.append((f"it says '{EFFECT_NAMES[entry.kind]}' on a weekend", IGNORED))
        elif entry.last < bounds.first or entry.first > bounds.last:
            reasons.append((_outside(EFFECT_NAMES[entry.kind], bounds), IGNORED))
    if entry.kind is Effect.SCHOOL_DAY and not bounds.first <= entry.first <= entry.last <= bounds.last:
        reasons.append((_outside(EFFECT_NAMES[entry.kind], bounds), f"{IGNORED} outside these dates"))
    if entry.campus_ids is None:
        if Effect.FIRST_DAY in entry.markers and entry.first != bounds.first and answers.first_day is None:
            reasons.append((f"school begins on {bounds.first} by another entry", IGNORED))
        if Effect.LAST_DAY in entry.markers and entry.last != bounds.last and answers.last_day is None:
            reasons.append((f"school ends on {bounds.last} by another entry", IGNORED))
    return reasons


def _is_on_weekend(entry: CalendarEntry) -> bool:
    return all(on.weekday() >= SATURDAY for on in each_date(entry.first, entry.last))


def _closes_a_weekend(entry: CalendarEntry) -> bool:
    """Check whether an entry closes schools on one day of a weekend, and is no holiday or break.

    Such a date is mistyped, and another day is free.
    """
    if entry.kind not in CLOSING_EFFECTS or entry.first != entry.last or entry.first.weekday() < SATURDAY:
        return False
    read = comparable(entry.title)
    return calendar_wording().without_names(read) == read and not _BREAK.search(read)


def _outside(effect_name: str, bounds: YearBounds) -> str:
    return f"it says '{effect_name}' outside the school year, {bounds.first} to {bounds.last}"


def _closed_ends(file: str, days: tuple[SchoolDay, ...]) -> list[CalendarQuestion]:
    """Return a question if another entry says that the first or last day of school is free."""
    if not days:
        return []
    return [
        CalendarQuestion(
            file=file,
            line=None,
            title=day.title,
            dates=(day.date,),
            reason=f"the {word} day of school is also said to be free",
            taken_as=EFFECT_NAMES[Effect.CLOSED],
        )
        for word, day in (("first", days[0]), ("last", days[-1]))
        if day.kind is DayKind.CLOSED and not day.variations
    ]
