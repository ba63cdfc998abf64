"""The judgement of a description: what the words and the trained reader make of it, then one verdict.

A description is judged by what it says. Asserted and forbidden, or denied and required, is a violation; words
that leave it open are a question; facts that a full plan would owe are listed and leave the verdict alone.
Nothing in a text clears a fact that the context gives.
"""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.appropriateness.judgment.scenario_and_drill import verdict_of
from drillplanner.appropriateness.text.context_findings import context_findings
from drillplanner.appropriateness.text.findings import NOTICE, QUESTION, VIOLATION
from drillplanner.appropriateness.text.input.descriptions import Context, Description
from drillplanner.appropriateness.text.input.plain_text import PlainText, to_plain_text
from drillplanner.appropriateness.text.input.sentences import sentences_of
from drillplanner.appropriateness.text.lexicon.families import load_lexicon
from drillplanner.appropriateness.text.lexicon.matching import annotate_sentence
from drillplanner.appropriateness.text.lexicon.scope import DescribedHazard, PeoplePresent, Scope
from drillplanner.appropriateness.text.lexicon_findings import LexiconFindings, lexicon_findings
from drillplanner.appropriateness.text.reader import ReaderOutputs, reader_outputs_of
from drillplanner.appropriateness.text.weighing import load_decision, weigh_findings
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


def missing_facts(scope: Scope, stated: set[str], context: Context) -> tuple[str, ...]:
    """Paths of the facts that are neither said in the text nor given with it, in order."""
    if not scope.sentences:
        return ()
    owed = set(_ALWAYS)
    if scope.hazard(0) is DescribedHazard.THREAT:
        owed.update(_THREAT)
    if scope.people_present(0) is PeoplePresent.STAFF:
        owed = (owed | set(_ADULTS)) - {"teaching"}
    given = set(context.facts)
    return tuple(sorted(fact for fact in owed if fact not in stated and fact.split(".")[0] not in given))


_MOST_OF_A_KIND = 5


@dataclass(frozen=True)
class LexiconAndReader:
    """A description as lexicon and reader see it, before they are weighed."""

    plain_text: PlainText
    scope: Scope
    lexicon: LexiconFindings
    reader: ReaderOutputs

    @property
    def lexicon_verdict(self) -> str:
        """What the lexicon alone would say."""
        return verdict_of(self.lexicon.findings)


def analyze_description(description: Description) -> LexiconAndReader:
    """Both readings of one description."""
    reading = to_plain_text(description.text)
    lexicon = load_lexicon()
    seen = tuple(annotate_sentence(sentence, lexicon) for sentence in sentences_of(reading.plain))
    scope = Scope(seen, description.context)
    places = [(one.sentence.words[0].start, one.sentence.words[-1].end) for one in seen if one.sentence.words]
    return LexiconAndReader(
        reading,
        scope,
        lexicon_findings(seen, scope, reading),
        reader_outputs_of(reading.plain, places, description.context),
    )


def screen_description(description: Description) -> Screening:
    """The developmental judgement of one description."""
    context = description.context
    read = analyze_description(description)
    told = load_decision().verdict(read.lexicon_verdict, read.reader)
    findings = weigh_findings(told, read.lexicon.findings, read.reader, read.plain_text, context)
    kept = _limited_findings((*context_findings(context), *findings))
    return Screening(
        id=description.id,
        verdict=verdict_of(kept),
        findings=kept,
        missing=missing_facts(read.scope, set(read.lexicon.stated), context),
    )


def _limited_findings(findings: tuple[DevelopmentalFinding, ...]) -> tuple[DevelopmentalFinding, ...]:
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
