"""Who does the work: this process, processes of this machine, or the workers of a Dask scheduler.

Each is a ``concurrent.futures.Executor``, so the work does not know where it is done.
"""

from __future__ import annotations

import logging
import math
import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import BrokenExecutor, CancelledError, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from drillplanner import api

if TYPE_CHECKING:
    from distributed import Client

#: Threads that search have this name: Ctrl-C does not wait for one (``cli/interrupt.py``).
SEARCH_THREAD = "drillplanner-search"
#: Tasks of each worker at a time: one that it does, and one that waits, so that it never waits itself.
_TASKS_EACH = 2
#: Seconds that a scheduler may take to answer, and may be without any worker.
_LONGEST_SILENCE = 60.0
_SECONDS_BETWEEN_QUESTIONS = 2.0
#: Seconds that the system may take to end a process that was killed.
_SECONDS_TO_END = 5.0


class Crew(Protocol):
    """Workers, and what to do when they are lost."""

    #: How many of three tries it counts when a task was alone and its worker died.
    tries_of_a_death: int
    #: Whether all tasks that were given out are lost when one worker dies.
    is_lost_together: bool

    @property
    def size(self) -> int:
        """How many tasks are given out at a time; 0 while none can be."""

    @property
    def worker_died(self) -> tuple[type[BaseException], ...]:
        """The errors of a task whose worker died with it."""

    @property
    def work_lost(self) -> tuple[type[BaseException], ...]:
        """The errors of a task that nobody will do any more, although its worker may be well."""

    def executor(self) -> Executor:
        """Return where tasks are given to; after a worker died, workers anew."""

    def trouble(self) -> str:
        """Return why no task can be done any more, in a sentence; empty while all is well."""

    def stop(self) -> None:
        """Let every worker go at once."""


class InThisProcess:
    """One task after another, in a thread of this process, so that Ctrl-C is heard meanwhile."""

    size = 1
    tries_of_a_death = 1
    is_lost_together = True
    worker_died: tuple[type[BaseException], ...] = ()
    work_lost: tuple[type[BaseException], ...] = ()

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=SEARCH_THREAD)

    def executor(self) -> Executor:
        """Return the thread."""
        return self._thread

    def trouble(self) -> str:
        """Return nothing: this process is alive."""
        return ""

    def stop(self) -> None:
        """Begin no other task; what runs is left when the process ends."""
        self._thread.shutdown(wait=False, cancel_futures=True)


class Processes:
    """Spawned processes of this machine. When one is killed, Python gives up all of them, and new ones begin."""

    tries_of_a_death = 1
    is_lost_together = True
    worker_died: tuple[type[BaseException], ...] = (BrokenExecutor,)
    work_lost: tuple[type[BaseException], ...] = ()

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._before: frozenset[int | None] = frozenset()

    @property
    def size(self) -> int:
        """Some more tasks than processes, so that none waits."""
        return self._workers * _TASKS_EACH

    def executor(self) -> Executor:
        """Return new processes."""
        self.stop()
        self._before = frozenset(child.pid for child in multiprocessing.active_children())
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(self._workers, mp_context=context, initializer=_begin_process)
        return self._pool

    def trouble(self) -> str:
        """Return nothing: new processes can always begin."""
        return ""

    def stop(self) -> None:
        """End the processes at once, whatever they do."""
        if self._pool is None:
            return
        self._pool.shutdown(wait=False, cancel_futures=True)
        ours = [child for child in multiprocessing.active_children() if child.pid not in self._before]
        for child in ours:
            child.kill()
        for child in ours:
            child.join(_SECONDS_TO_END)
        self._pool = None


