"""Writes the dates of religious holidays, from the library ``holidays``, into the package.

Run ``make reference``. The library's calendars take a tenth of a second to load and 14 MB of disk, so they are
asked here and not on a user's machine; a test fails while the file differs from what the library says.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from drillplanner.practice.avoided_days.religious_holidays import FIRST_YEAR, LAST_YEAR, holidays_to_list

PAGE = Path(__file__).parent.parent / "drillplanner" / "practice" / "avoided_days" / "religious_dates.yaml"
HEAD = """\
# Written by docs/make_religious_dates.py from the library 'holidays' (the tables of the Vacanza project).
# Do not edit: change religious_holidays.yaml and run 'make reference'.
"""

_DAY = timedelta(1)
#: How the library marks a date that is not official yet.
_ESTIMATED = " (estimated)"
#: Between the names of holidays that share a date.
_NAMES_ON_ONE_DATE = "; "


def dates_called(country: str, name: str, days: int) -> list[date]:
    """Return the dates of a holiday in a country's calendar: ``days`` from the first of each run of days."""
    from holidays import country_holidays

    calendar = country_holidays(country, years=range(FIRST_YEAR, LAST_YEAR + 1), language="en_US")
    named = {
        on
        for on, titles in calendar.items()
        if name in (title.removesuffix(_ESTIMATED) for title in titles.split(_NAMES_ON_ONE_DATE))
    }
    starts = sorted(on for on in named if on - _DAY not in named)
    return [on + offset * _DAY for on in starts for offset in range(days)]


def dates_file() -> str:
    """Return the file: each holiday with its dates, one line for each calendar year."""
    lines = [HEAD]
    for holiday in holidays_to_list():
        lines.append(f"{holiday.name}:")
        dates = dates_called(holiday.country, holiday.called, holiday.days)
        for year in sorted({on.year for on in dates}):
            lines.append(f"  - [{', '.join(on.isoformat() for on in dates if on.year == year)}]")
    return "\n".join(lines).replace("\n\n", "\n") + "\n"


if __name__ == "__main__":
    PAGE.write_text(dates_file(), encoding="utf-8")
