"""Names of tables: their endings, and the sheet of a workbook behind a mark.

``schools.xlsx#Staff`` names one sheet, and ``schools.xlsx#*`` all of them.
"""

from __future__ import annotations

from pathlib import PurePath

#: The endings of workbooks that are read.
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".ods", ".xls")
#: The endings of files that are read as tables.
TABLE_ENDINGS = (".csv", ".tsv", ".txt", *WORKBOOK_ENDINGS)
ALL_SHEETS = "*"


def split_sheet(name: str) -> tuple[str, str | None]:
    """Return the file and the sheet of "schools.xlsx#Staff"; the sheet is None without a mark or a workbook."""
    file, mark, sheet = name.rpartition("#")
    for_workbook = mark and file.lower().endswith(WORKBOOK_ENDINGS)
    return (file, sheet.strip()) if for_workbook else (name, None)


def file_ending(name: str) -> str:
    """Return the ending of a file's name in lower case, whatever sheet is named behind it."""
    return PurePath(split_sheet(name)[0]).suffix.lower()
