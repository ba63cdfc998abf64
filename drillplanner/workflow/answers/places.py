"""Where each answer belongs, what it may be, and how the file changes: a place is one function.

Columns of ``campuses.csv`` hold what is asked of each school, ``district.yaml`` what holds for all of them,
and ``calendar.yaml`` what the published calendar does not say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.files.tables import cells
from drillplanner.files.tables.table import Table, read_table
from drillplanner.files.tables.table_edit import with_cells
from drillplanner.files.yaml_edit import with_item, with_value, without_entry
from drillplanner.intake.calendar.answers import SettledKind
from drillplanner.intake.calendar.terms import TERM_END_KEYS
from drillplanner.intake.schools.names.resolver import SchoolNames
from drillplanner.intake.workspace.reader import ANSWERS_FILE
from drillplanner.law import LawBook
from drillplanner.model import NOTES_OF_GUESSES, Campus, DayKind, District

DISTRICT_FILE = "district.yaml"
#: Begins the name of an answer about a title of the calendar: ``calendar:Pretzel Day=full``.
CALENDAR_TITLE = "calendar:"


@dataclass(frozen=True)
class Answer:
    """One answer as it was given: the name of the fact, the value, and the schools that it is about."""

    fact: str
    value: str
    campuses: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChangedFile:
    """The new bytes of one file of the workspace, and what changed, as a sentence."""

    name: str
    content: bytes
    sentence: str


@dataclass(frozen=True)
class AnswerContext:
    """A workspace as far as an answer needs it; without a law (None), facts of the law are not known."""

    folder: Path
    district: District | None
    campuses: tuple[Campus, ...]
    law: LawBook | None

    def content(self, name: str) -> bytes:
        """Return the bytes of a file of the workspace, empty if there is none."""
        files = InputFolder(self.folder)
        return files.read(Link(name)) if files.exists(Link(name)) else b""


#: Writes an answer; raises InputError if its value is none that the place may hold.
Place = Callable[[Answer, AnswerContext], ChangedFile]


def place_of(answer: Answer, context: AnswerContext) -> Place:
    """Return where the answer belongs. Raises InputError: there is no such fact."""
    if answer.fact.startswith(CALENDAR_TITLE):
        return _calendar_title
    if _is_date(answer.fact):
        return _calendar_day
    facts = context.law.facts if context.law is not None else {}
    guesses = context.district.guesses if context.district is not None else {}
    places: dict[str, Place] = {**dict.fromkeys(facts, _yes_or_no), **_PLACES}
    if answer.fact in places:
        return places[answer.fact]
    known = sorted({*places, *guesses})
    message = "there is no fact, and no setting, with this name"
    raise InputError(
        Problem("FACT", None, message, answer.fact, listed(known, limit=40), maybe_meant(answer.fact, known))
    )


def _yes_or_no(answer: Answer, context: AnswerContext) -> ChangedFile:
    if not cells.is_yes_or_no(answer.value):
        raise _not_allowed(answer, "yes or no", maybe_meant(answer.value.lower(), ("yes", "no")))
    return _in_column(answer, context, "yes" if cells.yes_or_no(answer.value) else "no")


def _number_of_students(answer: Answer, context: AnswerContext) -> ChangedFile:
    try:
        number = cells.whole_number(answer.value)
    except ValueError:
        raise _not_allowed(answer, "a whole number of students") from None
    return _in_column(answer, context, str(number))


def _text_of_a_school(answer: Answer, context: AnswerContext) -> ChangedFile:
    if not answer.campuses:
        message = f"'{answer.fact}' is different for each school"
        raise InputError(Problem("--campus", None, message, allowed="--campus with the id or name of a school"))
    return _in_column(answer, context, answer.value)


def _nickname(answer: Answer, context: AnswerContext) -> ChangedFile:
    """Add a nickname to those that the schools have."""
    before = {campus.campus_id: campus.also_called for campus in context.campuses}
    for campus_id in _named(answer.campuses, context.campuses):
        nicknames = tuple(dict.fromkeys((*before[campus_id], *cells.list_items(answer.value))))
        answer = replace(answer, value=";".join(nicknames))
        break
    return _text_of_a_school(answer, context)


def _in_column(answer: Answer, context: AnswerContext, cell: str) -> ChangedFile:
    """Write the cell for the named schools, or else for all schools that have no answer yet."""
    name = "campuses.csv" if context.district is None else context.district.campuses
    raw = context.content(name)
    table = read_table(raw, name, "campus list")
    lines = _lines(answer, context, table)
    named = {campus.campus_id: campus.name for campus in context.campuses}
    schools = listed((named.get(campus_id, campus_id) for campus_id in lines), limit=5)
    return ChangedFile(
        name,
        with_cells(raw, name, answer.fact, dict.fromkeys(lines.values(), cell)),
        f"{name}: '{answer.fact}' is now '{cell}' for {schools}.",
    )


def _lines(answer: Answer, context: AnswerContext, table: Table) -> dict[str, int]:
    """Return the lines of the schools that the answer is about, by campus id."""
    line_of = {row.get("campus_id"): row.line for row in table.rows}
    if answer.campuses:
        return {campus_id: line_of[campus_id] for campus_id in _named(answer.campuses, context.campuses)}
    is_guess = context.district is not None and answer.fact in context.district.guesses
    asked = {campus.campus_id for campus in context.campuses}
    open_lines = {
        row.get("campus_id"): row.line
        for row in table.rows
        if row.get("campus_id") in asked and (is_guess or not row.get(answer.fact))
    }
    if not open_lines:
        message = f"every school has an answer to '{answer.fact}' already"
        allowed = "--campus with each school whose answer is to change"
        raise InputError(Problem("--campus", None, message, allowed=allowed))
    return open_lines


def _named(given: tuple[str, ...], campuses: tuple[Campus, ...]) -> list[str]:
    """Return the ids of campuses given by any of their names. Raises InputError: one is unknown or not sure."""
    names = SchoolNames(campuses)
    found = {text: names.meant(text) for text in given}
    problems = [
        Problem(
            "--campus",
            None,
            "it is not sure which school this is" if meant.choices else "there is no such school",
            text,
            listed(map(names.label, meant.choices) if meant.choices else names.ids),
            None if meant.choices else maybe_meant(text, names.ids_and_names),
        )
        for text, meant in found.items()
        if meant.school_id is None
    ]
    if problems:
        raise InputError(problems)
    return list(dict.fromkeys(meant.school_id for meant in found.values() if meant.school_id is not None))


def _district_number(answer: Answer, context: AnswerContext) -> ChangedFile:
    if not (answer.value.isascii() and answer.value.isdigit()):
        raise _not_allowed(answer, "a whole number")
    _refuse_campuses(answer)
    content = with_value(context.content(DISTRICT_FILE), DISTRICT_FILE, answer.fact, answer.value)
    return ChangedFile(DISTRICT_FILE, content, f"{DISTRICT_FILE}: {answer.fact} is now {answer.value}.")


def _district_list(answer: Answer, context: AnswerContext) -> ChangedFile:
    """Add one or more ids, divided by commas, to a list of district.yaml."""
    _refuse_campuses(answer)
    had = () if context.district is None else getattr(context.district, answer.fact) or ()
    wanted = [item.strip() for item in answer.value.split(",") if item.strip()]
    new = [item for item in dict.fromkeys(wanted) if item not in had]
    if not wanted:
        raise _not_allowed(answer, "one or more ids, divided by commas")
    content = context.content(DISTRICT_FILE)
    for item in new:
        content = with_item(content, DISTRICT_FILE, answer.fact, item)
    return ChangedFile(DISTRICT_FILE, content, f"{DISTRICT_FILE}: '{answer.fact}' now lists {listed(wanted)}.")


def _fire_codes(answer: Answer, context: AnswerContext) -> ChangedFile:
    """Add model fire codes, or write that none binds."""
    if answer.value.strip().lower() != "none":
        return _district_list(replace(answer, value=answer.value.upper()), context)
    _refuse_campuses(answer)
    content = with_value(context.content(DISTRICT_FILE), DISTRICT_FILE, answer.fact, "[]")
    return ChangedFile(DISTRICT_FILE, content, f"{DISTRICT_FILE}: no model fire code binds your schools.")


def _district_text(answer: Answer, context: AnswerContext) -> ChangedFile:
    _refuse_campuses(answer)
    text = answer.value.strip()
    if not text:
        raise _not_allowed(answer, "a few words")
    written = json.dumps(text, ensure_ascii=False)
    content = with_value(context.content(DISTRICT_FILE), DISTRICT_FILE, answer.fact, written)
    return ChangedFile(DISTRICT_FILE, content, f"{DISTRICT_FILE}: {answer.fact} is now '{text}'.")


def _level_of_practice(answer: Answer, context: AnswerContext) -> ChangedFile:
    """Write the level of good practice, or the name of the district's own file; reading it checks the name."""
    _refuse_campuses(answer)
    level = answer.value.strip()
    written = level if level.isalpha() else json.dumps(level, ensure_ascii=False)
    content = with_value(context.content(DISTRICT_FILE), DISTRICT_FILE, answer.fact, written)
    return ChangedFile(DISTRICT_FILE, content, f"{DISTRICT_FILE}: practice is now {level}.")


