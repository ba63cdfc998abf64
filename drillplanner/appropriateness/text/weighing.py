"""Words and reader weighed together: what a text is judged to say, and the findings that go with it.

The lexicon knows words and their turns exactly and is blind to what it was not told; the reader has a feeling for
whole texts and is never quite sure. Their answers are added up with weights (``decision.yaml``) that were found on
descriptions that neither was made from.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, log
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field

from drillplanner.appropriateness.text.findings import (
    NOTICE,
    QUESTION,
    VIOLATION,
    binding_severity,
    finding_sentence,
    rule_citations,
)
from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.input.plain_text import PlainText
from drillplanner.appropriateness.text.reader.inference import PART_SENTENCES, ReaderOutput, ReaderOutputs
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.model import DevelopmentalFinding, Evidence, Frozen, Severity

DECISION_FILE = Path(__file__).parent / "decision.yaml"
Share = Annotated[float, Field(ge=0.0, le=1.0)]
#: A likelihood is held this far from 0 and 1 before it is turned into odds.
_LEAST = 1e-4


class Weights(Frozen):
    """How much each answer adds to the logarithm of the odds of a verdict against ``ok``."""

    always: float
    violation: float = Field(description="For the odds that the reader sees a violation.")
    question: float = Field(description="For the odds that it sees an open question.")
    broken: float = Field(description="For the odds that any rule is broken.")
    evident: float = Field(description="For the odds of the telling pieces.")
    words_question: float = Field(description="Where the lexicon has a question.")
    words_violation: float = Field(description="Where the lexicon finds a violation.")

    def score(self, words: str, impression: ReaderOutput) -> float:
        """The logarithm of the odds that one impression gives, with the verdict of the words."""
        return (
            self.always
            + self.violation * log_odds(impression.violation)
            + self.question * log_odds(impression.question)
            + self.broken * log_odds(impression.broken)
            + self.evident * log_odds(impression.evident)
            + {VIOLATION: self.words_violation, QUESTION: self.words_question}.get(words, 0.0)
        )


class VerdictLikelihoods(NamedTuple):
    """How likely, from 0 to 1, a text is an open question and a violation; the rest is ``ok``."""

    question: float
    violation: float

    @property
    def concern(self) -> float:
        """How much it speaks against the text; a question counts half, as in the figures."""
        return self.violation + self.question / 2


class Decision(Frozen):
    """The weights, and how sure one must be."""

    for_question: Weights
    for_violation: Weights
    violation_from: Share
    question_from: Share = Field(description="Sureness of question and violation together, likewise.")
    further_rule: Share = Field(description="A rule this likely is named beside others.")

    def likelihoods(self, words: str, seen: ReaderOutputs) -> VerdictLikelihoods:
        """How likely the text is open or wrong.

        The more sentences it has, the less does the whole count against its worst part.
        """
        question, violation = self._scores(words, seen.whole)
        if seen.parts:
            worst = max(
                (self._scores(words, part) for part in seen.parts), key=lambda scores: _of_scores(*scores).concern
            )
            share = min(1.0, PART_SENTENCES / seen.sentences)
            question = share * question + (1.0 - share) * worst[0]
            violation = share * violation + (1.0 - share) * worst[1]
        return _of_scores(question, violation)

    def verdict(self, words: str, seen: ReaderOutputs) -> str:
        """What the text is judged to say; a text without words says nothing."""
        return self.verdict_of(self.likelihoods(words, seen)) if seen.whole.rules else "ok"

    def verdict_of(self, sure: VerdictLikelihoods) -> str:
        """The verdict, from how likely a question and a violation are."""
        if sure.violation >= self.violation_from:
            return VIOLATION
        return QUESTION if sure.violation + sure.question >= self.question_from else "ok"

    def strongest_output(self, seen: ReaderOutputs) -> ReaderOutput:
        """The impression that speaks loudest: it names the rules and the passage."""
        return max((seen.whole, *seen.parts), key=lambda one: _of_scores(*self._scores("ok", one)).concern)

    def _scores(self, words: str, impression: ReaderOutput) -> tuple[float, float]:
        return self.for_question.score(words, impression), self.for_violation.score(words, impression)


def _of_scores(question: float, violation: float) -> VerdictLikelihoods:
    """From logarithms of odds against ``ok`` to likelihoods; ``ok`` itself has the score 0."""
    most = max(question, violation, 0.0)
    odds = exp(question - most), exp(violation - most)
    whole = sum(odds) + exp(-most)
    return VerdictLikelihoods(odds[0] / whole, odds[1] / whole)


def log_odds(likelihood: float) -> float:
    """The logarithm of the odds of a likelihood, kept finite."""
    held = min(max(likelihood, _LEAST), 1.0 - _LEAST)
    return log(held / (1.0 - held))


@lru_cache(maxsize=1)
def load_decision() -> Decision:
    """The weights and thresholds that come with the program."""
    return parse_as(Decision, read_document(DECISION_FILE, DECISION_FILE.name))


def weigh_findings(
    verdict: str,
    words: tuple[DevelopmentalFinding, ...],
    seen: ReaderOutputs,
    reading: PlainText,
    context: Context,
) -> tuple[DevelopmentalFinding, ...]:
    """The findings that a verdict rests on. What speaks against it stays as a notice for a person to look at."""
    kept = tuple(_at_most(verdict, finding) for finding in words)
    if verdict == "ok":
        return kept
    named = {finding.rule for finding in kept if finding.status == verdict}
    found = _of_reader(verdict, load_decision().strongest_output(seen), reading, context, sure=bool(named))
    return (*kept, *(finding for finding in found if finding.rule not in named))


def _at_most(verdict: str, finding: DevelopmentalFinding) -> DevelopmentalFinding:
    """The finding, no worse than the verdict."""
    order = ("ok", QUESTION, VIOLATION)
    if finding.status == NOTICE or order.index(finding.status) <= order.index(verdict):
        return finding
    status = QUESTION if verdict == QUESTION else NOTICE
    return finding.model_copy(
        update={"status": status, "message": finding_sentence(status, rule_citations()[finding.rule].statement)}
    )


def _of_reader(
    status: str, impression: ReaderOutput, reading: PlainText, context: Context, *, sure: bool
) -> tuple[DevelopmentalFinding, ...]:
    """The rules that the reader thinks of: all that are likely, and the likeliest where nothing else names one."""
    start, end = reading.original_span(impression.start, impression.end)
    evidence = Evidence(field="text", text=reading.original[start:end], start=start, end=end)
    severity_of = {
        rule: binding_severity(rule, context.state, context.standard_drill_type) for rule, _ in impression.rules
    }
    binding = [(rule, likely) for rule, likely in impression.rules if severity_of[rule] is not None]
    likely_rules = [rule for rule, likely in binding if likely >= load_decision().further_rule]
    if not likely_rules and not sure:
        likely_rules = [rule for rule, _ in binding[:1]] or [rule for rule, _ in impression.rules[:1]]
    return tuple(
        DevelopmentalFinding(
            rule=rule,
            severity=severity_of[rule] or Severity.REQUIRED,
            status=status,
            evidence=evidence,
            message=finding_sentence(status, rule_citations()[rule].statement),
            sources=rule_citations()[rule].sources,
        )
        for rule in likely_rules
    )
