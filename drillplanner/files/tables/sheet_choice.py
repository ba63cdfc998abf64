"""The sheets of a workbook that are meant, by their name or by their headings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.files.sheet_names import ALL_SHEETS
from drillplanner.files.tables.workbook import SheetRows


def chosen_sheets(
    sheets: Sequence[SheetRows], file: str, what: str, named: str | None, fits: Callable[[SheetRows], bool]
) -> tuple[tuple[SheetRows, ...], tuple[str, ...]]:
    """Return the sheets to read, and a sentence if one of several was taken because it alone ``fits``.

    Raises InputError: there is no such sheet, or several may be meant.
    """
    names = [sheet.name for sheet in sheets]
    if not sheets:
        return (), ()
    if named == ALL_SHEETS:
        fitting = tuple(sheet for sheet in sheets if fits(sheet)) or tuple(sheets)
        left = [sheet.name for sheet in sheets if sheet not in fitting]
        return fitting, ((f"Not read in {file}, for their columns: sheet {listed(left)}.",) if left else ())
    if named is not None:
        match = next((sheet for sheet in sheets if sheet.name.casefold() == named.casefold()), None)
        if match is None:
            message, maybe = "there is no such sheet in this workbook", maybe_meant(named, names)
            raise InputError(Problem(file, None, message, named, listed(names), maybe))
        return (match,), ()
    fitting = tuple(sheet for sheet in sheets if fits(sheet))
    if len(sheets) == 1:
        return tuple(sheets), ()
    if len(fitting) == 1:
        sentence = f"Of the {len(sheets)} sheets of {file} only '{fitting[0].name}' is the {what}; it is read."
        return fitting, (sentence,)
    raise InputError(_question(fitting or tuple(sheets), file, what))


def _question(sheets: tuple[SheetRows, ...], file: str, what: str) -> Problem:
    short = PurePath(file).name
    return Problem(
        file,
        None,
        f"several sheets of this workbook may be the {what}",
        listed(sheet.name for sheet in sheets),
        f'one of them, as "{short}#{sheets[0].name}", or all of them together, as "{short}#{ALL_SHEETS}"',
    )
