"""Rows of the master scenario events list and of the improvement plan."""

from __future__ import annotations

from datetime import date

from drillplanner.exercises.design.exercise_package import ExercisePackage, MasterEvent
from drillplanner.exercises.doctrine.reference import Reference
from drillplanner.exercises.program.progression import months_before
from drillplanner.exercises.program.progression_check import LEVEL_MONTHS
from drillplanner.incident_command.positions.load_catalog import load_catalog
from drillplanner.model import CorrectiveAction, DeliveryMethod, ScenarioEventKind
from drillplanner.publish.core.dates import form_date, form_time
from drillplanner.publish.exercise_papers.shared_parts import ELEMENTS, PaperContext

_KINDS = {
    ScenarioEventKind.CONTEXTUAL: "Inject",
    ScenarioEventKind.CONTINGENCY: "Contingency inject",
    ScenarioEventKind.EXPECTED_ACTION: "Expected action",
}
_DELIVERY = {
    DeliveryMethod.MESSAGE_CARD: "message card",
    DeliveryMethod.FORM_213: "ICS 213",
    DeliveryMethod.FACE_TO_FACE: "face to face",
    DeliveryMethod.RADIO: "radio",
    DeliveryMethod.PHONE: "phone",
    DeliveryMethod.ANNOUNCEMENT: "announcement",
    DeliveryMethod.NONE: "",
}


def action_rows(actions: tuple[CorrectiveAction, ...], context: PaperContext) -> list[dict[str, object]]:
    """Return the rows of an improvement plan, with each action's state on the day the plan was made."""
    today = context.imprint.made_on
    return [
        {
            "id": action.action_id,
            "capability": context.reference.capability_name(action.capability),
            "issue": action.issue,
            "action": action.action,
            "element": ELEMENTS[action.element],
            "responsible": action.responsible,
            "contact": action.contact,
            "start": form_date(action.start),
            "due": form_date(action.due),
            "state": _action_state(action, today),
            "from": action.drill_id,
            "where": "the whole district"
            if action.campus_id is None
            else context.campus_names.get(action.campus_id, action.campus_id),
        }
        for action in actions
    ]


def _action_state(action: CorrectiveAction, today: date) -> str:
    critical = "CRITICAL, " if action.priority.value == "critical" else ""
    if action.verified_in is not None:
        return f"done {form_date(action.done)}, seen to work in {action.verified_in}" if action.done else ""
    if action.done is not None and months_before(today, LEVEL_MONTHS) > action.done:
        return f"done {form_date(action.done)}, NOT SHOWN IN AN EXERCISE SINCE"
    if action.done is not None:
        return f"done {form_date(action.done)}, to be shown in an exercise"
    return f"{critical}PAST DUE" if action.past_due(today) else f"{critical}open"


def event_rows(package: ExercisePackage, reference: Reference) -> list[dict[str, object]]:
    """Return the rows of the master scenario events list; its controller delivers the injects."""
    positions = load_catalog().by_id
    controller = next((seat.name for seat in package.staff if seat.role_id == "EXR-CTL" and seat.name), "")
    lead = next((seat.name or seat.job for seat in package.staff if seat.role_id == "EXR-LCT"), "")

    def row(event: MasterEvent) -> dict[str, object]:
        is_action = event.kind is ScenarioEventKind.EXPECTED_ACTION
        return {
            "number": event.number,
            "minute": f"+{event.minute} min",
            "at": form_time(event.at),
            "kind": _KINDS[event.kind],
            "sender": event.sender,
            "delivery": _DELIVERY[event.delivery],
            "recipient": positions[event.recipient].title,
            "text": event.text,
            "expected": event.expected,
            "trail": f"Objective {event.objective}, {reference.capability_name(event.capability)}",
            "task": event.task,
            "controller": "" if is_action else controller or lead,
            "instructions": event.instructions,
            "rescue": ""
            if event.rescues is None
            else f"Only if needed, for number {event.rescues}: {event.trigger}",
        }

    return [row(event) for event in package.events]
