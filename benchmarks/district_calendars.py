"""How well academic calendars with different wordings are read: ``python -m benchmarks.district_calendars``.

With a folder as argument, the districts of that folder: new districts are written and measured once before they
are added to the others.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.page import write_between
from tests.intake.calendar.district_corpus import FOLDER, table

PAGE = Path(__file__).parent.parent / "docs" / "calendar-files.md"


def main() -> None:
    """Print the table; for the districts of the repository, also write it into the documentation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder = parser.parse_args().folder
    text = table(folder)
    print(text)
    if folder == FOLDER:
        write_between(PAGE, "district calendars", text)


if __name__ == "__main__":
    main()
