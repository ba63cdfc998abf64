"""Time and memory for making packets and the binder.

    drillplanner demo build/demo
    python -m benchmarks.paper build/demo --campuses 672

The plan of a workspace is repeated with new ids up to the number of campuses; each has its own drills and people.
``--keep DIR`` keeps the binders in that folder, for ``python -m benchmarks.check_forms --files``. Each output is
measured in a process of its own, because a process rarely returns memory. If other work runs on the computer,
processor seconds are more reliable than wall clock seconds.
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

#: The default number of campuses whose packets are made.
FEW = 2

Model = TypeVar("Model", Workspace, Plan)


@dataclass(frozen=True)
class Measured:
    """An output, its wall clock and processor seconds, and its peak memory."""

    what: str
    files: int
    megabytes: float
    seconds: float
    processor_seconds: float
    memory_mb: float


def repeated(request: PublishRequest, campuses: int) -> PublishRequest:
    """Return the district with its campuses repeated up to this number, each with its own drills and people."""
    space, plan = request.workspace, request.plan
    listed = [
        campus for campus in space.campuses if any(drill.campus_id == campus.campus_id for drill in plan.drills)
    ]
    made, drills, staff = [], list[Drill](), []
    for number in range(campuses):
        copy, place = divmod(number, len(listed))
        campus = listed[place]
        campus_id = f"{campus.campus_id}-{copy}"
        made.append(campus.model_copy(update={"campus_id": campus_id, "name": f"{campus.name} ({copy})"}))
        drills += [
            drill.model_copy(update={"campus_id": campus_id, "drill_id": f"{drill.drill_id}-{copy}"})
            for drill in plan.drills
            if drill.campus_id == campus.campus_id
        ]
        staff += [
            person.model_copy(update={"campus_id": campus_id, "staff_id": f"{person.staff_id}-{copy}"})
            for person in space.staff
            if person.campus_id == campus.campus_id
        ]
    workspace = _with_fields(space, campuses=tuple(made), staff=tuple(staff))
    return replace(request, workspace=workspace, plan=_with_fields(plan, drills=tuple(drills), tasks=()))


def _with_fields(model: Model, **fields: object) -> Model:
    """Return the model with other fields, without its cached look-ups."""
    fields_before = {name: getattr(model, name) for name in type(model).model_fields}
    return type(model).model_construct(**fields_before | fields)


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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    queue.put(Measured(f"{what}, {campuses} campuses", len(paths), size, seconds, used, peak))


def measured(workspace: Path, campuses: int, what: str, keep: Path | None = None) -> Measured:
    """Measure one output in a process of its own; copy a binder into the folder ``keep``."""
    context = multiprocessing.get_context("spawn")
    queue: multiprocessing.Queue[Measured] = context.Queue()
    process = context.Process(target=_measure, args=(workspace, campuses, what, keep, queue))
    process.start()
    result = queue.get()
    process.join()
    return result


def _line(result: Measured) -> str:
    return (
        f"| {result.what} | {result.files} | {result.megabytes:.0f} | {result.seconds:.0f} "
        f"| {result.processor_seconds:.0f} | {result.memory_mb:.0f} |"
    )


def main() -> None:
    """Measure, print a table, and write it into the page of figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--campuses", type=int, default=672, help="of the largest binder")
    parser.add_argument("--few", type=int, default=FEW, help="of the packets")
    parser.add_argument("--keep", type=Path, help="a folder in which the binders stay")
    options = parser.parse_args()
    head = "| what | files | MB | seconds | processor seconds | most memory, MB |"
    lines = [head, "| --- " + "| ---: " * 5 + "|"]
    print(*lines, sep="\n", flush=True)
    outputs = (("packets", options.few), ("binder", 9), ("binder", 100), ("binder", options.campuses))
    for what, campuses in outputs:
        lines.append(_line(measured(options.workspace, campuses, what, options.keep)))
        print(lines[-1], flush=True)
    write_between(PAGE, "paper", "\n".join(lines))


if __name__ == "__main__":
    main()
