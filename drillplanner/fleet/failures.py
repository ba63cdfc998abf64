"""Errors of a district as an outcome with words: what the command for one district would print."""

from __future__ import annotations

import re
from collections.abc import Mapping

from drillplanner import api
from drillplanner.fleet.result import DistrictResult, Outcome

#: The outcome of each kind of error; any other means that a plan did not pass.
_OUTCOMES: Mapping[type[api.DrillplannerError], Outcome] = {
    api.InputError: Outcome.BAD_INPUT,
    api.InfeasibleError: Outcome.NO_PLAN,
    api.OutOfTimeError: Outcome.OUT_OF_TIME,
    api.RefusedScenarioError: Outcome.REFUSED,
}
#: Of a long error, the lines that make its sentence: the heading, and the first reason.
_FIRST_LINES = 2
#: What a message quotes from a file, up to the last quotation mark: a name may hold one ('Pat O'Brien').
_QUOTED = re.compile(r"(?<!\w)'.*'(?!\w)")


def failed(known: DistrictResult, error: api.DrillplannerError) -> DistrictResult:
    """Return what is known of a district, with the error with which its work ended."""
    kinds = (kind for kind in type(error).__mro__ if kind in _OUTCOMES)
    outcome = _OUTCOMES.get(next(kinds, api.DrillplannerError), Outcome.NOT_ACCEPTED)
    return known.model_copy(update={"outcome": outcome, "sentence": _sentence(error), "words": str(error)})


def _sentence(error: api.DrillplannerError) -> str:
    """Return why, in a sentence; a value from a file is left out, since it may be a person's name."""
    if isinstance(error, api.InputError) and error.problems:
        first, *others = error.problems
        more = f" (and {len(others)} more)" if others else ""
        message = _QUOTED.sub("'…'", first.message)
        return f"{first.place}: {message}{more}"
    if isinstance(error, api.InfeasibleError):
        conflicts = [conflict for conflict in error.conflicts if isinstance(conflict, api.Conflict)]
        if conflicts:
            return _conflict_sentence(conflicts)
    return " ".join(str(error).split("\n", _FIRST_LINES)[0:_FIRST_LINES])


def _conflict_sentence(conflicts: list[api.Conflict]) -> str:
    """Return the first conflict in a sentence; all of them, with ways out, are in the words."""
    first, *others = conflicts
    members = (member.words + (f" ({member.mandate})" if member.mandate else "") for member in first.members)
    more = f" (and {api.counted(len(others), 'more conflict')})" if others else ""
    unsure = "" if first.confirmed else "Not confirmed: "
    return f"{unsure}{first.campuses_phrase}: these cannot all be met: {'; '.join(members)}{more}."
