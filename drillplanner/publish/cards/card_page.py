"""What all cards of a school share: its name, the words that stop a drill, and the foot of each page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from drillplanner.exercises.doctrine.activity import Activity
from drillplanner.model import DrillType, Scenario
from drillplanner.publish.core.drill_details import PlanImprint


@dataclass(frozen=True)
class StopWords:
    """What anyone says to stop a drill, and what begins a message about a real emergency."""

    stop_words: str
    real_emergency: str


def usual_stop_words(scenarios: Iterable[Scenario | None]) -> StopWords:
    """Return the words of most of a school's drills: a card for the year has room for one.

    Lessons and exercises count only by their scenarios: a card is for drills.
    """
    fire = DrillType.FIRE_EVACUATION
    activities = (Activity(scenario.drill_type if scenario else fire, scenario) for scenario in scenarios)
    counted = Counter(_stop_words(activity) for activity in activities if activity.name == "drill")
    return counted.most_common(1)[0][0] if counted else _stop_words(Activity(fire))


def _stop_words(activity: Activity) -> StopWords:
    return StopWords(activity.spoken.stop_words, activity.spoken.real_emergency_words)


@dataclass(frozen=True)
class CardPage:
    """The school and the plan behind a set of cards; ``title`` is the name of the PDF."""

    title: str
    campus: str
    imprint: PlanImprint

    def values(self) -> dict[str, Any]:
        """Return the values that all templates of cards read. The foot has no day: cards hang for a year."""
        return {
            "title": self.title,
            "campus": self.campus,
            "district": self.imprint.district,
            "foot": f"Plan {self.imprint.version} · {self.imprint.district} · NOT LEGAL ADVICE",
            "note": self.imprint.note,
        }
