"""The drill page: facts, script, notices, and debrief of one drill, as plain values for Typst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

from drillplanner.model import (
    ENGLISH,
    Audience,
    BandScript,
    Drill,
    GradeBand,
    Scenario,
    SpokenScript,
    Task,
)
from drillplanner.model.grades import grades_in
from drillplanner.model.scenarios.adult_texts import ScenarioText
from drillplanner.publish.core import dates, words
from drillplanner.publish.core.announcements import AnnouncementsView, PartView, announcements_view
from drillplanner.publish.core.dates import form_date
from drillplanner.publish.core.drill_details import PRESUMED, DrillDetails
from drillplanner.publish.core.families.disclosure import FamilyDisclosures
from drillplanner.publish.core.families.passages import (
    family_passage,
    may_be_told,
    spared_passage,
    with_grade_heading,
)
from drillplanner.publish.core.language.language import headings_code, language, language_name
from drillplanner.publish.core.site_places import places_of
from drillplanner.publish.core.typst.characters import from_right_to_left


class FactView(TypedDict):
    """A fact about the drill, with its label."""

    name: str
    value: str


class ScriptView(TypedDict):
    """The script for one grade band, or for staff.

    ``parts`` are all sentences by purpose; it is empty if there are only those at the start and the closing words.
    """

    heading: str
    say: list[str]
    do: list[str]
    close: str
    parts: list[PartView]


class SpokenView(TypedDict):
    """The spoken script for one grade band in another language; ``parts`` as in ``ScriptView``."""

    heading: str
    say: list[str]
    close: str
    parts: list[PartView]


class LanguageView(TypedDict):
    """The texts for families and students in one language, with headings in that language."""

    code: str
    heading_code: str
    name: str
    title: str
    unreviewed: str
    note: str
    families_heading: str
    families: str
    children_heading: str
    close_heading: str
    announcements: AnnouncementsView | None
    scripts: list[SpokenView]


class ChoreView(TypedDict):
    """A task that comes with the drill."""

    due: str
    due_words: str
    who: str
    text: str
    asked_by: str


class DrillView(TypedDict):
    """The values of the drill page."""

    heading: str
    facts: list[FactView]
    missing: str
    objectives: list[str]
    announcements: AnnouncementsView | None
    scripts: list[ScriptView]
    announced_to: list[str]
    tasks: list[ChoreView]
    accommodations: list[str]
    debrief: list[str]
    sources: list[str]
    languages: list[LanguageView]
    by_hand: bool


def drill_view(details: DrillDetails, disclosures: FamilyDisclosures | None = None) -> DrillView:
    """Return the drill page; without a scenario it says so and has no script.

    With ``disclosures`` it quotes of the words for families only what letters may say.
    """
    drill, scenario, text = details.drill, details.scenario, details.text
    title = details.kind if scenario is None else scenario.title
    return DrillView(
        heading=f"{title} – {details.campus_name}",
        facts=_facts(details),
        missing="" if scenario else _no_script_sentence(drill),
        objectives=list(text.objectives) if text else [],
        announcements=announcements_view(details, ENGLISH),
        scripts=[*(_scripts(scenario, text, details) if scenario and text else []), *_spared_scripts(details)],
        announced_to=list(text.announced_to) if text else [],
        tasks=[
            ChoreView(
                due=form_date(task.due),
                due_words=task.due_words,
                who=task.who,
                text=task.text,
                asked_by="; ".join((_mandate(task, details), *task.serves)),
            )
            for task in details.chores
        ],
        accommodations=list(text.accommodations) if text else [],
        debrief=list(text.debrief) if text else [],
        sources=list(scenario.sources) if scenario else [],
        languages=_languages(scenario, details, disclosures) if scenario else [],
        by_hand=True,
    )


def script_view(drills: Sequence[DrillDetails], disclosures: FamilyDisclosures | None = None) -> DrillView:
    """Return the drill page for all drills of a scenario: what differs from drill to drill is left out."""
    view = drill_view(drills[0], disclosures)
    dates_ = "; ".join(form_date(details.drill.date) for details in drills)
    view["facts"] = [FactView(name="Drills", value=dates_), *_views(_lasting_facts(drills[0]))]
    view["tasks"] = []
    view["by_hand"] = False
    return view


def _no_script_sentence(drill: Drill) -> str:
    if drill.scenario_id is None:
        return "No scenario is named for this drill, so that there is no script."
    return f"The scenario '{drill.scenario_id}' is not in this workspace, so that there is no script."


def _bands(scenario: Scenario, details: DrillDetails) -> tuple[GradeBand, ...]:
    """Return the grade bands that take part: the drill's, else the campus's, else all with a script."""
    bands = details.bands()
    return tuple(scenario.scripts) if bands is None else bands


def _scripts(scenario: Scenario, text: ScenarioText, details: DrillDetails) -> list[ScriptView]:
    """Return the script for staff, then for each grade band that takes part."""
    bands = _bands(scenario, details)
    with_students = [
        _script(f"Grades {band.value}", script)
        for band in GradeBand
        if band in bands and (script := scenario.scripts.get(band)) is not None
    ]
    return [*([_script("Staff", text.staff_script)] if text.staff_script else []), *with_students]


def _spared_scripts(details: DrillDetails) -> list[ScriptView]:
    """Return the script of what each group of spared grades has instead of the drill."""
    return [
        ScriptView(
            heading=f"{grades[0].upper()}{grades[1:]}, not in the {details.activity.name}: {group.activity.title}",
            say=list(group.activity.say),
            do=list(group.activity.do),
            close=group.activity.close,
            parts=[],
        )
        for group in details.spared
        if group.activity is not None
        for grades in [details.grades_phrase(group.grades)]
    ]


def _languages(
    scenario: Scenario, details: DrillDetails, disclosures: FamilyDisclosures | None
) -> list[LanguageView]:
    """Return the English text for families, then the texts in each other language, by language code."""
    bands = _bands(scenario, details)
    passage = _family_words(scenario, ENGLISH, details, disclosures)
    views = [_language(ENGLISH, "", passage, {}, has_scripts=False)] if passage else []
    for code, translation in sorted(scenario.translations.items()):
        spoken = {band: script for band, script in translation.scripts.items() if band in bands}
        told = _family_words(scenario, code, details, disclosures)
        view = _language(code, translation.title, told, spoken, bool(scenario.scripts))
        view["announcements"] = announcements_view(details, code)
        view["scripts"] += _spared_spoken(details, code)
        views.append(from_right_to_left(view) if language(headings_code(code)).right_to_left else view)
    return views


def _family_words(
    scenario: Scenario, code: str, details: DrillDetails, disclosures: FamilyDisclosures | None
) -> str:
    """Return what families read: of the grades that take part, then of each group that is spared the drill."""
    takes_part = details.drill.grades or details.drill.audience is not Audience.STAFF or not details.spared
    passage = family_passage(scenario, code, details.grades) if takes_part else ""
    if disclosures is not None:
        level = disclosures.of(details.drill).level
        passage = passage if may_be_told(passage, details, level, disclosures.agency_names) else ""
    if details.spared and passage:
        passage = with_grade_heading(details.grades or (), passage, code, details.grade_names)
    spared = (
        with_grade_heading(group.grades, say, code, details.grade_names)
        for group in details.spared
        if (say := spared_passage(group, code))
    )
    return " ".join((*((passage,) if passage else ()), *spared))


def _spared_spoken(details: DrillDetails, code: str) -> list[SpokenView]:
    return [
        SpokenView(
            heading=with_grade_heading(group.grades, translated.title, code, details.grade_names),
            say=list(translated.say),
            close=translated.close,
            parts=[],
        )
        for group in details.spared
        if (translated := group.translations.get(code)) is not None
    ]


def _language(
    code: str, title: str, families: str, spoken: Mapping[GradeBand, SpokenScript], has_scripts: bool
) -> LanguageView:
    known = language(headings_code(code))
    headings = known.papers
    return LanguageView(
        code=code,
        # A language without headings of its own gets English ones, tagged as English.
        heading_code=headings_code(code),
        name=language_name(code),
        unreviewed=known.unreviewed if code == headings_code(code) else "",
        note=headings.children_in_english if has_scripts and not spoken else "",
        title=title,
        families_heading=headings.families,
        families=families,
        children_heading=headings.children,
        close_heading=headings.close,
        announcements=None,
        scripts=[
            SpokenView(
                heading=known.families.grades.heading(grades_in((band,)), {}),
                say=list(spoken[band].say),
                close=spoken[band].close,
                parts=_parts(spoken[band], code),
            )
            for band in GradeBand
            if band in spoken
        ],
    )


def _script(heading: str, script: BandScript) -> ScriptView:
    return ScriptView(
        heading=heading,
        say=list(script.say),
        do=list(script.do),
        close=script.close,
        parts=_parts(script, ENGLISH),
    )


def _parts(script: BandScript | SpokenScript, code: str) -> list[PartView]:
    """Return what is said, by purpose; nothing if there are only the words at the start and at the end."""
    if not (script.day_before or script.waiting or script.afterwards):
        return []
    headings = language(headings_code(code)).papers.purposes
    return [
        PartView(heading=heading, note="", lines=list(lines))
        for heading, lines in (
            (headings.day_before, script.day_before),
            (headings.start, script.say),
            (headings.waiting, script.waiting),
            (headings.end, (script.close,)),
            (headings.afterwards, script.afterwards),
        )
        if lines
    ]


def _facts(details: DrillDetails) -> list[FactView]:
    drill = details.drill
    lasting = _lasting_facts(details)
    when = "" if drill.start is None or drill.end is None else dates.clock_span(drill.start, drill.end)
    length = "" if drill.minutes is None else f" ({words.counted(drill.minutes, 'minute')})"
    values = {
        "Date": dates.long_date(drill.date),
        "Time": f"{when}{length}",
        **({"Back-up date": details.back_up_text} if details.back_up_text else {}),
        "Kind": lasting.pop("Kind"),
        "Period": drill.period or "",
        **lasting,
        **({"Way out": words.ROUTES[drill.route]} if drill.route else {}),
        "Announced": "" if drill.announced is None else "yes, beforehand" if drill.announced else "no",
        "Attending": words.join_words(details.agency_names) or "no outside agency",
        **{place.label: place.place for place in places_of(details) if place.place},
        "Counts for": details.credits_text,
        "Drill number": drill.drill_id,
    }
    return _views(values)


def _lasting_facts(details: DrillDetails) -> dict[str, str]:
    """Return the facts that are the same for all drills of a scenario with the same grades."""
    drill = details.drill
    return {
        "Kind": details.kind,
        "How": words.FORMATS[drill.format] if drill.format else "",
        "Who": words.AUDIENCES[drill.audience] if drill.audience else "",
        "Grades": _grades(details),
        **({f"Not in the {details.activity.name}": "; ".join(details.spared_sentences)} if details.spared else {}),
    }


def _views(facts: Mapping[str, str]) -> list[FactView]:
    return [FactView(name=name, value=value or "–") for name, value in facts.items()]


def _grades(details: DrillDetails) -> str:
    """Return the grades that take part: the drill's, else all of the campus."""
    if details.drill.audience is Audience.STAFF:
        return "no students"
    return details.grades_text


def _mandate(task: Task, details: DrillDetails) -> str:
    presumed = task.mandate_id in details.presumed_mandates
    return f"{task.mandate_id} ({PRESUMED})" if presumed else task.mandate_id
