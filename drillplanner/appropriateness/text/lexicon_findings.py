"""The findings of the lexicon: every family is searched in every sentence, with polarity, audience, and hazard.

To assert what is forbidden, or to deny what is required, is a violation; words that leave it open are a question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drillplanner.appropriateness.text.findings import (
    NOTICE,
    QUESTION,
    VIOLATION,
    rule_citations,
    text_finding,
)
from drillplanner.appropriateness.text.input.plain_text import PlainText
from drillplanner.appropriateness.text.lexicon.families import (
    Breach,
    BreachAudience,
    CompiledFamily,
    LexiconFamily,
    Pattern,
    load_lexicon,
)
from drillplanner.appropriateness.text.lexicon.frames import Passage, Polarity
from drillplanner.appropriateness.text.lexicon.matching import AnnotatedSentence, PatternMatch, matches
from drillplanner.appropriateness.text.lexicon.scope import DescribedHazard, PeoplePresent, Scope
from drillplanner.model import DevelopmentalFinding, Evidence, Severity

_CLOSE = 6


@dataclass(frozen=True)
class LexiconFindings:
    """The findings of the lexicon, and the facts that the text mentions at all.

    ``kept`` are rules of which the words only say that they are kept.
    """

    findings: tuple[DevelopmentalFinding, ...]
    stated: frozenset[str]
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FamilyMatch:
    """A match of a family in a sentence, and whether the sentence asserts or denies it."""

    family: LexiconFamily
    sentence_index: int
    match: PatternMatch
    polarity: Polarity


def lexicon_findings(
    sentences: tuple[AnnotatedSentence, ...], scope: Scope, plain_text: PlainText
) -> LexiconFindings:
    """Return all findings of the lexicon in a text, each once, in the order of families and sentences."""
    lexicon = load_lexicon()
    passage = Passage(sentences)
    harmless = tuple(_covered(lexicon.innocent, sentence) for sentence in sentences)
    family_matches = [
        family_match
        for compiled in lexicon.families
        if _applies_to_text(compiled.family, sentences)
        for index, sentence in enumerate(sentences)
        if not compiled.needed.isdisjoint(sentence.spans)
        for family_match in _family_matches(compiled, index, sentence, harmless[index], passage)
    ]
    findings = dict.fromkeys(
        finding for family_match in family_matches for finding in _judged(family_match, scope, plain_text)
    )
    facts = (family_match.family.fact for family_match in family_matches)
    return LexiconFindings(
        tuple(findings),
        frozenset(fact for fact in facts if fact is not None),
        _kept_rules(family_matches),
    )


def _kept_rules(family_matches: Sequence[FamilyMatch]) -> frozenset[str]:
    """Return the rules of which some words say that they are kept, and none that they are not."""
    kept, others = set[str](), set[str]()
    for family_match in family_matches:
        family, polarity = family_match.family, family_match.polarity
        if family.question or family.breach is Breach.OPEN or polarity is Polarity.MENTIONED:
            continue
        keeps = Polarity.DENIED if family.breach is Breach.ASSERTED else Polarity.ASSERTED
        (kept if polarity is keeps else others).update((*family.rules, *family.staff_rules))
    return frozenset(kept - others)


def _applies_to_text(family: LexiconFamily, sentences: tuple[AnnotatedSentence, ...]) -> bool:
    """Check whether the text contains the words that the family needs, and none that rule it out."""
    if family.needs and not any(sentence.has(name) for sentence in sentences for name in family.needs):
        return False
    return not any(sentence.has(name) for sentence in sentences for name in family.lacks)


def _covered(patterns: tuple[Pattern, ...], annotated: AnnotatedSentence) -> frozenset[int]:
    return frozenset(
        index for pattern in patterns for match in matches(pattern, annotated) for index in match.words
    )


def _family_matches(
    compiled: CompiledFamily, index: int, annotated: AnnotatedSentence, harmless: frozenset[int], passage: Passage
) -> Iterator[FamilyMatch]:
    family = compiled.family
    family_harmless: frozenset[int] | None = None
    reported: set[tuple[int, int]] = set()
    for pattern in compiled.patterns:
        for match in matches(pattern, annotated):
            if family_harmless is None:
                family_harmless = harmless | _covered(compiled.innocent, annotated)
            if match.words & family_harmless or (match.start, match.end) in reported:
                continue
            if any(_beside(match, first, annotated) for first, _ in annotated.spans_of(*family.unless)):
                continue
            reported.add((match.start, match.end))
            yield FamilyMatch(family, index, match, passage.polarity(index, match, family))


def _beside(match: PatternMatch, index: int, annotated: AnnotatedSentence) -> bool:
    low, high = min(index, match.last), max(index, match.last)
    return high - low <= _CLOSE and not annotated.clauses.contrast_between(low, high)


def _judged(family_match: FamilyMatch, scope: Scope, plain_text: PlainText) -> Iterator[DevelopmentalFinding]:
    family = family_match.family
    status = _status(family, family_match.polarity)
    state = (scope.context.state or "").upper()
    if status is None or state in family.not_states:
        return
    if family.bands and not any(band.value in family.bands for band in scope.bands(family_match.sentence_index)):
        return
    hazard = scope.hazard(family_match.sentence_index)
    if family.hazard != "any" and hazard is DescribedHazard.OTHER:
        return
    if family.hazard == "threat" and hazard is DescribedHazard.UNKNOWN and family.breach is Breach.ASSERTED:
        status = QUESTION
    rules, status = _for_those_present(family, status, scope.people_present(family_match.sentence_index))
    for rule in rules:
        yield _finding(rule, family, status, family_match, scope, plain_text)


def _status(family: LexiconFamily, polarity: Polarity) -> str | None:
    if polarity is Polarity.MENTIONED:
        return None
    if family.spoken and polarity is Polarity.OPEN:
        polarity = Polarity.ASSERTED
    if family.question:
        return NOTICE if polarity is Polarity.ASSERTED else None
    if family.breach is Breach.OPEN:
        return QUESTION if polarity in {Polarity.ASSERTED, Polarity.OPEN} else None
    breach = Polarity.ASSERTED if family.breach is Breach.ASSERTED else Polarity.DENIED
    if polarity is breach:
        return VIOLATION
    return QUESTION if polarity is Polarity.OPEN else None


def _for_those_present(family: LexiconFamily, status: str, present: PeoplePresent) -> tuple[tuple[str, ...], str]:
    if family.concerns is BreachAudience.ANYONE:
        adults = family.staff_rules if present is PeoplePresent.STAFF else ()
        return (adults or family.rules), status
    if family.concerns is BreachAudience.STAFF:
        return (() if present is PeoplePresent.STUDENTS else family.rules), status
    if present is PeoplePresent.STUDENTS:
        return family.rules, status
    if present is PeoplePresent.UNCLEAR:
        return family.rules, QUESTION
    return family.staff_rules, status if family.staff_breach else NOTICE


def _finding(
    rule: str, family: LexiconFamily, status: str, family_match: FamilyMatch, scope: Scope, plain_text: PlainText
) -> DevelopmentalFinding:
    severity = _severity(family, rule_citations()[rule].severity, scope, family_match.sentence_index)
    if severity is Severity.RECOMMENDED and status == VIOLATION:
        status = NOTICE
    words = scope.sentences[family_match.sentence_index].sentence.words
    start, end = plain_text.original_span(
        words[family_match.match.start].start, words[family_match.match.last].end
    )
    evidence = Evidence(field="text", text=plain_text.original[start:end], start=start, end=end)
    return text_finding(rule, severity, status, evidence)


def _severity(family: LexiconFamily, usual: Severity, scope: Scope, index: int) -> Severity:
    if family.states and (scope.context.state or "").upper() in family.states:
        return Severity.REQUIRED
    if family.raised_to and any(band.value in family.raised_to for band in scope.bands(index)):
        return Severity.REQUIRED
    if any(scope.is_about(name) for name in family.raised_by):
        return Severity.REQUIRED
    return family.severity or usual
