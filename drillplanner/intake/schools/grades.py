"""Grades in columns by grade and in running text (``model/grade_spellings.py`` reads lists of grades)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from drillplanner.files.phrases import Phrases
from drillplanner.files.tables import cells
from drillplanner.files.tables.table import Table, TableRow
from drillplanner.model import grade_of_heading, parse_grades, sort_grades

#: Fewer columns with names such as "_01" may be something other than grades.
_FEWEST_GRADE_COLUMNS = 3


@dataclass(frozen=True)
class GradeColumns:
    """The columns that count the students of each grade, and the common beginning of their headings."""

    prefix: str
    grade_by_column: dict[str, str]

    def grades(self, row: TableRow) -> tuple[str, ...]:
        """Return the grades that have students in this row."""
        taught = {
            grade
            for column, grade in self.grade_by_column.items()
            if row.get(column) and cells.whole_number(row.get(column)) > 0
        }
        return sort_grades(taught)

    def students(self, row: TableRow) -> int:
        """Return the number of students of all grades in this row."""
        return sum(cells.whole_number(row.get(column)) for column in self.grade_by_column if row.get(column))


def grade_columns(table: Table) -> GradeColumns | None:
    """Return the columns that count students by grade, or None if the table has none.

    They are headed by a grade, or by the same words and then a grade ("sy15_estenroll_kg", "sy15_estenroll_01"),
    and contain only numbers. Of several sets, the one with the most grades is used.
    """
    sets: dict[str, dict[str, str]] = {}
    for column in table.columns:
        prefix, _, last = column.rpartition("_")
        grade = grade_of_heading(last)
        if grade is not None and all(_is_count(row.get(column)) for row in table.rows):
            sets.setdefault(prefix, {})[column] = grade
    large_sets = {prefix: columns for prefix, columns in sets.items() if len(columns) >= _FEWEST_GRADE_COLUMNS}
    if not large_sets:
        return None
    prefix = max(large_sets, key=lambda prefix: len(large_sets[prefix]))
    return GradeColumns(prefix, large_sets[prefix])


def _is_count(cell: str) -> bool:
    try:
        return not cell or cells.whole_number(cell) >= 0
    except ValueError:
        return False


_BEFORE_GRADE_1 = "(?:pre-?k|[uv]?pk|[ue]?tk|jk|[34]k|k)"
_GRADE = rf"(?:{_BEFORE_GRADE_1}|\d{{1,2}}(?:st|nd|rd|th)?)"
_JOIN = r" ?(?:-|to|through|thru|,|&|/|and|\+) ?(?:and )?"
_GRADE_LIST = rf"{_GRADE}(?:{_JOIN}{_GRADE})*"
#: "grades 6-8", "gr. k, 1 & 2", "grade 9".
_GRADES_AFTER = re.compile(rf"(?<![a-z0-9])(?:grades?|grs?)\.? ?({_GRADE_LIST})(?![a-z0-9])")
#: "6th grade", "5th and 6th graders", "9th-12th grade".
_GRADES_BEFORE = re.compile(rf"(?<![a-z0-9:])({_GRADE_LIST}) ?-?(?:graders?|grades?)(?![a-z0-9])")
#: "k-5", "pk to 8": no other pair of words looks like this.
_FROM_KINDERGARTEN = re.compile(
    rf"(?<![a-z0-9])({_BEFORE_GRADE_1} ?(?:-|to|through|thru) ?\d{{1,2}}(?:st|nd|rd|th)?)(?![a-z0-9])"
)
#: "3rd-8th", "9th to 12th"; after the name of a month these are dates.
_ORDINALS = re.compile(
    r"(?<![a-z0-9:/])(?<!jan )(?<!feb )(?<!mar )(?<!apr )(?<!may )(?<!june )(?<!july )(?<!aug )(?<!sep )(?<!sept )"
    r"(?<!oct )(?<!nov )(?<!dec )(?<!january )(?<!february )(?<!march )(?<!april )(?<!august )(?<!september )"
    r"(?<!october )(?<!november )(?<!december )(?<!\. )"
    r"(\d{1,2}(?:st|nd|rd|th) ?(?:-|to|through|thru) ?\d{1,2}(?:st|nd|rd|th))(?![a-z0-9])"
)


def grades_in_text(read: str, grade_words: Iterable[tuple[Phrases, str]]) -> tuple[set[str], str]:
    """Return the grades named in a (comparable) text, and the text without the words that name them."""
    grades: set[str] = set()
    for expression in (_GRADES_AFTER, _GRADES_BEFORE, _FROM_KINDERGARTEN, _ORDINALS):
        for match in expression.finditer(read):
            try:
                named = parse_grades(_in_figures(match[1]))
            except ValueError:
                continue  # "grade 2026" names no grade
            grades.update(named)
            read = Phrases.without_spans(read, [match.span()])
    for words, grade in grade_words:
        spans = words.spans_in(read)
        if spans:
            grades.add(grade)
            read = Phrases.without_spans(read, spans)
    return grades, read


def _in_figures(text: str) -> str:
    """Return a list of grades as ``parse_grades`` accepts it: "5th and 6th" as "5th,6th", "k to 5" as "k-5"."""
    text = re.sub(r" ?(?:to|through|thru|-) ?", "-", re.sub(r"pre-k", "pk", text))
    return re.sub(r" ?(?:,|&|/|and|\+) ?(?:and )?", ",", text)
