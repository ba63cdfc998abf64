"""Grades named in running text: "grades 6-8", "5th and 6th graders", "K-5", "kindergarten"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from drillplanner.files.phrases import Phrases
from drillplanner.model import parse_grades

_ONE = r"(?:pre-?k|pk|tk|k|\d{1,2}(?:st|nd|rd|th)?)"
_JOIN = r" ?(?:-|to|through|thru|,|&|/|and|\+) ?(?:and )?"
_MANY = rf"{_ONE}(?:{_JOIN}{_ONE})*"
#: "grades 6-8", "gr. k, 1 & 2", "grade 9".
_GRADES_AFTER = re.compile(rf"(?<![a-z0-9])(?:grades?|grs?)\.? ?({_MANY})(?![a-z0-9])")
#: "6th grade", "5th and 6th graders", "9th-12th grade".
_GRADES_BEFORE = re.compile(rf"(?<![a-z0-9:])({_MANY}) ?-?(?:graders?|grades?)(?![a-z0-9])")
#: "k-5", "pk to 8": no other pair of words looks like that.
_FROM_KINDERGARTEN = re.compile(
    r"(?<![a-z0-9])((?:pre-?k|pk|tk|k) ?(?:-|to|through|thru) ?\d{1,2}(?:st|nd|rd|th)?)(?![a-z0-9])"
)
#: "3rd-8th", "9th to 12th"; after the name of a month these are dates.
_ORDINALS = re.compile(
    r"(?<![a-z0-9:/])(?<!jan )(?<!feb )(?<!mar )(?<!apr )(?<!may )(?<!june )(?<!july )(?<!aug )(?<!sep )(?<!sept )"
    r"(?<!oct )(?<!nov )(?<!dec )(?<!january )(?<!february )(?<!march )(?<!april )(?<!august )(?<!september )"
    r"(?<!october )(?<!november )(?<!december )(?<!\. )"
    r"(\d{1,2}(?:st|nd|rd|th) ?(?:-|to|through|thru) ?\d{1,2}(?:st|nd|rd|th))(?![a-z0-9])"
)


def grades_in(read: str, grade_words: Iterable[tuple[Phrases, str]]) -> tuple[set[str], str]:
    """The grades named in a (comparable) text, and the text with the words taken that name them."""
    grades: set[str] = set()
    for expression in (_GRADES_AFTER, _GRADES_BEFORE, _FROM_KINDERGARTEN, _ORDINALS):
        for match in expression.finditer(read):
            try:
                found = parse_grades(_in_figures(match[1]))
            except ValueError:
                continue  # "grade 2026": no grade at all
            grades.update(found)
            read = Phrases.without(read, [match.span()])
    for words, grade in grade_words:
        spans = words.spans_in(read)
        if spans:
            grades.add(grade)
            read = Phrases.without(read, spans)
    return grades, read


def _in_figures(text: str) -> str:
    """ "5th and 6th" as "5th,6th", "k to 5" as "k-5"."""
    text = re.sub(r" ?(?:to|through|thru|-) ?", "-", re.sub(r"pre-k", "pk", text))
    text = re.sub(r" ?(?:,|&|/|and|\+) ?(?:and )?", ",", text)
    return re.sub(r"\btk\b", "pk", text)
