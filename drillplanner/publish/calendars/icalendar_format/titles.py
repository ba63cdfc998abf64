"""Titles of calendar entries: at most 60 signs, since a phone shows no more.

The name of the school is abbreviated first, then other words are used, and only then is anything cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

#: The most signs of a title, with the word that marks a canceled entry.
LONGEST_TITLE = 60

#: Shorter words for parts of a school's name; what is empty is left out.
_SHORTER = {
    "School": "",
    "Elementary": "Elem.",
    "Intermediate": "Int.",
    "Community": "Comm.",
    "International": "Intl.",
    "Academy": "Acad.",
    "Preparatory": "Prep.",
    "Technology": "Tech.",
    "Technical": "Tech.",
    "Mathematics": "Math.",
    "Center": "Ctr.",
    "Junior": "Jr.",
    "Senior": "Sr.",
    "Charter": "Chtr.",
    "Alternative": "Alt.",
    "Early": "E.",
    "Childhood": "Chldhd.",
}
#: A school's name is not cut below this, so that it can still be told.
_SHORTEST_NAME = 16
_DASH = " – "


def entry_title(texts: Sequence[str], campus: str) -> str:
    """Return ``Fire drill – Oak Elementary``: the first of ``texts`` that fits with the name of the school.

    If none does, the last is cut, and the name where it is long.
    """
    names = list(dict.fromkeys(_shorter_names(campus)))
    for text in texts:
        for name in names:
            if len(title := f"{text}{_DASH}{name}") <= LONGEST_TITLE:
                return title
    name = cut_title(names[-1], max(LONGEST_TITLE - len(f"{texts[-1]}{_DASH}"), _SHORTEST_NAME))
    return f"{cut_title(texts[-1], LONGEST_TITLE - len(f'{_DASH}{name}'))}{_DASH}{name}"


def title_in_words(pattern: str, names: Mapping[str, str]) -> str:
    """Return a pattern such as ``{drill} – {campus}`` filled in, with the name of the school as long as fits.

    If an activity has a long name, that is cut, so that grades and school stay.
    """
    for campus in _shorter_names(names["campus"]):
        title = pattern.format(**{**names, "campus": campus})
        if len(title) <= LONGEST_TITLE:
            return title
    free = LONGEST_TITLE - len(pattern.format(**{**names, "campus": campus, "activity": ""}))
    if "{activity}" in pattern and free >= _SHORTEST_NAME:
        activity = cut_title(names["activity"], free)
        return pattern.format(**{**names, "campus": campus, "activity": activity})
    return cut_title(title)


def cut_title(text: str, longest: int = LONGEST_TITLE) -> str:
    """Return the text, cut at a word if it is longer than ``longest`` signs; then it ends in ``…``."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    head, space, _ = cut.rpartition(" ")
    if space and len(head) > longest // 2:
        cut = head
    return cut.rstrip(" ,;:–-(") + "…"


def _shorter_names(campus: str) -> Iterator[str]:
    """Yield the name of a school, then without its last word 'School', then with words abbreviated."""
    yield campus
    yield campus.removesuffix(" School") or campus
    words = (_SHORTER.get(word, word) for word in campus.split())
    yield " ".join(filter(None, words)) or campus
