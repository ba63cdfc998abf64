"""The first screen of ``drillplanner check``: errors, what is not known, and what the law asks, by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from drillplanner.cli.screens.caveats import caveats_part
from drillplanner.cli.screens.first_screen import FirstScreen, Line, ScreenPart, Tone
from drillplanner.cli.screens.lists import brief_part, last_lines
from drillplanner.files.counting import counted
from drillplanner.files.read_result import listed
from drillplanner.files.reading.shell_words import shell_word
from drillplanner.intake.workspace.states import states
from drillplanner.law import Duty
from drillplanner.law.kinds.permissions_and_tasks.task import Chore
from drillplanner.model import Caveat
from drillplanner.workflow.prepared import Prepared

#: Rows of a paragraph that lists rules or tasks.
_ROWS = 3
#: Schools that a row names; of more it says how many there are.
_NAMED = 2


@dataclass
class _RuleOwed:
    """One requirement of the law: its title, and how many drills each school owes for it."""

    title: str
    is_chore: bool
    presumed: bool
    unanswered: bool
    """Whether it applies depends on a fact that nobody has given for some school."""
    drills: Counter[str] = field(default_factory=Counter)
    schools: dict[str, None] = field(default_factory=dict)


def check_screen(
    prepared: Prepared,
    caveats: Sequence[Caveat],
    numbers: Iterable[str],
    unwritten: Sequence[str],
    letters: Sequence[str] = (),
) -> FirstScreen:
    """Return the screen; ``numbers`` says how many drills the plan has, ``unwritten`` what site.yaml lacks.

    ``letters`` is what to look at in the district's own letters.
    """
    refused = [
        f"{screening.id}: {finding.rule}: {finding.message}"
        for screening in prepared.refused
        for finding in screening.findings
        if finding.status == "violation"
    ]
    waiting = [
        f"{', '.join(ids)}: {prepared.law.facts[fact].ask if fact in prepared.law.facts else fact}"
        for fact, ids in prepared.unanswered_practices.items()
    ]
    return FirstScreen(
        result=_result(prepared, caveats),
        parts=(
            brief_part("Refused scenarios: correct these first", refused, keeps=3, tone=Tone.PROBLEM),
            brief_part("To look at", prepared.warnings, keeps=2),
            brief_part("Your letters to families (the folder letters)", letters, keeps=1),
            caveats_part(caveats, prepared.folder),
            *_law_parts(prepared),
            brief_part("In the plan", numbers),
            brief_part("Good practice that waits for an answer", waiting),
            brief_part("Not in site.yaml yet, so papers have lines to write on", unwritten, rows=1),
            brief_part("Assumed", prepared.assumptions, rows=1),
            brief_part("How the calendar was read", prepared.workspace.calendar.notes, rows=1),
        ),
        last=last_lines(f"drillplanner plan {shell_word(str(prepared.folder))}"),
    )


def _result(prepared: Prepared, caveats: Sequence[Caveat]) -> tuple[Line, ...]:
    workspace = prepared.workspace
    district = workspace.district
    days = sorted({len(workspace.calendar.dates_at(campus.campus_id)) for campus in workspace.campuses})
    span = f"{days[0]}" if len(days) == 1 else f"{days[0]} to {days[-1]}"
    schools = counted(len(workspace.campuses), "school")
    refused = counted(len(prepared.refused), "scenario is", "scenarios are")
    ready = f"Not ready: {refused} refused." if prepared.refused else "Ready to plan: no errors."
    owed = counted(len(prepared.duties), "requirement")
    unknown = f"; {counted(len(caveats), 'thing')} we do not know" if caveats else ""
    return (
        Line(f"{district.name}, {states()[district.state].name}, {district.year}: {schools}, {span} school days"),
        Line(
            f"{ready} {owed} of law and policy{unknown}.",
            Tone.PROBLEM if prepared.refused else Tone.RESULT,
        ),
    )


def _law_parts(prepared: Prepared) -> tuple[ScreenPart, ...]:
    """Return the drills that the law asks of each school, one row a rule; then its other rules, and its tasks."""
    rules = _rules_owed(prepared.duties)
    of_drills = {name: rule for name, rule in rules.items() if rule.drills}
    others = {name: rule for name, rule in rules.items() if not rule.drills}
    every = len(prepared.workspace.campuses)
    names = {campus.campus_id: campus.name for campus in prepared.workspace.campuses}
    everyone = {1: "your school", 2: "both schools"}.get(every, f"all {every:,} schools")
    rows = []
    for name, rule in of_drills.items():
        where = "" if len(rule.schools) == every else f", at {_schools(rule.schools, names)}"
        number = _range(rule.drills.values())
        rows.append(
            (Line(f"{rule.title}{where} ({name}){_condition(rule)}", first=f"{number:>6}  ", others=" " * 8),)
        )
    paragraphs = []
    for what, is_chore in (("rules on how drills are held", False), ("tasks", True)):
        found = {name: rule for name, rule in others.items() if rule.is_chore is is_chore}
        if found:
            titles = "; ".join(f"{rule.title} ({name}){_condition(rule)}" for name, rule in found.items())
            text = f"{len(found)} {what}: {titles}"
            paragraphs.append((Line(text, first="  ", others="    ", most=_ROWS),))
    return (
        ScreenPart(f"Drills a year that {everyone} must hold, by rule", tuple(rows), 4, counts=False),
        ScreenPart("The law also asks for", tuple(paragraphs), 0, counts=False),
    )


def _rules_owed(duties: Iterable[Duty]) -> dict[str, _RuleOwed]:
    found: dict[str, _RuleOwed] = {}
    for duty in duties:
        name = duty.mandate.mandate_id
        is_chore = isinstance(duty.mandate.requirement, Chore)
        rule = found.setdefault(name, _RuleOwed(duty.mandate.title, is_chore, bool(duty.presumed), False))
        rule.unanswered |= duty.missing_fact is not None
        rule.schools[duty.campus_id] = None
        if duty.demand is not None:
            rule.drills[duty.campus_id] += duty.demand.number
    return found


def _condition(rule: _RuleOwed) -> str:
    """Return what must be known before the rule is sure to apply; empty if it is sure."""
    presumed = ", only presumed" if rule.presumed else ""
    return f"{presumed}, if the answer to an open question says so" if rule.unanswered else presumed


def _range(numbers: Iterable[int]) -> str:
    least, most = min(numbers := list(numbers)), max(numbers)
    return str(least) if least == most else f"{least}-{most}"


def _schools(ids: Iterable[str], names: dict[str, str]) -> str:
    """Return the schools in words: their names, or how many there are."""
    some = [names[campus_id] for campus_id in ids]
    return listed(some) if len(some) <= _NAMED else counted(len(some), "school")
