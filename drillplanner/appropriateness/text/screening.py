"""The judgement of a description: what the words and the trained reader make of it, then one verdict.

A description is judged by what it says. Asserted and forbidden, or denied and required, is a violation; words
that leave it open are a question; facts that a full plan would owe are listed and leave the verdict alone.
Nothing in a text clears a fact that the context gives.
"""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.appropriateness.judgment.scenario_and_drill import verdict_of
from drillplanner.appropriateness.text.context_findings import given_findings
from drillplanner.appropriateness.text.findings import NOTICE, QUESTION, VIOLATION
from drillplanner.appropriateness.text.input.descriptions import Context, Description
from drillplanner.appropriateness.text.input.plain_text import Reading, read_plainly
from drillplanner.appropriateness.text.input.sentences import sentences_of
from drillplanner.appropriateness.text.lexicon.families import load_lexicon
from drillplanner.appropriateness.text.lexicon.matching import see
from drillplanner.appropriateness.text.lexicon.scope import Hazard, Present, Scope
from drillplanner.appropriateness.text.lexicon_findings import WordFindings, word_findings
from drillplanner.appropriateness.text.reader import Impressions, impressions_of
from drillplanner.appropriateness.text.weighing import load_decision, weighed
from drillplanner.model import DevelopmentalFinding, Screening

_ALWAYS = ("access.individual_plans_confirmed", "records", "teaching")
_THREAT = (
    "announce.pa_at_end",
    "announce.staff_before",
    "announce.students_before",
    "mental_health.debrief_min",
    "mental_health.on_site_count",
    "notices.families",
    "notices.dispatch",
)
_ADULTS = (
    "staff_exercise.neighbours_told",
    "staff_exercise.weapons_sweep",
    "staff_exercise.written_consent",
)


def owed_facts(scope: Scope, stated: set[str], context: Context) -> tuple[str, ...]:
    """Paths of the facts that are neither said in the text nor given with it, in order."""
    if not scope.seen:
        return ()
    owed = set(_ALWAYS)
    if scope.hazard(0) is Hazard.THREAT:
        owed.update(_THREAT)
    if scope.present(0) is Present.STAFF:
        owed = (owed | set(_ADULTS)) - {"teaching"}
    given = set(context.facts)
    return tuple(sorted(fact for fact in owed if fact not in stated and fact.split(".")[0] not in given))


_MOST_OF_A_KIND = 5


@dataclass(frozen=True)
class BothReadings:
    """A description as lexicon and reader see it, before they are weighed."""

    reading: Reading
    scope: Scope
    words: WordFindings
    impressions: Impressions

    @property
    def verdict_of_words(self) -> str:
        """What the lexicon alone would say."""
        return verdict_of(self.words.findings)


def read_description(description: Description) -> BothReadings:
    """Both readings of one description."""
    reading = read_plainly(description.text)
    lexicon = load_lexicon()
    seen = tuple(see(sentence, lexicon) for sentence in sentences_of(reading.plain))
    scope = Scope(seen, description.context)
    places = [(one.sentence.words[0].start, one.sentence.words[-1].end) for one in seen if one.sentence.words]
    return BothReadings(
        reading,
        scope,
        word_findings(seen, scope, reading),
        impressions_of(reading.plain, places, description.context),
    )


def screen_description(description: Description) -> Screening:
    """The developmental judgement of one description."""
    context = description.context
    read = read_description(description)
    told = load_decision().verdict(read.verdict_of_words, read.impressions)
    findings = weighed(told, read.words.findings, read.impressions, read.reading, context)
    kept = _sparing((*given_findings(context), *findings))
    return Screening(
        id=description.id,
        verdict=verdict_of(kept),
        findings=kept,
        missing=owed_facts(read.scope, set(read.words.stated), context),
    )


def _sparing(findings: tuple[DevelopmentalFinding, ...]) -> tuple[DevelopmentalFinding, ...]:
    """At most a few findings of a rule and status, the strictest first, in the order of the text."""
    order = {VIOLATION: 0, QUESTION: 1, NOTICE: 2}
    count: dict[tuple[str, str], int] = {}
    kept = []
    for finding in sorted(findings, key=lambda one: (order[one.status], one.rule, one.evidence.start or 0)):
        kind = (finding.rule, finding.status)
        count[kind] = count.get(kind, 0) + 1
        if count[kind] <= _MOST_OF_A_KIND:
            kept.append(finding)
    return tuple(kept)
