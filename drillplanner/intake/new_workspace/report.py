"""The report of ``init``: what it wrote, understood, assumed, and could not place."""

from __future__ import annotations

from collections import Counter

from pydantic import Field

from drillplanner.files.counting import counted
from drillplanner.files.read_result import listed
from drillplanner.intake.calendar_files.event import shown_title
from drillplanner.intake.new_workspace.assumed_bells import has_every_level, level_of, levels
from drillplanner.intake.workspace.states import states
from drillplanner.model import CalendarQuestion, Campus, DayKind, Frozen, LeftOutSchool, SchoolDay, Workspace


class InitReport(Frozen):
    """The outcome of ``init`` in sentences; those on rows and events name file and line.

    ``schools`` is the number of schools that are planned, ``left_out`` are those of the list that are not.
    ``made_up`` says what is nobody's at all: the calendar, or the schools. It stands before everything else.
    ``guesses`` are those in ``district.yaml``, by name.
    """

    files: tuple[str, ...]
    made_up: tuple[str, ...] = ()
    understood: tuple[str, ...]
    assumed: tuple[str, ...]
    not_placed: tuple[str, ...]
    schools: int
    left_out: tuple[LeftOutSchool, ...]
    guesses: dict[str, str] = Field(default_factory=dict)


def understood_sentences(workspace: Workspace) -> tuple[str, ...]:
    """Return sentences on the district, its campuses, and its year, for the user to check."""
    district, calendar = workspace.district, workspace.calendar
    differing = [day for day in calendar.days if day.variations]
    kinds = Counter(day.kind for day in calendar.days if day.date in set(calendar.school_dates))
    kind_counts = ", ".join(f"{counted(kinds[kind], *_KIND_NOUNS[kind])}" for kind in DayKind if kinds[kind])
    sentences = [
        f"{district.name}, {states()[district.state].name}, school year {district.year}, times in "
        f"{district.timezone}.",
        f"{counted(len(workspace.campuses), 'campus', 'campuses')}: {_by_level(workspace.campuses)}.",
        f"{counted(len(calendar.school_dates), 'school day', 'school days')} from "
        f"{calendar.first_day.isoformat()} to {calendar.last_day.isoformat()}: {kind_counts}.",
    ]
    if differing:
        sentences.append(
            f"{counted(len(differing), 'day differs', 'days differ')} between campuses: "
            f"{listed(f'{title} ({dates})' for title, dates in _by_title(differing).items())}."
        )
    return (*sentences, *calendar.notes)


def calendar_questions(workspace: Workspace) -> tuple[str, ...]:
    """Return a sentence for each entry of the calendar that was not understood or is in doubt."""
    return tuple(
        f"{question.place}: {question.title_and_dates}: {question.reason.rstrip('.')}; "
        f"taken as: {question.taken_as.rstrip('.')}." + (_how_to_answer(question) if question.may_close else "")
        for question in sorted(workspace.calendar.questions, key=lambda question: not question.may_close)
    )


def _how_to_answer(question: CalendarQuestion) -> str:
    if question.to_do:
        return f" {question.to_do}."
    return f" Answer in calendar.yaml: {question.answer}" if question.answer else ""


_KIND_NOUNS = {
    DayKind.FULL: ("full day", "full days"),
    DayKind.EARLY_RELEASE: ("early release", "early releases"),
    DayKind.DELAYED_OPENING: ("delayed opening", "delayed openings"),
    DayKind.TESTING: ("testing day", "testing days"),
    DayKind.CLOSED: ("closed for most campuses", "closed for most campuses"),
}


def _by_level(campuses: tuple[Campus, ...]) -> str:
    all_grades = [campus for campus in campuses if has_every_level(campus.grades)]
    count_by_level = Counter(level_of(campus.grades) for campus in campuses if campus not in all_grades)
    students = sum(campus.enrollment or 0 for campus in campuses)
    parts = [f"{count_by_level[level]} {level}" for level in levels() if count_by_level[level]]
    text = ", ".join([*parts, *([f"{len(all_grades)} from elementary to high school"] if all_grades else [])])
    return f"{text}; {counted(students, 'student')}" if students else text


def _by_title(days: list[SchoolDay]) -> dict[str, str]:
    dates: dict[str, list[str]] = {}
    for day in days:
        dates.setdefault(day.variations[0].title, []).append(day.date.isoformat())
    return {shown_title(title): listed(title_dates) for title, title_dates in dates.items()}
