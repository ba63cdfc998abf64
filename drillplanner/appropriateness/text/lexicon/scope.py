"""Scope: before whom a sentence plays, what hazard it is about, and which grades it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.lexicon.matching import AnnotatedSentence
from drillplanner.model import GradeBand

_BANDS = {
    "band_pkk": (GradeBand.PK_K,),
    "band_12": (GradeBand.GRADES_1_2,),
    "band_35": (GradeBand.GRADES_3_5,),
    "band_68": (GradeBand.GRADES_6_8,),
    "band_912": (GradeBand.GRADES_9_12,),
    "elementary": (GradeBand.PK_K, GradeBand.GRADES_1_2, GradeBand.GRADES_3_5),
}
_THREAT_DRILLS = frozenset(
    {"lockdown", "secure", "hold", "active_assailant", "options_based", "reverse_evacuation"}
)
_STUDENTS = ("minor", "student", "student_drill", "student_presence")
_NO_THREAT = frozenset(
    [
        "fire_evacuation",
        "evacuation_other",
        "other_evacuation",
        "severe_weather",
        "shelter_weather",
        "earthquake",
        "tsunami",
        "bus_evacuation",
        "shelter_hazmat",
        "cardiac",
        "medical_response",
        "early_dismissal",
        "reunification",
    ]
)


class PeoplePresent(StrEnum):
    """Who is there."""

    STUDENTS = "students"
    STAFF = "staff"
    UNCLEAR = "unclear"


class DescribedHazard(StrEnum):
    """What the drill is about."""

    THREAT = "threat"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Scope:
    """The whole description with its context."""

    sentences: Sequence[AnnotatedSentence]
    context: Context

    def people_present(self, at: int) -> PeoplePresent:
        """Who is there in sentence ``at``: what the context says, then the sentence, then the whole text."""
        return self._given() or self._people_named(at)

    def _given(self) -> PeoplePresent | None:
        if self.context.students_present is False or self.context.audience == "staff":
            return PeoplePresent.STAFF
        if (
            self.context.students_present
            or self.context.audience in {"students", "everyone"}
            or self.context.bands
        ):
            return PeoplePresent.STUDENTS
        return None

    def _people_named(self, at: int) -> PeoplePresent:
        if self.sentences[at].has("before_students"):
            return PeoplePresent.STUDENTS
        if any(seen.has("staff_only") for seen in self.sentences):
            return PeoplePresent.STAFF
        if any(seen.has(name) for seen in self.sentences for name in _STUDENTS):
            return PeoplePresent.STUDENTS
        exercise = any(seen.has("exercise_words") for seen in self.sentences)
        return PeoplePresent.UNCLEAR if exercise else PeoplePresent.STUDENTS

    def hazard(self, at: int) -> DescribedHazard:
        """What sentence ``at`` is about, or what the text or the context is about."""
        if self.context.drill_type in _NO_THREAT:
            return DescribedHazard.OTHER
        if self.context.drill_type in _THREAT_DRILLS:
            return DescribedHazard.THREAT
        near = self._hazard_in(self.sentences[at : at + 1])
        if near is not DescribedHazard.UNKNOWN:
            return near
        return self._hazard_in(self.sentences)

    def bands(self, at: int) -> frozenset[GradeBand]:
        """The grades that the sentence names, or else those of the context and the text."""
        here = self._named(self.sentences[at : at + 1])
        return here or self._named(self.sentences) | self.context.bands

    def _hazard_in(self, seen: Sequence[AnnotatedSentence]) -> DescribedHazard:
        if any(one.has("threat_words") for one in seen):
            return DescribedHazard.THREAT
        if any(one.has("fire_words") or one.has("other_hazard") for one in seen):
            return DescribedHazard.OTHER
        return DescribedHazard.UNKNOWN

    def _named(self, seen: Sequence[AnnotatedSentence]) -> frozenset[GradeBand]:
        return frozenset(
            band for name, bands in _BANDS.items() if any(one.has(name) for one in seen) for band in bands
        )
