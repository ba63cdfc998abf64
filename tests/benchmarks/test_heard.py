"""A contestant that is stopped before its end has still told which plans it had."""

from __future__ import annotations

import sys

from benchmarks.rivals.__main__ import run_to_its_end
from benchmarks.rivals.attempt import heard_in

SAYS = """
import os, time
from benchmarks.rivals.attempt import say
say(1.5, None); say(2.25, 90); say(3.0, 70)
"""


def test_what_was_said_is_heard_and_a_line_that_was_cut_off_is_not() -> None:
    heard = heard_in("a warning\n[1.5, null]\n[2.25, 90]\n[3.0, 7")
    assert (heard.first_plan, heard.trace) == (1.5, ((2.25, 90),))
    assert heard_in("") == heard_in("[3.0, 7")
    assert heard_in("").first_plan is None


def test_a_process_that_kills_itself_is_told_of() -> None:
    ended = run_to_its_end([sys.executable, "-c", SAYS + "os.abort()"], None)
    assert ended["first_plan"] == 1.5
    assert ended["trace"] == ((2.25, 90), (3.0, 70))
    assert str(ended["note"]).startswith("ended with -" if sys.platform != "win32" else "ended with ")


def test_a_process_that_does_not_come_back_is_stopped() -> None:
    ended = run_to_its_end([sys.executable, "-c", SAYS + "time.sleep(600)"], 5.0)
    assert ended["trace"] == ((2.25, 90), (3.0, 70))
    assert ended["note"] == "stopped after 5 s"
    assert float(str(ended["seconds"])) >= 5.0
