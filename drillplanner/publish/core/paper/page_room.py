"""Which sheets must stay one page, and whether one may be full.

The lines of a sheet are reckoned from its letters. One that may be full is measured while it is printed and set
smaller until it fits (``on-one-page`` in ``templates/forms/frame.typ``). Measuring takes as long as printing, so
other sheets are not measured. A number of lines that is too high costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from drillplanner.publish.core.form_catalogue import FormId

#: The values of a sheet, as its template reads them.
SheetValues = Mapping[str, Any]

#: Letters of a line that is as wide as the page, half of it, or a third.
WHOLE, HALF, THIRD = 110, 44, 34
#: The same on the drill record, which is set larger.
WHOLE_OF_RECORD = 95


def may_be_full(form_id: FormId, values: SheetValues, is_by_tier: bool) -> bool:
    """Check whether a sheet may have more lines than its page has room for.

    ``is_by_tier`` says that it is printed with the papers of a tier, not in full. Return False for forms that may
    take several pages.
    """
    if form_id not in _LINES:
        return False
    lines, room, room_in_full = _LINES[form_id]
    most = room if is_by_tier else room_in_full
    return most is not None and lines(values) > most


def _rows(texts: Iterable[str], letters: int) -> int:
    return sum(1 + len(text) // letters for text in texts)


def _table(rows: Iterable[SheetValues], **letters: int) -> int:
    """Return the lines of a table: in each row, those of the cell with the most, by the letters of its column."""
    return sum(1 + max(len(row[name]) // number for name, number in letters.items()) for row in rows)


def _command_post(sheet: SheetValues) -> float:
    words = [
        1 + len(part["note"]) / (1.3 * THIRD) + 1.2 * _rows(part["lines"], THIRD)
        for part in sheet["announcements"]
    ]
    whole = (sheet["heading"], " ".join(sheet["situation"]), sheet["in_command"], sheet["target"])
    return (
        _rows((*whole, *sheet["agencies"], *sheet["afterwards"]), WHOLE)
        + max(words, default=0)
        + 1.25 * _table((*sheet["teams"], *sheet["on_call"]), post=26, name=24, second=22)
        + 1.4 * len(sheet["milestones"])
        + sum(1.3 + len(place["place"] + place["other"]) // HALF for place in sheet["places"]) / 2
    )


def _drill_record(record: SheetValues) -> float:
    return (
        sum(1.6 + len(objective) // WHOLE_OF_RECORD for objective in record["objectives"])
        + sum(1.2 + len(support) // WHOLE_OF_RECORD for support in record["supported"])
        + sum(2.2 + len(question) // WHOLE_OF_RECORD for question in record["questions"])
        + _table(record["tasks"], text=58, who=22)
        + 0.6 * len(record["tasks"])
        + len(record["counts_for"]) // WHOLE_OF_RECORD
        + len(record["back_up"]) // WHOLE_OF_RECORD
    )


#: By form: how its lines are reckoned, and the lines for which its page has room at its usual size, by tier and in
#: full; None where it may take several pages. The tables of a command post sheet in full are reckoned too high.
_LINES: Mapping[FormId, tuple[Callable[[SheetValues], float], float, float | None]] = {
    "command_post": (_command_post, 56, 59),
    "drill_record": (_drill_record, 38, 38),
    "form_205a": (lambda sheet: _table(sheet["contacts"], position=30, name=24), 24, None),
    "sign_in": (lambda sheet: _table(sheet["rows"], name=26, post=30), 30, None),
}
