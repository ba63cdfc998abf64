"""Negations: whether the words around a match deny it.

Negations that reach the match are counted; two cancel each other ("not without fake blood"). A negation reaches
forward to the end of its statement, across lists but not across a new subject with its own verb, "except",
"because", or "but". It reaches backward from a verb whose subject contains the match ("blanks are not used").
"""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.appropriateness.text.lexicon.clauses import Clauses
from drillplanner.appropriateness.text.lexicon.matching import AnnotatedSentence, PatternMatch

_STOPS = frozenset(
    [
        "because",
        "since",
        "so",
        "when",
        "whenever",
        "if",
        "while",
        "until",
        "once",
        "after",
        "before",
        "though",
        "although",
    ]
)
_LEADS_NOT = frozenset(
    [
        "do",
        "that",
        "does",
        "did",
        "and",
        "or",
        "nor",
        "will",
        "may",
        "must",
        "shall",
        "should",
        "can",
        "could",
        "are",
        "is",
        "would",
    ]
)
_RATHER = frozenset({"only", "just", "merely", "simply", "instead"})
_FALLING_SHORT = frozenset({"fail", "forget", "neglect", "unable", "lack"})
_NOT = frozenset({"not", "n't", "never", "nowhere"})
_BACKWARD = 12
_ENDS_SUBJECT = _STOPS | frozenset({"that", "who", "which", "where", "what", "how", "whether", "why"})
_BEFORE_TURNED_OFF = frozenset({"both", "all", "have", "has"})
_TURNED_OFF = frozenset(
    {"is", "are", "was", "were", "be", "been", "being", "get", "got", "gets", "stay", "stays", "'s", "'re"}
)


@dataclass(frozen=True)
class Negations:
    """The negations of one sentence, and their reach."""

    annotated: AnnotatedSentence
    clauses: Clauses
    reach: int = 30

    def is_denied(self, match: PatternMatch) -> bool:
        """Check whether the match is denied."""
        count = self._forward(match) + self._backward(match) + self._from_heading(match)
        return count % 2 == 1 and not self._excepted(match)

    def _excepted(self, match: PatternMatch) -> bool:
        """Check for an exception to the denial: "nobody plays the intruder except the guard"."""
        roles = {first for first, _ in self.annotated.spans_of("role", "name")}
        return any(
            match.last < first <= match.last + 2 and bool(roles & set(range(after, after + 3)))
            for first, after in self.annotated.spans_of("exception")
        )

    def _forward(self, match: PatternMatch) -> int:
        count, counted = 0, -1
        for first, after in self._cues("negator", "denying"):
            if first >= match.last or first <= counted or match.words >= set(range(first, after)):
                continue
            if self._is_pseudo(first) or not self._reaches(first, after, match):
                continue
            count, counted = (1 if self._coordinated(first) else count + 1), after - 1
        return count

    def _coordinated(self, index: int) -> bool:
        """Check for a list, no double negation: "No masks, no guns", "dropped the masks and cut the shots"."""
        words = self.annotated.sentence.words
        if words[index].spelled == "nor":
            return True
        lead = words[index - 1].spelled if index else ""
        start = index - 1 if lead in _LEADS_NOT else index
        before = words[start - 1].spelled if start > 0 else ""
        return index > 0 and (
            "," in words[index].marks_before
            or "," in words[start].marks_before
            or lead in {"and", "or", "nor"}
            or before in {"and", "or", "nor"}
        )

    def _cues(self, *names: str) -> list[tuple[int, int]]:
        """Return the spans of the cues; of overlapping ones, the longest."""
        longest: list[tuple[int, int]] = []
        for first, after in sorted(self.annotated.spans_of(*names), key=lambda place: (place[0], -place[1])):
            if not longest or first >= longest[-1][1]:
                longest.append((first, after))
        return longest

    def _is_pseudo(self, index: int) -> bool:
        return any(first <= index < after for first, after in self.annotated.spans_of("pseudo_negator"))

    def _reaches(self, first: int, after: int, match: PatternMatch) -> bool:
        words = self.annotated.sentence.words
        last = match.last
        if match.start - after > self.reach or self.clauses.starts_between(first, last):
            return False
        adverb = words[first].lemma in _NOT or words[first].lemma in _FALLING_SHORT
        passive = first > 0 and words[first - 1].spelled in _TURNED_OFF and self._denies(first)
        if passive and any("," in words[index].marks_before for index in range(after, last + 1)):
            return False
        exceptions = {index for index, _ in self.annotated.spans_of("exception")}
        used = 0
        for index in range(after, last + 1):
            if index in match.words:
                continue
            outside = index < match.start or first > match.start
            if outside and (index in exceptions or (words[index].spelled in _STOPS and index > after)):
                return False
            if words[index].spelled in _RATHER and "," in words[index].marks_before:
                return False
            if self.clauses.is_finite_verb(index) and not self.clauses.is_in_relative_clause(index, after):
                used += 1
                if index > after and (adverb or used > 1 or self._denies(first)):
                    return False
        return True

    def _denies(self, index: int) -> bool:
        return index in self.annotated.ends_by_start.get("denying", {})

    def _backward(self, match: PatternMatch) -> int:
        words = self.annotated.sentence.words
        for index in range(match.end, min(match.end + _BACKWARD, len(words))):
            if self.clauses.starts_at(index) or words[index].spelled in _ENDS_SUBJECT:
                return 0
            if index not in match.words and (count := self._turned_off_at(index)) is not None:
                return count
        return 0

    def _turned_off_at(self, index: int) -> int | None:
        """Return how often the verb at this word denies its subject; None if it does not concern its subject."""
        words = self.annotated.sentence.words
        if words[index].lemma in _NOT:
            if self._of_another_verb(index):
                return 0
            if not self._is_pseudo(index) and self._unused(index + 1):
                return 1 + self._denied_at(index + 1)
        if index in self.annotated.ends_by_start.get("no_place", {}):
            return 1
        turned_off = self._denies(index) and words[index - 1].spelled in _TURNED_OFF | _BEFORE_TURNED_OFF
        return 1 if turned_off else None

    def _of_another_verb(self, index: int) -> bool:
        """Check whether the "not" belongs to a later verb, as in ", and do not need it"."""
        words = self.annotated.sentence.words
        lead = {words[index - 1].spelled, words[index - 2].spelled if index > 1 else ""}
        commas = words[index].marks_before + words[index - 1].marks_before
        return "," in commas or words[index - 1].spelled == "and" or bool(lead & {"and", "but", "or"})

    def _denied_at(self, index: int) -> int:
        return sum(
            1 for other in range(index, min(index + 3, len(self.annotated.sentence.words))) if self._denies(other)
        )

    def _unused(self, index: int) -> bool:
        """Check for a verb after "not" that says whether the thing is present, not what it is like."""
        words = self.annotated.sentence.words
        if index >= len(words) or words[index].marks_before:
            return True
        window = range(index, min(index + 4, len(words)))
        return any(other in self.annotated.ends_by_start.get("use", {}) for other in window)

    def _from_heading(self, match: PatternMatch) -> int:
        sentence = self.annotated.sentence
        if sentence.heading is None or match.start > 40:
            return 0
        words = sentence.heading.words[-10:]
        return int(
            any(word.lemma in {"not", "no", "never", "without", "prohibit", "ban", "forbid"} for word in words)
        )
