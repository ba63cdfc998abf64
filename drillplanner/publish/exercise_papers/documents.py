"""Each document of an exercise, as the JSON text that ``templates/exercises/<document>.typ`` reads.

A document holds only what its readers may know: the values of a document for players include no event of the
events list and no answer that a facilitator expects.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from drillplanner.exercises.design.exercise_package import ExercisePackage
from drillplanner.exercises.program.progression_check import COMPLEX
from drillplanner.model import CorrectiveAction, Milestone
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.dates import form_date
from drillplanner.publish.core.drill_details import PlanImprint
from drillplanner.publish.core.typst.page_head import head_and_foot
from drillplanner.publish.exercise_papers.exercise_staff import staff_chart, staff_role_views
from drillplanner.publish.exercise_papers.shared_parts import (
    ELEMENTS,
    PaperContext,
    guide_views,
    left_out_meetings,
    milestone_views,
    overview,
    rating_views,
)
from drillplanner.publish.exercise_papers.table_rows import action_rows, event_rows

#: Printed in each document: what authority these papers have.
STANDING = "HSEEP is policy that grants may ask for, not law; choices of this planner are no federal requirement."
Values = dict[str, object]


def document_content(kind: str, package: ExercisePackage, context: PaperContext) -> str:
    """Return the JSON text of one document: the same bytes for the same plan and files."""
    entry = context.reference.document_kinds[kind]
    drill = package.drill
    title = f"{entry.name} – {package.name} – {package.campus_name} – {form_date(drill.date)}"
    common: Values = {
        "title": title,
        "district": context.imprint.district,
        "heading": entry.name,
        "restricted": not entry.players,
        "standing": status_note(context.imprint),
        "running": page_head_and_foot(
            package.campus_name, f"{package.entry.short}, {form_date(drill.date)}", context.imprint
        ),
        "overview": overview(package, context),
    }
    return json_text(common | _PARTS[kind](package, context))


def json_text(values: Values) -> str:
    """Return the JSON text of a document's values."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def page_head_and_foot(left: str, right: str, imprint: PlanImprint) -> Values:
    """Return header and footer of every page; they are short, because screen readers skip them."""
    return head_and_foot(left, right, imprint.short_foot)


def status_note(imprint: PlanImprint) -> str:
    """Return the last sentences of each document: what authority these papers have and do not have."""
    return f"{imprint.disclaimer} {STANDING} {imprint.note}".rstrip()


def _situation_manual(package: ExercisePackage, context: PaperContext) -> Values:
    conduct = context.reference.conduct
    return {
        "seats": staff_role_views(package, context.campus_names),
        "modules": [
            {
                "title": module.title,
                "minutes": module.minutes,
                "situation": module.situation,
                "questions": [question.ask for question in module.questions],
            }
            for module in package.modules
        ],
        "guidelines": list(conduct.players[:1] + conduct.players[2:]),
        "safety": list(conduct.safety),
        "observers": list(conduct.observers),
        "assumptions": list(package.assumptions),
        "artificialities": list(package.artificialities),
        "logistics": list(package.logistics),
        "schedule": _day_schedule(package),
        "sources": [] if package.scenario is None else list(package.scenario.sources),
        "roll_up": context.reference.roll_up,
    }


def _facilitator_guide(package: ExercisePackage, context: PaperContext) -> Values:
    tasks = {task.id: task.text for guide in package.guides for target in guide.targets for task in target.tasks}
    return {
        "seats": staff_role_views(package, context.campus_names),
        "modules": [
            {
                "title": module.title,
                "minutes": module.minutes,
                "situation": module.situation,
                "questions": [
                    {
                        "ask": question.ask,
                        "expected": list(question.expected),
                        "tasks": [tasks[task] for task in question.tasks],
                    }
                    for question in module.questions
                ],
            }
            for module in package.modules
        ],
        "stop_words": package.spoken.stop_words,
        "real_words": package.spoken.real_emergency_words,
        "hot_wash": list(context.reference.conduct.hot_wash),
    }


def _with_responders(package: ExercisePackage, context: PaperContext) -> Values:
    """Return who comes from outside, what was agreed with them, and the weapons rule, where agencies play."""
    conduct = context.reference.conduct
    plays = package.kind in COMPLEX
    return {
        "plays_with_responders": plays,
        "responders": list(package.agencies) if plays else [],
        "responder_rules": list(conduct.responders) if plays else [],
        "weapons": list(conduct.weapons) if plays else [],
    }