def _begin_process() -> None:
    """Leave Ctrl-C to the process that began this one, and end with it: a killed one ends nobody by itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)


@dataclass(frozen=True)
class TlsFiles:
    """The files of an encrypted connection: the authority that both trust, and a certificate with its key."""

    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_given(self) -> bool:
        """Whether any file is named."""
        return any((self.authority, self.certificate, self.key))


class DaskWorkers:
    """The workers of a Dask scheduler, on any number of machines."""

    #: The scheduler itself has tried the task on several workers by then.
    tries_of_a_death = 3
    is_lost_together = False

    def __init__(self, address: str, tls: TlsFiles, patience: float = _LONGEST_SILENCE) -> None:
        """Connect; the scheduler may be silent, or without any worker, for ``patience`` seconds.

        Raises InputError: the package is missing, no scheduler answers, or it has no workers.
        """
        self._address, self._patience = address, patience
        self._client = _connected(address, tls, patience)
        self._executor: Executor = self._client.get_executor(pure=False)
        self._seen_well, self._asked, self._known_threads = time.monotonic(), -math.inf, 0
        if not self._threads():
            self.stop()
            raise api.InputError(_problem(address, "this scheduler has no workers", _WORKER_HINT))

    @property
    def size(self) -> int:
        """Some more tasks than workers, which may come and go."""
        return self._threads() * _TASKS_EACH

    @property
    def worker_died(self) -> tuple[type[BaseException], ...]:
        """Dask's word for a task that took several workers with it."""
        from distributed import KilledWorker

        return (KilledWorker,)

    @property
    def work_lost(self) -> tuple[type[BaseException], ...]:
        """The scheduler forgot the task, or cannot be reached."""
        from distributed.comm import CommClosedError

        return (CancelledError, CommClosedError, OSError, TimeoutError)

    def executor(self) -> Executor:
        """Return the same: a scheduler begins its workers anew itself."""
        return self._executor

    def trouble(self) -> str:
        """Return why nothing is done any more: no scheduler, or no worker for a while."""
        if self._client.status == "running" and self._threads():
            self._seen_well = time.monotonic()
            return ""
        if self._client.status in {"closed", "closing"}:
            return f"The scheduler {self._address} is gone."
        if time.monotonic() - self._seen_well < self._patience:
            return ""
        return f"The scheduler {self._address} has had no worker for {self._patience:.0f} seconds."

    def stop(self) -> None:
        """Leave the scheduler, which forgets what was asked; its workers go on living."""
        self._client.close(timeout=5)

    def _threads(self) -> int:
        """Return how many tasks are done at a time; the scheduler is asked every few seconds."""
        if self._client.status != "running":
            return 0
        if time.monotonic() - self._asked >= _SECONDS_BETWEEN_QUESTIONS:
            self._asked = time.monotonic()
            try:
                self._known_threads = sum(self._client.nthreads().values())
            except (OSError, TimeoutError):
                # It is gone, and the client has not noticed yet.
                self._known_threads = 0
        return self._known_threads


_WORKER_HINT = "Start some on each machine: dask worker ADDRESS --nworkers 8 --nthreads 1"
_SCHEDULER_HINT = "Is 'dask scheduler' running there, and does the network let this computer through?"


def _connected(address: str, tls: TlsFiles, patience: float) -> Client:
    try:
        from distributed import Client, Security
    except ImportError as error:
        message = "work on several machines needs one more package"
        raise api.InputError(_problem(address, message, "pip install 'drillplanner[fleet]'")) from error
    # What it would say of a lost connection is said by the run, with how to go on.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    security = None
    if tls.is_given:
        files = {"tls_ca_file": tls.authority, "tls_client_cert": tls.certificate, "tls_client_key": tls.key}
        named = {name: str(path) for name, path in files.items() if path is not None}
        security = Security(require_encryption=True, **named)
    try:
        return Client(address, security=security, timeout=patience / 2, set_as_default=False)
    except (OSError, TimeoutError, ValueError, RuntimeError) as error:
        reason = " ".join(str(error).split())
        raise api.InputError(_problem(address, f"cannot be reached: {reason}", _SCHEDULER_HINT)) from error


def _problem(address: str, message: str, hint: str) -> api.Problem:
    return api.Problem(f"--scheduler {address}", None, message, maybe=hint)


def crew_of(workers: int | None, scheduler: str | None, tls: TlsFiles) -> Crew:
    """Return who does the work: a scheduler's workers, this process if one is enough, or processes.

    Without a number there is one process for each processor. Raises InputError: the scheduler cannot be used, or
    files of an encrypted connection are given without one.
    """
    if scheduler is not None:
        return DaskWorkers(scheduler, tls)
    if tls.is_given:
        message = "files of an encrypted connection are given, and no scheduler"
        raise api.InputError(api.Problem("--tls-ca", None, message, maybe="Add --scheduler tls://HOST:8786."))
    number = workers or _processors()
    return InThisProcess() if number == 1 else Processes(number)


def _processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
