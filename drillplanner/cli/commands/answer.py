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
    "Example: drillplanner answer my-district first_day=2026-08-31\n\n"
    "Ends with 0; 2 when there is no such fact or school, or the value is not allowed; nothing is written then."
)
@folder_argument
@click.argument("answer", metavar="FACT=VALUE")
@click.option(
    "--campus",
    "campuses",
    multiple=True,
    metavar="ID|NAME",
    help="A school that the answer is about; without it, all schools that have no answer yet.",
)
def command(folder: Path, answer: str, campuses: tuple[str, ...]) -> None:
    """Answer a question of 'drillplanner check': write the answer into the file in FOLDER where it belongs."""
    from drillplanner import api
    from drillplanner.workflow.answers.questions import ASK_FILE, write_questions

    # A title of the calendar may hold an equals sign, a value none.
    fact, equals, value = answer.rpartition("=")
    if not equals or not fact.strip() or not value.strip():
        message = "this is not an answer"
        raise InputError(Problem("FACT=VALUE", None, message, answer, "a fact and its value: child_care=no"))
    with changing(folder, "answer"):
        answered = api.answer(folder, api.Answer(fact.strip(), value.strip(), campuses))
        if (folder / ASK_FILE).exists() and not answered.problems:
            write_questions(api.prepare(folder), folder, folder)
    for sentence in answered.changed:
        click.echo(sentence)
    say_list("Answered:", answered.settled)
    called = shell_word(str(folder))
    if answered.problems:
        left = counted(answered.problems, "problem is left", "problems are left")
        click.echo(f"\n{left} in the files: drillplanner check {called}")
    elif answered.left:
        left = counted(answered.left, "question is left", "questions are left")
        click.echo(f"\n{left}: drillplanner check {called}")
    else:
        click.echo(f"\nNo question is left. Next: drillplanner plan {called}")