def _confirmed_guess(answer: Answer, context: AnswerContext) -> ChangedFile:
    """Take a guess of ``init`` out of district.yaml, and its note, since someone says that it is right."""
    _refuse_campuses(answer)
    guesses = context.district.guesses if context.district is not None else {}
    if answer.value not in guesses:
        allowed = listed(guesses) or "none: district.yaml lists no guesses"
        raise _not_allowed(answer, allowed, maybe_meant(answer.value, guesses))
    content = without_entry(context.content(DISTRICT_FILE), DISTRICT_FILE, "guesses", answer.value)
    note, of_guess = context.district.note if context.district else "", NOTES_OF_GUESSES.get(answer.value, "")
    if of_guess and of_guess in note:
        left = " ".join(note.replace(of_guess, "").split())
        content = with_value(content, DISTRICT_FILE, "note", json.dumps(left, ensure_ascii=False))
    return ChangedFile(DISTRICT_FILE, content, f"{DISTRICT_FILE}: '{answer.value}' is no longer a guess.")


def _calendar_date(answer: Answer, context: AnswerContext) -> ChangedFile:
    _refuse_campuses(answer)
    try:
        on = cells.calendar_date(answer.value)
    except ValueError:
        raise _not_allowed(answer, cells.ALLOWED_DATE) from None
    content = with_value(context.content(ANSWERS_FILE), ANSWERS_FILE, answer.fact, on.isoformat())
    return ChangedFile(ANSWERS_FILE, content, f"{ANSWERS_FILE}: {answer.fact} is now {on.isoformat()}.")


