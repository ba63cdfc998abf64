"""Scope: the people present, the hazard, and the grades that a sentence is about."""

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
    """The people who are present."""

    STUDENTS = "students"
    STAFF = "staff"
    UNCLEAR = "unclear"


class DescribedHazard(StrEnum):
    """The hazard that the drill is about."""

    THREAT = "threat"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Scope:
    """The sentences of a description with its context."""

    sentences: Sequence[AnnotatedSentence]
    context: Context

    def people_present(self, index: int) -> PeoplePresent:
        """Return who is present in sentence ``index``: by the context, the sentence, or else the whole text."""
        return self._given() or self._people_named(index)

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

    def _people_named(self, index: int) -> PeoplePresent:
        if self.sentences[index].has("before_students"):
            return PeoplePresent.STUDENTS
        if any(sentence.has("staff_only") for sentence in self.sentences):
            return PeoplePresent.STAFF
        if any(sentence.has(name) for sentence in self.sentences for name in _STUDENTS):
            return PeoplePresent.STUDENTS
        exercise = any(sentence.has("exercise_words") for sentence in self.sentences)
        return PeoplePresent.UNCLEAR if exercise else PeoplePresent.STUDENTS

    def is_about(self, subject: str) -> bool:
        """Check whether any sentence has a word of a class such as ``about_school`` or ``about_drill``."""
        return any(sentence.has(subject) for sentence in self.sentences)

    def hazard(self, index: int) -> DescribedHazard:
        """Return the hazard by the context, or else by sentence ``index``, or else by the whole text."""
        if self.context.drill_type in _NO_THREAT:
            return DescribedHazard.OTHER
        if self.context.drill_type in _THREAT_DRILLS:
            return DescribedHazard.THREAT
        near = self._hazard_in(self.sentences[index : index + 1])
        if near is not DescribedHazard.UNKNOWN:
            return near
        return self._hazard_in(self.sentences)

    def bands(self, index: int) -> frozenset[GradeBand]:
        """Return the grade bands that the sentence names, or else those of the context and the text."""
        named = self._named(self.sentences[index : index + 1])
        return named or self._named(self.sentences) | self.context.bands

    def _hazard_in(self, sentences: Sequence[AnnotatedSentence]) -> DescribedHazard:
        if any(sentence.has("threat_words") for sentence in sentences):
            return DescribedHazard.THREAT
        if any(sentence.has("fire_words") or sentence.has("other_hazard") for sentence in sentences):
            return DescribedHazard.OTHER
        return DescribedHazard.UNKNOWN

    def _named(self, sentences: Sequence[AnnotatedSentence]) -> frozenset[GradeBand]:
        return frozenset(
            band
            for name, bands in _BANDS.items()
            if any(sentence.has(name) for sentence in sentences)
            for band in bands
        )
