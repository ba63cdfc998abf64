"""The group of commands, each loaded when it is used, and the handling of errors."""

from __future__ import annotations

import gc
import os
import sys

import click

from drillplanner import __version__
from drillplanner.cli.harmless_output import harmless_output
from drillplanner.cli.lazy_group import LazyGroup
from drillplanner.files.errors import DrillplannerError, InputError, Problem
from drillplanner.files.reading.harmless_text import control_character_in

#: Each command and its line in the overview, which loads no command.
COMMANDS = {
    "init": "Make a workspace from what the district has.",
    "check": "Read and validate everything; list the duties and every finding.",
    "answer": "Answer a question that check asks.",
    "plan": "Plan the year, prove it, and write it.",
    "record": "Write down what happened to a drill.",
    "records": "Check, export, import, or back up what was recorded.",
    "status": "Say what is met, what is short, and until when it can be mended.",
    "replan": "Update the plan from a day on, moving as few drills as possible.",
    "explain": "Say why a drill has its day, or why there is no plan.",
    "audit": "Judge our plan, or anyone's schedule.",
    "charts": "Judge command charts, forms and exercises, ours or typed by hand.",
    "publish": "Write calendars, sheets, report and tables.",
    "screen": "Judge scenario files by the developmental rules.",
    "mandates": "Show the drill law as we hold it, with sources.",
    "fleet": "Do the same for all districts of a state.",
    "demo": "Go the whole way on the bundled example district.",
}

#: Lines of an error that are printed; a district of hundreds of schools may have a problem in each row.
MOST_ERROR_LINES = 38

_TYPE_AGAIN = "Type it again; or rename the file or folder that has this name."

EPILOG = (
    "Start with 'drillplanner demo', or with 'drillplanner init my-district --state NJ'. "
    "Not legal advice: check every requirement against the current official text."
)


class _Commands(LazyGroup):
    package = "drillplanner.cli.commands"
    lines = COMMANDS


@click.group(cls=_Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="drillplanner")
def app() -> None:
    """Plan a school district's year of emergency drills: lawful, kind to children, proven."""


def main() -> None:
    """Run the command line. It ends with the exit code of the published interface, never with a traceback."""
    _write_any_character()
    with harmless_output():
        _run(sys.argv[1:])


def _run(arguments: list[str]) -> None:
    # Plugins installed on the machine must not change what is valid; searching for them takes time as well.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A command makes many small values and ends soon, so frequent garbage collection wastes time.
    gc.set_threshold(500_000, 20, 20)
    try:
        _refuse_odd_arguments(arguments)
        # Click reads the arguments itself, since it finds files by patterns on Windows then.
        # Without its own handling of errors, a command's exit code comes back as the value.
        sys.exit(app(standalone_mode=False, prog_name="drillplanner") or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        from drillplanner.cli.interrupt import leave_at_once

        click.echo("Stopped.", err=True)
        leave_at_once(130)
        sys.exit(130)
    except DrillplannerError as error:
        for line in _error_lines(str(error).splitlines(), arguments):
            click.echo(line, err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output has closed it, as 'head' does.
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        click.echo(f"{error.filename or 'A file'}: {error.strerror or error}", err=True)
        sys.exit(2)


def _refuse_odd_arguments(arguments: list[str]) -> None:
    """Raises InputError: an argument has bytes that are no text, or a control character."""
    for argument in arguments:
        if argument.isprintable():
            continue
        # Python reads a byte that is no UTF-8 as half of a character.
        as_bytes = argument.encode("utf-8", "surrogateescape" if _has_bytes(argument) else "surrogatepass")
        if as_bytes.decode("utf-8", "replace") != argument:
            message = "an argument has bytes that are no text in UTF-8"
            raise InputError(Problem("arguments", None, message, repr(as_bytes)[2:-1], "text", _TYPE_AGAIN))
        if (found := control_character_in(argument)) is not None:
            message = f"an argument has the control character {found}"
            raise InputError(Problem("arguments", None, message, argument, "letters and signs", _TYPE_AGAIN))


def _has_bytes(argument: str) -> bool:
    return all(not "\ud800" <= sign <= "\udfff" or "\udc80" <= sign <= "\udcff" for sign in argument)


def _error_lines(lines: list[str], arguments: list[str]) -> list[str]:
    """Return the lines of an error that fit a screen; all of them with ``--all``, or if a command lacks it."""
    if len(lines) <= MOST_ERROR_LINES or "--all" in arguments or not _has_all(arguments):
        return lines
    shown = MOST_ERROR_LINES - 1
    # A line that is indented belongs to the problem above it.
    while shown > 1 and lines[shown].startswith(" "):
        shown -= 1
    return [*lines[:shown], f"and {len(lines) - shown:,} more lines: add --all"]


def _has_all(arguments: list[str]) -> bool:
    command = app.get_command(click.Context(app), arguments[0]) if arguments else None
    return command is not None and any("--all" in option.opts for option in command.params)


def _write_any_character() -> None:
    """Show a question mark for a character that the console cannot show, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
