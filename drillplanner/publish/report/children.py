"""What the report says of children: findings by campus, chores that come with each drill, words for families."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from drillplanner.model import ENGLISH, GroupedFinding, Scenario, Severity
from drillplanner.publish.core import words
from drillplanner.publish.core.families.passages import family_passage
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.report.year import campus_anchor

#: A finding's severity and status in a reader's words.
WORDS = {
    "violation": "Not as it should be",
    "cannot_tell": "Cannot tell",
    "notice": "Better otherwise",
}
#: So many drills are named one by one; of more the number is told.
DRILLS_NAMED = 6
#: So many kinds of drill are named one by one.
TYPES_NAMED = 4


@dataclass(frozen=True)
class RuleView:
    """A finding as all campuses share it: the rule, what is wrong, on whose word."""

    anchor: str
    rule: str
    status: str
    status_words: str
    weight: str
    message: str
    sources: tuple[str, ...]
    switches: tuple[str, ...]
    drills: int
    campuses: int


@dataclass(frozen=True)
class CampusFindingView:
    """A finding at one campus: the rule it belongs to, the drills, and what is particular to them."""

    rule: RuleView
    drills: tuple[str, ...]
    more: int
    details: tuple[str, ...]


@dataclass(frozen=True)
class CampusFindings:
    """What developmental rules say of one campus's year."""

    anchor: str
    name: str
    places: tuple[CampusFindingView, ...]


@dataclass(frozen=True)
class DrillChoreView:
    """A chore that comes with many drills: what, to whom, when, which rule, and with how many drills."""

    text: str
    who: str
    due_words: str
    rule: str
    drills: int
    types: str


@dataclass(frozen=True)
class FamilyText:
    """What families read of one exercise: in English, and in other languages with their codes."""

    title: str
    english: str
    others: tuple[tuple[str, str, str], ...]


def rule_views(request: PublishRequest) -> tuple[RuleView, ...]:
    """Every finding, told once."""
    return tuple(_rule_view(number, one) for number, one in enumerate(request.findings, start=1))


def _rule_view(number: int, finding: GroupedFinding) -> RuleView:
    return RuleView(
        anchor=f"finding-{number}",
        rule=finding.rule,
        status="violated" if finding.status == "violation" else finding.status,
        status_words=WORDS[finding.status],
        weight="advice" if finding.severity is Severity.RECOMMENDED else finding.severity.value,
        message=_message(finding),
        sources=finding.sources,
        switches=finding.switches,
        drills=finding.drills,
        campuses=len(finding.campuses),
    )


def _message(finding: GroupedFinding) -> str:
    """What was found, in plain words."""
    if finding.missing_fact is None:
        return finding.message
    statement = finding.message.partition("The rule: ")[2]
    return f"It is not known {words.unknown_fact(finding.missing_fact)}. {statement}"


def campus_findings(request: PublishRequest, rules: tuple[RuleView, ...]) -> tuple[CampusFindings, ...]:
    """The findings of each campus that has some, in the district's order."""
    of_campus: dict[str, list[CampusFindingView]] = {campus.campus_id: [] for campus in request.workspace.campuses}
    for rule, finding in zip(rules, request.findings, strict=True):
        by_campus: dict[str, tuple[dict[str, None], list[str]]] = {}
        for place in finding.places:
            drills, details = by_campus.setdefault(place.campus_id, ({}, []))
            drills.update(dict.fromkeys(place.drills))
            if place.detail:
                details.append(place.detail)
        for campus_id, (drills, details) in by_campus.items():
            named = tuple(_drill_words(drill, request) for drill in drills) if len(drills) <= DRILLS_NAMED else ()
            more = 0 if named else len(drills)
            of_campus[campus_id].append(CampusFindingView(rule, named, more, tuple(details)))
    return tuple(
        CampusFindings(campus_anchor(campus_id), request.campus_name(campus_id), tuple(places))
        for campus_id, places in of_campus.items()
        if places
    )


def _drill_words(drill_id: str, request: PublishRequest) -> str:
    drill = request.drill_by_id.get(drill_id)
    if drill is None:
        return drill_id
    return f"{words.DRILL_TYPES[drill.drill_type].title}, {drill.date:%b} {drill.date.day}"


def drill_chore_views(request: PublishRequest) -> tuple[DrillChoreView, ...]:
    """The chores of developmental rules, each told once for all drills that bring it, by rule."""
    drills: Counter[tuple[str, ...]] = Counter()
    types: dict[tuple[str, ...], dict[str, None]] = {}
    for task in request.plan.tasks:
        if not task.developmental:
            continue
        alike = (task.mandate_id, task.kind, task.text, task.who, task.due_words)
        drills[alike] += 1
        drill = request.drill_by_id.get(task.drill_id or "")
        if drill is not None:
            types.setdefault(alike, {})[words.drill_title(drill.drill_type)] = None
    return tuple(
        DrillChoreView(
            text=text,
            who=who,
            due_words=due_words,
            rule=rule,
            drills=drills[rule, kind, text, who, due_words],
            types=_types(types.get((rule, kind, text, who, due_words), {})),
        )
        for rule, kind, text, who, due_words in sorted(drills, key=lambda one: (int(one[0].split("-")[1]), one))
    )


def _types(titles: Mapping[str, None]) -> str:
    if len(titles) > TYPES_NAMED:
        return f"{len(titles)} kinds of drill"
    return ", ".join(sorted(titles))


def family_texts(request: PublishRequest) -> tuple[FamilyText, ...]:
    """What families read of the exercises that the plan holds, by title."""
    used = {drill.scenario_id for drill in request.plan.drills}
    scenarios = [
        scenario
        for scenario in request.workspace.scenarios
        if scenario.scenario_id in used and scenario.for_families
    ]
    return tuple(_family_text(one) for one in sorted(scenarios, key=lambda one: one.title))


def _family_text(scenario: Scenario) -> FamilyText:
    return FamilyText(
        scenario.title,
        family_passage(scenario, ENGLISH),
        tuple(
            (code, words.language_words(code).name, family_passage(scenario, code))
            for code in sorted(scenario.translations)
        ),
    )
