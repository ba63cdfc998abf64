"""A scenario: a reusable drill or exercise from ``scenarios/``, with a script for each grade band."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import (
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticKnownError

from drillplanner.model.base import Frozen
from drillplanner.model.calendar.grade_moment import GradeMoment
from drillplanner.model.exercises.exercise import Exercise
from drillplanner.model.grades import GradeBand
from drillplanner.model.plain_values import TextWithAddresses
from drillplanner.model.scenarios.fact_vocabulary import OnSite
from drillplanner.model.scenarios.facts import DrillFacts
from drillplanner.model.scenarios.graded_text import GradedText, require_texts_for_bands
from drillplanner.model.scenarios.scripts import BandScript, SpeakerAnnouncements, SpokenScript, StaffScript
from drillplanner.model.scenarios.spared_activity import SparedActivity, TranslatedActivity
from drillplanner.model.vocabulary import (
    AgencyKind,
    Audience,
    CommandHandling,
    DrillFormat,
    DrillType,
    Moment,
    PeriodTag,
    Route,
    StaffMoment,
)

#: The language of the scenario files.
ENGLISH = "en"
#: Moments when some grades are gathered or in the halls while others may have class.
_GATHERED = (PeriodTag.LUNCH, PeriodTag.RECESS, PeriodTag.PASSING, PeriodTag.ASSEMBLY)


class WordsForGrades(Frozen):
    """A text for families with a child in one of these grade bands."""

    bands: tuple[GradeBand, ...] = Field(min_length=1)
    say: str = Field(min_length=1)


class Translation(Frozen):
    """The texts for families and children in another language."""

    title: str = ""
    for_families: str
    for_families_by_grade: tuple[WordsForGrades, ...] = ()
    scripts: dict[GradeBand, SpokenScript] = Field(default_factory=dict)
    announcements: SpeakerAnnouncements | None = None
    instead: tuple[TranslatedActivity, ...] = ()


class ScenarioResponders(Frozen):
    """Outside agencies that the scenario's words bring, and what becomes of command when they come."""

    agencies: tuple[AgencyKind, ...] = Field(min_length=1)
    command: CommandHandling
    briefing_minute: int = Field(ge=0, description="Minutes after the start at which they are briefed.")


#: A language by its two letters (ISO 639-1), such as "es" for Spanish.
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


_MOMENTS: dict[str, Moment] = {moment.value: moment for moment in (*PeriodTag, *StaffMoment)}


def _read_moment(value: object) -> Moment:
    if isinstance(value, str) and value in _MOMENTS:
        return _MOMENTS[value]
    raise PydanticKnownError("enum", {"expected": ", ".join(f"'{moment}'" for moment in _MOMENTS)})


class TargetMinutes(Frozen):
    """Within how many minutes of the alert what is practiced is done: one place for all papers of a drill."""

    clear: int | None = Field(
        default=None, ge=1, le=240, description="Until everyone is out, in shelter, or behind a door."
    )
    account: int | None = Field(default=None, ge=1, le=240, description="Until every count is with command.")


