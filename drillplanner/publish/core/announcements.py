"""The words on the speaker, as plain values for Typst: by purpose, with notes for the person who speaks."""

from __future__ import annotations

from typing import TypedDict

from drillplanner.model import ENGLISH, SpeakerAnnouncements
from drillplanner.model.scenarios.response_actions import ACTIONS
from drillplanner.publish.core.drill_details import DrillDetails
from drillplanner.publish.core.language.language import headings_code, language


class PartView(TypedDict):
    """Sentences for one purpose, with its heading, such as "Beforehand", and a note for the speaker."""

    heading: str
    note: str
    lines: list[str]


class AnnouncementsView(TypedDict):
    """The words on the speaker, by purpose."""

    heading: str
    parts: list[PartView]


def announcements_view(details: DrillDetails, code: str) -> AnnouncementsView | None:
    """Return the words on the speaker for a drill in a language ("en" for English); None if there are none."""
    announcements = _announcements_in(details, code)
    if announcements is None:
        return None
    headings = language(headings_code(code)).papers.speaker
    others = headings.other_actions.format(calls=" / ".join(_other_calls(announcements, details, code)))
    parts = (
        (headings.begin, "", announcements.begin),
        (headings.stop, others, announcements.stop),
        (headings.end, announcements.before_end, announcements.end),
    )
    return AnnouncementsView(
        heading=headings.title,
        parts=[PartView(heading=heading, note=note, lines=list(lines)) for heading, note, lines in parts if lines],
    )


def _announcements_in(details: DrillDetails, code: str) -> SpeakerAnnouncements | None:
    if details.scenario is None:
        return None
    if code == ENGLISH:
        return details.scenario.announcements
    translation = details.scenario.translations.get(code)
    return None if translation is None else translation.announcements


def _other_calls(announcements: SpeakerAnnouncements, details: DrillDetails, code: str) -> list[str]:
    """Return the calls for the actions that the drill does not practice: a real emergency may need another one."""
    calls = (details.imprint.vocabulary.words_for(action, code).call for action in ACTIONS)
    return [call for call in calls if call not in " ".join(announcements.stop)]
