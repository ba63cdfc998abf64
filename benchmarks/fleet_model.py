"""What a whole country would take, from the processor seconds of fleets that were measured.

    python -m benchmarks.fleet_model build/texas/districts build/new-jersey/districts --core-hour 0.05

Each fleet was planned by ``benchmarks/fleet.py`` under one law. The country's districts are invented as those of
``benchmarks/synthetic_state`` are. A district of a size costs what the measured ones of its class cost: on average
each, or, above the largest that was measured, for each school. The section goes into docs/scale.md.
"""

from __future__ import annotations

import argparse
import pickle
import shutil
import statistics
import tempfile
import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

from benchmarks.fleet import entries_of
from benchmarks.page import write_between
from benchmarks.synthetic_state.sizes import enrollments, schools_of_districts
from drillplanner import api
from drillplanner.fleet.key import key_of
from drillplanner.fleet.result import FleetEntry, FleetWork
from drillplanner.fleet.task import DistrictTask, WorkOptions
from drillplanner.fleet.workspaces import fleet_of

PAGE = Path(__file__).parent.parent / "docs" / "scale.md"
DISTRICTS, SCHOOLS, SEED = 13_000, 98_000, 20261201
#: About the schools of New York City, the largest district; the invented ones have fewer than 200.
LARGEST = 1_600
#: The least schools of each class of districts.
CLASSES = (1, 2, 5, 10, 20, 50, 100)
#: Districts whose files are read and whose results are stored again, to see what one process must do for each.
_SAMPLE = 40


@dataclass(frozen=True)
class LawCost:
    """What districts took under one law: (schools, processor seconds) of each, by the first size of its class."""

    state: str
    measured: Mapping[int, Sequence[tuple[int, float]]]

    @property
    def districts(self) -> int:
        """How many districts were measured."""
        return sum(map(len, self.measured.values()))

    def seconds(self, schools: int) -> float:
        """Return the processor seconds of a district of so many schools."""
        known = sorted(self.measured)
        of_class = self.measured[known[max(0, bisect_right(known, schools) - 1)]]
        largest = max(size for size, _ in of_class)
        if schools > largest:
            return schools * sum(seconds for _, seconds in of_class) / sum(size for size, _ in of_class)
        return statistics.mean(seconds for _, seconds in of_class)


def class_of(schools: int) -> int:
    """Return the first size of the class of a district."""
    return CLASSES[bisect_right(CLASSES, schools) - 1]


def law_cost(entries: Sequence[FleetEntry]) -> LawCost:
    """Return what the districts of a fleet took."""
    by_class: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for entry in entries:
        if entry.result.plan is not None and (schools := entry.result.campuses):
            by_class[class_of(schools)].append((schools, entry.processor_seconds))
    states = {entry.result.state for entry in entries if entry.result.state}
    return LawCost(", ".join(sorted(states)), by_class)


def country() -> list[int]:
    """Return the schools of each district of an invented country."""
    return schools_of_districts(enrollments(DISTRICTS, Random(SEED)), SCHOOLS)  # noqa: S311 (no secret)


@dataclass(frozen=True)
class OneProcess:
    """What the one process that gives out work does for a district, on average: seconds, and bytes that travel."""

    reading: float
    writing: float
    storing: float
    kilobytes_there: float
    kilobytes_back: float

    @property
    def seconds(self) -> float:
        """All of it."""
        return self.reading + self.writing + self.storing


def one_process(fleet: Path, entries: Sequence[FleetEntry]) -> OneProcess:
    """Do for every so many districts of a planned fleet once more what is not done by workers, on copies."""
    workspaces = fleet_of(fleet).workspaces
    planned = [entry for entry in entries if entry.result.plan is not None]
    chosen = planned[:: max(1, len(planned) // _SAMPLE)]
    program, reading, writing, storing, there, back = api.program_digest(), 0.0, 0.0, 0.0, 0, 0
    with tempfile.TemporaryDirectory() as place, api.fleet_results(Path(place)) as results:
        for entry in chosen:
            folder = Path(place) / entry.folder
            shutil.copytree(workspaces[entry.folder], folder)
            began = time.perf_counter()
            bundle = api.read_bundle(folder)
            task = DistrictTask(entry.folder, FleetWork.PLAN, WorkOptions(), bundle, program)
            key_of(task)
            there += len(pickle.dumps(task))
            reading += time.perf_counter() - began
            plan = {f"plan/{path.name}": path.read_bytes() for path in (folder / "plan").iterdir()}
            back += sum(map(len, plan.values()))
            began = time.perf_counter()
            api.write_back(folder, bundle.whole, plan)
            writing += time.perf_counter() - began
            began = time.perf_counter()
            text = entry.result.model_dump_json()
            results.put(api.StoredResult("plan", entry.folder, entry.key, text, 1, False, 1.0))
            storing += time.perf_counter() - began
    number = len(chosen)
    return OneProcess(*(total / number for total in (reading, writing, storing, there / 1e3, back / 1e3)))


def write_section(costs: Sequence[LawCost], process: OneProcess, core_hour: float) -> None:
    """Write the section into docs/scale.md."""
    sizes = country()
    by_class = defaultdict(list)
    for schools in sizes:
        by_class[class_of(schools)].append(schools)
    head = ("schools of a district", "districts", "schools", *(f"seconds each, {cost.state}" for cost in costs))
    names = [
        *(f"{low} to {high - 1}" for low, high in pairwise(CLASSES)),
        f"{CLASSES[-1]} on",
    ]
    rows = [
        (
            "1" if low == 1 else name,
            f"{len(by_class[low]):,}",
            f"{sum(by_class[low]):,}",
            *(f"{statistics.mean(map(cost.seconds, by_class[low])):.1f}" for cost in costs),
        )
        for low, name in zip(CLASSES, names, strict=True)
    ]
    lines = ["| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *rows)]
    for cost in costs:
        hours = sum(map(cost.seconds, sizes)) / 3600
        longest = cost.seconds(LARGEST) / 60
        workers = sum(map(cost.seconds, sizes)) / len(sizes) / process.seconds
        lines += [
            "",
            f"**As under {cost.state} law** ({cost.districts:,} districts measured): {hours:,.1f} processor "
            f"hours, {hours * core_hour:,.2f} dollars if a core costs {core_hour} dollars an hour. A district of "
            f"{LARGEST:,} schools, like New York City's, would take {longest:.1f} minutes on one core, so more "
            f"than {hours * 60 / longest:,.0f} workers make no run shorter. One process gives out the work of at "
            f"most {workers:,.0f} workers.",
        ]
    lines += [
        "",
        f"For each district, that process takes {process.seconds * 1e3:.0f} ms: {process.reading * 1e3:.0f} to "
        f"read the files and give them out, {process.writing * 1e3:.0f} to write the plan, and "
        f"{process.storing * 1e3:.0f} to store the result in SQLite. {process.kilobytes_there:,.0f} kB go to a "
        f"worker, and {process.kilobytes_back:,.0f} kB of plan come back.",
    ]
    write_between(PAGE, "model", "\n".join(lines))


def main() -> None:
    """Read the options and write the section."""
    parser = argparse.ArgumentParser(description="What a whole country would take, from measured fleets.")
    parser.add_argument("fleets", type=Path, nargs="+")
    parser.add_argument("--core-hour", type=float, default=0.05, help="dollars for a core and an hour")
    options = parser.parse_args()
    found = [(fleet, entries_of(fleet)) for fleet in options.fleets]
    write_section([law_cost(entries) for _, entries in found], one_process(*found[0]), options.core_hour)


if __name__ == "__main__":
    main()
