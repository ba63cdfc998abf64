"""Plan random years, judge each, and have each refusal confirmed by a second solver.

Run ``python -m benchmarks.years.run --seed 18 --from 0 --years 1500 --out FILE``; for more cores, run it more than
once with other numbers. It prints a Markdown table of how the years ended, and writes a line of JSON for each into
the file. A year that ended otherwise than *planned* or *refused: confirmed* is a defect. ``--write FOLDER`` writes
the workspaces, to look at them.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import small_budget
from benchmarks.years.random_year import RandomYear, random_year
from benchmarks.years.second_solver import Confirmation, confirm
from drillplanner import api
from drillplanner.audit.schedule import AuditReport
from drillplanner.files.errors import AuditFailedError, InfeasibleError, InputError, OutOfTimeError
from drillplanner.model import Conflict, Plan
from drillplanner.solve.solver import SolverSettings

#: What an error means for a year.
FAILURES = {InputError: "bad input", OutOfTimeError: "too hard", AuditFailedError: "judge and solver differ"}
#: Endings that are as they should be.
GOOD = ("planned", "refused: confirmed")


@dataclass(frozen=True)
class Ending:
    """How a year ended. ``why`` says more: the kinds of a conflict's members, or what went wrong."""

    number: int
    state: str
    seconds: float
    ending: str
    why: str = ""
    drills: int = 0
    gap: float = 0.0


def plan_and_judge(year: RandomYear, folder: Path) -> Ending:
    """Plan the year, judge the plan, and confirm a refusal."""
    started = time.process_time()
    ending, why, drills, gap = _ending(year, folder)
    return Ending(year.number, year.state, round(time.process_time() - started, 2), ending, why, drills, gap)


def _ending(year: RandomYear, folder: Path) -> tuple[str, str, int, float]:
    try:
        prepared = api.prepare(year.write(folder))
        plan = small_budget.with_usual_if_too_hard(lambda: api.plan(prepared, SolverSettings(workers=1)))
    except InfeasibleError as error:
        conflicts = tuple(conflict for conflict in error.conflicts if isinstance(conflict, Conflict))
        return *_of_refusal(conflicts, [confirm(conflict, prepared) for conflict in conflicts]), 0, 0.0
    except Exception as error:
        words = next((words for kind, words in FAILURES.items() if isinstance(error, kind)), "crash")
        said = traceback.format_exc()[-1500:] if words == "crash" else str(error)[:600]
        return words, said, 0, 0.0
    wrong = _wrong(api.audit(prepared), plan)
    return wrong or "planned", plan.status, len(plan.drills), plan.gap


def _wrong(report: AuditReport, plan: Plan) -> str:
    """Return what is wrong with the plan in the judge's eyes, or with its claims; empty if nothing is."""
    if report.violated or report.entries:
        return "not lawful"
    is_met = plan.bound == plan.objective
    return "status and bound differ" if plan.bound > plan.objective or (plan.status == "optimal") != is_met else ""


def _of_refusal(conflicts: tuple[Conflict, ...], found: Iterable[Confirmation]) -> tuple[str, str]:
    kinds = sorted({"+".join(sorted({member.kind for member in conflict.members})) for conflict in conflicts})
    answers = list(found)
    if not answers:
        return "refused: no conflict named", ""
    words = "; ".join(kinds)
    if all(answer.is_confirmed for answer in answers):
        return "refused: confirmed", words
    return (
        "refused: not confirmed",
        f"{words}: {'; '.join(answer.words for answer in answers if not answer.is_confirmed)}",
    )


def endings(seed: int, numbers: Iterable[int], states: tuple[str, ...]) -> Iterator[Ending]:
    """Yield how each of these years ends."""
    for number in numbers:
        with tempfile.TemporaryDirectory() as place:
            yield plan_and_judge(random_year(seed, number, states), Path(place))


def table(found: Iterable[Ending]) -> str:
    """Return how many years ended in each way, as a Markdown table."""
    every = list(found)
    rows = Counter(
        (ending.ending, ending.why if ending.ending.startswith(("planned", "refused")) else "") for ending in every
    )
    seconds = sorted(ending.seconds for ending in every)
    lines = ["| ending | what | years |", "| --- | --- | ---: |"]
    lines += [f"| {ending} | {why} | {number} |" for (ending, why), number in sorted(rows.items())]
    middle, most = seconds[len(seconds) // 2], seconds[-1]
    return "\n".join(
        [
            *lines,
            "",
            f"{len(every)} years. Processor seconds of a year: {middle} in the middle, "
            f"{sum(seconds) / len(every):.2f} on average, {most} at most.",
        ]
    )


def main() -> None:
    """Plan the years that the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=18)
    asked.add_argument("--from", dest="first", type=int, default=0)
    asked.add_argument("--years", type=int, default=100)
    asked.add_argument("--states", nargs="*", default=[])
    asked.add_argument("--out", type=Path, help="a file for one JSON line for each year")
    asked.add_argument(
        "--budget",
        type=float,
        default=2.0,
        help=f"deterministic seconds of a search; as usual: {small_budget.USUAL:g}",
    )
    asked.add_argument("--write", type=Path, help="a folder for the workspaces of these years; nothing is planned")
    options = asked.parse_args()
    small_budget.use(options.budget)
    numbers = range(options.first, options.first + options.years)
    if options.write is not None:
        for number in numbers:
            random_year(options.seed, number, options.states).write(options.write / str(number))
        return
    found = []
    for ending in endings(options.seed, numbers, tuple(options.states)):
        found.append(ending)
        if options.out is not None:
            with options.out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(ending)) + "\n")
        if ending.ending not in GOOD:
            print(
                f"{ending.number} {ending.state} {ending.seconds} s {ending.ending}: {ending.why}",
                file=sys.stderr,
                flush=True,
            )
    print(table(found))


if __name__ == "__main__":
    main()
