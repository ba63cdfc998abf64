"""Where the processor time of a Dask cluster goes, next to the work of ``drillplanner fleet plan``.

    python -m benchmarks.dask_overhead build/illinois/districts --districts 12

It starts a scheduler with two workers on this machine, with Dask's own settings and with those that docs/fleet.md
recommends, and measures what each process uses: to load, while it waits, and while it plans districts. Nothing is
written into the workspaces. The table goes into docs/scale.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.page import write_between
from drillplanner import api
from drillplanner.fleet.perform import perform
from drillplanner.fleet.result import FleetWork
from drillplanner.fleet.task import DistrictTask, WorkOptions
from drillplanner.fleet.workspaces import fleet_of

PAGE = Path(__file__).parent.parent / "docs" / "scale.md"
#: What docs/fleet.md recommends: a look at the event loop each second and not 50 times, and no sampling of what
#: workers do, 100 times a second, for a page that no one looks at.
RECOMMENDED = {
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
}
SETTINGS: Mapping[str, Mapping[str, str]] = {"Dask's own": {}, "recommended": RECOMMENDED}
_WORKERS = 2


@dataclass(frozen=True)
class DaskSeconds:
    """Processor seconds that a cluster uses in addition to its work.

    ``loading`` is of one process that loads Dask. The others are for each second that passes, of all workers and
    of the ``head``, the process of the scheduler: while there is nothing to do, and while districts are planned.
    """

    loading: float
    waiting_workers: float
    waiting_head: float
    working_workers: float
    working_head: float

    @property
    def share(self) -> float:
        """What is used in addition while every worker has a processor of its own, as a share of the work."""
        return (self.working_workers + self.working_head) / _WORKERS


def _load_program() -> None:
    """Load what a task needs, which processes load too."""
    api.program_digest()


def measure(fleet: Path, districts: int, waiting: float) -> DaskSeconds:
    """Measure a cluster with the settings of this process's environment."""
    began_loading = time.process_time()
    from distributed import Client, LocalCluster

    loading = time.process_time() - began_loading
    found = fleet_of(fleet)
    names = found.largest_first()[:districts]
    options, program = WorkOptions(), api.program_digest()
    tasks = [
        DistrictTask(name, FleetWork.PLAN, options, api.read_bundle(found.workspaces[name]), program)
        for name in names
    ]
    with (
        LocalCluster(n_workers=_WORKERS, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):

        def used() -> tuple[float, float]:
            return sum(client.run(time.process_time).values()), time.process_time()

        client.run(_load_program)
        workers, head = used()
        began = time.perf_counter()
        time.sleep(waiting)
        seconds = time.perf_counter() - began
        workers_after, head_after = used()
        rates = (workers_after - workers) / seconds, (head_after - head) / seconds
        workers, head = used()
        began = time.perf_counter()
        done = list(client.get_executor(pure=False).map(perform, tasks))
        seconds = time.perf_counter() - began
        workers_after, head_after = used()
    of_tasks = sum(task.processor_seconds for task in done)
    in_addition = workers_after - workers - of_tasks, head_after - head
    return DaskSeconds(loading, *rates, *(used_up / seconds for used_up in in_addition))


def write_table(measured: Mapping[str, DaskSeconds], districts: int) -> None:
    """Write the table into docs/scale.md."""
    head = (
        "settings",
        "to load Dask",
        "waiting: workers, scheduler",
        "working: workers, scheduler",
        "in addition",
    )
    rows = [
        (
            name,
            f"{found.loading:.1f} s",
            f"{found.waiting_workers:.3f}, {found.waiting_head:.3f} s",
            f"{found.working_workers:.3f}, {found.working_head:.3f} s",
            f"{found.share:.1%}",
        )
        for name, found in measured.items()
    ]
    lines = [
        f"Two workers, {districts} districts. Seconds of processor: once, and for each second that passes.",
        "",
    ]
    lines += ["| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *rows)]
    write_between(PAGE, "dask", "\n".join(lines))


def main() -> None:
    """Measure each kind of settings in a process of its own, and write the table."""
    parser = argparse.ArgumentParser(description="Where the processor time of a Dask cluster goes.")
    parser.add_argument("fleet", type=Path)
    parser.add_argument("--districts", type=int, default=12)
    parser.add_argument("--waiting", type=float, default=10.0, help="seconds to look at a cluster that waits")
    parser.add_argument("--here", action="store_true", help="measure with the settings of this environment, print")
    options = parser.parse_args()
    if options.here:
        print(json.dumps(asdict(measure(options.fleet, options.districts, options.waiting))))
        return
    measured = {}
    for name, settings in SETTINGS.items():
        command = [sys.executable, "-m", "benchmarks.dask_overhead", str(options.fleet), "--here"]
        command += ["--districts", str(options.districts), "--waiting", str(options.waiting)]
        ran = subprocess.run(command, env={**os.environ, **settings}, check=True, stdout=subprocess.PIPE)
        measured[name] = DaskSeconds(**json.loads(ran.stdout.splitlines()[-1]))
        print(name, measured[name])
    write_table(measured, options.districts)


if __name__ == "__main__":
    main()
