"""What can go wrong, as a tree; every branch under ``DrillplannerError`` is told to the user in words.

::

    DrillplannerError                 base: print the sentence, end with ``exit_code``
    ├── InputError            2       a file, an option or a folder is not usable; nothing was written
    ├── InfeasibleError       3       no lawful plan exists; carries the explanation
    ├── OutOfTimeError        1       no plan was found in the effort allowed or before Ctrl-C; none is proven
    │                                 impossible
    ├── AuditFailedError      1       the plan broke a duty in front of our own judge; not written
    ├── RefusedScenarioError  1       a scenario breaks a developmental rule; nothing is planned with it
    └── InconsistencyError   70       our two readings of a rule or of the cost disagree: a bug, said as such

Errors about input are collected: an ``InputError`` carries every problem found, not the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with the input, with its place.

    ``file`` and ``line`` (1 is the first) say where, ``value`` what was found, ``message`` what is wrong,
    ``allowed`` what would be right, ``maybe`` what to do ("Maybe you meant 'PK-5'.").
    """

    file: str
    line: int | None
    message: str
    value: str | None = None
    allowed: str | None = None
    maybe: str | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        lines = [f"{place}: {self.message}"]
        if self.value is not None:
            lines.append(f"    found:   {shorten(self.value)}")
        if self.allowed is not None:
            lines.append(f"    allowed: {self.allowed}")
        if self.maybe is not None:
            lines.append(f"    {self.maybe}")
        return "\n".join(lines)


def shorten(value: str, limit: int = 120) -> str:
    """``value`` on one line, cut after ``limit`` characters, fit to be shown in a message."""
    flat = " ".join(value.split())
    return flat if len(flat) <= limit else f"{flat[:limit]}… ({len(flat)} characters)"


class DrillplannerError(Exception):
    """Base of all that is told to the user; ``exit_code`` is what the command line ends with."""

    exit_code = 2


class InputError(DrillplannerError):
    """Input that cannot be used. Carries all problems found, in the order of the files."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InfeasibleError(DrillplannerError):
    """No lawful plan exists; ``reasons`` is the explanation, a sentence a reason.

    ``conflicts`` is the same as values (``model.Conflict``).
    """

    exit_code = 3

    def __init__(self, message: str, reasons: tuple[str, ...] = (), conflicts: tuple[object, ...] = ()) -> None:
        self.reasons = reasons
        self.conflicts = conflicts
        super().__init__("\n".join([message, *(f"  - {reason}" for reason in reasons)]))


class OutOfTimeError(DrillplannerError):
    """No plan was found in the time or effort allowed, and none is proven impossible."""

    exit_code = 1


class AuditFailedError(DrillplannerError):
    """The finished plan did not pass our own judge and was not written."""

    exit_code = 1


class RefusedScenarioError(DrillplannerError):
    """A scenario of the workspace breaks a developmental rule: nothing is planned or published with it."""

    exit_code = 1


class InconsistencyError(DrillplannerError):
    """Two independent readings of the same rule or cost disagree: a bug of ours, never the user's."""

    exit_code = 70
