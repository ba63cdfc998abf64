"""The work of a whole state: given out largest first, written back as it comes, and gone on with after any end.

Each result is stored when it is there, so a run that is killed loses only what was given out. A district whose
work ends its process three times is parked. If several districts were being worked on when a process died, each of
them is done again alone, so that only the one that kills is counted.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field

from drillplanner import api
from drillplanner.fleet.crews import Crew
from drillplanner.fleet.failures import failed
from drillplanner.fleet.key import key_of
from drillplanner.fleet.perform import perform
from drillplanner.fleet.result import DistrictResult, FleetEntry, FleetWork, Outcome
from drillplanner.fleet.task import DistrictTask, TaskDone, WorkOptions
from drillplanner.fleet.workspaces import Fleet

#: After so many tries that did not end, a district is parked.
MOST_TRIES = 3
#: Seconds between two looks at Ctrl-C and at the scheduler.
_SECONDS = 0.2


class FleetStoppedError(api.DrillplannerError):
    """No worker can go on; what is done is stored."""

    exit_code = 2


@dataclass(frozen=True)
class FleetOrder:
    """What is to be done: the kind of work, its options, and whether parked districts are tried again."""

    work: FleetWork
    options: WorkOptions = field(default_factory=WorkOptions)
    again: bool = False

    @property
    def reads(self) -> dict[str, bool]:
        """Which files the work needs in addition to those that people give."""
        return {"with_plan": self.work is not FleetWork.PLAN, "with_published": self.work is FleetWork.PUBLISH}


@dataclass(frozen=True)
class FleetOutcome:
    """The results of all districts in order.

    ``worked_on`` is how many of them this run worked on, and ``settled`` how many need no more work.
    """

    entries: tuple[FleetEntry, ...]
    worked_on: int
    settled: int
    is_interrupted: bool


@dataclass(frozen=True)
class _Flight:
    """A task that was given out."""

    name: str
    key: str
    whole: str
    tries: int


def run_fleet(
    fleet: Fleet,
    order: FleetOrder,
    crew: Crew,
    progress: api.Progress = api.silent,
    interruption: api.Interruption | None = None,
    do: Callable[[DistrictTask], TaskDone] = perform,
) -> FleetOutcome:
    """Do the work for every district that has no result of the same key yet, and return all results.

    ``do`` is what a worker does. Raises InputError: the results cannot be kept, or a worker has another program;
    FleetStoppedError: no worker is left.
    """
    with api.fleet_results(fleet.folder, fleet.of_list) as results:
        try:
            run = _FleetRun(fleet, order, crew, results, progress, interruption or api.Interruption(), do)
            is_interrupted = run.work()
        finally:
            crew.stop()
        entries = stored_entries(results, order.work)
    known = tuple(entries[name] for name in fleet.workspaces if name in entries)
    return FleetOutcome(known, run.worked_on, run.settled, is_interrupted)


def stored_entries(results: api.FleetResults, work: FleetWork) -> dict[str, FleetEntry]:
    """Return the latest results of one kind of work by folder. Raises InputError: they cannot be read."""
    return {entry.folder: entry for entry in each_entry(results, work)}


def each_entry(results: api.FleetResults, work: FleetWork) -> Iterator[FleetEntry]:
    """Yield the latest results of one kind of work, one at a time. Raises InputError: they cannot be read."""
    for row in results.each_of(work.value):
        yield FleetEntry(
            folder=row.folder,
            work=work,
            key=row.key,
            result=DistrictResult.model_validate_json(row.result),
            tries=row.tries,
            is_parked=row.is_parked,
            processor_seconds=row.processor_seconds,
        )


class _FleetRun:
    """A run: which districts wait, which are given out, and which may have killed a worker."""

    def __init__(
        self,
        fleet: Fleet,
        order: FleetOrder,
        crew: Crew,
        results: api.FleetResults,
        progress: api.Progress,
        interruption: api.Interruption,
        do: Callable[[DistrictTask], TaskDone],
    ) -> None:
        self.worked_on = self.settled = 0
        self._fleet, self._order, self._crew, self._results = fleet, order, crew, results
        self._progress, self._interruption, self._do = progress, interruption, do
        self._executor = crew.executor()
        self._known = stored_entries(results, order.work)
        self._waiting = deque(fleet.largest_first())
        self._suspects: deque[str] = deque()
        self._given: dict[Future[TaskDone], _Flight] = {}
        self._changed: dict[str, int] = {}
        self._pace = _Pace(sum(map(fleet.size, self._waiting)))

    def work(self) -> bool:
        """Do all of it; return whether Ctrl-C ended it before."""
        self._show()
        while self._waiting or self._suspects or self._given:
            if self._interruption.is_requested:
                return True
            if trouble := self._crew.trouble():
                raise FleetStoppedError(f"{trouble} {self._how_to_go_on()}")
            self._give_out()
            if self._given:
                finished, _ = wait(self._given, timeout=_SECONDS, return_when=FIRST_COMPLETED)
                self._take_in(finished)
            elif self._waiting or self._suspects:
                time.sleep(_SECONDS)
        return False

    def _give_out(self) -> None:
        while not self._interruption.is_requested and not any(future.done() for future in self._given):
            if self._suspects:
                if self._given or not self._crew.size:
                    return
                self._give(self._suspects.popleft())
            elif self._waiting and len(self._given) < self._crew.size:
                self._give(self._waiting.popleft())
            else:
                return

    def _give(self, name: str) -> None:
        """Give a district out, unless it is done or its files cannot be read."""
        folder, order = self._fleet.workspaces[name], self._order
        unknown = DistrictResult(folder=name, work=order.work, outcome=Outcome.DONE)
        try:
            bundle = api.read_bundle(folder, **order.reads)
            task = DistrictTask(name, order.work, order.options, bundle, api.program_digest())
            key, earlier = key_of(task), self._known.get(name)
            if earlier is not None and earlier.key == key and self._is_done(earlier, bundle):
                self._count(name, is_new=False)
                return
            if order.work is FleetWork.PLAN and api.is_updated_during_the_year(folder):
                kept = {"outcome": Outcome.KEPT, "sentence": _KEPT}
                self._settle(unknown.model_copy(update=kept), _Flight(name, key, bundle.whole, 1))
                return
        except api.InputError as error:
            self._settle(failed(unknown, error), _Flight(name, "", "", 1))
            return
        tries = earlier.tries if earlier is not None and earlier.key == key and not earlier.is_parked else 0
        try:
            future = self._executor.submit(self._do, task)
        except self._crew.worker_died:
            # A process died that had nothing to do, or what it did is told in a moment.
            self._waiting.appendleft(name)
            if not self._given:
                self._executor = self._crew.executor()
            return
        self._given[future] = _Flight(name, key, bundle.whole, tries)

    def _is_done(self, earlier: FleetEntry, bundle: api.Bundle) -> bool:
        """Check whether a result of the same key still holds: what it made must be there."""
        result = earlier.result
        if result.outcome.may_pass:
            return earlier.is_parked and not self._order.again
        if result.outcome is Outcome.KEPT:
            # The plan that was kept is no part of the key: it may be gone by now.
            return False
        if result.outcome is not Outcome.DONE:
            return True
        if self._order.work is FleetWork.PLAN and result.plan is not None:
            return api.plan_digest(self._fleet.workspaces[earlier.folder]) == result.plan.sha256
        if self._order.work is not FleetWork.PUBLISH:
            return True
        return api.is_published_whole(self._fleet.workspaces[earlier.folder], bundle)

    def _take_in(self, finished: set[Future[TaskDone]]) -> None:
        died = []
        for future in sorted(finished, key=lambda future: self._given[future].name):
            error = _error_of(future)
            if error is not None and isinstance(error, self._crew.worker_died):
                died.append(future)
                continue
            flight = self._given.pop(future)
            if error is None:
                self._accept(flight, future.result())
            elif isinstance(error, self._crew.work_lost):
                self._waiting.appendleft(flight.name)
            elif isinstance(error, api.DrillplannerError):
                raise error
            else:
                reason = " ".join(f"{type(error).__name__}: {error}".split())
                message = f"A worker cannot do this work ({reason}): install the same drillplanner there."
                raise FleetStoppedError(f"{message} {self._how_to_go_on()}")
        if died:
            self._bury(died)

    def _bury(self, died: list[Future[TaskDone]]) -> None:
        """Count a death for a district that was alone; of several, each is done again alone."""
        is_alone = len(self._given) == 1
        lost = list(self._given) if self._crew.is_lost_together else died
        flights = [self._given.pop(future) for future in lost]
        if self._crew.is_lost_together:
            self._executor = self._crew.executor()
        if not is_alone:
            self._suspects.extend(flight.name for flight in flights)
            return
        (flight,) = flights
        tries = flight.tries + self._crew.tries_of_a_death
        crash = DistrictResult(
            folder=flight.name,
            work=self._order.work,
            outcome=Outcome.CRASHED,
            sentence="The program was ended while it worked on this district, perhaps for want of memory.",
        )
        self._keep_trying(crash, _Flight(flight.name, flight.key, flight.whole, tries))

    def _keep_trying(self, crash: DistrictResult, flight: _Flight) -> None:
        """Store a crash, and try again until the district is parked."""
        if flight.tries >= MOST_TRIES:
            self._settle(crash, flight)
            return
        self._store(crash, flight)
        self._suspects.appendleft(flight.name)

    def _accept(self, flight: _Flight, done: TaskDone) -> None:
        """Write what a task made into its workspace, and store the result."""
        result, folder = done.result, self._fleet.workspaces[flight.name]
        if result.outcome is Outcome.CRASHED:
            self._keep_trying(result, _Flight(flight.name, flight.key, flight.whole, flight.tries + 1))
            return
        with self._interruption.uninterrupted():
            if done.files or done.removed:
                try:
                    is_written = api.write_back(
                        folder, flight.whole, done.files, done.removed, **self._order.reads
                    )
                except api.InputError as error:
                    result = failed(result, error).model_copy(update={"outcome": Outcome.NOT_WRITTEN})
                else:
                    if not is_written:
                        self._take_changed(flight)
                        return
            self._settle(result, flight, done.processor_seconds)

    def _take_changed(self, flight: _Flight) -> None:
        """Do a district again whose files changed while it was worked on; after three times, leave it."""
        changes = self._changed[flight.name] = self._changed.get(flight.name, 0) + 1
        if changes < MOST_TRIES:
            self._waiting.append(flight.name)
            return
        unwritten = DistrictResult(
            folder=flight.name, work=self._order.work, outcome=Outcome.NOT_WRITTEN, sentence=_CHANGING
        )
        self._settle(unwritten, flight)

    def _settle(self, result: DistrictResult, flight: _Flight, seconds: float = 0.0) -> None:
        self._store(result, flight, seconds)
        self.worked_on += 1
        self._count(flight.name)

    def _store(self, result: DistrictResult, flight: _Flight, seconds: float = 0.0) -> None:
        is_parked = result.outcome is Outcome.CRASHED and flight.tries >= MOST_TRIES
        text, tries = result.model_dump_json(), max(1, flight.tries)
        work = self._order.work.value
        self._results.put(
            api.StoredResult(work, flight.name, flight.key, text, tries, is_parked, round(seconds, 3))
        )
        entry = FleetEntry(
            folder=flight.name,
            work=self._order.work,
            key=flight.key,
            result=result,
            tries=tries,
            is_parked=is_parked,
            processor_seconds=seconds,
        )
        self._known[flight.name] = entry

    def _count(self, name: str, is_new: bool = True) -> None:
        self.settled += 1
        self._pace.done(self._fleet.size(name), is_new)
        self._show()

    def _show(self) -> None:
        stage = f"{_STAGES[self._order.work]}{self._pace.left}"
        self._progress(stage, self.settled, len(self._fleet.workspaces))

    def _how_to_go_on(self) -> str:
        done = f"{self.settled} of {len(self._fleet.workspaces)} districts are done and kept."
        return f"{done} Run the same command again: it goes on with the others."


_STAGES = {
    FleetWork.PLAN: "Planning districts",
    FleetWork.AUDIT: "Checking districts",
    FleetWork.STATUS: "Looking at districts",
    FleetWork.PUBLISH: "Publishing districts",
}
_KEPT = (
    "The plan was updated during the year (replan), and is kept. To plan the whole year again, run 'drillplanner "
    "plan' in this workspace."
)
_CHANGING = "The files of this workspace changed each time while it was worked on. Run the command again later."


def _error_of(future: Future[TaskDone]) -> BaseException | None:
    """Return the error of a task that ended, also if it was only forgotten."""
    return CancelledError() if future.cancelled() else future.exception()


class _Pace:
    """How long the rest takes, by the sizes of the districts that this run has worked on."""

    def __init__(self, size: int) -> None:
        self._size, self._done, self._began = size, 0, time.monotonic()

    def done(self, size: int, is_new: bool) -> None:
        """Count a district; one that an earlier run did takes no time, and says nothing of the pace."""
        if is_new:
            self._done += size
        else:
            self._size -= size

    @property
    def left(self) -> str:
        """Return the time that is left, for the progress line; empty while it is not known."""
        seconds = time.monotonic() - self._began
        if self._done <= 0 or self._done >= self._size or seconds < _SECONDS_TO_KNOW:
            return ""
        minutes = seconds * (self._size - self._done) / self._done / 60
        return f", about {minutes:.0f} min left" if minutes >= 1 else ", less than a minute left"


#: Before that, the first districts say nothing of the pace.
_SECONDS_TO_KNOW = 5.0
