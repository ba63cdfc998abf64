"""Sentences and words of a plain text: position, spelling, and dictionary form (lemma)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from nupunkt import sent_spans
from simplemma import lemmatize

#: A break between blocks. A line that ends in a colon is the heading of the list below it.
_BREAK = re.compile(r"\n[ \t]*(?:(?P<bullet>[-•]|\(?\d{1,2}[.)]|[a-z]\))[ \t]+|(?:\n[ \t]*)+)")
_WORD = re.compile(
    r"(?P<word>(?:un|non|re|pre|de|mis)-(?=[A-Za-z])[A-Za-z]+|[A-Za-z0-9$@]+(?:'[A-Za-z]+)?|\d+)|(?P<mark>—|[^\sA-Za-z0-9])"
)
#: Ends of sentences that the splitter misses: "No. That…", and a question between words.
_STOP = re.compile(r"(?P<before>[A-Za-z0-9]*)(?:[?!]+[\"')]*|[.][\"')]*(?=\s+[\"'(]?[A-Z]))(?=\s)")
_TITLES = frozenset(
    [
        "mr",
        "ms",
        "mrs",
        "dr",
        "lt",
        "sgt",
        "capt",
        "col",
        "gen",
        "prof",
        "rev",
        "sr",
        "jr",
        "st",
        "mt",
        "det",
        "ofc",
        "vs",
        "dept",
        "approx",
        "a",
        "b",
        "c",
        "d",
        "e",
        "f",
    ]
)
_JOINED = re.compile(r"^(?:(?P<not>.+)(?P<nt>n't)|(?P<stem>.+)(?P<tail>'(?:ll|ve|re|d|m|s)))$")
_DIGITS_AS_LETTERS = str.maketrans("01345$@", "oleass" + "a")
_MAXIMUM_SENTENCE_WORDS = 400

#: Lemmas for which the dictionary's answer does not help here.
_LEMMAS = {
    "'ll": "will",
    "wo": "will",
    "ca": "can",
    "sha": "shall",
    "n't": "not",
    "nt": "not",
    "'re": "be",
    "'m": "be",
    "'s": "be",
    "'ve": "have",
    "'d": "would",
    "wont": "will",
    "cannot": "can",
    "left": "leave",
    "kids": "kid",
    "felt": "feel",
    "won": "win",
    "ground": "ground",
    "lives": "life",
    "shot": "shot",
    "shots": "shot",
    "dead": "dead",
    "hurt": "hurt",
    "wounded": "wounded",
    "lay": "lie",
    "lying": "lie",
    "laying": "lie",
    "laid": "lay",
    "found": "find",
    "children": "child",
    "us": "we",
    "our": "our",
    "blanks": "blanks",
    "rounds": "rounds",
    "building": "building",
    "meeting": "meeting",
    "training": "training",
    "hearing": "hear",
    "crying": "cry",
    "practising": "practise",
    "pupils": "pupil",
}


@dataclass(frozen=True)
class Word:
    """A word with its lemma, its position in the plain text, and the punctuation before it."""

    spelled: str
    lemma: str
    start: int
    end: int
    marks_before: str
    is_capitalized: bool = False


@dataclass(frozen=True)
class Sentence:
    """A sentence; ``closing_marks`` follow its last word, and ``heading`` is the line that opens its list."""

    words: tuple[Word, ...]
    closing_marks: str
    bullet: bool = False
    heading: Sentence | None = field(default=None, repr=False)
    paragraph: int = 0

    @property
    def is_question(self) -> bool:
        """Whether the sentence is a question."""
        return "?" in self.closing_marks

    @property
    def opens_list(self) -> bool:
        """Whether the sentence ends in a colon."""
        return self.closing_marks.rstrip().endswith(":")


def sentences_of(plain: str) -> tuple[Sentence, ...]:
    """Return all sentences of a plain text, in order."""
    return tuple(_sentences(plain))


def _sentences(plain: str) -> Iterator[Sentence]:
    heading: Sentence | None = None
    for number, (start, end, bullet) in enumerate(_blocks(plain)):
        last: Sentence | None = None
        for first, after in _spans(plain, start, end):
            for words, closing in _cut(_words(plain, first, after)):
                if not words:
                    continue
                last = Sentence(words, closing, bullet, heading if bullet else None, number)
                yield last
        if not bullet:
            heading = last if last is not None and last.opens_list else None


def _blocks(plain: str) -> Iterator[tuple[int, int, bool]]:
    start, bullet = 0, bool(re.match(r"\s*[-•] ", plain))
    for gap in _BREAK.finditer(plain):
        if plain[start : gap.start()].strip():
            yield start, gap.start(), bullet
        start, bullet = gap.end(), gap.group("bullet") is not None
    if plain[start:].strip():
        yield start, len(plain), bullet


def _spans(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    block = plain[start:end]
    for first, after in sent_spans(block):
        cursor = first
        for stop in _STOP.finditer(block, first, after):
            if stop.group("before").lower() in _TITLES:
                continue
            yield start + cursor, start + stop.end()
            cursor = stop.end()
        if cursor < after:
            yield start + cursor, start + after


def _words(plain: str, start: int, end: int) -> Iterator[Word]:
    marks: list[str] = []
    for found in _WORD.finditer(plain, start, end):
        if found.group("mark"):
            marks.append(found.group("mark"))
            continue
        for spelled, first, last in _parts(found.group().lower(), found.start()):
            capital = found.group()[:1].isupper() and not found.group().isupper()
            yield Word(spelled, _lemma(spelled), first, last, "".join(marks), capital)
            marks.clear()
    yield Word("", "", end, end, "".join(marks))


def _cut(words: Iterator[Word]) -> Iterator[tuple[tuple[Word, ...], str]]:
    """Yield words with closing marks; an endless sentence is cut, so that run time stays linear in its length."""
    sentence: list[Word] = []
    for word in words:
        if not word.spelled:
            yield tuple(sentence), word.marks_before
            return
        sentence.append(word)
        if len(sentence) >= _MAXIMUM_SENTENCE_WORDS:
            yield tuple(sentence), ""
            sentence = []


def _parts(word: str, start: int) -> Iterator[tuple[str, int, int]]:
    if word == "cannot":
        yield "can", start, start + 3
        yield "not", start + 3, start + 6
        return
    if "-" in word:
        yield word.replace("-", ""), start, start + len(word)
        return
    joined = _JOINED.match(word)
    if joined is None:
        yield word, start, start + len(word)
        return
    stem, tail = (joined.group("not"), joined.group("nt")) if joined.group("nt") else joined.group("stem", "tail")
    yield stem, start, start + len(stem)
    yield tail, start + len(stem), start + len(word)


@lru_cache(maxsize=65536)
def _lemma(spelled: str) -> str:
    if spelled in _LEMMAS:
        return _LEMMAS[spelled]
    if any(mark.isdigit() or mark in "$@" for mark in spelled) and any(mark.isalpha() for mark in spelled):
        spelled = spelled.translate(_DIGITS_AS_LETTERS)
    return str(lemmatize(spelled, lang="en")).lower() if len(spelled) < 40 else spelled