def _exercise_plan(package: ExercisePackage, context: PaperContext) -> Values:
    conduct = context.reference.conduct
    return _with_responders(package, context) | {
        "is_short": package.is_complex_drill,
        "activity": conduct.activity(package.drill.drill_type),
        "chart": staff_chart(package, context.campus_names),
        "assumptions": list(package.assumptions),
        "artificialities": list(package.artificialities),
        "logistics": list(package.logistics),
        "safety": list(conduct.safety),
        "stop_words": package.spoken.stop_words,
        "real_words": package.spoken.real_emergency_words,
        "traffic_words": package.spoken.traffic_words,
        "players": list(conduct.players),
        "observers": list(conduct.observers),
        "announced_to": [] if package.text is None else list(package.text.announced_to),
        "accommodations": [] if package.text is None else list(package.text.accommodations),
        "schedule": _day_schedule(package),
        "milestones": milestone_views(package, context.reference),
        "left_out": left_out_meetings(package, context),
        "roll_up": context.reference.roll_up,
    }


def _controller_handbook(package: ExercisePackage, context: PaperContext) -> Values:
    conduct = context.reference.conduct
    script = None if package.text is None else package.text.staff_script
    return _with_responders(package, context) | {
        "seats": staff_role_views(package, context.campus_names),
        "chart": staff_chart(package, context.campus_names),
        "script": [] if script is None else list(script.do),
        "controllers": list(conduct.controllers),
        "evaluators": list(conduct.evaluators),
        "safety": list(conduct.safety),
        "stop_words": package.spoken.stop_words,
        "real_words": package.spoken.real_emergency_words,
        "traffic_words": package.spoken.traffic_words,
        "events": event_rows(package, context.reference),
        "guides": guide_views(package, context),
        "ratings": rating_views(context.reference),
        "roll_up": context.reference.roll_up,
    }


def _events_list(package: ExercisePackage, context: PaperContext) -> Values:
    return {"events": event_rows(package, context.reference), "blank_rows": 0 if package.events else 8}


def _evaluation_guides(package: ExercisePackage, context: PaperContext) -> Values:
    evaluators = [seat for seat in package.staff if seat.role_id in ("EXR-EVL", "EXR-LEV") and seat.name]
    return {
        "guides": guide_views(package, context),
        "ratings": rating_views(context.reference),
        "roll_up": context.reference.roll_up,
        "venue": package.campus_name,
        "evaluator": evaluators[-1].name if len(evaluators) == 1 else "",
        "where": form_date(package.drill.date),
    }


def _hot_wash(package: ExercisePackage, context: PaperContext) -> Values:
    return {
        "hot_wash": list(context.reference.conduct.hot_wash),
        "debrief": [] if package.text is None else list(package.text.debrief),
        "feedback": list(context.reference.conduct.feedback),
        "stop_words": package.spoken.stop_words,
    }


def _after_action_report(package: ExercisePackage, context: PaperContext) -> Values:
    return {
        "guides": guide_views(package, context),
        "ratings": rating_views(context.reference),
        "roll_up": context.reference.roll_up,
        "elements": list(ELEMENTS.values()),
        "actions": action_rows(_actions(package, context), context),
        "participants": [context.imprint.district, package.campus_name, *package.agencies],
        "milestones": [
            view
            for view in milestone_views(package, context.reference)
            if view["lead"].endswith("after") or view["lead"] == "same day"
        ],
    }


def _actions(package: ExercisePackage, context: PaperContext) -> tuple[CorrectiveAction, ...]:
    """Return the actions this exercise raised (once it was held), then those of earlier exercises it takes up."""
    raised = tuple(action for action in context.ledger.actions if action.drill_id == package.drill.drill_id)
    return (*raised, *package.open_actions, *package.more_actions)


def _review(package: ExercisePackage, context: PaperContext) -> Values:
    final = package.milestone(Milestone.FINAL_REPORT)
    return {
        "guides": guide_views(package, context),
        "own_objectives": [] if package.own_evaluation or package.text is None else list(package.text.objectives),
        "ratings": rating_views(context.reference),
        "elements": list(ELEMENTS.values()),
        "seats": staff_role_views(package, context.campus_names),
        "stop_words": package.spoken.stop_words,
        "real_words": package.spoken.real_emergency_words,
        "due": "" if final is None else form_date(final.date),
    }


def _day_schedule(package: ExercisePackage) -> list[tuple[str, str]]:
    """Return the day's schedule as (time, what begins); the time is empty if the plan has none."""
    drill = package.drill
    start = "" if drill.start is None else dates.clock(drill.start)
    end = "" if drill.end is None else dates.clock(drill.end)
    rows = [("", "Exercise staff meet, safety and rules are told"), (start, "Start")]
    rows += [("", f"{module.title} ({words.counted(module.minutes, 'minute')})") for module in package.modules]
    return [*rows, (end, "End"), ("", "Hot wash, then feedback forms")]


_PARTS: Mapping[str, Callable[[ExercisePackage, PaperContext], Values]] = {
    "situation-manual": _situation_manual,
    "facilitator-guide": _facilitator_guide,
    "exercise-plan": _exercise_plan,
    "controller-handbook": _controller_handbook,
    "events-list": _events_list,
    "evaluation-guides": _evaluation_guides,
    "hot-wash": _hot_wash,
    "after-action-report": _after_action_report,
    "review": _review,
}
