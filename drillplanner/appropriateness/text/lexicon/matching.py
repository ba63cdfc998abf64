"""Search for the classes and patterns of the lexicon in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from drillplanner.appropriateness.text.input.sentences import Sentence
from drillplanner.appropriateness.text.lexicon.clauses import Clauses
from drillplanner.appropriateness.text.lexicon.families import CLAUSE, Lexicon, Pattern, PatternPart


@dataclass(frozen=True)
class PatternMatch:
    """The position of a pattern: its first word, the word after its last, and the words that its parts matched."""

    start: int
    end: int
    words: frozenset[int]

    @property
    def last(self) -> int:
        """The last word of the match."""
        return self.end - 1


@dataclass(frozen=True)
class AnnotatedSentence:
    """A sentence with the (start, end) spans of every class of the lexicon in it, by class name."""

    sentence: Sentence
    spans: Mapping[str, tuple[tuple[int, int], ...]]

    def has(self, name: str) -> bool:
        """Check whether the class occurs in the sentence."""
        return name in self.spans

    def spans_of(self, *names: str) -> tuple[tuple[int, int], ...]:
        """Return the spans of these classes, in order."""
        return tuple(sorted(place for name in names for place in self.spans.get(name, ())))

    @cached_property
    def ends_by_start(self) -> Mapping[str, Mapping[int, tuple[int, ...]]]:
        """For each class and first word, the ends of its phrases."""
        spans: dict[str, dict[int, tuple[int, ...]]] = {}
        for name, places in self.spans.items():
            starts: dict[int, tuple[int, ...]] = {}
            for first, after in places:
                starts[first] = (*starts.get(first, ()), after)
            spans[name] = starts
        return spans

    @cached_property
    def clauses(self) -> Clauses:
        """The statements of the sentence."""
        return Clauses(self)

    @cached_property
    def commas(self) -> tuple[bool, ...]:
        """For each word, whether a comma precedes it."""
        return tuple("," in word.marks_before for word in self.sentence.words)

    @cached_property
    def hard_breaks(self) -> tuple[bool, ...]:
        """For each word, whether a mark precedes it that no pattern may cross."""
        return tuple(";" in word.marks_before or "—" in word.marks_before for word in self.sentence.words)


def annotate_sentence(sentence: Sentence, lexicon: Lexicon) -> AnnotatedSentence:
    """Return the sentence with the spans of all classes."""
    words = sentence.words
    places: dict[str, list[tuple[int, int]]] = {}
    for index, word in enumerate(words):
        for head in dict.fromkeys((word.spelled, word.lemma, f"={word.spelled}")):
            for phrase, name in lexicon.phrases.get(head, ()):
                if len(phrase) == 1 or (
                    index + len(phrase) <= len(words)
                    and all(
                        _is(follower.spelled, follower.lemma, part)
                        for follower, part in zip(words[index + 1 :], phrase[1:], strict=False)
                    )
                ):
                    spans = places.setdefault(name, [])
                    if (index, index + len(phrase)) not in spans[-4:]:
                        spans.append((index, index + len(phrase)))
    for index, word in enumerate(words):
        if word.is_capitalized and index:
            places.setdefault("name", []).append((index, index + 1))
    return AnnotatedSentence(sentence, {name: tuple(spans) for name, spans in places.items()})


def _is(spelled: str, lemma: str, part: str) -> bool:
    return part[1:] == spelled if part.startswith("=") else part in (spelled, lemma)


def matches(pattern: Pattern, annotated: AnnotatedSentence) -> Iterator[PatternMatch]:
    """Yield every match of the pattern, one for each position of its first part."""
    # Most patterns fail here, for every sentence: a plain loop is several times faster than ``all``.
    for names in pattern.needed:
        if names.isdisjoint(annotated.spans):
            return
    if not pattern.other:
        yield from _runs(pattern.parts, annotated, pattern.loose)
        return
    others = tuple(_runs(pattern.other, annotated, pattern.loose))
    for run in _runs(pattern.parts, annotated, pattern.loose):
        for other_run in others:
            left, right = (run, other_run) if run.start < other_run.start else (other_run, run)
            if left.end <= right.start <= left.end + CLAUSE and not any(
                annotated.hard_breaks[left.end : right.start + 1]
            ):
                yield PatternMatch(left.start, right.end, left.words | right.words)
                break


def _runs(parts: tuple[PatternPart, ...], annotated: AnnotatedSentence, loose: bool) -> Iterator[PatternMatch]:
    lead = parts[0]
    for first, after in annotated.spans_of(*lead.classes):
        taken = _follow(parts, 1, after, annotated, loose)
        if taken is not None:
            yield PatternMatch(first, max((after, *(end for _, end in taken))), _words((first, after), *taken))


def _follow(
    parts: tuple[PatternPart, ...], step: int, cursor: int, annotated: AnnotatedSentence, loose: bool
) -> tuple[tuple[int, int], ...] | None:
    """Return the nearest spans of the remaining parts, or None if one is missing."""
    if step == len(parts):
        return ()
    part = parts[step]
    for first in range(cursor, min(cursor + part.gap + 1, len(annotated.sentence.words))):
        if annotated.hard_breaks[first] or (
            not loose and (annotated.clauses.starts_at(first) or annotated.commas[first])
        ):
            break
        ends = {after for name in part.classes for after in annotated.ends_by_start.get(name, {}).get(first, ())}
        # In order, since that of a set of names differs between two runs of the program.
        for after in sorted(ends):
            rest = _follow(parts, step + 1, after, annotated, loose)
            if rest is not None:
                return ((first, after), *rest)
    return _follow(parts, step + 1, cursor, annotated, loose) if part.optional else None


def _words(*places: tuple[int, int]) -> frozenset[int]:
    return frozenset(index for first, after in places for index in range(first, after))
