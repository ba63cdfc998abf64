"""The first screen of ``drillplanner status``: how many requirements are in which state, and what to do first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from drillplanner.cli.output import list_lines
from drillplanner.cli.screens.first_screen import FirstScreen, Line, ScreenPart, Tone
from drillplanner.cli.screens.lists import last_lines
from drillplanner.files.counting import counted
from drillplanner.files.read_result import listed
from drillplanner.files.reading.shell_words import shell_word, with_folder
from drillplanner.model import (
    DISCLAIMER,
    Campus,
    DutyState,
    NoticeLine,
    NoticeState,
    OpenAction,
    StatusLine,
    StatusReport,
    UnrecordedDrill,
)
from drillplanner.publish.core.dates import plain_date
from drillplanner.publish.report.status import due_words

#: Schools that a line names; of more it says how many there are.
_NAMED = 3
#: Rows that a command may take: half a command is of no use.
_COMMAND_ROWS = 6
_CALM = (
    DutyState.MET,
    DutyState.ON_TRACK,
    DutyState.DUE,
    DutyState.NOT_EVIDENCED,
    DutyState.CANNOT_TELL,
)

#: What the screen calls the states of letters, in the order of their time.
_LETTERS = {
    NoticeState.SENT: "sent in time",
    NoticeState.OUTSIDE_ITS_DAYS: "sent on other days than the law gives",
    NoticeState.NOT_RECORDED: "without a record",
    NoticeState.TO_SEND: "to send",
}


def status_screen(report: StatusReport, campuses: Mapping[str, Campus], folder: Path) -> FirstScreen:
    """Return the screen: the counts by state, then what to do first, the most urgent first."""
    words = _Words(campuses, folder)
    return FirstScreen(
        result=tuple(_result(report, campuses, folder)),
        parts=(
            words.part("Late: no lawful day is left", report, DutyState.LATE, keeps=2),
            words.part("At risk", report, DutyState.AT_RISK, keeps=2),
            words.unrecorded(report.unrecorded),
            words.notices(
                "Letters to families that no record shows as sent on their days",
                report,
                (NoticeState.OUTSIDE_ITS_DAYS, NoticeState.NOT_RECORDED),
            ),
            words.part("Done, not evidenced", report, DutyState.NOT_EVIDENCED, keeps=1),
            words.actions(report.actions),
            words.part("Cannot tell", report, DutyState.CANNOT_TELL, keeps=1),
            words.part("Due in the next five school days", report, DutyState.DUE, keeps=1),
            words.notices("Letters to families to send", report, (NoticeState.TO_SEND,)),
        ),
        last=last_lines(""),
    )


def _result(report: StatusReport, campuses: Mapping[str, Campus], folder: Path) -> Iterator[Line]:
    counts = report.counts
    where = "" if report.campus is None else f" at {campuses[report.campus].name}"
    late, at_risk, unrecorded = (
        counts[state] for state in (DutyState.LATE, DutyState.AT_RISK, DutyState.UNRECORDED)
    )
    without_record = sum(not drill.in_grace for drill in report.unrecorded)
    if without_record:
        drills = counted(without_record, "past drill has", "past drills have")
        them = "it" if without_record == 1 else "them"
        yield Line(f"{drills} no record. We do not count {them} as held.", Tone.PROBLEM)
    yield Line(f"As of {plain_date(report.as_of)}{where}: {_outcome(late, at_risk, unrecorded)}", _tone(report))
    others = ", ".join(
        f"{counts[state]:,} {state.phrase.lower()}{_without_drills(report, state)}"
        for state in _CALM
        if counts[state]
    )
    if others:
        yield Line(f"Requirements: {others}.")
    if report.notices:
        yield Line(f"Letters to families: {_letters(report)}.")
    if report.not_judged:
        yield Line(
            f"Not judged: {counted(report.not_judged, 'requirement')} about other notices, and about filings.",
            Tone.ASIDE,
        )
    for note in report.notes:
        yield Line(with_folder(note, str(folder)), Tone.ASIDE)


def _without_drills(report: StatusReport, state: DutyState) -> str:
    """Return how many of a state are so because no drill of their kind was held; empty if none is."""
    without = sum(line.without_drills for line in report.of_state(state))
    return f" ({without:,} of them because no such drill was held)" if without else ""


def _letters(report: StatusReport) -> str:
    numbers = Counter(notice.state for notice in report.notices)
    return ", ".join(f"{numbers[state]:,} {phrase}" for state, phrase in _LETTERS.items() if numbers[state])


def _outcome(late: int, at_risk: int, unrecorded: int) -> str:
    parts = [f"{number:,} {what}" for number, what in ((late, "late"), (at_risk, "at risk")) if number]
    if unrecorded:
        depend = counted(unrecorded, "requirement depends", "requirements depend")
        parts.append(f"{depend} on drills without a record")
    if not parts:
        return "no requirement is late or at risk."
    return f"{', '.join(parts)}."


def _tone(report: StatusReport) -> Tone:
    return Tone.PROBLEM if report.exit_code else Tone.RESULT


class _Words:
    """The lines of the screen: schools by name, commands with the folder."""

    def __init__(self, campuses: Mapping[str, Campus], folder: Path) -> None:
        self._campuses, self._folder = campuses, str(folder)

    def name(self, campus_id: str) -> str:
        """Return the name of a school."""
        return self._campuses[campus_id].name if campus_id in self._campuses else campus_id

    def part(self, heading: str, report: StatusReport, state: DutyState, *, keeps: int) -> ScreenPart:
        """Return the part of one state: requirements that need the same are one entry."""
        grouped: dict[object, list[StatusLine]] = defaultdict(list)
        for line in sorted(report.of_state(state), key=_urgency):
            key = (line.mandate, line.until, line.duty.rpartition("/")[2], line.missing, line.met_by_update)
            grouped[key].append(line)
        tone = Tone.PROBLEM if state in (DutyState.LATE, DutyState.AT_RISK) else Tone.HEADING
        entries = tuple(self._entry(lines) for lines in grouped.values())
        return ScreenPart(heading, entries, keeps=keeps, tone=tone)

    def _entry(self, lines: Sequence[StatusLine]) -> tuple[Line, ...]:
        first = lines[0]
        names = list(dict.fromkeys(self.name(line.campus_id) for line in lines))
        where = listed(names) if len(names) <= _NAMED else counted(len(names), "school")
        until = ""
        if first.state is DutyState.AT_RISK:
            until = "" if first.until is None else f"Until {plain_date(first.until)}: "
        is_alike = len({(line.reason, line.to_do) for line in lines}) == 1
        example = "" if is_alike else f"For example {self.name(first.campus_id)}: "
        text = f"{until}{where}: {first.title or first.mandate} ({first.mandate}). {example}{first.reason}"
        entry = [Line(text, first="  ", others="    ")]
        if first.to_do and first.state is not DutyState.LATE:
            to_do = with_folder(first.to_do, self._folder)
            entry.append(Line(to_do, Tone.COMMAND, first="  -> ", others="     ", most=_COMMAND_ROWS))
        return tuple(entry)

    def unrecorded(self, drills: Iterable[UnrecordedDrill]) -> ScreenPart:
        """Return the past drills of which nobody said whether they were held."""
        past = [drill for drill in drills if not drill.in_grace]
        entries = tuple(
            (
                Line(
                    f"{self.name(drill.campus_id)}: {drill.drill_type.phrase}, {plain_date(drill.date)}",
                    first="  ",
                    others="    ",
                ),
                Line(
                    f"drillplanner record {shell_word(self._folder)} --drill {drill.drill_id} --held --by NAME",
                    Tone.COMMAND,
                    first="  -> ",
                    others="     ",
                    most=_COMMAND_ROWS,
                ),
            )
            for drill in past
        )
        return ScreenPart("Past, and nobody recorded it (--held, or --not-held)", entries, keeps=2)

    def notices(self, heading: str, report: StatusReport, states: tuple[NoticeState, ...]) -> ScreenPart:
        """Return the letters in some states; those of one mandate that need the same are one entry."""
        grouped: dict[object, list[NoticeLine]] = defaultdict(list)
        for notice in report.notices:
            if notice.state in states:
                grouped[notice.mandate, notice.state, notice.is_sure].append(notice)
        entries = tuple(self._notice_entry(notices) for notices in grouped.values())
        return ScreenPart(heading, entries, keeps=1)

    def _notice_entry(self, notices: Sequence[NoticeLine]) -> tuple[Line, ...]:
        first = notices[0]
        number = "" if len(notices) == 1 else f"{len(notices)} letters. For example "
        text = f"{first.title} ({first.mandate}): {number}{self.notice_sentence(first)}"
        entry = [Line(text, first="  ", others="    ", most=3)]
        if first.to_do:
            to_do = with_folder(first.to_do, self._folder)
            entry.append(Line(to_do, Tone.COMMAND, first="  -> ", others="     ", most=_COMMAND_ROWS))
        return tuple(entry)

    def notice_sentence(self, notice: NoticeLine) -> str:
        """Return which letter it is, and what the records say of it."""
        time = "after" if notice.is_after else "before"
        drill = f"{notice.drill_type.phrase} of {plain_date(notice.drill_date)}"
        what = f"{self.name(notice.campus_id)}, {time} the {drill}"
        due = f"due {plain_date(notice.due)}"
        if notice.not_before is not None and notice.not_before < notice.due:
            due = f"due from {plain_date(notice.not_before)} to {plain_date(notice.due)}"
        sent = f"; recorded as sent {listed([plain_date(on) for on in notice.sent_on])}" if notice.sent_on else ""
        doubt = "" if notice.is_sure else "; whether or when the law asks for it is not sure"
        return f"{what}; {due}{sent}{doubt}."

    def actions(self, actions: Iterable[OpenAction]) -> ScreenPart:
        """Return the corrective actions that are not done."""
        entries = tuple((Line(self.action_sentence(action), first="  ", others="    "),) for action in actions)
        return ScreenPart("Actions after drills and exercises that are not done", entries, keeps=2)

    def action_sentence(self, action: OpenAction) -> str:
        """Return an action with its owner and due day."""
        where = "the district" if action.campus_id is None else self.name(action.campus_id)
        due = due_words(action)
        return f"{due}, {where}: {action.action.rstrip('.')}. Owner: {action.owner}. ({action.action_id})"


def _urgency(line: StatusLine) -> tuple[date, str, str]:
    return line.until or date.min, line.mandate, line.campus_id


def status_lines(report: StatusReport, campuses: Mapping[str, Campus], folder: Path) -> Iterator[str]:
    """Yield everything that is known: each requirement in its state, with why and what to do."""
    words = _Words(campuses, folder)
    for line in _result(report, campuses, folder):
        yield line.text
    for state in DutyState:
        yield from list_lines(
            f"{state.phrase} ({report.counts[state]:,}):",
            (_sentence(line, words, folder) for line in sorted(report.of_state(state), key=_urgency)),
        )
    yield from list_lines(
        "Past, and nobody recorded it:",
        (
            f"{words.name(drill.campus_id)}: {drill.drill_type.phrase}, {plain_date(drill.date)}, {drill.drill_id}"
            + (" (counts as planned for two school days)" if drill.in_grace else "")
            for drill in report.unrecorded
        ),
    )
    for of_letter, phrase in _LETTERS.items():
        yield from list_lines(
            f"Letters to families {phrase}:",
            (
                f"{words.notice_sentence(notice)}{_to_do(notice.to_do, folder)} "
                f"[{notice.mandate}: {notice.cite}; {notice.confidence}]"
                for notice in report.notices
                if notice.state is of_letter
            ),
        )
    yield from list_lines(
        "Actions after drills and exercises that are not done:", map(words.action_sentence, report.actions)
    )
    yield f"\n{DISCLAIMER}"


def _sentence(line: StatusLine, words: _Words, folder: Path) -> str:
    is_at_risk = line.until is not None and line.state is DutyState.AT_RISK
    until = f"until {plain_date(line.until)}: " if is_at_risk and line.until is not None else ""
    to_do = _to_do(line.to_do, folder)
    cite = f" [{line.cite}; {line.confidence}]"
    return f"{until}{words.name(line.campus_id)}, {line.duty}: {line.reason}{to_do}{cite}"


def _to_do(to_do: str, folder: Path) -> str:
    """Return what to do with the folder in its commands, after a space; empty if there is nothing."""
    return f" {with_folder(to_do, str(folder))}" if to_do else ""
