"""How well calendars of differently worded districts are read: ``python -m benchmarks.district_calendars``.

With a folder, the districts of that folder: new ones are written and looked at once before they join the others.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.page import write_between
from tests.intake.calendar.district_corpus import FOLDER, table

PAGE = Path(__file__).parent.parent / "docs" / "calendar-files.md"


def main() -> None:
    """Print the table; that of the districts in the repository goes into the documentation too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder = parser.parse_args().folder
    text = table(folder)
    print(text)
    if folder == FOLDER:
        write_between(PAGE, "district calendars", text)


if __name__ == "__main__":
    main()
