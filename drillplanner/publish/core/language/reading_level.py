"""How easy a text is to read: a school grade for English, a value of ease for Spanish.

English: the Flesch-Kincaid grade, 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid and others, 1975,
Navy Research Branch Report 8-75). Spanish: Fernández Huerta, 206.84 - 60 syllables a word - 1.02 words a sentence
(1959); 60 to 70 is read as grades 7 and 8, 70 to 80 as grade 6, 80 and more as grades 4 and 5. Spanish spelling
gives the syllables exactly enough; English ones are counted by vowels and endings, and a test holds the grade
against an independent program. Our own code, since the libraries bring dictionaries of several megabytes along
(docs/architecture/libraries.md).

The limit, grade 8, is ours: no statute that was read sets one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

#: The highest grade, and the lowest ease of Spanish, at which a text counts as easy enough.
HIGHEST_GRADE = 8.0
LEAST_EASE = 60.0

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.?!:;])\s+")
_VOWELS = re.compile(r"[aeiouy]+")
#: Vowels that are spoken apart although they stand together, and endings that are not spoken.
_APART = re.compile(r"i[aou](?!n\b|ns\b|us)|iet|[aeiou]ing\b|eo(?!p)|(?<![gq])ua[lrt]")
_SILENT = re.compile(
    r"(?:[^laeiouy]|[aeiouy]l|[^aeiouy]yl)e\b|[^aeiouytd]ed\b|[aeiouy][^aeiouyscgxz]es\b"
    r"|[^aeiouy]e(?=ly\b)|ome(?=\w)"
)
_SPANISH_RUN = re.compile(r"[aeiouáéíóúü]+")
_SPANISH_STRONG = re.compile(r"[aeoáéóíú]")


@dataclass(frozen=True)
class ReadingLevel:
    """How easy a text is: ``value`` is a grade (English) or an ease (Spanish)."""

    language: str
    value: float

    @property
    def is_easy_enough(self) -> bool:
        """Check whether grade 8 reads it."""
        return self.value <= HIGHEST_GRADE if self.language == "en" else self.value >= LEAST_EASE

    @property
    def hardness(self) -> float:
        """A number that is greater for harder texts of the same language."""
        return self.value if self.language == "en" else -self.value

    @property
    def in_words(self) -> str:
        """The level with the name of its scale: ``grade 5.8 (Flesch-Kincaid; at most 8)``."""
        if self.language == "en":
            return f"grade {max(0.0, self.value):.1f} (Flesch-Kincaid; at most {HIGHEST_GRADE:.0f})"
        return f"{self.value:.0f} (Fernández Huerta; at least {LEAST_EASE:.0f} is grade 8 or easier)"


def reading_level(texts: Iterable[str], language: str) -> ReadingLevel | None:
    """Return how easy texts are to read together; None for a language without a measure, or without words."""
    measure = _MEASURES.get(language)
    counts = [_counts(sentence, language) for text in texts for sentence in sentences_of(text)]
    counted = [count for count in counts if count[0]]
    if measure is None or not counted:
        return None
    words, syllables = (sum(count[place] for count in counted) for place in (0, 1))
    return ReadingLevel(language, measure(words / len(counted), syllables / words))


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text; a colon and a semicolon end one too, as readers pause there."""
    return _SENTENCE_END.split(text.strip())


def english_syllables(word: str) -> int:
    """Return about how many syllables an English word has, at least 1."""
    letters = word.lower().replace("’", "").replace("'", "")
    count = len(_VOWELS.findall(letters))
    count += len(_APART.findall(letters))
    count -= len(_SILENT.findall(letters))
    return max(1, count)


def spanish_syllables(word: str) -> int:
    """Return how many syllables a Spanish word has, at least 1.

    Each strong vowel (a, e, o, or one with an accent) is the heart of a syllable, and so is a run of weak ones.
    """
    letters = word.lower().replace("qu", "q")
    letters = re.sub(r"gu(?=[eiéí])", "g", letters)
    letters = re.sub(r"y\b", "i", letters)
    return max(1, sum(max(1, len(_SPANISH_STRONG.findall(run))) for run in _SPANISH_RUN.findall(letters)))


@lru_cache(maxsize=8192)
def _counts(sentence: str, language: str) -> tuple[int, int]:
    """Return the words and syllables of a sentence; letters of a district share most of their sentences."""
    words = _WORD.findall(sentence)
    of_word = spanish_syllables if language == "es" else english_syllables
    return len(words), sum(of_word(part) for word in words for part in word.split("-"))


_MEASURES: Mapping[str, Callable[[float, float], float]] = {
    "en": lambda words, syllables: 0.39 * words + 11.8 * syllables - 15.59,
    "es": lambda words, syllables: 206.84 - 60 * syllables - 1.02 * words,
}
