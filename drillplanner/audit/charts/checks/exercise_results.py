"""Check what comes after an exercise: ratings, areas for improvement, corrective actions, reports."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.case.months import months_later
from drillplanner.audit.charts.checks.exercise_design import exercise_of, same_capability
from drillplanner.audit.charts.record import ImprovementAction
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import exercises_table

RATINGS = ("P", "S", "M", "U")
#: Ratings that call for an improvement.
LOW = ("M", "U")


def ratings(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-14: one of four ratings; a low one has an area for improvement."""
    exercise = exercise_of(case)
    for guide in exercise.guides or ():
        rated = [(guide.id, guide.rating), *((target.id, target.rating) for target in guide.targets)]
        for subject, rating in rated:
            if rating is None:
                if exercise.held:
                    yield MissingFact("the rating", (subject,))
            elif rating not in RATINGS:
                yield CheckFault(
                    f"'{rating}' of {subject} is no rating; allowed: {', '.join(RATINGS)}.", (subject,)
                )
        low = [target.id for target in guide.targets if target.rating in LOW]
        whole = [guide.id] if guide.rating in LOW and not low else []
        for subject in (*low, *whole):
            if exercise.areas is None:
                yield MissingFact("the areas for improvement", (subject,))
            elif not any(
                area.target == subject
                or (area.target is None and same_capability(area.capability, guide.capability))
                for area in exercise.areas
            ):
                yield CheckFault(f"{subject} was rated low and has no area for improvement.", (subject,))
    if exercise.held and exercise.guides is None:
        yield MissingFact("the evaluation guides with their ratings", (exercise.id,))


def corrective_actions(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-15: a complete action for each area, or a signed acceptance."""
    exercise = exercise_of(case)
    if exercise.areas is None:
        if exercise.held:
            yield MissingFact("the areas for improvement", (exercise.id,))
        return
    for area in exercise.areas:
        if not area.actions and not area.accepted_by.strip():
            yield CheckFault(f"Area for improvement {area.id} has no corrective action.", (area.id,))
        for action in area.actions:
            if faults := _action_faults(action):
                yield CheckFault(f"Corrective action {action.id} {' and '.join(faults)}.", (area.id, action.id))


def _action_faults(action: ImprovementAction) -> list[str]:
    faults = []
    if action.element.strip().casefold() not in exercises_table().elements:
        faults.append("names no element (planning, organization, equipment, training, exercise)")
    for fault, value in (
        ("has no responsible organisation", action.organisation.strip()),
        ("has no contact", action.contact.strip()),
        ("has no start", action.start),
        ("has no completion date", action.completion),
    ):
        if not value:
            faults.append(fault)
    if action.start and action.completion and action.completion < action.start:
        faults.append(f"ends on {action.completion}, before it starts on {action.start}")
    return faults


def actions_followed(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-16: nothing is past due, and what is done was exercised again within the cycle."""
    today = case.record.judged_on
    months = case.record.settings.cycle_months
    for area in exercise_of(case).areas or ():
        for action in area.actions:
            subjects = (area.id, action.id)
            if action.status in ("verified", "dropped"):
                continue
            if today is None:
                yield MissingFact("the day on which this is judged ('judged_on')", subjects)
            elif action.status in ("open", "in_progress"):
                if action.completion is not None and action.completion < today:
                    yield CheckFault(f"Corrective action {action.id} was due on {action.completion}.", subjects)
            elif action.done_on is None:
                yield MissingFact("when it was done", subjects)
            elif months_later(action.done_on, months) < today:
                yield CheckFault(
                    f"Corrective action {action.id} was done on {action.done_on} and not exercised again within "
                    f"{months} months.",
                    subjects,
                )


def reports_in_time(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """HSP-17: draft, final, and filed report within their days; until then they may still come."""
    exercise = exercise_of(case)
    milestones = exercise.milestones
    if milestones is None or milestones.exercise is None:
        yield MissingFact("the days of the exercise and of its reports", (exercise.id,))
        return
    report_names = {
        "draft_report": "The draft report",
        "final_report": "The final report",
        "filed": "The filed report",
    }
    for name, days in exercises_table().report_days.items():
        if name == "filed" and not exercise.grant_demands_report:
            if exercise.grant_demands_report is None and milestones.filed is None and exercise.held:
                yield MissingFact("whether a grant demands the report", (exercise.id,))
            continue
        day = getattr(milestones, name)
        last = day or case.record.judged_on
        if last is None:
            if exercise.held:
                yield MissingFact(f"the day of {report_names[name].lower()}", (exercise.id,))
        elif (late := (last - milestones.exercise).days) > days:
            addition = "" if day else " and is not there yet"
            yield CheckFault(
                f"{report_names[name]} comes {late} days after the exercise{addition}; {days} are usual.",
                (exercise.id,),
            )


CHECKS = {
    "HSP-14": ratings,
    "HSP-15": corrective_actions,
    "HSP-16": actions_followed,
    "HSP-17": reports_in_time,
}
