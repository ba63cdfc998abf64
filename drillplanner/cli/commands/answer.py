"""``drillplanner answer``."""

from __future__ import annotations

from pathlib import Path

import click

from drillplanner.cli.changing import changing
from drillplanner.cli.output import folder_argument, say_list
from drillplanner.files.counting import counted
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.reading.shell_words import shell_word


@click.command(
    epilog="Example: drillplanner answer my-district child_care=no\n\n"
    'Example: drillplanner answer my-district has_aed=yes --campus oak --campus "Elm High School"\n\n'
    "Example: drillplanner answer my-district first_day=2026-08-31 2026-10-12=full\n\n"
    "Ends with 0; 2 when there is no such fact or school, or the value is not allowed; that answer and those "
    "after it are not written then."
)
@folder_argument
@click.argument("answers", metavar="FACT=VALUE...", nargs=-1, required=True)
@click.option(
    "--campus",
    "campuses",
    multiple=True,
    metavar="ID|NAME",
    help="A school that the answers are about; without it, all schools that have no answer yet.",
)
def command(folder: Path, answers: tuple[str, ...], campuses: tuple[str, ...]) -> None:
    """Answer questions of 'drillplanner check': write the answers into the files in FOLDER where they belong."""
    from drillplanner import api
    from drillplanner.workflow.answers.questions import ASK_FILE, write_questions

    given = [api.Answer(*_fact_and_value(answer, is_one=len(answers) == 1), campuses) for answer in answers]
    settled: list[str] = []
    with changing(folder, "answer"):
        answered = None
        try:
            for one in given:
                answered = api.answer(folder, one)
                settled += answered.settled
                for sentence in answered.changed:
                    click.echo(sentence)
        finally:
            if answered is not None and (folder / ASK_FILE).exists() and not answered.problems:
                write_questions(api.prepare(folder), folder, folder)
    if answered is None:  # click asks for at least one
        return
    say_list("Answered:", settled)
    called = shell_word(str(folder))
    if answered.problems:
        left = counted(answered.problems, "problem is left", "problems are left")
        click.echo(f"\n{left} in the files: drillplanner check {called}")
    elif answered.left:
        left = counted(answered.left, "question is left", "questions are left")
        click.echo(f"\n{left}: drillplanner check {called}")
    else:
        click.echo(f"\nNo question is left. Next: drillplanner plan {called}")


def _fact_and_value(answer: str, *, is_one: bool) -> tuple[str, str]:
    # A title of the calendar may hold an equals sign, a value none.
    fact, equals, value = answer.rpartition("=")
    if not equals or not fact.strip() or not value.strip():
        raise InputError(
            Problem(
                "FACT=VALUE",
                None,
                "this is not an answer",
                answer,
                "a fact and its value: child_care=no",
                None if is_one else "Maybe put quotation marks around an answer with spaces in it.",
            )
        )
    return fact.strip(), value.strip()
