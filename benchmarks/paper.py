"""How quickly packets and binder are made, and in how much memory.

    drillplanner demo build/demo
    python -m benchmarks.paper build/demo --campuses 672

The plan of a workspace is repeated with new ids until there are so many campuses; each has its own drills and
people. ``--keep DIR`` leaves the binders in that folder, for ``python -m benchmarks.check_forms --files``.
Every output is measured in a process of its own, since memory that was once taken is seldom given back.
Where other work runs on the computer, the seconds of the processor tell more than those of the clock.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import shutil
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from benchmarks.page import PAGE, write_between
from drillplanner import api
from drillplanner.model import Drill, Plan, Workspace
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.registry import load_output

FEW = 2

Model = TypeVar("Model", Workspace, Plan)


@dataclass(frozen=True)
class Measured:
    """What was made, how long it took on the clock and on the processor, and the most memory it held."""

    what: str
    files: int
    megabytes: float
    seconds: float
    processor_seconds: float
    memory_mb: float


def repeated(request: PublishRequest, campuses: int) -> PublishRequest:
    """The district with so many campuses: its own again and again, each with its own drills and people."""
    space, plan = request.workspace, request.plan
    listed = [
        campus for campus in space.campuses if any(drill.campus_id == campus.campus_id for drill in plan.drills)
    ]
    made, drills, staff = [], list[Drill](), []
    for number in range(campuses):
        copy, place = divmod(number, len(listed))
        one = listed[place]
        again = f"{one.campus_id}-{copy}"
        made.append(one.model_copy(update={"campus_id": again, "name": f"{one.name} ({copy})"}))
        drills += [
            drill.model_copy(update={"campus_id": again, "drill_id": f"{drill.drill_id}-{copy}"})
            for drill in plan.drills
            if drill.campus_id == one.campus_id
        ]
        staff += [
            person.model_copy(update={"campus_id": again, "staff_id": f"{person.staff_id}-{copy}"})
            for person in space.staff
            if person.campus_id == one.campus_id
        ]
    workspace = _anew(space, campuses=tuple(made), staff=tuple(staff))
    return replace(request, workspace=workspace, plan=_anew(plan, drills=tuple(drills), tasks=()))


def _anew(model: Model, **fields: object) -> Model:
    """The model with other fields, without the look-ups that it has remembered."""
    same = {name: getattr(model, name) for name in type(model).model_fields}
    return type(model).model_construct(**same | fields)


def _measure(
    workspace: Path, campuses: int, what: str, keep: Path | None, queue: multiprocessing.Queue[Measured]
) -> None:
    prepared, plan = api.prepare(workspace), api.read_plan(workspace)
    request = repeated(PublishRequest(plan, prepared.workspace, ()), campuses)
    with tempfile.TemporaryDirectory() as folder:
        clock, processor = time.perf_counter(), time.process_time()
        paths = list(load_output(what).write(request, Path(folder)))
        seconds, used = time.perf_counter() - clock, time.process_time() - processor
        size = sum(path.stat().st_size for path in paths) / 1e6
        if keep is not None and what == "binder":
            keep.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(paths[0], keep / f"binder-{campuses}.pdf")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    queue.put(Measured(f"{what}, {campuses} campuses", len(paths), size, seconds, used, most))


def measured(workspace: Path, campuses: int, what: str, keep: Path | None = None) -> Measured:
    """One output, in a process of its own; a binder is left in ``keep``."""
    context = multiprocessing.get_context("spawn")
    queue: multiprocessing.Queue[Measured] = context.Queue()
    process = context.Process(target=_measure, args=(workspace, campuses, what, keep, queue))
    process.start()
    found = queue.get()
    process.join()
    return found


def _line(one: Measured) -> str:
    return (
        f"| {one.what} | {one.files} | {one.megabytes:.0f} | {one.seconds:.0f} | {one.processor_seconds:.0f} "
        f"| {one.memory_mb:.0f} |"
    )


def main() -> None:
    """Measure what the command line asks for, print a table and write it into the page of figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--campuses", type=int, default=672, help="of the largest binder")
    parser.add_argument("--few", type=int, default=FEW, help="of the packets")
    parser.add_argument("--keep", type=Path, help="a folder in which the binders stay")
    chosen = parser.parse_args()
    head = "| what | files | MB | seconds | processor seconds | most memory, MB |"
    lines = [head, "| --- " + "| ---: " * 5 + "|"]
    print(*lines, sep="\n", flush=True)
    asked = (("packets", chosen.few), ("binder", 9), ("binder", 100), ("binder", chosen.campuses))
    for what, campuses in asked:
        lines.append(_line(measured(chosen.workspace, campuses, what, chosen.keep)))
        print(lines[-1], flush=True)
    write_between(PAGE, "paper", "\n".join(lines))


if __name__ == "__main__":
    main()
