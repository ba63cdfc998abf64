"""Answer a question of ``check``: validate the answer, write it where it belongs, and say what it settles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from drillplanner.files.changes.journal import write_together
from drillplanner.files.changes.workspace_lock import locked_workspace
from drillplanner.files.errors import InputError, Problem
from drillplanner.model import Caveat, CaveatKind
from drillplanner.workflow.answers.places import DISTRICT_FILE, Answer, AnswerContext, ChangedFile, place_of
from drillplanner.workflow.caveats.before_you_rely import caveats_of_files
from drillplanner.workflow.prepare import prepare
from drillplanner.workflow.prepared import Prepared

#: Kinds of caveats that ask before the first colon, and list after it; others end in a question mark.
_ASKED_BEFORE_A_COLON = frozenset({CaveatKind.LAW_OPEN, CaveatKind.NO_DRILLS})


@dataclass(frozen=True)
class Answered:
    """What an answer changed, the questions that it settled, and how many are left.

    ``problems`` is how many problems keep the workspace from being read; its questions are then not known.
    """

    changed: tuple[str, ...]
    settled: tuple[str, ...] = ()
    left: int = 0
    problems: int = 0


def answer(folder: Path, given: Answer) -> Answered:
    """Write the answer into the file where it belongs; its other bytes stay as they are.

    Raises InputError if there is no such fact or school, if the value is not allowed, or if the workspace could no
    longer be read with it; nothing is written then.
    """
    with locked_workspace(folder, "answer"):
        return _answered(folder, given)


def _answered(folder: Path, given: Answer) -> Answered:
    before = _prepared_or_problems(folder, {})
    if isinstance(before, InputError):
        context = AnswerContext(folder, None, (), None)
        try:
            place = place_of(given, context)
        except InputError:
            # Facts of the law need a workspace that can be read.
            raise before from None
    else:
        workspace = before.workspace
        context = AnswerContext(folder, workspace.district, workspace.campuses, before.law)
        place = place_of(given, context)
    changes = [place(given, context)]
    changes += _without_guess(given, context)
    after = _prepared_or_problems(folder, {change.name: change.content for change in changes})
    if isinstance(after, InputError):
        known = () if not isinstance(before, InputError) else tuple(map(_without_line, before.problems))
        if new := [problem for problem in after.problems if _without_line(problem) not in known]:
            raise InputError(new)
    write_together(folder, {change.name: change.content for change in changes})
    sentences = tuple(change.sentence for change in changes)
    if isinstance(after, InputError):
        return Answered(sentences, problems=len(after.problems))
    open_before = () if isinstance(before, InputError) else caveats_of_files(before)
    open_after = caveats_of_files(after)
    still = set(map(_question, open_after))
    settled = tuple(caveat.text for caveat in open_before if _question(caveat) not in still)
    return Answered(sentences, settled, len(open_after))


def _question(caveat: Caveat) -> str:
    """Return what a caveat asks, without the schools, topics, or smaller questions of law that are left."""
    return caveat.text.partition(":" if caveat.kind in _ASKED_BEFORE_A_COLON else "?")[0]


def _without_guess(given: Answer, context: AnswerContext) -> list[ChangedFile]:
    """Return district.yaml without the guess that the answer replaces for all schools, if there is one."""
    if context.district is None or given.campuses or given.fact not in context.district.guesses:
        return []
    confirmed = Answer("confirmed", given.fact)
    return [place_of(confirmed, context)(confirmed, context)]


def _prepared_or_problems(folder: Path, instead: dict[str, bytes]) -> Prepared | InputError:
    try:
        return prepare(folder, instead)
    except InputError as error:
        if not (folder / DISTRICT_FILE).is_file():
            raise
        return error


def _without_line(problem: Problem) -> Problem:
    """Return the problem without its line, which an answer may have shifted."""
    return Problem(problem.file, None, problem.message, problem.value)