def _ends_of_terms(answer: Answer, context: AnswerContext) -> ChangedFile:
    """Write the last day of each term but the last; reading the file checks how many, and their order."""
    _refuse_campuses(answer)
    try:
        dates = [cells.calendar_date(item).isoformat() for item in answer.value.split(",")]
    except ValueError:
        raise _not_allowed(answer, f"{cells.ALLOWED_DATE}; several with commas") from None
    content = with_value(context.content(ANSWERS_FILE), ANSWERS_FILE, answer.fact, f"[{', '.join(dates)}]")
    return ChangedFile(ANSWERS_FILE, content, f"{ANSWERS_FILE}: {answer.fact} is now {listed(dates)}.")


def _calendar_title(answer: Answer, context: AnswerContext) -> ChangedFile:
    """Say what a title of the calendar means."""
    _refuse_campuses(answer)
    title = answer.fact.removeprefix(CALENDAR_TITLE).strip()
    kind = _kind(answer, [kind.value for kind in SettledKind])
    if not title:
        raise InputError(
            Problem("FACT", None, "the title is missing", answer.fact, f"{CALENDAR_TITLE}TITLE=closed")
        )
    content = with_item(context.content(ANSWERS_FILE), ANSWERS_FILE, "understood", {"title": title, "kind": kind})
    return ChangedFile(ANSWERS_FILE, content, f"{ANSWERS_FILE}: '{title}' now means {kind.replace('_', ' ')}.")


def _is_date(text: str) -> bool:
    try:
        cells.calendar_date(text)
    except ValueError:
        return False
    return True


def _calendar_day(answer: Answer, context: AnswerContext) -> ChangedFile:
    """Say what one day is; a later answer about the day comes before an earlier one."""
    _refuse_campuses(answer)
    on, kinds = cells.calendar_date(answer.fact).isoformat(), [kind.value for kind in DayKind]
    kind = _kind(answer, kinds)
    content = with_item(context.content(ANSWERS_FILE), ANSWERS_FILE, "days", {"date": on, "kind": kind})
    return ChangedFile(ANSWERS_FILE, content, f"{ANSWERS_FILE}: {on} is now {kind.replace('_', ' ')}.")


def _kind(answer: Answer, kinds: list[str]) -> str:
    kind = answer.value.strip().lower().replace(" ", "_")
    if kind not in kinds:
        raise _not_allowed(answer, listed(kinds), maybe_meant(kind, kinds))
    return kind


def _refuse_campuses(answer: Answer) -> None:
    if answer.campuses:
        message = f"'{answer.fact}' holds for the whole district"
        raise InputError(Problem("--campus", None, message, ", ".join(answer.campuses), "no --campus"))


def _not_allowed(answer: Answer, allowed: str, maybe: str | None = None) -> InputError:
    message = f"'{answer.fact}' cannot be this"
    return InputError(Problem("VALUE", None, message, answer.value, allowed, maybe))


#: Everything that can be answered besides the yes-or-no facts of the law.
_PLACES: Mapping[str, Place] = {
    "enrollment": _number_of_students,
    "leave_out": _text_of_a_school,
    "also_called": _nickname,
    "accepts": _district_list,
    "settled": _district_list,
    "fire_codes": _fire_codes,
    "fire_drills_a_year": _district_number,
    "fire_drills_said_by": _district_text,
    "confirmed": _confirmed_guess,
    "month_counts_from": _district_number,
    "drills_a_day": _district_number,
    "practice": _level_of_practice,
    "staff_minutes_after_last_bell": _district_number,
    "first_day": _calendar_date,
    "last_day": _calendar_date,
    **dict.fromkeys(TERM_END_KEYS.values(), _ends_of_terms),
}
