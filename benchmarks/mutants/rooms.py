"""The rooms into which faults are sown, and the tests that are asked to notice them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SownRoom:
    """One room: the code that gets faults, and the tests that may notice them; files or folders."""

    name: str
    code: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def file(self) -> str:
        """The name of the file of its results."""
        return f"{self.name.replace('/', '.')}.jsonl"


#: The check of each kind on tiny schedules: it needs no file of law.
_KINDS = "tests/law/kinds/test_check.py"

#: The quick tests of the judge: the others run commands or compare with all years of tiny districts.
_JUDGE = tuple(
    f"tests/audit/schedule/test_{name}.py"
    for name in (
        "back_up_dates",
        "crowded_days",
        "developmental_goals",
        "developmental_rules",
        "district_orders",
        "drill_facts",
        "drill_numbers",
        "goals",
        "grade_moments",
        "impossible_entries",
        "judge",
        "left_out_grades",
        "offered_dates",
        "practice",
        "resource_capacity",
        "rows_and_scenarios",
        "same_day",
        "shared_alarms",
        "words_without_measure",
    )
)

_STATUS_COMMAND = "tests/cli/commands/test_status.py"

ROOMS = (
    SownRoom("audit/schedule", ("drillplanner/audit/schedule",), (*_JUDGE, _KINDS)),
    SownRoom("law/kinds", ("drillplanner/law/kinds",), (_KINDS,)),
    SownRoom("law/duties", ("drillplanner/law/duties",), ("tests/law/duties",)),
    SownRoom(
        "law/timing", ("drillplanner/law/timing", "drillplanner/law/window.py"), ("tests/law/timing", _KINDS)
    ),
    SownRoom("solve/requirements", ("drillplanner/solve/requirements",), ("tests/solve/requirements",)),
    SownRoom(
        "appropriateness/conditions",
        ("drillplanner/appropriateness/conditions",),
        ("tests/appropriateness/conditions",),
    ),
    SownRoom("records", ("drillplanner/records",), ("tests/records",)),
    SownRoom(
        "publish/calendars/revisions",
        ("drillplanner/publish/calendars/revisions",),
        ("tests/publish/calendars/revisions/test_shared_revisions.py",),
    ),
    # Random histories of the example take a minute and are left out.
    SownRoom(
        "workflow/status",
        ("drillplanner/workflow/status",),
        (
            *(
                f"tests/workflow/status/test_{name}.py"
                for name in (
                    "campus_trial",
                    "candidate_drills",
                    "drills_as_of",
                    "family_notices",
                    "mends",
                    "notices_and_offers",
                    "sentences",
                    "small_year",
                )
            ),
            # An update of the plan that is tried takes seconds; no quicker test has one.
            f"{_STATUS_COMMAND}::test_what_is_at_risk_is_held_against_an_update_that_is_not_written",
            f"{_STATUS_COMMAND}::test_an_update_that_was_not_found_confirms_nothing",
        ),
    ),
)


def room_named(name: str) -> SownRoom:
    """Return a room by its name. Raises ValueError with the names if there is none."""
    for room in ROOMS:
        if room.name == name:
            return room
    raise ValueError(f"no room '{name}'. Rooms: {', '.join(room.name for room in ROOMS)}")
