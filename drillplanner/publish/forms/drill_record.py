"""The drill record: what was seen, what changes, what is due and when, and who signs.

Its times and counts stand on the command post sheet, the first page, where they are written while the drill runs.
"""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.publish.core.dates import form_date
from drillplanner.publish.forms.context import DrillContext, Signer

#: How many lines the page has room for; more of them stand in the school's scripts and in the calendar of tasks.
MOST_OBJECTIVES, MOST_QUESTIONS, MOST_TASKS, MOST_SUPPORTS = 4, 3, 6, 5
#: The form that says what is prepared for people who need it; without it, this page does.
SAFETY_MESSAGE = "form_208"


@dataclass(frozen=True)
class DueTask:
    """A task on the day or afterward: its last day, who does it, and what."""

    due: str
    who: str
    text: str


@dataclass(frozen=True)
class RecordPage:
    """The values of the drill record; ``more_tasks`` counts tasks that have no room.

    ``supported`` is what is prepared for people who need it; empty if another page of the papers says it.
    """

    supported: tuple[str, ...]
    objectives: tuple[str, ...]
    questions: tuple[str, ...]
    tasks: tuple[DueTask, ...]
    more_tasks: int
    counts_for: str
    back_up: str
    target: str
    led_by: Signer


def drill_record(context: DrillContext) -> RecordPage:
    """Return the record of the drill."""
    details, text = context.details, context.text
    tasks = [task for task in details.chores if task.due >= context.drill.date]
    says_support = text is not None and SAFETY_MESSAGE not in (context.tier.forms if context.tier else ())
    return RecordPage(
        supported=text.accommodations[:MOST_SUPPORTS] if text is not None and says_support else (),
        objectives=text.objectives[:MOST_OBJECTIVES] if text else (),
        questions=text.debrief[:MOST_QUESTIONS] if text else (),
        tasks=tuple(
            DueTask(form_date(task.due), task.who, details.activity.call(task.text)) for task in tasks[:MOST_TASKS]
        ),
        more_tasks=max(0, len(tasks) - MOST_TASKS),
        counts_for=details.credits_text,
        back_up=details.back_up_text,
        target=context.target_sentence,
        led_by=context.signer("CMD-IC"),
    )
