"""Staff read the back-up date of a drill in calendar and sheet; families and agencies read it nowhere."""

from __future__ import annotations

from datetime import date

import pytest
from icalendar import Calendar

from drillplanner.model import DrillType
from drillplanner.publish.calendars.output import calendar_feeds
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.sheets.drill_page import drill_view
from tests.publish.calendars.events.test_families import drill, in_state, with_drills
from tests.publish.letters.test_output import files, text_of, with_letters

BACK_UP = date(2025, 11, 12)
REASON = "none of the next 10 school days fits: another drill on that day (10)"


def texts(request_: PublishRequest) -> dict[str, str]:
    """The descriptions of all entries, by calendar."""
    return {
        feed.stem: "\n".join(
            str(event.get("DESCRIPTION", "")) for event in Calendar.from_ical(feed.content).events
        )
        for feed in calendar_feeds(request_)
    }


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"back_up": BACK_UP}, "Back-up date: Wednesday, November 12, 2025"),
        ({"no_back_up": REASON}, f"Back-up date: N{REASON[1:]}"),
    ],
)
def test_calendars_of_staff_name_the_date_or_say_why_there_is_none(
    request_: PublishRequest, changes: dict[str, object], line: str
) -> None:
    planned = drill(DrillType.FIRE_EVACUATION, agencies=("police",), **changes)
    read = texts(in_state(with_drills(request_, planned), "NJ"))
    of_drills = {stem for stem, text in read.items() if line in text.splitlines()}
    assert of_drills == {"district", "burnet", "staff/burnet"}
    assert not any("Back-up" in text for stem, text in read.items() if stem not in of_drills)
    assert any("drill" in text for stem, text in read.items() if stem.startswith("families/en/burnet"))
    assert "This is a drill." in read["agencies/police"]


def test_a_drill_without_either_has_no_such_line(request_: PublishRequest) -> None:
    read = texts(with_drills(request_, drill(DrillType.FIRE_EVACUATION)))
    assert not any("Back-up" in text for text in read.values())


def test_the_sheet_has_the_date_under_the_time(request_: PublishRequest) -> None:
    planned = drill(DrillType.FIRE_EVACUATION, back_up=BACK_UP)
    facts = drill_view(with_drills(request_, planned).details(planned))["facts"]
    names = [fact["name"] for fact in facts]
    assert names[: names.index("Kind")] == ["Date", "Time", "Back-up date"]
    assert facts[names.index("Back-up date")]["value"] == "Wednesday, November 12, 2025"


def test_letters_to_families_do_not_name_it(request_: PublishRequest) -> None:
    letters = files(with_letters(request_, drill(DrillType.LOCKDOWN, back_up=BACK_UP)))
    of_families = [text_of(letter) for path, found in letters.items() if "families" in path for letter in found]
    assert of_families
    assert not any("November 12" in text or "12 de noviembre" in text for text in of_families)
