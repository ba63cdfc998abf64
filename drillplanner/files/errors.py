"""The errors of drillplanner, and the problems of an input file that they carry.

The command line shows the message of every ``DrillplannerError`` and ends with its exit code.

::

    DrillplannerError                 base: print the message, end with ``exit_code``
    ├── InputError            2       a file, an option, or a folder is not usable; nothing was written
    │   └── TableBehindError  0       everything is recorded; a table that shows it could not be written
    ├── InfeasibleError       3       no lawful plan exists; carries the explanation
    ├── OutOfTimeError        1       no plan was found within the effort allowed or before Ctrl-C, and none is
    │                                 proven impossible
    ├── AuditFailedError      1       the finished plan failed the independent check; it was not written
    ├── RefusedScenarioError  1       a scenario breaks a developmental rule; nothing is planned with it
    ├── PapersDisagreeError   1       finished papers of one drill say different things
    └── InconsistencyError   70       two independent readings of a rule or of the cost disagree: a bug

Errors about input are collected: an ``InputError`` carries every problem found, not only the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with the input, and its place.

    ``file`` and ``line`` (from 1; None means the whole file) give the place, ``value`` what was found, ``message``
    what is wrong, ``allowed`` what would be right, and ``maybe`` a suggestion ("Maybe you meant 'PK-5'."). In a
    workbook the line is a row of the ``sheet``; ``column`` is a heading of a table.
    """

    file: str
    line: int | None
    message: str
    value: str | None = None
    allowed: str | None = None
    maybe: str | None = None
    sheet: str | None = None
    column: str | None = field(default=None, compare=False)

    @property
    def place(self) -> str:
        """Return where it is: "district.yaml:4", or "schools.xlsx, sheet Staff, row 7, column Grades"."""
        if self.sheet is None:
            return self.file if self.line is None else f"{self.file}:{self.line}"
        row = "" if self.line is None else f", row {self.line}"
        column = "" if self.column is None else f", column {self.column}"
        return f"{self.file}, sheet {self.sheet}{row}{column}"

    def __str__(self) -> str:
        lines = [f"{self.place}: {self.message}"]
        if self.value is not None:
            lines.append(f"    found:   {shorten(self.value)}")
        if self.allowed is not None:
            lines.append(f"    allowed: {self.allowed}")
        if self.maybe is not None:
            lines.append(f"    {self.maybe}")
        return "\n".join(lines)


def shorten(value: str, limit: int = 120) -> str:
    """Return ``value`` on one line, cut after ``limit`` characters, for display in a message."""
    flat = " ".join(value.split())
    return flat if len(flat) <= limit else f"{flat[:limit]}… ({len(flat)} characters)"


class DrillplannerError(Exception):
    """The base of all errors shown to the user; ``exit_code`` is the exit code of the command line."""

    exit_code = 2


class InputError(DrillplannerError):
    """An input that cannot be used, with all its problems in the order of the files."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        """Return how a process makes the error anew that another one raised: from its problems."""
        return type(self), (self.problems,)


class TableBehindError(InputError):
    """Everything is recorded, and the table that shows it could not be written: nobody has to record it again."""

    exit_code = 0


class InfeasibleError(DrillplannerError):
    """No lawful plan exists; ``reasons`` explains why, one sentence per reason.

    ``conflicts`` holds the same explanation as values (``model.Conflict``).
    """

    exit_code = 3

    def __init__(self, message: str, reasons: tuple[str, ...] = (), conflicts: tuple[object, ...] = ()) -> None:
        self._message = message
        self.reasons = reasons
        self.conflicts = conflicts
        super().__init__("\n".join([message, *(f"  - {reason}" for reason in reasons)]))

    def __reduce__(self) -> tuple[type[InfeasibleError], tuple[str, tuple[str, ...], tuple[object, ...]]]:
        """Return how a process makes the error anew that another one raised."""
        return type(self), (self._message, self.reasons, self.conflicts)


class OutOfTimeError(DrillplannerError):
    """No plan was found within the time or effort allowed, and none is proven impossible."""

    exit_code = 1


class PapersDisagreeError(DrillplannerError):
    """Finished papers of one drill state different days, deadlines, targets, words, people, or radios."""

    exit_code = 1


class AuditFailedError(DrillplannerError):
    """The finished plan failed the independent check and was not written."""

    exit_code = 1


class RefusedScenarioError(DrillplannerError):
    """A scenario of the workspace breaks a developmental rule, so nothing is planned with it."""

    exit_code = 1


class InconsistencyError(DrillplannerError):
    """Two independent readings of a rule or of the cost disagree: a bug in drillplanner."""

    exit_code = 70
