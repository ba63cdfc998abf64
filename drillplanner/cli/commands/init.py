"""``drillplanner init``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drillplanner.cli.given_file import GivenFile
from drillplanner.cli.screens.show import all_option, say, show
from drillplanner.cli.waiting import waiting
from drillplanner.files.counting import counted
from drillplanner.files.reading.shell_words import shell_word

if TYPE_CHECKING:
    from drillplanner.intake.new_workspace.report import InitReport

_file = GivenFile()


@click.command(
    epilog="Example: drillplanner init my-district --state NJ --calendar calendar.ics --campuses schools.csv\n\n"
    "Example: drillplanner init my-district --state NJ --from what-we-have\n\n"
    "Ends with 0; 2 for unusable input or where nobody confirms, and nothing is written then."
)
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--state", help="Two-letter code of the state whose law applies; required where nobody can be asked."
)
@click.option("--year", help="School year, for example 2025-26.")
@click.option("--name", help="The district's name, as printed.")
@click.option(
    "--calendar", type=_file, help="The academic calendar as you publish it: .ics, .csv, .xlsx, .docx, .pdf."
)
@click.option(
    "--campuses", type=_file, help="A list of schools: .csv, .xlsx, .ods ('FILE.xlsx#Sheet': one sheet)."
)
@click.option("--district", help="Name or LEAID of the district, where the list is the NCES directory of several.")
@click.option(
    "--bells",
    type=GivenFile(folder=True),
    help="A folder of bell schedules (.yaml, .bell, tables), or one table: period, start, end, day.",
)
@click.option("--staff", type=_file, help="A staff list: .csv, .xlsx, .ods.")
@click.option(
    "--oneroster",
    type=GivenFile(folder=True),
    help="A OneRoster export (1.1 or 1.2, CSV), a folder or .zip: schools, terms and staff.",
)
@click.option("--answers", type=_file, help="Answers to the calendar's questions, as in calendar.yaml.")
@click.option(
    "--from",
    "from_folder",
    type=GivenFile(file=False, folder=True),
    help="A folder with any of these files under any names; shows what was understood and asks before it writes.",
)
@click.option(
    "--answer",
    "answers_given",
    multiple=True,
    metavar="FACT=VALUE",
    help="An answer to a question of init, as 'drillplanner answer' takes it; may be given several times.",
)
@click.option("--yes", "confirmed", is_flag=True, help="Ask nothing, and write what --from found.")
@all_option
def command(
    folder: Path | None,
    state: str | None,
    year: str | None,
    name: str | None,
    calendar: Path | None,
    campuses: Path | None,
    bells: Path | None,
    staff: Path | None,
    oneroster: Path | None,
    district: str | None,
    answers: Path | None,
    from_folder: Path | None,
    answers_given: tuple[str, ...],
    confirmed: bool,
    everything: bool,
) -> None:
    """Make a workspace in FOLDER from what the district has, and say what was assumed.

    On a terminal it asks for what the options do not say. Elsewhere it asks nothing, and writes what it would have
    asked into FOLDER/ask.md, with the commands that answer.
    """
    from drillplanner.cli.conversation import Start, ask_start, can_ask
    from drillplanner.cli.screens.first_screen import Line, Tone
    from drillplanner.cli.screens.init import init_screen, lines_in_full
    from drillplanner.intake.new_workspace.initialize import initialize
    from drillplanner.workflow.answers.questions import ASK_FILE

    asks = can_ask() and not confirmed
    files = (calendar, campuses, bells, staff, oneroster)
    has_calendar = calendar is not None or oneroster is not None
    start = Start(folder, state, year, name, from_folder, any(file is not None for file in files), has_calendar)
    if asks and (start.folder is None or start.state is None):
        start = ask_start(start)
    if start.folder is None:
        raise click.UsageError("Missing argument 'FOLDER'.")
    if start.state is None:
        raise click.UsageError("Missing option '--state': the two letters of your state, such as NJ.")
    target = start.folder
    with waiting("Reading your files") as stop_waiting:

        def confirm(report: InitReport) -> None:
            stop_waiting()
            if start.from_folder is not None:
                _show_and_ask(report, target, start.from_folder, confirmed, everything)

        def complete(draft: Path) -> None:
            stop_waiting()
            _answer(draft, answers_given)
            _ask_and_write_questions(draft, target, asks)

        report = initialize(
            target,
            start.state,
            year=start.year,
            calendar=calendar,
            campuses=campuses,
            bells=bells,
            staff=staff,
            name=start.name,
            oneroster=oneroster,
            district=district,
            answers=answers,
            from_folder=start.from_folder,
            confirm=confirm,
            complete=complete,
        )
    made = f"Made {target} with {counted(len(report.files), 'file')}: {', '.join(report.files)}."
    called = shell_word(str(target))
    next_lines = [
        Line(f"Next: drillplanner check {called}   (then: drillplanner plan {called})", Tone.COMMAND, most=3)
    ]
    if (target / ASK_FILE).exists():
        open_ones = f"Questions to answer first, with the commands: {target / ASK_FILE}"
        next_lines.insert(0, Line(open_ones, Tone.PROBLEM, most=3))
    # Who was shown what is written, and said yes, does not see it again.
    was_shown = start.from_folder is not None and not confirmed
    screen = init_screen(None if was_shown else report, target, made, tuple(next_lines))
    full = (*lines_in_full(report, target, made), "", *(line.text for line in next_lines))
    show(screen, full, target, "init", everything=everything)


def _answer(draft: Path, given: tuple[str, ...]) -> None:
    """Write the answers of ``--answer`` into the draft. Raises InputError for one that is not allowed."""
    from drillplanner import api
    from drillplanner.files.errors import InputError, Problem

    for text in given:
        fact, equals, value = text.rpartition("=")
        if not equals or not fact.strip() or not value.strip():
            message = "this is not an answer"
            raise InputError(Problem("--answer", None, message, text, "a fact and its value: child_care=no"))
        api.answer(draft, api.Answer(fact.strip(), value.strip(), ()))


def _ask_and_write_questions(draft: Path, folder: Path, asks: bool) -> None:
    """Ask what matters most, if someone is there; write what stays open into ask.md."""
    from drillplanner import api
    from drillplanner.cli.conversation import ask_question
    from drillplanner.files.errors import InputError
    from drillplanner.workflow.answers.questions import questions_to_ask, write_questions

    questions = questions_to_ask(api.prepare(draft)) if asks else ()
    for number, question in enumerate(questions, start=1):
        answer = ask_question(number, len(questions), question)
        if answer is None:
            continue
        fact, _, value = answer.rpartition("=")
        try:
            for sentence in api.answer(draft, api.Answer(fact, value, ())).changed:
                click.echo(f"  {sentence}")
        except InputError as error:
            click.echo(f"  {error}")
    write_questions(api.prepare(draft), draft, folder)


def _show_and_ask(report: InitReport, folder: Path, given: Path, confirmed: bool, everything: bool) -> None:
    """Show one screen and ask; without a terminal the answer is no. Raises InputError unless the answer is yes."""
    from drillplanner.cli.screens.init import init_screen, lines_in_full
    from drillplanner.files.errors import InputError, Problem

    if confirmed:
        return
    headline = f"{folder} made from {given}, not written yet:"
    say(init_screen(report, folder, headline), lines_in_full(report, folder, headline), everything)
    click.echo("")
    if not sys.stdin.isatty():
        raise InputError(
            Problem("--from", None, "nothing was written: nobody was there to confirm", None, "--yes to confirm")
        )
    if not click.confirm(f"Write {folder}?", default=False):
        raise InputError(Problem("--from", None, "nothing was written, as you asked"))
