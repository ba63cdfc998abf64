"""The plans of a contestant that is stopped before its end."""

from __future__ import annotations

import sys

from benchmarks.rivals.__main__ import run_to_its_end
from benchmarks.rivals.attempt import announced_plans

ANNOUNCEMENTS = """
import os, time
from benchmarks.rivals.attempt import announce_plan
announce_plan(1.5, None); announce_plan(2.25, 90); announce_plan(3.0, 70)
"""


def test_announced_plans_are_read_and_an_incomplete_line_is_not() -> None:
    announced = announced_plans("a warning\n[1.5, null]\n[2.25, 90]\n[3.0, 7")
    assert (announced.first_plan, announced.trace) == (1.5, ((2.25, 90),))
    assert announced_plans("") == announced_plans("[3.0, 7")
    assert announced_plans("").first_plan is None


def test_a_process_that_aborts_is_reported_with_its_plans() -> None:
    ended = run_to_its_end([sys.executable, "-c", ANNOUNCEMENTS + "os.abort()"], None)
    assert ended["first_plan"] == 1.5
    assert ended["trace"] == ((2.25, 90), (3.0, 70))
    assert str(ended["note"]).startswith("ended with -" if sys.platform != "win32" else "ended with ")


def test_a_process_that_does_not_return_is_stopped() -> None:
    ended = run_to_its_end([sys.executable, "-c", ANNOUNCEMENTS + "time.sleep(600)"], 5.0)
    assert ended["trace"] == ((2.25, 90), (3.0, 70))
    assert ended["note"] == "stopped after 5 s"
    assert float(str(ended["seconds"])) >= 5.0
