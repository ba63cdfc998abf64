"""Writes the words, minutes, and rules into docs/what-children-hear.md, from the scenarios, limits, and rules.

Run ``python docs/make_children_page.py`` after a change of any of these; a test fails until you do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from benchmarks.page import write_between
from drillplanner.appropriateness.profiles.limits import load_limits
from drillplanner.appropriateness.profiles.sources import Directness, RuleSource, SourceAccess
from drillplanner.appropriateness.rules.rule import DevelopmentalRule, load_rules
from drillplanner.files.shipped import shipped_folder
from drillplanner.intake.workspace.scenario_files import parse_scenario
from drillplanner.model import GradeBand, Scenario, Severity
from drillplanner.model.grades import format_grades, grades_in

PAGE = Path(__file__).parent / "what-children-hear.md"
AGES = {
    GradeBand.PK_K: "Pre-K and kindergarten",
    GradeBand.GRADES_1_2: "Grades 1–2",
    GradeBand.GRADES_3_5: "Grades 3–5",
    GradeBand.GRADES_6_8: "Grades 6–8",
    GradeBand.GRADES_9_12: "Grades 9–12",
}
#: The principle: what we say, the rule that holds it, and a part of the name of the source to show.
PRINCIPLE = (
    ("No imitated sounds, no actors, no props. Children practice the steps and nothing else.", "DA-302", "NASSP"),
    ("Children and staff are told beforehand, and again in the first words.", "DA-202", "I Love U Guys"),
    ("Families are told in advance, in writing.", "DA-203", "Everytown"),
    ("The time out of sight is short, and shorter for younger children.", "DA-402", "I Love U Guys"),
    (
        "A lockdown ends with a key: an adult unlocks the door from the hall.",
        "DA-211",
        "NTCC",
    ),
    (
        "A child may take part another way. The family does not have to say why.",
        "DA-801",
        "District Administration",
    ),
)
#: How the sentences to show begin, by purpose; the closing words are shown whole.
LOCKDOWN_LINES = {
    GradeBand.PK_K: {
        "day_before": ("When the speaker says", "A grown-up we know opens"),
        "say": ("This is a drill",),
        "waiting": ("I am right here",),
        "afterwards": ("You can tell me",),
    },
    GradeBand.GRADES_1_2: {
        "day_before": ("What does drill mean", "A grown-up we know opens"),
        "say": ("This is a",),
        "waiting": ("Breathe in",),
        "afterwards": ("Draw how it was",),
    },
    GradeBand.GRADES_3_5: {
        "day_before": ("We practice things", "It ends when"),
        "say": ("This is a",),
        "waiting": ("You are doing",),
        "afterwards": ("You may ask",),
    },
    GradeBand.GRADES_6_8: {
        "day_before": ("Tomorrow we have", "On this card"),
        "say": ("This is a",),
        "waiting": ("Sit, breathe",),
        "afterwards": ("Say what you like",),
    },
    GradeBand.GRADES_9_12: {
        "day_before": ("Tomorrow we have", "This card asks"),
        "say": ("This is a",),
        "waiting": ("The drill ends",),
        "afterwards": ("If it stays",),
    },
}
PURPOSES = {
    "day_before": "Beforehand",
    "say": "At the start",
    "waiting": "While waiting",
    "close": "At the end",
    "afterwards": "Afterward",
}
FIRE_LINES = {
    GradeBand.PK_K: {
        "day_before": ("You will hear", "You may put"),
        "say": ("Line up",),
        "waiting": ("Stand with me",),
    },
    GradeBand.GRADES_1_2: {
        "day_before": ("The alarm is loud", "If you are in the bathroom"),
        "say": ("Walk to our line",),
        "waiting": ("This is our spot",),
    },
    GradeBand.GRADES_3_5: {
        "day_before": ("If I turn around",),
        "say": ("Walk in one line",),
        "waiting": ("Stand together",),
    },
    GradeBand.GRADES_6_8: {
        "day_before": ("Today we have",),
        "say": ("Leave your things",),
        "waiting": ("Stay with this class",),
    },
    GradeBand.GRADES_9_12: {
        "day_before": ("If you have your own way",),
        "say": ("Leave by the posted exit",),
        "waiting": ("Stay with this group",),
    },
}
ANOTHER_WAY = "Another way to take part: "


def principle() -> str:
    """Return the principle, each sentence with its rule and a source of the rule."""
    return "\n".join(f"- {words} ({rule}; {_source(rule, name)})" for words, rule, name in PRINCIPLE)


def lockdown() -> str:
    """Return what each age hears in a lockdown drill, by purpose."""
    scenario = _scenario("lockdown")
    speaker = scenario.announcements
    if speaker is None:
        raise ValueError("lockdown: the scenario has no announcements")
    parts = [
        f"The speaker, for every age, to begin: {_quoted(speaker.begin)} "
        f"{speaker.before_end} Then, to end: {_quoted(dict.fromkeys(speaker.end))}"
    ]
    for band, age in AGES.items():
        script = scenario.scripts[band]
        lines = {
            purpose: _beginning(getattr(script, purpose), starts)
            for purpose, starts in LOCKDOWN_LINES[band].items()
        }
        lines["close"] = (script.close,)
        rows = (f"- {label}: {_quoted(lines[purpose])}" for purpose, label in PURPOSES.items())
        parts.append("\n".join((f"**{age}**", "", *rows)))
    return "\n\n".join(parts)


def fire() -> str:
    """Return the table of what each age hears in a fire drill."""
    scripts = _scenario("fire-evacuation").scripts
    rows = []
    for band, age in AGES.items():
        script = scripts[band]
        cells = [
            _quoted(_beginning(getattr(script, purpose), starts)) for purpose, starts in FIRE_LINES[band].items()
        ]
        rows.append(f"| {age} | {' | '.join((*cells, _quoted((script.close,))))} |")
    heads = "| Age | That morning | At the start | While waiting outside | At the end |"
    return "\n".join((heads, "| --- | --- | --- | --- | --- |", *rows))


def minutes() -> str:
    """Return the table of minutes by age, and how long the whole lockdown drill takes."""
    scenario, limits = _scenario("lockdown"), load_limits()
    names = ("hidden_minutes_most", "hidden_minutes_ceiling", "debrief_minutes_least")
    rows = []
    for band, age in AGES.items():
        numbers = (scenario.facts_for(band).hidden_minutes, *(limits[name].of(band) for name in names))
        rows.append(f"| {age} | {' | '.join(map(str, numbers))} |")
    heads = "| Age | Hidden in this drill, at most | Suggested limit | Refused above | Suggested talk, at least |"
    whole = f"All numbers are minutes. The whole drill, with the talk, is planned for {scenario.minutes} minutes."
    return "\n".join((heads, "| --- | ---: | ---: | ---: | ---: |", *rows, "", whole))


def never() -> str:
    """Return each prohibition DA-1xx with its id, without the sentences on what stays allowed."""
    return "\n".join(
        f"- {_sentences(rule.statement)[0]} ({rule.id})"
        for rule in load_rules()
        if re.fullmatch(r"DA-1\d\d", rule.id) and rule.severity is Severity.PROHIBITED
    )


def another_way() -> str:
    """Return how each age takes part another way in a lockdown drill."""
    rows = [
        f"- {_grades(text.bands or tuple(AGES))}: "
        f"{text.say.removeprefix(ANOTHER_WAY)[:1].upper()}{text.say.removeprefix(ANOTHER_WAY)[1:]}"
        for text in _scenario("lockdown").accommodations
        if text.say.startswith(ANOTHER_WAY)
    ]
    if not rows:
        raise ValueError(f"lockdown: no accommodation begins with '{ANOTHER_WAY}'")
    return "\n".join(rows)


def at_home() -> str:
    """Return what the letters of both drills suggest for home."""
    lockdown_drill, fire_drill = _scenario("lockdown"), _scenario("fire-evacuation")
    lines = [
        *(f"Lockdown: {line}" for line in _beginning(_sentences(lockdown_drill.for_families), ("At home",))),
        *(f"Fire: {line}" for line in _beginning(_sentences(fire_drill.for_families), ("At home",))),
    ]
    older = [f"{_grades(text.bands)}: {text.say.strip()}" for text in lockdown_drill.for_families_by_grade]
    return "\n".join(f"- {line}" for line in (*lines, *older))


#: Every part of the page that is made, by the name of its markers.
PARTS = {
    "principle": principle,
    "lockdown": lockdown,
    "fire": fire,
    "minutes": minutes,
    "never": never,
    "another way": another_way,
    "at home": at_home,
}


@cache
def _scenario(scenario_id: str) -> Scenario:
    """Return a bundled scenario in the words that a district has until it chooses its own."""
    path = shipped_folder("scenarios") / f"{scenario_id}.yaml"
    return parse_scenario(path.read_bytes(), path.name)


def _grades(bands: tuple[GradeBand, ...]) -> str:
    return f"Grades {format_grades(grades_in(bands))}"


def _source(rule_id: str, name: str) -> str:
    rule: DevelopmentalRule = next(rule for rule in load_rules() if rule.id == rule_id)
    found = [source for source in rule.sources if name in source.name]
    if not found:
        raise ValueError(f"{rule_id} has no source with '{name}' in its name")
    return f"[{found[0].name.split(' (')[0]}]({found[0].address}){_limits(found[0])}"


def _limits(source: RuleSource) -> str:
    part = ", in part" if source.directness is not Directness.SAYS_IT else ""
    return part + (", read in a summary" if source.known is not SourceAccess.TEXT else "")


def _beginning(sentences: Iterable[str], starts: Iterable[str]) -> tuple[str, ...]:
    """Return the sentences that begin so. Raises ValueError unless each beginning has exactly one sentence."""
    sentences, chosen = tuple(sentences), []
    for start in starts:
        found = [sentence for sentence in sentences if sentence.startswith(start)]
        if len(found) != 1:
            raise ValueError(f"{len(found)} sentences begin with '{start}', not one; choose again in {__file__}")
        chosen += found
    return tuple(chosen)


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(re.split(r"(?<=[.!?])\s+", text.strip()))


def _quoted(sentences: Iterable[str]) -> str:
    return f"“{' '.join(sentences)}”"


def main() -> None:
    """Write the page."""
    for name, make in PARTS.items():
        write_between(PAGE, name, make())


if __name__ == "__main__":
    main()
