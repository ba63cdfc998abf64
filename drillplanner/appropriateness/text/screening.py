"""The screening of a description: findings of the lexicon and the trained reader, and one verdict.

A description is judged by what it says. To assert what is forbidden, or to deny what is required, is a
violation; words that leave it open are a question. Facts that a full plan would need are listed and do not
change the verdict. Nothing in a text overrides a fact that the context gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from drillplanner.appropriateness.rules.findings import verdict_of
from drillplanner.appropriateness.text.context_findings import context_findings
from drillplanner.appropriateness.text.findings import CHECK, LIKELY, NOTICE, QUESTION, SURE, VIOLATION
from drillplanner.appropriateness.text.input.bare_titles import is_bare_title
from drillplanner.appropriateness.text.input.descriptions import Context, Description
from drillplanner.appropriateness.text.input.letter_parts import unread_parts
from drillplanner.appropriateness.text.input.plain_text import PlainText, to_plain_text
from drillplanner.appropriateness.text.input.sentences import sentences_of
from drillplanner.appropriateness.text.lexicon.families import load_lexicon
from drillplanner.appropriateness.text.lexicon.matching import annotate_sentence
from drillplanner.appropriateness.text.lexicon.scope import DescribedHazard, PeoplePresent, Scope
from drillplanner.appropriateness.text.lexicon_findings import LexiconFindings, lexicon_findings
from drillplanner.appropriateness.text.reader import NO_OUTPUT, DescribedText, ReaderOutputs, reader_outputs_of
from drillplanner.appropriateness.text.settled import settled_rules
from drillplanner.appropriateness.text.weighing import load_decision, weigh_findings
from drillplanner.model import DevelopmentalFinding, Screening, Severity

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
    """Return the paths of expected facts that neither the text nor its context gives, in order."""
    if not scope.sentences:
        return ()
    expected = set(_ALWAYS)
    if scope.hazard(0) is DescribedHazard.THREAT:
        expected.update(_THREAT)
    if scope.people_present(0) is PeoplePresent.STAFF:
        expected = (expected | set(_ADULTS)) - {"teaching"}
    given = set(context.facts)
    return tuple(sorted(fact for fact in expected if fact not in stated and fact.split(".")[0] not in given))


@dataclass(frozen=True)
class LexiconAndReader:
    """The results of the lexicon and the reader for a description, before they are weighed."""

    plain_text: PlainText
    scope: Scope
    lexicon: LexiconFindings
    reader: ReaderOutputs
    unread: tuple[str, ...] = ()

    @property
    def lexicon_verdict(self) -> str:
        """The verdict by the lexicon alone."""
        return verdict_of(self.lexicon.findings)

    @property
    def lexicon_answer(self) -> str:
        """The verdict by the lexicon alone, or ``notice`` where it is ok but something is not as suggested."""
        has_notice = any(finding.status == NOTICE for finding in self.lexicon.findings)
        return NOTICE if self.lexicon_verdict == "ok" and has_notice else self.lexicon_verdict


def analyze_descriptions(descriptions: Sequence[Description]) -> list[LexiconAndReader]:
    """Return what the lexicon finds in each description, with what the reader says of it.

    A bare title ("Lockdown drill on Monday") says nothing of how the drill is held. The reader, which was taught
    sentences, has no answer to it.
    """
    found = [_by_lexicon(description) for description in descriptions]
    read = [
        number
        for number, analysis in enumerate(found)
        if analysis.scope.context != Context() or not is_bare_title(analysis.plain_text.plain)
    ]
    for number, outputs in zip(read, reader_outputs_of([_text_of(found[number]) for number in read]), strict=True):
        found[number] = replace(found[number], reader=outputs)
    return found


def screen_description(description: Description) -> Screening:
    """Screen a description by the developmental rules.

    A text of which nothing is in English is a question without findings: ``unread`` says why.
    """
    return screen_descriptions([description])[0]


def screen_descriptions(descriptions: Sequence[Description]) -> list[Screening]:
    """Screen some descriptions together, in less time than one after the other."""
    return [
        _screened(description, analysis)
        for description, analysis in zip(descriptions, analyze_descriptions(descriptions), strict=True)
    ]


def _by_lexicon(description: Description) -> LexiconAndReader:
    """Return what the lexicon finds, before the reader has read the text."""
    parts = unread_parts(description.text)
    plain_text = to_plain_text(description.text, [(part.start, part.end) for part in parts])
    lexicon = load_lexicon()
    annotated = tuple(annotate_sentence(sentence, lexicon) for sentence in sentences_of(plain_text.plain))
    scope = Scope(annotated, description.context)
    return LexiconAndReader(
        plain_text,
        scope,
        lexicon_findings(annotated, scope, plain_text),
        ReaderOutputs(NO_OUTPUT, (), 0),
        tuple(dict.fromkeys(part.what for part in parts if part.what)),
    )


def _text_of(analysis: LexiconAndReader) -> DescribedText:
    """Return the text that the reader is to read."""
    word_lists = (sentence.sentence.words for sentence in analysis.scope.sentences)
    spans = [(words[0].start, words[-1].end) for words in word_lists if words]
    return DescribedText(analysis.plain_text.plain, spans, analysis.scope.context)


def _screened(description: Description, analysis: LexiconAndReader) -> Screening:
    context = description.context
    settled = settled_rules(analysis.lexicon, analysis.scope)
    verdict = load_decision().verdict(analysis.lexicon_answer, analysis.reader, settled)
    findings = weigh_findings(
        verdict, analysis.lexicon.findings, analysis.reader, analysis.plain_text, analysis.scope, settled
    )
    worst = _worst_of_each_rule((*context_findings(context), *findings))
    is_declined = bool(analysis.unread) and not analysis.scope.sentences
    return Screening(
        id=description.id,
        verdict=QUESTION if is_declined and not worst else verdict_of(worst),
        findings=worst,
        missing=missing_facts(analysis.scope, set(analysis.lexicon.stated), context),
        is_of_text=True,
        unread=analysis.unread,
    )


def _worst_of_each_rule(findings: tuple[DevelopmentalFinding, ...]) -> tuple[DevelopmentalFinding, ...]:
    """Return one finding for each rule, the worst first: its worst status, and the longest passage of that."""
    by_status = (VIOLATION, QUESTION, NOTICE)
    worst: dict[str, DevelopmentalFinding] = {}
    for finding in sorted(
        findings,
        key=lambda finding: (by_status.index(finding.status), -len(finding.evidence.text or "")),
    ):
        worst.setdefault(finding.rule, finding)
    by_severity = (Severity.PROHIBITED, Severity.REQUIRED, Severity.RECOMMENDED)
    by_sureness = ("", SURE, LIKELY, CHECK)  # the facts of the context have no word for it: they are given
    return tuple(
        sorted(
            worst.values(),
            key=lambda finding: (
                by_status.index(finding.status),
                by_severity.index(finding.severity),
                by_sureness.index(finding.sureness),
                finding.evidence.start or 0,
            ),
        )
    )
