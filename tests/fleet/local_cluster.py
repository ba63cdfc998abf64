"""A Dask scheduler with two workers, for a test that kills it: prints its address, and lives until it is killed.

Run as ``python -m tests.fleet.local_cluster``.
"""

from __future__ import annotations

import sys
from threading import Event

from distributed import LocalCluster

if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, file=sys.stdout, flush=True)
        Event().wait()
