"""The judgement of a description: every family looked for in every sentence, then one verdict.

A description is judged by what it says. Asserted and forbidden, or denied and required, is a violation; words
that leave it open are a question; facts that a full plan would owe are listed and leave the verdict alone.
Nothing in a text clears a fact that the context gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from drillplanner.appropriateness.text.citing import cited_rules
from drillplanner.appropriateness.text.descriptions import Description
from drillplanner.appropriateness.text.frames import Passage, Polarity
from drillplanner.appropriateness.text.given import given_findings
from drillplanner.appropriateness.text.lexicon import (
    Breach,
    CompiledFamily,
    Concerns,
    Family,
    Pattern,
    load_lexicon,
)
from drillplanner.appropriateness.text.matching import Match, Seen, matches, see
from drillplanner.appropriateness.text.owed import owed_facts
from drillplanner.appropriateness.text.reading import Reading, read_plainly
from drillplanner.appropriateness.text.scope import Hazard, Present, Scope
from drillplanner.appropriateness.text.sentences import sentences_of
from drillplanner.model import DevelopmentalFinding, Evidence, Screening, Severity

VIOLATION, QUESTION, NOTICE = "violation", "cannot_tell", "notice"
_MOST_OF_A_KIND = 5
_CLOSE = 6


@dataclass(frozen=True)
class Find:
    """A family found in a sentence, with what the words make of it."""

    family: Family
    at: int
    match: Match
    polarity: Polarity


def screen_description(description: Description) -> Screening:
    """The developmental judgement of one description."""
    reading = read_plainly(description.text)
    lexicon = load_lexicon()
    seen = tuple(see(sentence, lexicon) for sentence in sentences_of(reading.plain))
    scope = Scope(seen, description.context)
    passage = Passage(seen)
    harmless = tuple(_covered(lexicon.innocent, sentence) for sentence in seen)
    finds = [
        find
        for compiled in lexicon.families
        if _speaks_to(compiled.family, seen)
        for at, sentence in enumerate(seen)
        for find in _finds(compiled, at, sentence, harmless[at], passage)
    ]
    findings: dict[DevelopmentalFinding, None] = {}
    for find in finds:
        for finding in _judged(find, scope, reading):
            findings[finding] = None
    kept = _sparing((*given_findings(description.context), *findings))
    stated = {find.family.fact for find in finds if find.family.fact is not None}
    return Screening(
        id=description.id,
        verdict=_verdict(kept),
        findings=kept,
        missing=owed_facts(scope, stated, description.context),
    )


def _speaks_to(family: Family, seen: tuple[Seen, ...]) -> bool:
    """Whether the text as a whole has the words that the family needs, and none that it may not have."""
    if family.needs and not any(one.has(name) for one in seen for name in family.needs):
        return False
    return not any(one.has(name) for one in seen for name in family.lacks)


def _covered(patterns: tuple[Pattern, ...], seen: Seen) -> frozenset[int]:
    return frozenset(index for pattern in patterns for match in matches(pattern, seen) for index in match.taken)


def _finds(
    compiled: CompiledFamily, at: int, seen: Seen, harmless: frozenset[int], passage: Passage
) -> Iterator[Find]:
    family = compiled.family
    own: frozenset[int] | None = None
    told: set[tuple[int, int]] = set()
    for pattern in compiled.patterns:
        for match in matches(pattern, seen):
            if own is None:
                own = harmless | _covered(compiled.innocent, seen)
            if match.taken & own or (match.first, match.after) in told:
                continue
            if any(_beside(match, first, seen) for first, _ in seen.all(*family.unless)):
                continue
            told.add((match.first, match.after))
            yield Find(family, at, match, passage.polarity(at, match, family))


def _beside(match: Match, index: int, seen: Seen) -> bool:
    low, high = min(index, match.last), max(index, match.last)
    return high - low <= _CLOSE and not seen.clauses.contrast_between(low, high)


def _judged(find: Find, scope: Scope, reading: Reading) -> Iterator[DevelopmentalFinding]:
    family = find.family
    status = _status(family, find.polarity)
    state = (scope.context.state or "").upper()
    if status is None or state in family.not_states:
        return
    if family.bands and not any(band.value in family.bands for band in scope.bands(find.at)):
        return
    hazard = scope.hazard(find.at)
    if family.hazard != "any" and hazard is Hazard.OTHER:
        return
    if family.hazard == "threat" and hazard is Hazard.UNKNOWN and family.breach is Breach.ASSERTED:
        status = QUESTION
    rules, status = _for_those_present(family, status, scope.present(find.at))
    for rule in rules:
        yield _finding(rule, family, status, find, scope, reading)


def _status(family: Family, polarity: Polarity) -> str | None:
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


def _for_those_present(family: Family, status: str, present: Present) -> tuple[tuple[str, ...], str]:
    if family.concerns is Concerns.ANYONE:
        adults = family.staff_rules if present is Present.STAFF else ()
        return (adults or family.rules), status
    if family.concerns is Concerns.STAFF:
        return (() if present is Present.STUDENTS else family.rules), status
    if present is Present.STUDENTS:
        return family.rules, status
    if present is Present.UNCLEAR:
        return family.rules, QUESTION
    return family.staff_rules, status if family.staff_breach else NOTICE


def _finding(
    rule: str, family: Family, status: str, find: Find, scope: Scope, reading: Reading
) -> DevelopmentalFinding:
    cited = cited_rules()[rule]
    severity = _severity(family, cited.severity, scope, find.at)
    if severity is Severity.RECOMMENDED and status == VIOLATION:
        status = NOTICE
    words = scope.seen[find.at].sentence.words
    start, end = reading.original_span(words[find.match.first].start, words[find.match.last].end)
    evidence = Evidence(field="text", text=reading.original[start:end], start=start, end=end)
    return DevelopmentalFinding(
        rule=rule,
        severity=severity,
        status=status,
        evidence=evidence,
        message=_message(status, cited.statement),
        sources=cited.sources,
    )


def _severity(family: Family, usual: Severity, scope: Scope, at: int) -> Severity:
    if family.states and (scope.context.state or "").upper() in family.states:
        return Severity.REQUIRED
    if family.raised_to and any(band.value in family.raised_to for band in scope.bands(at)):
        return Severity.REQUIRED
    return family.severity or usual


def _message(status: str, statement: str) -> str:
    if status == QUESTION:
        return f"The words leave it open: please ask what is meant. The rule: {statement}"
    if status == NOTICE:
        return f"Please look at this passage again. The rule: {statement}"
    return f"The text says so. The rule: {statement}"


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


def _verdict(findings: tuple[DevelopmentalFinding, ...]) -> str:
    binding = {finding.status for finding in findings if finding.severity is not Severity.RECOMMENDED}
    return next((status for status in (VIOLATION, QUESTION) if status in binding), "ok")
