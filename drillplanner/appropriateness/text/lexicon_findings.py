"""What the lexicon finds: every family looked for in every sentence, with polarity, audience and hazard.

Asserted and forbidden, or denied and required, is a violation; words that leave it open are a question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drillplanner.appropriateness.text.findings import (
    NOTICE,
    QUESTION,
    VIOLATION,
    finding_sentence,
    rule_citations,
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
    """What the words give away, and the facts that they speak of at all."""

    findings: tuple[DevelopmentalFinding, ...]
    stated: frozenset[str]


@dataclass(frozen=True)
class FamilyMatch:
    """A family found in a sentence, with what the words make of it."""

    family: LexiconFamily
    sentence_index: int
    match: PatternMatch
    polarity: Polarity


def lexicon_findings(seen: tuple[AnnotatedSentence, ...], scope: Scope, reading: PlainText) -> LexiconFindings:
    """All findings of the lexicon in a text, each once, in the order of families and sentences."""
    lexicon = load_lexicon()
    passage = Passage(seen)
    harmless = tuple(_covered(lexicon.innocent, sentence) for sentence in seen)
    finds = [
        find
        for compiled in lexicon.families
        if _speaks_to(compiled.family, seen)
        for at, sentence in enumerate(seen)
        for find in _finds(compiled, at, sentence, harmless[at], passage)
    ]
    findings = dict.fromkeys(finding for find in finds for finding in _judged(find, scope, reading))
    stated = frozenset(find.family.fact for find in finds if find.family.fact is not None)
    return LexiconFindings(tuple(findings), stated)


def _speaks_to(family: LexiconFamily, seen: tuple[AnnotatedSentence, ...]) -> bool:
    """Whether the text as a whole has the words that the family needs, and none that it may not have."""
    if family.needs and not any(one.has(name) for one in seen for name in family.needs):
        return False
    return not any(one.has(name) for one in seen for name in family.lacks)


def _covered(patterns: tuple[Pattern, ...], seen: AnnotatedSentence) -> frozenset[int]:
    return frozenset(index for pattern in patterns for match in matches(pattern, seen) for index in match.words)


def _finds(
    compiled: CompiledFamily, at: int, seen: AnnotatedSentence, harmless: frozenset[int], passage: Passage
) -> Iterator[FamilyMatch]:
    family = compiled.family
    own: frozenset[int] | None = None
    told: set[tuple[int, int]] = set()
    for pattern in compiled.patterns:
        for match in matches(pattern, seen):
            if own is None:
                own = harmless | _covered(compiled.innocent, seen)
            if match.words & own or (match.start, match.end) in told:
                continue
            if any(_beside(match, first, seen) for first, _ in seen.spans_of(*family.unless)):
                continue
            told.add((match.start, match.end))
            yield FamilyMatch(family, at, match, passage.polarity(at, match, family))


def _beside(match: PatternMatch, index: int, seen: AnnotatedSentence) -> bool:
    low, high = min(index, match.last), max(index, match.last)
    return high - low <= _CLOSE and not seen.clauses.contrast_between(low, high)


def _judged(find: FamilyMatch, scope: Scope, reading: PlainText) -> Iterator[DevelopmentalFinding]:
    family = find.family
    status = _status(family, find.polarity)
    state = (scope.context.state or "").upper()
    if status is None or state in family.not_states:
        return
    if family.bands and not any(band.value in family.bands for band in scope.bands(find.sentence_index)):
        return
    hazard = scope.hazard(find.sentence_index)
    if family.hazard != "any" and hazard is DescribedHazard.OTHER:
        return
    if family.hazard == "threat" and hazard is DescribedHazard.UNKNOWN and family.breach is Breach.ASSERTED:
        status = QUESTION
    rules, status = _for_those_present(family, status, scope.people_present(find.sentence_index))
    for rule in rules:
        yield _finding(rule, family, status, find, scope, reading)


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
    rule: str, family: LexiconFamily, status: str, find: FamilyMatch, scope: Scope, reading: PlainText
) -> DevelopmentalFinding:
    cited = rule_citations()[rule]
    severity = _severity(family, cited.severity, scope, find.sentence_index)
    if severity is Severity.RECOMMENDED and status == VIOLATION:
        status = NOTICE
    words = scope.sentences[find.sentence_index].sentence.words
    start, end = reading.original_span(words[find.match.start].start, words[find.match.last].end)
    evidence = Evidence(field="text", text=reading.original[start:end], start=start, end=end)
    return DevelopmentalFinding(
        rule=rule,
        severity=severity,
        status=status,
        evidence=evidence,
        message=finding_sentence(status, cited.statement),
        sources=cited.sources,
    )


def _severity(family: LexiconFamily, usual: Severity, scope: Scope, at: int) -> Severity:
    if family.states and (scope.context.state or "").upper() in family.states:
        return Severity.REQUIRED
    if family.raised_to and any(band.value in family.raised_to for band in scope.bands(at)):
        return Severity.REQUIRED
    return family.severity or usual
