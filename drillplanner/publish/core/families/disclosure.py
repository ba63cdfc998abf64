"""What families may know of a drill before it is held: nothing, its day, or its hours too; and from which day on.

A calendar is read by whoever has its address, so what families may not know must not be in the file. The law
comes first, then ``disclosure.yaml``, then what the district chose in ``district.yaml``; each answer names
its reason.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.law import Mandate
from drillplanner.law.kinds.every import Every
from drillplanner.law.match import MatchContext
from drillplanner.model import (
    Audience,
    Drill,
    DrillType,
    FamilyCalendarChoices,
    Frozen,
    Task,
    ToldGroup,
)
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.words import counted

_FILE = Path(__file__).parent / "disclosure.yaml"


class DisclosureLevel(StrEnum):
    """How much of a drill families can read before it is held."""

    NOTHING = "nothing"
    DAY = "day"
    HOURS = "hours"


class DisclosureRule(Frozen):
    """One entry of the list: drills, what is told of them, and why."""

    id: str
    types: tuple[DrillType, ...] | None = None
    audiences: tuple[Audience, ...] | None = None
    announced: bool | None = None
    tells: DisclosureLevel
    why: str
    certainty: Literal["A", "B", "C", "D"]
    cite: str | None = None
    url: str | None = None
    read: date | None = Field(default=None, description="The day on which the source was read.")

    def fits(self, drill: Drill) -> bool:
        """Whether the entry speaks of the drill."""
        return (
            (self.types is None or drill.drill_type in self.types)
            and (self.audiences is None or drill.audience in self.audiences)
            and (self.announced is None or drill.announced is self.announced)
        )


@dataclass(frozen=True)
class Disclosure:
    """How much families may know of a drill, from which day on (None: from any), and for which reason."""

    level: DisclosureLevel
    since: date | None
    reason: str
    by_law: bool = False

    def level_on(self, day: date) -> DisclosureLevel:
        """How much they may know on that day."""
        return self.level if self.since is None or self.since <= day else DisclosureLevel.NOTHING


@lru_cache(maxsize=1)
def disclosure_rules() -> tuple[DisclosureRule, ...]:
    """The list, in the order in which it is asked."""
    return parse_as(tuple[DisclosureRule, ...], read_document(_FILE, _FILE.name))


class FamilyDisclosures:
    """Answers for the drills of one plan."""

    def __init__(self, request: PublishRequest) -> None:
        district = request.workspace.district
        self.agency_names = tuple(agency.name for agency in district.agencies)
        self._choices: FamilyCalendarChoices = district.calendars.families
        self._known = MatchContext(
            {agency.agency_id: agency.kind for agency in district.agencies},
            {scenario.scenario_id: scenario.subjects for scenario in request.workspace.scenarios},
        )
        self._unwarned = _unannounced_mandates(request)
        self._notices = {
            drill_id: [task for task in tasks if is_family_notice(task)]
            for drill_id, tasks in request.chores_by_drill.items()
        }

    def of(self, drill: Drill) -> Disclosure:
        """What families may know of the drill."""
        for mandate, cite in self._unwarned.get(drill.campus_id, ()):
            requirement = mandate.requirement
            # What cannot be told (None) is kept back as well.
            if isinstance(requirement, Every) and requirement.match.selects(drill, self._known) is not False:
                reason = f"{mandate.mandate_id} {mandate.title} ({cite})"
                return Disclosure(DisclosureLevel.NOTHING, None, reason, by_law=True)
        if drill.drill_type in self._choices.withhold:
            return Disclosure(DisclosureLevel.NOTHING, None, "calendars.families.withhold in district.yaml")
        rule = next(rule for rule in disclosure_rules() if rule.fits(drill))
        told, reason = rule.tells, rule.id
        if told is not DisclosureLevel.NOTHING and self._choices.hours is not None:
            told = DisclosureLevel.HOURS if drill.drill_type in self._choices.hours else DisclosureLevel.DAY
            reason = "calendars.families.hours in district.yaml"
        if told is DisclosureLevel.NOTHING or self._choices.before_notice:
            return Disclosure(told, None, reason)
        return self._from_first_notice_day(Disclosure(told, None, reason), drill)

    def _from_first_notice_day(self, known: Disclosure, drill: Drill) -> Disclosure:
        """The same from the first day on which a notice counts, where one may be too early."""
        notices = [task for task in self._notices.get(drill.drill_id, ()) if task.kind == "notify"]
        # Rules of guidance have a first day too, where a state's law sets one for some drills: the law says for
        # which.
        bound = [task for task in notices if task.not_before is not None and not task.developmental]
        if not bound:
            return known
        first = min(bound, key=lambda task: task.not_before or date.max)
        since = min(filter(None, [first.not_before, *(task.due for task in notices)]))
        return Disclosure(known.level, since, first.mandate_id)


def withheld_sentences(request: PublishRequest, day: date) -> tuple[str, ...]:
    """What calendars for families do not hold on that day and the office should know about, in sentences."""
    reading = FamilyDisclosures(request)
    known = [reading.of(drill) for drill in request.plan.drills]
    said = []
    later = [one for one in known if one.level_on(day) is not one.level]
    if later:
        since = min(one.since for one in later if one.since is not None)
        asked = ", ".join(sorted({one.reason for one in later}))
        said.append(
            f"Calendars for families do not yet show {counted(len(later), 'drill')}: {asked} counts no notice so "
            f"early. Publish again with --as-of when their days come, the first on {since}; or set "
            "calendars.families.before_notice in district.yaml."
        )
    unwarned = [one for one in known if one.level is DisclosureLevel.NOTHING and one.by_law]
    if unwarned:
        asked = "; ".join(sorted({one.reason for one in unwarned}))
        said.append(
            f"Calendars for families leave out {counted(len(unwarned), 'drill')} that the law wants held without "
            f"warning: {asked}."
        )
    return tuple(said)


def is_family_notice(task: Task) -> bool:
    """Whether the chore is a notice to families, before a drill or after it."""
    return ToldGroup.FAMILIES in task.tells


def _unannounced_mandates(request: PublishRequest) -> dict[str, tuple[tuple[Mandate, str], ...]]:
    """The mandates that want drills held without warning, with their citations, by campus id."""
    found: dict[str, dict[str, tuple[Mandate, str]]] = defaultdict(dict)
    for duty in request.duties:
        requirement = duty.mandate.requirement
        if isinstance(requirement, Every) and requirement.has.announced is False:
            found[duty.campus_id][duty.mandate.mandate_id] = duty.mandate, duty.cite
    return {campus_id: tuple(ours.values()) for campus_id, ours in found.items()}
