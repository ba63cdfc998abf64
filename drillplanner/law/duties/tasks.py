"""The dated tasks (notices, filings, records) that law requires for a finished schedule."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from drillplanner.law.duties.mandate import Duty
from drillplanner.law.kinds.permissions_and_tasks.task import Chore, RequiredTask
from drillplanner.law.requirement import CampusSchedule
from drillplanner.model import Plan, Repair, Task

_FRIDAY = 4


def derive_tasks(
    duties: tuple[Duty, ...], schedules: dict[str, CampusSchedule], from_day: date = date.min
) -> tuple[Task, ...]:
    """Return every task that these duties require, in order of due date; ``schedules`` is by campus id.

    A task is due on ``from_day`` or later if the law allows that, even where no school day is left.
    """
    found = (task for duty in duties for task in _tasks_of(duty, schedules[duty.campus_id], from_day))
    return tasks_by_due_date(found)


def tasks_by_due_date(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Return the tasks in order of due date, campus, and id."""
    return tuple(sorted(tasks, key=lambda task: (task.due, task.campus_id, task.task_id)))


def _tasks_of(duty: Duty, schedule: CampusSchedule, from_day: date) -> Iterator[Task]:
    chore = duty.mandate.requirement
    if not isinstance(chore, Chore):
        return
    unit_schedule = schedule.for_unit(duty.unit)
    school_days = replace(unit_schedule.setting, with_summer=True).dates
    for required in chore.required_tasks(unit_schedule.drills, unit_schedule, unit_schedule.setting):
        id_parts = [required.drill_id or duty.campus_id, *([duty.unit.unit_id] if duty.unit else [])]
        if required.drill_id is None and required.suffix:
            id_parts.append(required.suffix)
        yield Task(
            task_id="/".join([duty.mandate.mandate_id, *id_parts]),
            mandate_id=duty.mandate.mandate_id,
            campus_id=duty.campus_id,
            drill_id=required.drill_id,
            kind=chore.chore,
            who=chore.who,
            text=chore.text,
            due=_day_with_school(required, school_days, from_day),
            due_words=chore.due_words,
            not_before=required.not_before,
            keep_years=chore.keep_years,
            tells=chore.tells,
            covers=chore.covers,
        )


def _day_with_school(required: RequiredTask, school_days: tuple[date, ...], from_day: date = date.min) -> date:
    """Return the last day with school on which a task of a drill is in time, so that somebody is there to do it.

    Without one from ``from_day`` on it is the last weekday, and if there is none either, the last day that the law
    allows. A task of the year keeps its date.
    """
    if required.drill_id is None:
        return required.due
    first = max(from_day, required.not_before or date.min)
    position = bisect_right(school_days, required.due)
    weekday = required.due - timedelta(max(0, required.due.weekday() - _FRIDAY))
    days = (*school_days[max(0, position - 1) : position], weekday)
    return next((day for day in days if day >= first), required.due)


def with_late_due_dates(
    tasks: Iterable[Task],
    law: Iterable[Task],
    from_update: Iterable[Task],
    repair: Repair,
    made: Plan,
    settled: Container[str],
) -> tuple[Task, ...]:
    """Return the tasks of an updated plan, with late ones due on the day of the update.

    A task is late if its drill was moved and the task is due before the day of the update. It then no longer
    serves a well-being rule. Tasks that were late in the earlier plan stay late while their drill stays on its
    date. Tasks of ``settled`` drills (by id) keep their due dates: the drill was held, and whether its notice was
    sent or its record kept is not for the plan to say.

    ``law`` holds the tasks that law requires, on the last school day that is in time. An update in a break may
    come after that day and before the last day that the law allows: ``from_update`` holds the same tasks, due on
    the day of the update or later where the law allows it. ``made`` is the earlier plan.
    """
    lawful = {task.task_id: task.due for task in law}
    still_in_time = {task.task_id: task.due for task in from_update if task.due >= repair.as_of}
    moved = {
        change.drill_id
        for change in repair.changes
        if change.now_on is not None and change.now_on != change.was_on and change.drill_id not in settled
    }
    late_before = {task.task_id: task.due for task in made.tasks if task.was_due is not None}

    def with_due_date(task: Task) -> Task:
        was_due = lawful.get(task.task_id)
        due = repair.as_of if task.drill_id in moved else late_before.get(task.task_id)
        if task.drill_id is None or was_due is None or due is None or was_due >= due:
            return task
        if task.drill_id in moved and task.task_id in still_in_time:
            # A promise to tell people sooner than the law asks keeps its own day.
            return task.model_copy(update={"due": still_in_time[task.task_id]}) if task.due == was_due else task
        words = f"{task.due_words}; it was due {was_due}, before the drill came to its day: do it at once"
        change = {"due": due, "was_due": was_due, "due_words": words, "serves": (), "hours_before": None}
        return task.model_copy(update=change)

    return tuple(with_due_date(task) for task in tasks)