class Scenario(Frozen):
    """A reusable drill or exercise."""

    scenario_id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", description="The file's name without its ending.")
    title: str
    drill_type: DrillType
    format: DrillFormat
    audience: Audience
    minutes: int = Field(ge=1, le=240, description="From the announcement to the closing words.")
    bands: tuple[GradeBand, ...] = Field(min_length=1, description="Grade bands for which it is fit.")
    target_minutes: TargetMinutes = Field(
        default=TargetMinutes(),
        description="Minutes to clear and to account; a value that is not given is that of the drill's type.",
    )
    route: Route | None = None
    difficulty: int = Field(
        default=1,
        ge=1,
        le=3,
        description="How hard it is among the drills of its type: 1 from the classroom by the usual way, 2 by "
        "another way, 3 from lunch, recess, or an assembly, or with a way blocked. Good practice begins with 1.",
    )
    announced: bool = True
    moments: tuple[Annotated[Moment, BeforeValidator(_read_moment)], ...] = Field(
        default=(PeriodTag.INSTRUCTION,),
        min_length=1,
        description="Kinds of period in which it can be held; 'staff_hours' for adults alone.",
    )
    subjects: tuple[str, ...] = Field(
        default=(), description="What a lesson or exercise is about, where a law asks: see mandates/subjects.yaml."
    )
    needs_facts: dict[str, bool] = Field(default_factory=dict, description="Campus facts that it presupposes.")
    commitments: tuple[str, ...] = Field(
        default=(),
        description="Sets of facts in scenarios/commitments/ that it takes over, later over earlier; its own win.",
    )
    objectives: tuple[GradedText, ...] = Field(min_length=1, description="What can be seen or counted.")
    facts: DrillFacts
    band_facts: dict[GradeBand, DrillFacts] = Field(
        default_factory=dict,
        description="The facts that are different for a grade band; all others are those of 'facts'.",
    )
    scripts: dict[GradeBand, BandScript]
    staff_script: StaffScript | None = Field(
        default=None, description="What is said and done where adults practise alone; children never hear it."
    )
    announcements: SpeakerAnnouncements | None = Field(
        default=None, description="The words on the speaker: to begin, to stop for a real emergency, and to end."
    )
    instead: tuple[SparedActivity, ...] = Field(
        default=(), description="What grades have on the same day if a law spares them this drill, by grade band."
    )
    for_families: str = Field(
        default="", description="What families read: what happens, what does not, and what they can do at home."
    )
    for_families_by_grade: tuple[WordsForGrades, ...] = Field(
        default=(), description="What only families of some grade bands read, behind what all read."
    )
    translations: dict[LanguageCode, Translation] = Field(
        default_factory=dict, description="The same for other languages, by two letters; staff read the English."
    )
    announced_to: tuple[GradedText, ...] = Field(default=(), description="Who is told beforehand, in words.")
    accommodations: tuple[GradedText, ...] = Field(
        min_length=1, description="What to prepare for people who need it."
    )
    debrief: tuple[GradedText, ...] = Field(min_length=1, description="Questions for afterwards.")
    positions: tuple[str, ...] = Field(min_length=1, description="Incident-command positions that it opens.")
    responders: ScenarioResponders | None = Field(
        default=None,
        description="Outside agencies that its words bring, and what becomes of command.",
    )
    sources: tuple[TextWithAddresses, ...] = Field(
        min_length=1, description="Public guidance it rests on, with address."
    )
    exercise: Exercise | None = Field(
        default=None, description="How it is evaluated and conducted as an exercise; see docs/exercises.md."
    )

    @model_validator(mode="after")
    def _staff_hours_are_for_staff(self) -> Scenario:
        if StaffMoment.STAFF_HOURS in self.moments and self.audience is not Audience.STAFF:
            raise ValueError(
                f"'moments' names staff_hours, when no student is on site; the audience is {self.audience.value}"
            )
        return self

    @model_validator(mode="after")
    def _scripts_fit_bands(self) -> Scenario:
        if self.audience is not Audience.STAFF:
            missing = [band.value for band in self.bands if band not in self.scripts]
            if missing:
                raise ValueError(f"no script for the grade band {', '.join(missing)} that the scenario names")
        extra = [band.value for band in self.scripts if band not in self.bands]
        if extra:
            raise ValueError(f"there is a script for {', '.join(extra)}, but 'bands' does not name it")
        strange = [band.value for band in self.band_facts if band not in self.bands]
        if strange:
            raise ValueError(f"'band_facts' speaks of {', '.join(strange)}, but 'bands' does not name it")
        for place, passages in (
            ("", self.for_families_by_grade),
            *(
                (f"translations.{code}.", translation.for_families_by_grade)
                for code, translation in self.translations.items()
            ),
        ):
            if stray := [band.value for passage in passages for band in passage.bands if band not in self.bands]:
                raise ValueError(
                    f"'{place}for_families_by_grade' speaks of {', '.join(stray)}, but 'bands' does not name it"
                )
        for language, translation in self.translations.items():
            if unread := [band.value for band in translation.scripts if band not in self.scripts]:
                raise ValueError(
                    f"'translations.{language}' has a script for {', '.join(unread)}, 'scripts' has none"
                )
            if translation.announcements is not None and self.announcements is None:
                raise ValueError(f"'translations.{language}' has 'announcements', the scenario has none")
        return self

    @field_validator("objectives", "announced_to", "accommodations", "debrief")
    @classmethod
    def _texts_fit_bands(cls, value: tuple[GradedText, ...], info: ValidationInfo) -> tuple[GradedText, ...]:
        # A problem with 'bands' is reported first.
        if info.field_name is not None and "bands" in info.data:
            needed = info.field_name != "announced_to"
            require_texts_for_bands(info.field_name, value, info.data["bands"], needed)
        return value

    @field_validator("staff_script")
    @classmethod
    def _staff_script_fits_bands(cls, value: StaffScript | None, info: ValidationInfo) -> StaffScript | None:
        if value is not None and "bands" in info.data:
            for part, texts in (("say", value.say), ("do", value.do)):
                require_texts_for_bands(f"staff_script.{part}", texts, info.data["bands"], needed=True)
        return value

    @model_validator(mode="after")
    def _activities_fit_bands(self) -> Scenario:
        named = [band for activity in self.instead for band in activity.bands]
        if strange := [band.value for band in named if band not in self.bands]:
            raise ValueError(f"'instead' speaks of {', '.join(strange)}, but 'bands' does not name it")
        if twice := [band.value for band in GradeBand if named.count(band) > 1]:
            raise ValueError(f"'instead' has more than one entry for {', '.join(twice)}")
        known = {activity.bands for activity in self.instead}
        for language, translation in self.translations.items():
            if [activity for activity in translation.instead if activity.bands not in known]:
                raise ValueError(f"'translations.{language}.instead' has bands that no entry of 'instead' has")
        return self

    @field_validator("responders")
    @classmethod
    def _briefed_in_time(cls, value: ScenarioResponders | None, info: ValidationInfo) -> ScenarioResponders | None:
        minutes = info.data.get("minutes")
        if value is not None and minutes is not None and value.briefing_minute > minutes:
            raise ValueError(
                f"'responders.briefing_minute' is {value.briefing_minute}; the drill lasts {minutes} minutes"
            )
        return value

    @field_validator("exercise")
    @classmethod
    def _exercise_fits(cls, value: Exercise | None, info: ValidationInfo) -> Exercise | None:
        # A field is missing here if it has problems of its own, which are reported first.
        if value is None or not {"bands", "objectives", "minutes", "positions"} <= set(info.data):
            return value
        asked = {
            band for module in value.modules for question in module.questions for band in question.bands or ()
        }
        if strange := [band.value for band in GradeBand if band in asked and band not in info.data["bands"]]:
            raise ValueError(f"'exercise.modules' asks {', '.join(strange)}, but 'bands' does not name it")
        numbers = {guide.objective for guide in value.evaluation}
        wanted = set(range(1, len(info.data["objectives"]) + 1))
        if numbers and (wrong := sorted(numbers ^ wanted)):
            raise ValueError(
                f"'exercise.evaluation' must evaluate each of the {len(wanted)} objectives; "
                f"look at number {', '.join(map(str, wrong))}"
            )
        minutes = info.data["minutes"]
        if (talk := sum(module.minutes for module in value.modules)) > minutes:
            raise ValueError(f"'exercise.modules' take {talk} minutes; the exercise lasts {minutes}")
        for event in value.events:
            if event.recipient not in info.data["positions"]:
                raise ValueError(
                    f"the event '{event.id}' goes to {event.recipient}, which 'positions' does not open"
                )
            if event.minute > minutes:
                raise ValueError(
                    f"the event '{event.id}' comes at minute {event.minute}; play lasts {minutes} minutes"
                )
        return value

    def activity_instead(self, band: GradeBand) -> SparedActivity | None:
        """Return what a band has in place of the drill if it is spared; None if the file names nothing."""
        return next((activity for activity in self.instead if band in activity.bands), None)

    def activities_in(self, language: str) -> Sequence[SparedActivity | TranslatedActivity]:
        """Return what spared grades have in place of the drill, in a language ("en" for English)."""
        if language == ENGLISH:
            return self.instead
        translation = self.translations.get(language)
        return () if translation is None else translation.instead

    @property
    def needs_students_away(self) -> bool:
        """Whether it needs staff hours: it is for staff hours alone, or for adults with no student on site."""
        if self.audience is not Audience.STAFF:
            return False
        return set(self.moments) == {StaffMoment.STAFF_HOURS} or self.facts.students_on_site is OnSite.NONE

    def can_be_held_in(self, tags: Sequence[PeriodTag], by_grades: Sequence[GradeMoment] = ()) -> bool:
        """Check whether it can be held in a period with these tags; ``by_grades`` if grades have their own bells.

        A drill with students involves all grades: each must be at school and in one of its moments. While some
        grades are at lunch, recess, passing time, or an assembly, the others may be in class.
        """
        if not by_grades or self.audience is Audience.STAFF:
            return any(tag in self.moments for tag in tags)
        fitting = [[tag for tag in moment.tags if tag in self.moments] for moment in by_grades]
        some_are_gathered = any(tag in _GATHERED for tags in fitting for tag in tags)
        return any(fitting) and all(
            tags or (some_are_gathered and moment.in_class)
            for tags, moment in zip(fitting, by_grades, strict=True)
        )

    @property
    def fits_staff_hours(self) -> bool:
        """Whether the scenario may be held in staff hours."""
        return StaffMoment.STAFF_HOURS in self.moments or self.needs_students_away

    def script_in(self, language: str, band: GradeBand | None) -> BandScript | SpokenScript | None:
        """Return the script of a band in a language ("en" for English); None if there is none."""
        if band is None or language == ENGLISH:
            return self.scripts.get(band) if band else None
        translation = self.translations.get(language)
        return None if translation is None else translation.scripts.get(band)

    def facts_for(self, band: GradeBand) -> DrillFacts:
        """Return the facts for a grade band: ``facts``, overridden by those of ``band_facts``."""
        overrides = self.band_facts.get(band)
        return self.facts if overrides is None else self.facts.overridden_by(overrides)
