"""What families may know about a drill before it is held: nothing, its day, or its time too; and from which day.

Anyone who has the address of a calendar can read it, so what families may not know must not be in the file. The
law comes first, then ``disclosure.yaml``, then the district's choices in ``district.yaml``; each answer names its
reason.
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
from drillplanner.law import Duty, Mandate
from drillplanner.law.family_notices.state_notices import CampusNotices, other_cites, state_notices
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
    """How much families can read about a drill before it is held."""

    NOTHING = "nothing"
    DAY = "day"
    HOURS = "hours"


class DisclosureRule(Frozen):
    """One entry of the list: which drills, what families may know about them, and why."""

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
        """Check whether the entry applies to the drill."""
        return (
            (self.types is None or drill.drill_type in self.types)
            and (self.audiences is None or drill.audience in self.audiences)
            and (self.announced is None or drill.announced is self.announced)
        )


@dataclass(frozen=True)
class Disclosure:
    """How much families may know about a drill, since which day (None: any day), and for which reason."""

    level: DisclosureLevel
    since: date | None
    reason: str
    by_law: bool = False

    def level_on(self, day: date) -> DisclosureLevel:
        """Return how much they may know on that day."""
        return self.level if self.since is None or self.since <= day else DisclosureLevel.NOTHING


@lru_cache(maxsize=1)
def disclosure_rules() -> tuple[DisclosureRule, ...]:
    """Return the list; the first entry that applies decides."""
    return parse_as(tuple[DisclosureRule, ...], read_document(_FILE, _FILE.name))


class FamilyDisclosures:
    """What families may know about each drill of one plan; ``agency_names`` are those of the district."""

    def __init__(self, request: PublishRequest) -> None:
        district = request.workspace.district
        self.agency_names = tuple(agency.name for agency in district.agencies)
        self._choices: FamilyCalendarChoices = district.calendars.families
        self._match_context = MatchContext(
            {agency.agency_id: agency.kind for agency in district.agencies},
            {scenario.scenario_id: scenario.subjects for scenario in request.workspace.scenarios},
        )
        self._unannounced = _unannounced_mandates(request)
        self._campus_notices = self._notices_of_campuses(request)
        self._notices = {
            drill_id: [task for task in tasks if is_family_notice(task)]
            for drill_id, tasks in request.chores_by_drill.items()
        }

    def of(self, drill: Drill) -> Disclosure:
        """Return what families may know about the drill."""
        for mandate, cite in self._unannounced.get(drill.campus_id, ()):
            requirement = mandate.requirement
            # A match that cannot be decided (None) is withheld as well.
            if (
                isinstance(requirement, Every)
                and requirement.match.selects(drill, self._match_context) is not False
            ):
                reason = f"{mandate.mandate_id} {mandate.title} ({cite})"
                return Disclosure(DisclosureLevel.NOTHING, None, reason, by_law=True)
        if reason := self.notices_at(drill.campus_id).held_without_warning(drill):
            return Disclosure(DisclosureLevel.NOTHING, None, reason, by_law=True)
        if drill.drill_type in self._choices.withhold:
            return Disclosure(DisclosureLevel.NOTHING, None, "calendars.families.withhold in district.yaml")
        rule = next(rule for rule in disclosure_rules() if rule.fits(drill))
        level, reason = rule.tells, rule.id
        if level is not DisclosureLevel.NOTHING and self._choices.hours is not None:
            level = DisclosureLevel.HOURS if drill.drill_type in self._choices.hours else DisclosureLevel.DAY
            reason = "calendars.families.hours in district.yaml"
        if level is DisclosureLevel.NOTHING or self._choices.before_notice:
            return Disclosure(level, None, reason)
        return self._from_first_notice_day(Disclosure(level, None, reason), drill)

    def notices_at(self, campus_id: str) -> CampusNotices:
        """Return what the state's facts on notices say of a campus; nothing for one without requirements."""
        return self._campus_notices.get(campus_id, self._no_notices)

    def _notices_of_campuses(self, request: PublishRequest) -> dict[str, CampusNotices]:
        district = request.workspace.district
        facts, offered = state_notices(district.state), district.letters.opt_out
        cites = other_cites(district.state)
        self._no_notices = CampusNotices(facts, (), self._match_context, offered)
        by_campus: dict[str, list[Duty]] = defaultdict(list)
        for duty in request.duties:
            by_campus[duty.campus_id].append(duty)
        return {
            campus_id: CampusNotices(facts, duties, self._match_context, offered, cites)
            for campus_id, duties in by_campus.items()
        }

    def _from_first_notice_day(self, disclosure: Disclosure, drill: Drill) -> Disclosure:
        """Return the disclosure from the first day on which a notice counts, if one may be too early."""
        notices = [task for task in self._notices.get(drill.drill_id, ()) if task.kind == "notify"]
        # Well-being rules have a first day too if a state's law sets one for some drills, but the law says for
        # which drills.
        bound = [task for task in notices if task.not_before is not None and not task.developmental]
        if not bound:
            return disclosure
        first = min(bound, key=lambda task: task.not_before or date.max)
        since = min(filter(None, [first.not_before, *(task.due for task in notices)]))
        return Disclosure(disclosure.level, since, first.mandate_id)


def withheld_sentences(request: PublishRequest, day: date) -> tuple[str, ...]:
    """Return sentences for the office on what calendars for families leave out on that day."""
    by_drill = FamilyDisclosures(request)
    disclosures = [by_drill.of(drill) for drill in request.plan.drills]
    sentences = []
    later = [disclosure for disclosure in disclosures if disclosure.level_on(day) is not disclosure.level]
    if later:
        since = min(disclosure.since for disclosure in later if disclosure.since is not None)
        reasons = ", ".join(sorted({disclosure.reason for disclosure in later}))
        sentences.append(
            f"Calendars for families do not yet show {counted(len(later), 'drill')}: {reasons} counts no notice "
            f"so early. Publish again with --as-of when their days come, the first on {since}; or set "
            "calendars.families.before_notice in district.yaml."
        )
    by_law = [
        disclosure
        for disclosure in disclosures
        if disclosure.level is DisclosureLevel.NOTHING and disclosure.by_law
    ]
    if by_law:
        reasons = "; ".join(sorted({disclosure.reason for disclosure in by_law}))
        sentences.append(
            f"Calendars for families leave out {counted(len(by_law), 'drill')} that the law wants held without "
            f"warning: {reasons}."
        )
    return tuple(sentences)


def is_family_notice(task: Task) -> bool:
    """Check whether the chore is a notice to families, before a drill or after it."""
    return ToldGroup.FAMILIES in task.tells


def _unannounced_mandates(request: PublishRequest) -> dict[str, tuple[tuple[Mandate, str], ...]]:
    """Return the mandates that require drills without warning, with their citations, by campus id."""
    mandates: dict[str, dict[str, tuple[Mandate, str]]] = defaultdict(dict)
    for duty in request.duties:
        requirement = duty.mandate.requirement
        if isinstance(requirement, Every) and requirement.has.announced is False:
            mandates[duty.campus_id][duty.mandate.mandate_id] = duty.mandate, duty.cite
    return {campus_id: tuple(by_id.values()) for campus_id, by_id in mandates.items()}
