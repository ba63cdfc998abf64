"""Fetch the test calendars of calendar libraries, for fuzzing and for ``benchmarks.calendar_files``.

Run ``python -m benchmarks.fuzzing.foreign_calendars FOLDER``. They are not part of this repository, since each
has a license of its own. It needs git and the network.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

#: Repositories of github.com (docs/calendar-files.md has what came of each).
REPOSITORIES = (
    "DouglasUrner/ABCal",
    "allenporter/ical",
    "collective/icalendar",
    "ical-org/ical.net",
    "ical4j/ical4j",
    "icalendar/icalendar",
    "jens-maus/node-ical",
    "kewisch/ical.js",
    "libical/libical",
    "mangstadt/biweekly",
    "niccokunzmann/python-recurring-ical-events",
    "niccokunzmann/x-wr-timezone",
    "u01jmg3/ics-parser",
)


def main(folder: Path) -> int:
    """Fetch each that is not there; return how many could not be fetched."""
    missing = []
    for repository in REPOSITORIES:
        place = folder / repository.replace("/", "-")
        if place.exists():
            continue
        command = ["git", "clone", "--quiet", "--depth", "1", f"https://github.com/{repository}", str(place)]
        if subprocess.run(command, check=False).returncode:
            missing.append(repository)
    print(f"{len(REPOSITORIES) - len(missing)} of {len(REPOSITORIES)} in {folder}")
    return len(missing)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
