"""Frames: sentences that speak of a thing without saying that this drill will have it.

A question and its answer, an offer and its refusal, what another school did, what was done in past years, what
somebody might propose, and what has not been decided.
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
    """What a sentence says of a thing."""

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
    """Sentences in order, each with its classes found, so that one can be read in the light of the next."""

    sentences: Sequence[AnnotatedSentence]

    def polarity(self, at: int, match: PatternMatch, family: LexiconFamily) -> Polarity:
        """What sentence number ``at`` says, with its neighbours, of the thing that ``match`` found.

        A required thing is only left open where the words doubt it: "may" then gives leave.
        """
        seen = self.sentences[at]
        required = family.breach is Breach.DENIED
        elsewhere = self._told_of_elsewhere(at, match, family.anywhere)
        denied = Negations(seen, seen.clauses, family.reach).is_denied(match)
        if (elsewhere or denied) and self._resumed_next(at):
            return Polarity.ASSERTED
        if elsewhere:
            return Polarity.MENTIONED
        if seen.sentence.is_question or (seen.has("asked_whether") and self._before(seen, "asked_whether", match)):
            return self._answered(at, denied, required)
        if denied:
            return self._denied(seen, match, required)
        return self._as_required(seen) if required else self._as_planned(at, match)

    def _denied(self, seen: AnnotatedSentence, match: PatternMatch, required: bool) -> Polarity:
        doubted = seen.has("undecided") or (required and seen.has("doubt"))
        return Polarity.OPEN if doubted and self._tentative(seen, match, seen.clauses) else Polarity.DENIED

    def _as_required(self, seen: AnnotatedSentence) -> Polarity:
        return Polarity.OPEN if seen.has("undecided") else Polarity.ASSERTED

    def _as_planned(self, at: int, match: PatternMatch) -> Polarity:
        """Offered and accepted, offered and refused, thought about, or simply said."""
        seen = self.sentences[at]
        offered = self._offered(seen, match)
        if offered or seen.has("request") or self._tentative(seen, match, seen.clauses):
            if self._refused(at, None if offered else match):
                return Polarity.DENIED
            return Polarity.ASSERTED if offered and self._accepted(at) else Polarity.OPEN
        return Polarity.OPEN if self._left_open_next(at) else Polarity.ASSERTED

    def _told_of_elsewhere(self, at: int, match: PatternMatch, anywhere: bool) -> bool:
        seen = self.sentences[at]
        clauses = seen.clauses
        words = seen.sentence.words
        for name in ("hypothetical", "other_subject", *(() if anywhere else ("elsewhere",))):
            for first, _ in seen.spans_of(name):
                low, high = min(first, match.start), max(first, match.last)
                if not clauses.contrast_between(low, high) and not self._likened(seen, first):
                    return True
        behind = any(first > match.last for first, _ in seen.spans_of("disowned"))
        if behind or seen.has("condemned") or self._disowned_next(at):
            return True
        usual = {index for start, after in seen.spans_of("accustomed") for index in range(start, after)}
        for first, _ in seen.spans_of("past_time"):
            if first in usual:
                continue
            low, high = min(first, match.start), max(first, match.last)
            ahead = range(low, min(high + 4, len(words)))
            future = any(
                words[index].spelled in {"will", "'ll", "wo"}
                or (words[index].lemma == "go" and index + 1 < len(words) and words[index + 1].spelled == "to")
                for index in ahead
            )
            if not future and not clauses.contrast_between(low, high) and not self._likened(seen, first):
                return True
        return False

    def _disowned_next(self, at: int) -> bool:
        """A thing told only to be rejected: "No such thing would ever happen here"."""
        return any(seen.has("disowned") for seen in self.sentences[at + 1 : at + 3])

    def _likened(self, seen: AnnotatedSentence, first: int) -> bool:
        return any(after in range(first - 1, first + 2) for _, after in seen.spans_of("likeness"))

    def _before(self, seen: AnnotatedSentence, name: str, match: PatternMatch) -> bool:
        return any(first <= match.start for first, _ in seen.spans_of(name))

    def _answered(self, at: int, denied: bool, required: bool) -> Polarity:
        """The answer is the rest of the sentence or the next one that is no question."""
        seen = self.sentences[at]
        if not seen.sentence.is_question:
            if seen.has("undecided") or self._left_open_next(at):
                return Polarity.OPEN
            if self._refused(at, None) or self._says_no(at + 1):
                return Polarity.DENIED
            return Polarity.MENTIONED
        following = at + 1
        while (
            following < len(self.sentences)
            and self.sentences[following].sentence.is_question
            and following < at + 4
        ):
            following += 1
        if self._says_no(following):
            return Polarity.ASSERTED if denied else Polarity.DENIED
        if self._says_yes(following):
            return Polarity.DENIED if denied else Polarity.ASSERTED
        return Polarity.OPEN if seen.has("request") and not required else Polarity.MENTIONED

    def _says_no(self, at: int) -> bool:
        if at >= len(self.sentences):
            return False
        seen = self.sentences[at]
        opening = [first for first, _ in seen.spans_of("negator", "refusal") if first < _OPENING]
        if seen.has("answer_no"):
            return True
        return bool(opening) and not any(first == 0 for first, _ in seen.spans_of("answer_yes"))

    def _says_yes(self, at: int) -> bool:
        if at >= len(self.sentences):
            return False
        return any(first < 3 for first, _ in self.sentences[at].spans_of("answer_yes"))

    def _offered(self, seen: AnnotatedSentence, match: PatternMatch) -> bool:
        return any(first < match.last for first, _ in seen.spans_of("offer"))

    def _tentative(self, seen: AnnotatedSentence, match: PatternMatch, clauses: Clauses) -> bool:
        words = seen.sentence.words
        for first, after in seen.spans_of("tentative", "undecided"):
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

    def _refused(self, at: int, match: PatternMatch | None) -> bool:
        """A refusal in this sentence behind the find, or in one of the next two."""
        here = self.sentences[at].spans_of("refusal")
        if any(match is None or first > match.last for first, _ in here):
            return True
        for following in self.sentences[at + 1 : at + 3]:
            if following.has("refusal") and not following.sentence.is_question:
                return True
        return False

    def _accepted(self, at: int) -> bool:
        return any(seen.has("acceptance") for seen in self.sentences[at : at + 2])

    def _resumed_next(self, at: int) -> bool:
        """What was refused or past comes back in the next sentence: "Now we will have two"."""
        following = self.sentences[at + 1 : at + 2]
        return any(seen.has("resumed") and len(seen.sentence.words) <= _SHORT_ANSWER for seen in following)

    def _left_open_next(self, at: int) -> bool:
        following = self.sentences[at + 1 : at + 2]
        return any(seen.has("undecided") and len(seen.sentence.words) <= _SHORT_ANSWER for seen in following)
