"""Frames: whether a sentence asserts or denies something for this drill, leaves it open, or only mentions it.

Frames include a question and its answer, an offer and its refusal, what another school did, what was done in past
years, what a person might propose, and what has not been decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from drillplanner.appropriateness.text.lexicon.clauses import Clauses
from drillplanner.appropriateness.text.lexicon.families import Breach, LexiconFamily
from drillplanner.appropriateness.text.lexicon.matching import AnnotatedSentence, PatternMatch
from drillplanner.appropriateness.text.lexicon.negations import Negations


class Polarity(StrEnum):
    """What a sentence says about a match."""

    ASSERTED = "asserted"
    DENIED = "denied"
    OPEN = "open"
    MENTIONED = "mentioned"


_BEFORE_A_MONTH = frozenset(
    ["in", "the", "this", "by", "next", "of", "until", "last", "early", "late", "mid", "our"]
)
_SHORT_ANSWER = 14
_OPENING = 5


@dataclass(frozen=True)
class Passage:
    """The annotated sentences of a text in order, so that each can be read in the context of the next."""

    sentences: Sequence[AnnotatedSentence]

    def polarity(self, index: int, match: PatternMatch, family: LexiconFamily) -> Polarity:
        """Return what sentence ``index``, with its neighbors, says about a match.

        Something required is left open only by words of doubt; "may" then gives permission.
        """
        annotated = self.sentences[index]
        required = family.breach is Breach.DENIED
        elsewhere = self._told_of_elsewhere(index, match, family.anywhere)
        denied = Negations(annotated, annotated.clauses, family.reach).is_denied(match)
        if (elsewhere or denied) and self._resumed_next(index):
            return Polarity.ASSERTED
        if elsewhere:
            return Polarity.MENTIONED
        if annotated.sentence.is_question or (
            annotated.has("asked_whether") and self._before(annotated, "asked_whether", match)
        ):
            return self._answered(index, denied, required)
        if denied:
            return self._denied(annotated, match, required)
        return self._as_required(annotated) if required else self._as_planned(index, match)

    def _denied(self, annotated: AnnotatedSentence, match: PatternMatch, required: bool) -> Polarity:
        doubted = annotated.has("undecided") or (required and annotated.has("doubt"))
        is_open = doubted and self._tentative(annotated, match, annotated.clauses)
        return Polarity.OPEN if is_open else Polarity.DENIED

    def _as_required(self, annotated: AnnotatedSentence) -> Polarity:
        return Polarity.OPEN if annotated.has("undecided") else Polarity.ASSERTED

    def _as_planned(self, index: int, match: PatternMatch) -> Polarity:
        """Return the polarity of a plan: offered and accepted, offered and refused, considered, or stated."""
        annotated = self.sentences[index]
        offered = self._offered(annotated, match)
        if offered or annotated.has("request") or self._tentative(annotated, match, annotated.clauses):
            if self._refused(index, None if offered else match):
                return Polarity.DENIED
            return Polarity.ASSERTED if offered and self._accepted(index) else Polarity.OPEN
        return Polarity.OPEN if self._left_open_next(index) else Polarity.ASSERTED

    def _told_of_elsewhere(self, index: int, match: PatternMatch, anywhere: bool) -> bool:
        annotated = self.sentences[index]
        clauses = annotated.clauses
        words = annotated.sentence.words
        for name in ("hypothetical", "other_subject", *(() if anywhere else ("elsewhere",))):
            for first, _ in annotated.spans_of(name):
                low, high = min(first, match.start), max(first, match.last)
                if not clauses.contrast_between(low, high) and not self._likened(annotated, first):
                    return True
        behind = any(first > match.last for first, _ in annotated.spans_of("disowned"))
        if behind or annotated.has("condemned") or self._disowned_next(index):
            return True
        usual = {word for start, after in annotated.spans_of("accustomed") for word in range(start, after)}
        for first, _ in annotated.spans_of("past_time"):
            if first in usual:
                continue
            low, high = min(first, match.start), max(first, match.last)
            ahead = range(low, min(high + 4, len(words)))
            future = any(
                words[word].spelled in {"will", "'ll", "wo"}
                or (words[word].lemma == "go" and word + 1 < len(words) and words[word + 1].spelled == "to")
                for word in ahead
            )
            if not future and not clauses.contrast_between(low, high) and not self._likened(annotated, first):
                return True
        return False

    def _disowned_next(self, index: int) -> bool:
        """Check for a later rejection: "No such thing would ever happen here"."""
        return any(annotated.has("disowned") for annotated in self.sentences[index + 1 : index + 3])

    def _likened(self, annotated: AnnotatedSentence, first: int) -> bool:
        return any(after in range(first - 1, first + 2) for _, after in annotated.spans_of("likeness"))

    def _before(self, annotated: AnnotatedSentence, name: str, match: PatternMatch) -> bool:
        return any(first <= match.start for first, _ in annotated.spans_of(name))

    def _answered(self, index: int, denied: bool, required: bool) -> Polarity:
        """Return the polarity by the answer: the rest of the sentence, or the next one that is not a question."""
        annotated = self.sentences[index]
        if not annotated.sentence.is_question:
            if annotated.has("undecided") or self._left_open_next(index):
                return Polarity.OPEN
            if self._refused(index, None) or self._says_no(index + 1):
                return Polarity.DENIED
            return Polarity.MENTIONED
        following = index + 1
        while (
            following < len(self.sentences)
            and self.sentences[following].sentence.is_question
            and following < index + 4
        ):
            following += 1
        if self._says_no(following):
            return Polarity.ASSERTED if denied else Polarity.DENIED
        if self._says_yes(following):
            return Polarity.DENIED if denied else Polarity.ASSERTED
        return Polarity.OPEN if annotated.has("request") and not required else Polarity.MENTIONED

    def _says_no(self, index: int) -> bool:
        if index >= len(self.sentences):
            return False
        annotated = self.sentences[index]
        opening = [first for first, _ in annotated.spans_of("negator", "refusal") if first < _OPENING]
        if annotated.has("answer_no"):
            return True
        return bool(opening) and not any(first == 0 for first, _ in annotated.spans_of("answer_yes"))

    def _says_yes(self, index: int) -> bool:
        if index >= len(self.sentences):
            return False
        return any(first < 3 for first, _ in self.sentences[index].spans_of("answer_yes"))

    def _offered(self, annotated: AnnotatedSentence, match: PatternMatch) -> bool:
        return any(first < match.last for first, _ in annotated.spans_of("offer"))

    def _tentative(self, annotated: AnnotatedSentence, match: PatternMatch, clauses: Clauses) -> bool:
        words = annotated.sentence.words
        for first, after in annotated.spans_of("tentative", "undecided"):
            if words[first].spelled == "may" and first and words[first - 1].spelled in _BEFORE_A_MONTH:
                continue
            if words[first].spelled in {"may", "might", "could"}:
                coming = {word.lemma for word in words[after : after + 3]}
                if coming & {"hear", "see", "notice", "not", "be"} & {"hear", "see", "notice", "not"}:
                    continue
                if (
                    clauses.starts_between(min(first, match.start), max(first, match.last))
                    or first > match.last + 4
                ):
                    continue
            return True
        return False

    def _refused(self, index: int, match: PatternMatch | None) -> bool:
        """Check for a refusal after the match in this sentence, or in one of the next two."""
        refusals = self.sentences[index].spans_of("refusal")
        if any(match is None or first > match.last for first, _ in refusals):
            return True
        for following in self.sentences[index + 1 : index + 3]:
            if following.has("refusal") and not following.sentence.is_question:
                return True
        return False

    def _accepted(self, index: int) -> bool:
        return any(annotated.has("acceptance") for annotated in self.sentences[index : index + 2])

    def _resumed_next(self, index: int) -> bool:
        """Check whether the next sentence brings back what was refused or past: "Now we will have two"."""
        following = self.sentences[index + 1 : index + 2]
        return any(answer.has("resumed") and len(answer.sentence.words) <= _SHORT_ANSWER for answer in following)

    def _left_open_next(self, index: int) -> bool:
        following = self.sentences[index + 1 : index + 2]
        return any(answer.has("undecided") and len(answer.sentence.words) <= _SHORT_ANSWER for answer in following)
