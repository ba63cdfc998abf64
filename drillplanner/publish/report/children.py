"""What the report says about children: findings by campus, chores of each drill, texts for families."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from drillplanner.model import ENGLISH, GroupedFinding, Scenario, Severity
from drillplanner.publish.core import words
from drillplanner.publish.core.families.passages import family_passage
from drillplanner.publish.core.language.language import language_name
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.report.year import campus_anchor

#: The status of a finding in words.
STATUS_WORDS = {
    "violation": "Not as it should be",
    "cannot_tell": "Cannot tell",
    "notice": "Better otherwise",
}
#: The most drills that are named; of more, only the number is given.
DRILLS_NAMED = 6
#: The most drill types that are named; of more, only the number is given.
TYPES_NAMED = 4


@dataclass(frozen=True)
class RuleView:
    """A finding without its places: the rule, what is wrong, and the sources."""

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
    """A finding at one campus: its rule, the drills, and details about them."""

    rule: RuleView
    drills: tuple[str, ...]
    more: int
    details: tuple[str, ...]


@dataclass(frozen=True)
class CampusFindings:
    """The findings of developmental rules at one campus."""

    anchor: str
    name: str
    places: tuple[CampusFindingView, ...]


@dataclass(frozen=True)
class DrillChoreView:
    """A chore that comes with many drills: what, for whom, when, which rule, and the number of drills."""

    text: str
    who: str
    due_words: str
    rule: str
    drills: int
    types: str


@dataclass(frozen=True)
class FamilyText:
    """What families read about one exercise: in English, and in other languages with their codes."""

    title: str
    english: str
    others: tuple[tuple[str, str, str], ...]


def rule_views(request: PublishRequest) -> tuple[RuleView, ...]:
    """Return every finding once."""
    return tuple(_rule_view(number, finding) for number, finding in enumerate(request.findings, start=1))


def _rule_view(number: int, finding: GroupedFinding) -> RuleView:
    return RuleView(
        anchor=f"finding-{number}",
        rule=finding.rule,
        status="violated" if finding.status == "violation" else finding.status,
        status_words=STATUS_WORDS[finding.status],
        weight="advice" if finding.severity is Severity.RECOMMENDED else finding.severity.value,
        message=_message(finding),
        sources=finding.sources,
        switches=finding.switches,
        drills=finding.drills,
        campuses=len(finding.campuses),
    )


def _message(finding: GroupedFinding) -> str:
    """Return what was found, in words."""
    if finding.missing_fact is None:
        return finding.message
    statement = finding.message.partition("The rule: ")[2]
    return f"It is not known {words.unknown_fact(finding.missing_fact)}. {statement}"


def campus_findings(request: PublishRequest, rules: tuple[RuleView, ...]) -> tuple[CampusFindings, ...]:
    """Return the findings of each campus that has any, in the district's order."""
    findings_by_campus: dict[str, list[CampusFindingView]] = {
        campus.campus_id: [] for campus in request.workspace.campuses
    }
    for rule, finding in zip(rules, request.findings, strict=True):
        places_by_campus: dict[str, tuple[dict[str, None], list[str]]] = {}
        for place in finding.places:
            drills, details = places_by_campus.setdefault(place.campus_id, ({}, []))
            drills.update(dict.fromkeys(place.drills))
            if place.detail:
                details.append(place.detail)
        for campus_id, (drills, details) in places_by_campus.items():
            named = tuple(_drill_words(drill, request) for drill in drills) if len(drills) <= DRILLS_NAMED else ()
            more = 0 if named else len(drills)
            findings_by_campus[campus_id].append(CampusFindingView(rule, named, more, tuple(details)))
    return tuple(
        CampusFindings(campus_anchor(campus_id), request.campus_name(campus_id), tuple(places))
        for campus_id, places in findings_by_campus.items()
        if places
    )


def _drill_words(drill_id: str, request: PublishRequest) -> str:
    drill = request.drill_by_id.get(drill_id)
    if drill is None:
        return drill_id
    return f"{words.drill_title(drill.drill_type, request.imprint.vocabulary)}, {drill.date:%b} {drill.date.day}"


def drill_chore_views(request: PublishRequest) -> tuple[DrillChoreView, ...]:
    """Return the chores of developmental rules, each once for all drills that have it, by rule."""
    drills: Counter[tuple[str, ...]] = Counter()
    types: dict[tuple[str, ...], dict[str, None]] = {}
    for task in request.plan.tasks:
        if not task.developmental:
            continue
        key = (task.mandate_id, task.kind, task.text, task.who, task.due_words)
        drills[key] += 1
        drill = request.drill_by_id.get(task.drill_id or "")
        if drill is not None:
            types.setdefault(key, {})[words.drill_title(drill.drill_type, request.imprint.vocabulary)] = None
    return tuple(
        DrillChoreView(
            text=text,
            who=who,
            due_words=due_words,
            rule=rule,
            drills=drills[rule, kind, text, who, due_words],
            types=_types(types.get((rule, kind, text, who, due_words), {})),
        )
        for rule, kind, text, who, due_words in sorted(drills, key=lambda key: (int(key[0].split("-")[1]), key))
    )


def _types(titles: Mapping[str, None]) -> str:
    if len(titles) > TYPES_NAMED:
        return f"{len(titles)} kinds of drill"
    return ", ".join(sorted(titles))


def family_texts(request: PublishRequest) -> tuple[FamilyText, ...]:
    """Return what families read about the exercises of the plan, by title."""
    used = {drill.scenario_id for drill in request.plan.drills}
    scenarios = [
        scenario
        for scenario in request.workspace.scenarios
        if scenario.scenario_id in used and scenario.for_families
    ]
    return tuple(map(_family_text, sorted(scenarios, key=lambda scenario: scenario.title)))


def _family_text(scenario: Scenario) -> FamilyText:
    return FamilyText(
        scenario.title,
        family_passage(scenario, ENGLISH),
        tuple(
            (code, language_name(code), family_passage(scenario, code)) for code in sorted(scenario.translations)
        ),
    )
