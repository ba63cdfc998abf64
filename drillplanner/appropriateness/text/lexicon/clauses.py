"""Clauses: where in a sentence a new statement begins, so that a negation does not reach into the next one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drillplanner.appropriateness.text.lexicon.matching import AnnotatedSentence

_BUT_ONE = frozenset(
    ["nobody", "one", "none", "nothing", "anyone", "anybody", "anything", "noone", "everyone", "all"]
)
_CONTRAST = frozenset({"but", "however", "yet", "although", "though", "whereas"})
_JOINS = frozenset({"and", "so", "then", "or"})
_RELATIVE = frozenset({"that", "who", "which", "where", "whom", "whose", "when"})
_FINITE = frozenset(
    [
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
        "should",
        "shall",
        "is",
        "are",
        "was",
        "were",
        "'ll",
        "'re",
        "'s",
        "wo",
        "ca",
        "am",
        "gonna",
    ]
)
_PERFECT = frozenset(
    ["has", "have", "had", "went", "came", "said", "took", "gave", "made", "ran", "began", "got", "felt", "went"]
)
_PREDICATES = frozenset(
    [
        "requires",
        "calls",
        "includes",
        "uses",
        "asks",
        "allows",
        "gives",
        "sends",
        "says",
        "expects",
        "wants",
        "demands",
        "recommends",
    ]
)
_SUBJECTS = frozenset(
    [
        "we",
        "they",
        "he",
        "she",
        "it",
        "you",
        "i",
        "everyone",
        "everybody",
        "someone",
        "somebody",
        "there",
        "this",
        "these",
        "those",
    ]
)
_OPENS_LIST = frozenset(
    [
        "happen",
        "experience",
        "hear",
        "encounter",
        "find",
        "part",
        "include",
        "allow",
        "permit",
        "what",
        "follow",
        "prohibit",
        "ban",
        "forbid",
        "use",
        "do",
        "involve",
        "see",
        "never",
        "without",
    ]
)
_LOOKAHEAD = 7


@dataclass(frozen=True)
class Clauses:
    """The boundaries between the statements of one sentence."""

    annotated: AnnotatedSentence

    def starts_at(self, index: int) -> bool:
        """Check whether a new statement begins at a word."""
        return self._starts[index]

    def starts_between(self, first: int, last: int) -> bool:
        """Check whether a statement begins after word ``first`` and up to word ``last``."""
        return any(self._starts[first + 1 : last + 1])

    def contrast_between(self, first: int, last: int) -> bool:
        """Check for a contrast ("but", ";", "this year") after ``first`` and up to ``last``."""
        return any(self._turns[first + 1 : last + 1])

    def is_finite_verb(self, index: int) -> bool:
        """Check whether the word is a finite verb of a statement, such as "will" or "are"."""
        words = self.annotated.sentence.words
        if words[index].spelled == "'s":
            return index > 0 and words[index - 1].spelled in _SUBJECTS | _RELATIVE | {"what"}
        return words[index].spelled in _FINITE

    def is_in_relative_clause(self, index: int, back_to: int) -> bool:
        """Check for "that", "who", and the like up to four words before, to which a verb then belongs."""
        words = self.annotated.sentence.words
        return any(words[other].spelled in _RELATIVE for other in range(max(back_to, index - 4), index))

    @cached_property
    def _starts(self) -> tuple[bool, ...]:
        return tuple(self._begins(index) for index in range(len(self.annotated.sentence.words)))

    @cached_property
    def _turns(self) -> tuple[bool, ...]:
        words = self.annotated.sentence.words
        present = {first for first, _ in self.annotated.spans_of("present_time")}
        return tuple(
            word.spelled in _CONTRAST or ";" in word.marks_before or "—" in word.marks_before or index in present
            for index, word in enumerate(words)
        )

    def _begins(self, index: int) -> bool:
        words = self.annotated.sentence.words
        word = words[index]
        last = words[index - 1].spelled if index else ""
        comma = "," in word.marks_before
        if word.spelled in _CONTRAST:
            return index > 0 and last not in _BUT_ONE
        if any(mark in word.marks_before for mark in ";—()") or (
            ":" in word.marks_before and not self._heads_list(index)
        ):
            return True
        if word.spelled in _PREDICATES and (comma or last == "and"):
            return index > 0
        if word.spelled in {"and", "so", "then"}:
            return self._has_earlier_statement(index) and self._new_subject(index + 1)
        return (
            comma
            and word.spelled not in _JOINS
            and self._has_earlier_statement(index)
            and self._new_subject(index)
        )

    def _has_earlier_statement(self, index: int) -> bool:
        """Check for a statement before the word, without which it is only a second subject."""
        words = self.annotated.sentence.words
        start = max(0, index - 20)
        if any(
            self.is_finite_verb(other) or words[other].lemma in {"be", "have", "do"}
            for other in range(start, index)
        ):
            return True
        return any(start <= first < index for first, _ in self.annotated.spans_of("negator", "action"))

    def _heads_list(self, index: int) -> bool:
        """Check for a list opening such as "What will not happen: …", which governs the words after the colon."""
        before = {word.lemma for word in self.annotated.sentence.words[:index]}
        return (
            index <= 9
            and bool(before & _OPENS_LIST)
            and any(first < index for first, _ in self.annotated.spans_of("negator", "denying"))
        )

    def _acts(self, index: int) -> bool:
        word = self.annotated.sentence.words[index]
        third_person = word.spelled.endswith("s") and word.lemma != word.spelled and len(word.spelled) > 3
        if word.spelled.endswith("ing"):
            return False
        return third_person or index in self.annotated.ends_by_start.get("action", {})

    def _new_subject(self, start: int) -> bool:
        words = self.annotated.sentence.words
        if start >= len(words) - 1 or words[start].spelled in _RELATIVE:
            return False
        if words[start].spelled in _SUBJECTS and words[start + 1].spelled not in {"or", "and"}:
            return True
        return self._role_acts(start) or self._finite_ahead(start)

    def _role_acts(self, start: int) -> bool:
        """Check for a person who does something: "the officers rattle"."""
        words = self.annotated.sentence.words
        for acting in range(start, min(start + 3, len(words))):
            if acting > start and (words[acting].marks_before or words[acting].spelled in _JOINS):
                break
            for after in self.annotated.ends_by_start.get("role", {}).get(acting, ()):
                if after < len(words) and not words[after].marks_before and self._acts(after):
                    return True
        return False

    def _finite_ahead(self, start: int) -> bool:
        words = self.annotated.sentence.words
        for index in range(start + 1, min(start + _LOOKAHEAD, len(words))):
            spelled = words[index].spelled
            if words[index].marks_before.strip() or spelled in _RELATIVE or spelled in _JOINS:
                return False
            if self.is_finite_verb(index) or spelled in _PERFECT:
                return True
        return False
