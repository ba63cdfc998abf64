"""A run by two processes in which one district never ends, for a test that kills the run.

Run as ``python -m tests.fleet.hanging_run FOLDER``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from drillplanner.fleet.crews import Processes
from tests.fleet.odd_workers import never_done
from tests.fleet.small_fleet import plan_fleet

if __name__ == "__main__":
    plan_fleet(Path(sys.argv[1]), Processes(2), do=never_done)
