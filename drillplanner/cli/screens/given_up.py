"""What a plan gives up, in words: the breaches of each soft goal, without points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from drillplanner.files.counting import counted
from drillplanner.model import GoalCost
from drillplanner.model.plans.goals import LOST_MINUTES

#: What is counted, by goal, for one and for several. docs/goals.md defines each goal.
WORDS: Mapping[str, tuple[str, str]] = {
    "crowding": ("drill follows another within five school days", "drills follow another within five school days"),
    "weekday": ("drill more than an even share on one weekday", "drills more than an even share on one weekday"),
    "period": (
        "drill more than twice an even share in one bell period",
        "drills more than twice an even share in one bell period",
    ),
    "lesson": ("class loses the same lesson again", "times a class loses the same lesson again"),
    "instruction_minutes": ("minute of lessons", "minutes of lessons go to drills"),
    "margin": (
        "requirement is met only in the last three days allowed",
        "requirements are met only in the last three days allowed",
    ),
    "testing_day": ("drill is on a testing day", "drills are on testing days"),
    "short_day": (
        "drill is on an early-release or late-opening day",
        "drills are on early-release or late-opening days",
    ),
    "break_eve": ("drill is on the last day before a break", "drills are on the last day before a break"),
    "first_day": ("drill is on the first school day", "drills are on the first school day"),
    "without_students": ("drill is for staff alone", "drills are for staff alone"),
    "beside_students": ("drill for staff is during lessons", "drills for staff are during lessons"),
    "full_scale": ("full-scale exercise", "full-scale exercises"),
    "repetition": (
        "time a scenario is used once too often",
        "times a scenario is used more than twice at a school",
    ),
    "counselor": (
        "lockdown drill has no counselor on its day or the next",
        "lockdown drills have no counselor on their day or the next",
    ),
    "ladder": ("drill comes before an advised step of learning", "drills come before an advised step of learning"),
    "settling_in": ("drill is in the first days of school", "drills are in the first days of school"),
    "youngest": (
        "drill about violence is in the first 60 school days, with PK or K",
        "drills about violence are in the first 60 school days, with PK or K",
    ),
    "spread": (
        "drill about violence is within two weeks of another",
        "times drills about violence are within two weeks of another",
    ),
    "piling_up": (
        "drill about violence is more than the advised number",
        "drills about violence are more than the advised number",
    ),
    "long_hiding": (
        "drill hides a grade longer than is advised",
        "drills hide a grade longer than is advised",
    ),
    "variety": ("kind of drill is always on one weekday", "kinds of drill are always on one weekday"),
    "moments": (
        "lunch, recess, or passing time is without practice all year",
        "lunches, recesses, or passing times are without practice all year",
    ),
    "season": ("season of a hazard begins without a drill", "seasons of a hazard begin without a drill"),
    "agency_load": ("visit makes an agency's day too full", "visits make an agency's day too full"),
    "lone_trip": ("trip of an agency is for one school alone", "trips of an agency are for one school alone"),
}


def given_up_sentences(costs: Iterable[GoalCost]) -> tuple[str, ...]:
    """Return what a plan gives up, what weighs most first; nothing for a goal that costs nothing."""
    heaviest = sorted((cost for cost in costs if cost.points), key=lambda cost: -cost.points)
    return tuple(given_up_sentence(cost) for cost in heaviest)


def given_up_sentence(cost: GoalCost) -> str:
    """Return what a plan gives up of one goal: '9 drills are on early-release or late-opening days'."""
    number = cost.breaches * (LOST_MINUTES if cost.goal == "instruction_minutes" else 1)
    name = cost.goal.replace("_", " ")
    return counted(number, *WORDS.get(cost.goal, (name, name)))
