"""Answers of the judge that are kept from day to day while a history is lived: most days change nothing.

Only the program's own calls are kept here. The oracle keeps what it asks the judge by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import Any
from unittest.mock import patch

from drillplanner.audit.schedule import judge, judge_schedule
from drillplanner.audit.schedule.bells import bells_at
from drillplanner.audit.schedule.judge import StandIns
from drillplanner.audit.schedule.left_out_grades import SparedByCampus
from drillplanner.law import Duty
from drillplanner.model import Campus, Drill, Schedule, Screening, Task, Workspace
from drillplanner.workflow.status import campus_trial, report
from drillplanner.workflow.status.campus_trial import CampusTrial
from drillplanner.workflow.status.candidate_drills import CandidateDrills

#: Answers of each function that are kept; then all are forgotten.
_MOST_KEPT = 20_000
#: What is compared by value, and the objects that are compared by identity.
_Question = tuple[Hashable, Sequence[object]]


@contextmanager
def answers_kept() -> Iterator[None]:
    """Keep answers to the same question: of the same district as it was read, and the same drills."""
    kept_judge = _Kept(judge_schedule, _of_judge)
    trials = _NumberedTrials()
    with ExitStack() as patches:
        patches.enter_context(patch.object(report, "judge_schedule", kept_judge))
        patches.enter_context(patch.object(campus_trial, "judge_schedule", kept_judge))
        patches.enter_context(patch.object(judge, "bells_at", _Kept(bells_at, _of_bells)))
        for name in ("schedule", "_credit"):
            kept = _Kept(vars(CampusTrial)[name].func, trials.question)
            patches.enter_context(patch.object(CampusTrial, name, property(kept)))
        forms = _Kept(vars(CandidateDrills)["_forms"].func, trials.question_of_candidates)
        patches.enter_context(patch.object(CandidateDrills, "_forms", property(forms)))
        for name in ("is_met", "asks_for_drills"):
            patches.enter_context(patch.object(CampusTrial, name, _method(vars(CampusTrial)[name], trials)))
        yield


class _Kept:
    """A function whose answers are kept, with the objects whose identity tells one question from another."""

    def __init__(self, function: Callable[..., Any], question: Callable[..., _Question]) -> None:
        self._function, self._question = function, question
        self._known: dict[Hashable, tuple[Any, Sequence[object]]] = {}

    def __call__(self, *args: Any, **named: Any) -> Any:  # noqa: ANN401 (any function)
        content, objects = self._question(*args, **named)
        key = content, tuple(map(id, objects))
        if key not in self._known:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            # The objects are kept too: else another could come to be at the same place.
            self._known[key] = self._function(*args, **named), objects
        return self._known[key][0]


class _NumberedTrials:
    """Numbers for campuses with their drills: the same number for the same drills, whatever the day is."""

    def __init__(self) -> None:
        self._count = 0
        self._number = _Kept(self._next, self._of_trial)

    def question(self, trial: CampusTrial, duty: Duty | None = None, added: Sequence[Drill] = ()) -> _Question:
        """Return what an answer depends on that does not look at the day."""
        known = vars(trial)
        if "number" not in known:
            known["number"] = self._number(trial)
        return (known["number"], None if duty is None else duty.duty_id, tuple(added)), ()

    def question_of_candidates(self, candidates: CandidateDrills) -> _Question:
        """Return what the drills that could count depend on; each is given its day later."""
        content, _ = self.question(candidates._trial, candidates._duty)
        return content, (candidates._duty,)

    def _next(self, _: CampusTrial) -> int:
        self._count += 1
        return self._count

    @staticmethod
    def _of_trial(trial: CampusTrial) -> _Question:
        filed, parts = _of_district(trial.workspace)
        prepared = trial.prepared
        objects = [trial.campus, prepared.screenings, prepared.stand_ins, prepared.spared, *parts, *trial.duties]
        return (trial.drills, trial.offers, filed), objects


def _method(function: Callable[..., Any], trials: _NumberedTrials) -> Callable[..., Any]:
    kept = _Kept(function, trials.question)

    def method(trial: CampusTrial, duty: Duty, added: Sequence[Drill] = ()) -> Any:  # noqa: ANN401 (any answer)
        return kept(trial, duty, added) if added else kept(trial, duty)

    return method


def _of_judge(
    schedule: Schedule,
    workspace: Workspace,
    duties: tuple[Duty, ...],
    screenings: Mapping[str, Screening],
    tasks: tuple[Task, ...],
    stand_ins: StandIns,
    settled_before: date,
    spared: SparedByCampus,
    names_stricter: bool,
) -> _Question:
    # Only dates that were offered to an agency look at the day.
    filed, parts = _of_district(workspace)
    day = settled_before if tasks else None
    objects = [*workspace.campuses, *parts, screenings, stand_ins, spared, *duties]
    return (schedule.drills, tasks, day, names_stricter, filed), objects


def _of_bells(campus: Campus, workspace: Workspace) -> _Question:
    return None, (campus, workspace.calendar, workspace.bells)


def _of_district(workspace: Workspace) -> tuple[Hashable, list[object]]:
    """Return the filed drills, which the log may change, and the other parts of a district as it was read."""
    parts = [getattr(workspace, name) for name in Workspace.model_fields if name not in {"campuses", "filed"}]
    return workspace.filed, parts
