"""What a plan schedules, in one sentence or two: drills and tasks apart, and what is left out; and how good it is.

A plan schedules. Only the drill log shows that a drill was held, and only then is a duty met.
"""

from __future__ import annotations

from collections.abc import Sequence

from drillplanner.files.counting import counted
from drillplanner.model import DutyStatus, Plan, Verdict

#: A smaller distance from the best is not printed as a number.
_SMALLEST_SHOWN = 0.001


def scheduled_sentences(verdicts: Sequence[Verdict], drills: int) -> str:
    """Return what a plan of this many drills schedules, by the judge's verdicts on it.

    Duties that are only presumed to bind have a sentence of their own; all others are about known law.
    """
    known = [verdict for verdict in verdicts if not verdict.presumed]
    of_drills = [verdict for verdict in known if not verdict.is_task]
    scheduled = _count(of_drills, DutyStatus.MET)
    tasks = _count(known, DutyStatus.MET) - scheduled
    violated, unsure = _count(known, DutyStatus.VIOLATED), _count(known, DutyStatus.CANNOT_TELL)
    presumed = [verdict for verdict in verdicts if verdict.presumed]
    if presumed and not of_drills:
        first = "No known law that we check asks for a drill"
    elif drills == 0:
        first = "No drill is planned"
        if _count(of_drills, DutyStatus.VIOLATED) == 0:
            first += f": no {'known law' if presumed else 'duty'} that we check asks for one"
    elif scheduled == len(of_drills):
        of_all = counted(scheduled, "duty that we check has", "duties that we check have")
        first = f"{'All ' if scheduled > 1 else ''}{of_all} drills scheduled"
    else:
        first = counted(scheduled, "duty has drills scheduled", "duties have drills scheduled")
    if tasks:
        first += f"; {counted(tasks, 'more duty is a task', 'more duties are tasks')} on the calendar"
    sentences = [f"{first}."]
    if violated:
        sentences.insert(0, f"{counted(violated, 'duty is', 'duties are')} not met.")
    if unsure:
        sentences.append(
            f"We cannot tell whether {counted(unsure, 'more duty is', 'more duties are')} owed or met."
        )
    if presumed:
        of_all = counted(len(presumed), "duty is", "duties are")
        kept = _count(presumed, DutyStatus.MET)
        sentences.append(f"{of_all} only presumed, from a fire code that may not bind: {kept} of them scheduled.")
    return " ".join(sentences)


def how_good(plan: Plan, called: str = "It") -> str:
    """Return how a plan compares with the best possible one, without points; ``called`` begins the sentence."""
    if plan.status == "optimal":
        return f"{called} is as good as any lawful plan: none with as few drills and visits gives up less."
    if plan.bound == 0:
        return "A better plan may exist: how far this one is from the best possible is not known."
    distance = f"{plan.gap:.1%}" if plan.gap >= _SMALLEST_SHOWN else f"{_SMALLEST_SHOWN:.1%}"
    return f"A better plan may exist: this one is at most {distance} from the best possible."


def _count(verdicts: Sequence[Verdict], status: DutyStatus) -> int:
    return sum(1 for verdict in verdicts if verdict.status is status)
