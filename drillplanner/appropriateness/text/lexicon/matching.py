"""Finding the classes and patterns of the lexicon in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from drillplanner.appropriateness.text.input.sentences import Sentence
from drillplanner.appropriateness.text.lexicon.clauses import Clauses
from drillplanner.appropriateness.text.lexicon.families import CLAUSE, Lexicon, Pattern, PatternPart


@dataclass(frozen=True)
class PatternMatch:
    """Where a pattern stands: its first word, the one after its last, and the words that its parts took."""

    start: int
    end: int
    words: frozenset[int]

    @property
    def last(self) -> int:
        """Its last word."""
        return self.end - 1


@dataclass(frozen=True)
class AnnotatedSentence:
    """A sentence with every class of the lexicon found in it: class name to (first, after) places."""

    sentence: Sentence
    spans: Mapping[str, tuple[tuple[int, int], ...]]

    def has(self, name: str) -> bool:
        """Whether the class stands anywhere in the sentence."""
        return name in self.spans

    def spans_of(self, *names: str) -> tuple[tuple[int, int], ...]:
        """The places of these classes, in order."""
        return tuple(sorted(place for name in names for place in self.spans.get(name, ())))

    @cached_property
    def ends_by_start(self) -> Mapping[str, Mapping[int, tuple[int, ...]]]:
        """For each class and first word, where the phrase ends."""
        found: dict[str, dict[int, tuple[int, ...]]] = {}
        for name, places in self.spans.items():
            starts: dict[int, tuple[int, ...]] = {}
            for first, after in places:
                starts[first] = (*starts.get(first, ()), after)
            found[name] = starts
        return found

    @cached_property
    def clauses(self) -> Clauses:
        """The statements of the sentence."""
        return Clauses(self)

    @cached_property
    def commas(self) -> tuple[bool, ...]:
        """Whether a comma stands before the word."""
        return tuple("," in word.marks_before for word in self.sentence.words)

    @cached_property
    def hard_breaks(self) -> tuple[bool, ...]:
        """Whether a mark that no pattern crosses stands before the word."""
        return tuple(";" in word.marks_before or "—" in word.marks_before for word in self.sentence.words)


def annotate_sentence(sentence: Sentence, lexicon: Lexicon) -> AnnotatedSentence:
    """The sentence with the places of all classes."""
    words = sentence.words
    places: dict[str, list[tuple[int, int]]] = {}
    for index, word in enumerate(words):
        for head in {word.spelled, word.lemma, f"={word.spelled}"}:
            for phrase, name in lexicon.phrases.get(head, ()):
                if index + len(phrase) <= len(words) and all(
                    _is(words[index + step].spelled, words[index + step].lemma, part)
                    for step, part in enumerate(phrase)
                ):
                    found = places.setdefault(name, [])
                    if (index, index + len(phrase)) not in found[-4:]:
                        found.append((index, index + len(phrase)))
    for index, word in enumerate(words):
        if word.is_capitalized and index:
            places.setdefault("name", []).append((index, index + 1))
    return AnnotatedSentence(sentence, {name: tuple(found) for name, found in places.items()})


def _is(spelled: str, lemma: str, part: str) -> bool:
    return part[1:] == spelled if part.startswith("=") else part in (spelled, lemma)


def matches(pattern: Pattern, seen: AnnotatedSentence) -> Iterator[PatternMatch]:
    """Every place of the pattern, one for each place of its first part."""
    # Most patterns fall here, for every sentence: a plain loop is several times faster than ``all``.
    for names in pattern.needed:
        if names.isdisjoint(seen.spans):
            return
    if not pattern.other:
        yield from _runs(pattern.parts, seen, pattern.loose)
        return
    others = tuple(_runs(pattern.other, seen, pattern.loose))
    for run in _runs(pattern.parts, seen, pattern.loose):
        for two in others:
            left, right = (run, two) if run.start < two.start else (two, run)
            if left.end <= right.start <= left.end + CLAUSE and not any(
                seen.hard_breaks[left.end : right.start + 1]
            ):
                yield PatternMatch(left.start, right.end, left.words | right.words)
                break


def _runs(parts: tuple[PatternPart, ...], seen: AnnotatedSentence, loose: bool) -> Iterator[PatternMatch]:
    lead = parts[0]
    for first, after in seen.spans_of(*lead.classes):
        taken = _follow(parts, 1, after, seen, loose)
        if taken is not None:
            yield PatternMatch(first, max((after, *(end for _, end in taken))), _words((first, after), *taken))


def _follow(
    parts: tuple[PatternPart, ...], step: int, cursor: int, seen: AnnotatedSentence, loose: bool
) -> tuple[tuple[int, int], ...] | None:
    """The nearest places of the remaining parts, or None where one is not found."""
    if step == len(parts):
        return ()
    part = parts[step]
    for first in range(cursor, min(cursor + part.gap + 1, len(seen.sentence.words))):
        if seen.hard_breaks[first] or (not loose and (seen.clauses.starts_at(first) or seen.commas[first])):
            break
        for name in part.classes:
            for after in seen.ends_by_start.get(name, {}).get(first, ()):
                rest = _follow(parts, step + 1, after, seen, loose)
                if rest is not None:
                    return ((first, after), *rest)
    return _follow(parts, step + 1, cursor, seen, loose) if part.optional else None


def _words(*places: tuple[int, int]) -> frozenset[int]:
    return frozenset(index for first, after in places for index in range(first, after))
