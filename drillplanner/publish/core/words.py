"""The words in which papers name the members of the model's closed lists.

A test fails if a member has no words here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from drillplanner.appropriateness.conditions.facts import unknown_fact_sentences
from drillplanner.files import counting
from drillplanner.model import Audience, Confidence, DrillFormat, DrillType, DutyStatus, Layer, Route
from drillplanner.model.scenarios.response_actions import Vocabulary


class DrillFamily(StrEnum):
    """Drill types that ask people to do the same; the report gives each family its own kind of mark."""

    LEAVE = "leave"
    SECURE = "secure"
    SHELTER = "shelter"
    CARE = "care"
    REHEARSE = "rehearse"


class DrillWords(NamedTuple):
    """The name of a drill type, a unique code of one or two letters, and its family.

    The name refers to response actions by placeholders, since a district may have its own words for them.
    """

    title: str
    code: str
    family: DrillFamily


DRILL_TYPES: dict[DrillType, DrillWords] = {
    DrillType.FIRE_EVACUATION: DrillWords("Fire drill", "F", DrillFamily.LEAVE),
    DrillType.EVACUATION_OTHER: DrillWords("Evacuation drill (not fire)", "E", DrillFamily.LEAVE),
    DrillType.REVERSE_EVACUATION: DrillWords("Reverse evacuation drill", "RE", DrillFamily.SECURE),
    DrillType.LOCKDOWN: DrillWords("<Lockdown> drill", "L", DrillFamily.SECURE),
    DrillType.SECURE: DrillWords("<Secure> drill", "S", DrillFamily.SECURE),
    DrillType.HOLD: DrillWords("<Hold> drill", "H", DrillFamily.SECURE),
    DrillType.SHELTER_HAZMAT: DrillWords("<Shelter> drill (hazardous material)", "SH", DrillFamily.SHELTER),
    DrillType.SEVERE_WEATHER: DrillWords("Severe weather drill", "W", DrillFamily.SHELTER),
    DrillType.EARTHQUAKE: DrillWords("Earthquake drill", "Q", DrillFamily.SHELTER),
    DrillType.TSUNAMI: DrillWords("Tsunami drill", "TS", DrillFamily.LEAVE),
    DrillType.BUS_EVACUATION: DrillWords("Bus evacuation drill", "B", DrillFamily.LEAVE),
    DrillType.ACTIVE_ASSAILANT: DrillWords("Active assailant drill", "A", DrillFamily.SECURE),
    DrillType.BOMB_THREAT: DrillWords("Bomb threat drill", "BT", DrillFamily.SECURE),
    DrillType.CARDIAC: DrillWords("Cardiac emergency drill", "C", DrillFamily.CARE),
    DrillType.REUNIFICATION: DrillWords("Reunification drill", "RU", DrillFamily.CARE),
    DrillType.EARLY_DISMISSAL: DrillWords("Early dismissal drill", "ED", DrillFamily.CARE),
    DrillType.TABLETOP: DrillWords("Tabletop exercise", "TT", DrillFamily.REHEARSE),
    DrillType.FUNCTIONAL: DrillWords("Functional exercise", "FX", DrillFamily.REHEARSE),
    DrillType.FULL_SCALE: DrillWords("Full-scale exercise", "FS", DrillFamily.REHEARSE),
    DrillType.INSTRUCTION: DrillWords("Safety lesson", "IN", DrillFamily.REHEARSE),
}

FAMILIES: dict[DrillFamily, str] = {
    DrillFamily.LEAVE: "Leave the building or the bus",
    DrillFamily.SECURE: "Stay behind a door",
    DrillFamily.SHELTER: "Take shelter",
    DrillFamily.CARE: "Care and reunite",
    DrillFamily.REHEARSE: "Talk through and learn",
}

FORMATS: dict[DrillFormat, str] = {
    DrillFormat.PHYSICAL: "practiced in full",
    DrillFormat.WALK_THROUGH: "walked through",
    DrillFormat.TABLETOP: "talked through at a table",
    DrillFormat.LESSON: "taught as a lesson",
}

AUDIENCES: dict[Audience, str] = {
    Audience.EVERYONE: "students and staff",
    Audience.STUDENTS: "students",
    Audience.STAFF: "staff only",
}

ROUTES: dict[Route, str] = {
    Route.PRIMARY: "the primary route",
    Route.SECONDARY: "the secondary route",
    Route.BLOCKED_EXIT: "another way, one exit blocked",
    Route.FIRE_ESCAPE: "the fire escapes",
    Route.OFF_SITE: "to a place off the grounds",
}

STATUSES: dict[DutyStatus, str] = {
    DutyStatus.MET: "Scheduled",
    DutyStatus.VIOLATED: "Not met",
    DutyStatus.CANNOT_TELL: "Cannot tell",
}

CONFIDENCES: dict[Confidence, str] = {
    Confidence.LEGAL_TEXT: "read in the legal text",
    Confidence.OFFICIAL_SUMMARY: "read in an official summary",
    Confidence.SECONDARY: "read in a secondary source",
    Confidence.DISTRICT_POLICY: "the district's own policy",
}

#: Goals by their field in the district's weights; the numbers are with the weights.
GOALS: dict[str, str] = {
    "crowding": "Drills crowded into a few days",
    "weekday": "Drills beyond an even share on one weekday",
    "period": "Drills beyond twice an even share in one period",
    "lesson": "Same weekday and period again, so a class loses the same lesson",
    "instruction_minutes": "Stretches of ten minutes that drills take from lessons",
    "margin": "Duties left to the last days on which they can be met",
    "testing_day": "Drills on a testing day",
    "short_day": "Drills on an early-release or delayed-opening day",
    "break_eve": "Drills on the last school day before a break",
    "first_day": "Drills on the first school day of the year",
    "without_students": "Drills for staff alone that could be held with students",
    "beside_students": "Drills for staff alone in a bell period, with students near",
    "full_scale": "Full-scale exercises",
    "repetition": "The same scenario many times at one campus",
    "counselor": "Drills about violence with no counselor there within a day",
    "ladder": "Drills before an advised step of learning",
    "settling_in": "Drills with students on the first school days of their grades",
    "youngest": "Drills about violence with PK and K early in the year",
    "spread": "Drills about violence too near to each other",
    "piling_up": "Drills about violence beyond the number advised",
    "long_hiding": "Drills in which children hide longer than is advised for their grades",
    "variety": "Types of drill that always fall on one weekday",
    "moments": "Lunch, recess and passing times in which nothing is practised",
    "season": "Seasons of a hazard that begin without a drill for it",
    "agency_load": "Visits that make a day of an agency fuller than half of what it can make",
    "lone_trip": "Days on which an agency sets out for a single visit",
}

#: Kinds of chore, by their name in the model's tasks.
CHORES: dict[str, str] = {
    "notify": "Tell beforehand",
    "notify_after": "Tell afterward",
    "invite": "Invite",
    "offer": "Offer dates",
    "prepare": "Prepare",
    "train": "Train",
    "record": "Record",
    "post": "Post",
    "file": "File",
    "report": "Report",
    "certify": "Certify",
    "evaluate": "Evaluate",
    "debrief": "Talk it over",
    "test_alarm": "Test the alarm",
    "follow_up": "Look after people",
    "make_up": "Make up",
    "keep": "Keep",
}


LAYERS: dict[Layer, str] = {
    Layer.STATUTE: "statute",
    Layer.RULE: "rule of a state board",
    Layer.FIRE_CODE: "fire code",
    Layer.AGENCY: "state agency",
    Layer.LOCAL_AUTHORITY: "local authority",
    Layer.DISTRICT: "the district's own rule",
}


def drill_title(drill_type: DrillType, vocabulary: Vocabulary) -> str:
    """Return the name of a drill type in the district's words: ``Fire drill``."""
    return vocabulary.fill(DRILL_TYPES[drill_type].title)


def unknown_fact(path: str) -> str:
    """Return an unknown fact as the end of a sentence; a fact of a scenario is named by its path in the file."""
    sentences = unknown_fact_sentences(path)
    return f"what the scenario says of '{path}'" if sentences is None else sentences.unknown


def goal_title(goal: str) -> str:
    """Return the goal in words, or its name made readable if it has none."""
    return GOALS.get(goal, goal.replace("_", " ").capitalize())


def chore_title(kind: str) -> str:
    """Return the kind of chore in words, or its name made readable if it has none."""
    return CHORES.get(kind, kind.replace("_", " ").capitalize())


#: ``1 drill``, ``2 drills``.
counted = counting.counted


def join_words(items: tuple[str, ...]) -> str:
    """Return ``a``, ``a and b``, or ``a, b and c``; empty for no items."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
