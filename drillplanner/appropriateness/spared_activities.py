"""What children have who are spared a drill: what a scenario names, or else a lesson that prepares for the drill.

On its own because plans, which say what is missing, and papers, which print it, must find the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from drillplanner.appropriateness.year_checks.order_of_learning import lesson_prepares_for
from drillplanner.model import Audience, Drill, DrillFormat, DrillType, GradeBand, Scenario, bands_of
from drillplanner.model.scenarios.spared_activity import SparedActivity, TranslatedActivity

_IN_CLASS = "in their own room, with the adults they know"


@dataclass(frozen=True)
class SparedGroup:
    """Grades that are spared a drill, and what they have on the same day; None if no file names anything."""

    grades: tuple[str, ...]
    activity: SparedActivity | None
    translations: Mapping[str, TranslatedActivity] = field(default_factory=dict, compare=False)


def spared_groups(drill: Drill, scenarios: Iterable[Scenario]) -> tuple[SparedGroup, ...]:
    """Return the spared grades of a drill, grouped by what they have instead, the youngest first.

    What the drill's own scenario names comes first, then what another scenario of its type names, then a lesson
    with students that prepares for the drill. ``scenarios`` are those of the workspace, in their order.
    """
    if not drill.spared_grades:
        return ()
    known = tuple(scenarios)
    of_type = [scenario for scenario in known if scenario.drill_type is drill.drill_type]
    own_first = sorted(of_type, key=lambda scenario: scenario.scenario_id != drill.scenario_id)
    groups: dict[int, SparedGroup] = {}
    for band in bands_of(drill.spared_grades):
        found = _for_band(band, own_first, known)
        of_band = tuple(grade for grade in drill.spared_grades if band in bands_of((grade,)))
        before = groups.get(id(found.activity))
        groups[id(found.activity)] = SparedGroup(
            (*(before.grades if before else ()), *of_band), found.activity, found.translations
        )
    return tuple(groups.values())


def _for_band(band: GradeBand, of_type: Sequence[Scenario], scenarios: tuple[Scenario, ...]) -> SparedGroup:
    """Return what a band has, without its grades; ``of_type`` are the scenarios of the drill's type."""
    for candidate in of_type:
        if (activity := candidate.activity_instead(band)) is not None:
            return SparedGroup((), activity, _translations(candidate, band))
    lessons = (
        _from_lesson(lesson, band)
        for lesson in scenarios
        if any(_is_lesson_for(lesson, drill, band) for drill in of_type[:1])
    )
    return next(lessons, SparedGroup((), None))


def _translations(scenario: Scenario, band: GradeBand) -> dict[str, TranslatedActivity]:
    return {
        language: activity
        for language, translation in scenario.translations.items()
        for activity in translation.instead
        if band in activity.bands
    }


def _is_lesson_for(lesson: Scenario, drill: Scenario, band: GradeBand) -> bool:
    return (
        lesson.drill_type is DrillType.INSTRUCTION
        and lesson.format is DrillFormat.LESSON
        and lesson.audience is not Audience.STAFF
        and band in lesson.scripts
        and lesson_prepares_for(lesson, drill)
    )


def _from_lesson(lesson: Scenario, band: GradeBand) -> SparedGroup:
    script = lesson.scripts[band]
    translations = {
        language: TranslatedActivity(
            bands=(band,),
            title=translation.title or lesson.title,
            say=spoken.say,
            close=spoken.close,
            for_families=translation.for_families,
        )
        for language, translation in lesson.translations.items()
        if (spoken := translation.scripts.get(band)) is not None
    }
    activity = SparedActivity(
        bands=(band,),
        title=lesson.title,
        minutes=min(lesson.minutes, 30),
        where=_IN_CLASS,
        say=script.say,
        do=script.do,
        close=script.close,
        for_families=lesson.for_families or lesson.title,
    )
    return SparedGroup((), activity, translations)
