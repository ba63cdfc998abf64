"""What the solver spends and finds, without a clock: a guard against a change that makes other districts slower.

Run ``python -m benchmarks.solver_effort`` (some minutes): it plans the example, and districts of its schools of
three sizes under four laws, and writes ``benchmarks/solver_effort.json``. ``--check`` compares with the file
instead, and ends with 1 if something is worse; ``--only "NJ, 50"`` does some of it. A test checks the quick ones.

The effort is CP-SAT's deterministic time with what making models is charged, the number of searches, and the
rounds and the columns of column generation. They depend on OR-Tools and the system, and not on how busy the
computer is.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from unittest.mock import patch

from benchmarks.instances import Capacity, SchoolList, instance_of
from drillplanner import api
from drillplanner.progress import Interruption
from drillplanner.solve.district.column_generation import ColumnGeneration
from drillplanner.solve.problem.plans import Effort
from drillplanner.solve.problem.year_to_plan import YearToPlan
from drillplanner.solve.solver import SolverSettings, solve
from drillplanner.workflow.example import copy_example

FILE = Path(__file__).parent / "solver_effort.json"
#: Laws that ask different things: New Jersey two drills a month, Illinois visits of police and fire, Texas drills
#: in each half of the year, New York many drills early in the year.
LAWS = ("NJ", "IL", "TX", "NY")
#: How many campuses, how much room the agencies have there (alone a campus shares with none), and the level of
#: good practice. Large districts with practice take minutes: ``benchmarks.with_practice`` measures those.
SIZES: Mapping[int, tuple[Capacity, str]] = {
    1: (Capacity.NONE, "baseline"),
    50: (Capacity.TIGHT, "none"),
    200: (Capacity.TIGHT, "none"),
}
EXAMPLE = "example"
#: The part by which effort may grow before it is told, and the least growth: a tenth of little is nothing.
MOST_GROWTH, LEAST_SECONDS, LEAST_NUMBER = 0.1, 0.05, 3
_ROUND = "Sharing visits by prices"


@dataclass(frozen=True)
class Spent:
    """A plan and what it took: points, what is proven, drills, deterministic seconds, searches, and so on.

    ``breaches`` is the weight of goals that come before points, such as good practice that is not kept.
    """

    cost: int
    bound: int
    breaches: int
    drills: int
    seconds: float
    searches: int
    rounds: int
    columns: int

    @property
    def gap(self) -> int:
        """Points between the plan and what is proven."""
        return self.cost - self.bound


@dataclass
class _CountedSearches(Interruption):
    """An interruption that nobody requests, and that counts the searches that it could stop."""

    searches: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    @contextmanager
    def stopping_with(self, stop: Callable[[], None]) -> Iterator[None]:
        self.searches += 1
        with super().stopping_with(stop):
            yield


@dataclass(frozen=True)
class _MeteredSettings(SolverSettings):
    """Settings that keep the efforts they gave, to ask them for what was used of their budgets."""

    given: list[Effort] = field(default_factory=list, compare=False)

    def effort(self, campuses: int) -> Effort:
        effort = super().effort(campuses)
        self.given.append(effort)
        return effort


@contextmanager
def _counted_columns() -> Iterator[list[int]]:
    """Give a list that has, after each run of column generation in the block, its number of columns.

    The solver has no use for the number, so it is taken where the run ends.
    """
    counts: list[int] = []
    run = ColumnGeneration.run

    def counting(generation: ColumnGeneration) -> None:
        run(generation)
        counts.append(sum(map(len, generation.columns)))

    with patch.object(ColumnGeneration, "run", counting):
        yield counts


def names() -> tuple[str, ...]:
    """Return the districts by name, the quick ones first."""
    return (EXAMPLE, *(f"{law}, {size}" for size in SIZES for law in LAWS))


def spent_on(name: str) -> Spent:
    """Plan a district with one worker, so that counting needs no lock, and return what it took."""
    counted, stages = _CountedSearches(), Counter[str]()
    settings = _MeteredSettings(workers=1, interruption=counted)

    def progress(stage: str, done: int, total: int) -> None:
        stages[stage] += 1

    law, _, size = name.partition(", ")
    if name == EXAMPLE:
        year = _example()
    else:
        capacity, practice = SIZES[int(size)]
        year = instance_of(SchoolList(EXAMPLE, law, practice=practice), int(size), capacity)
    with _counted_columns() as columns:
        found = solve(year, settings, progress)
    seconds = sum(effort.budget.used for effort in settings.given)
    return Spent(
        cost=found.cost,
        bound=found.bound,
        breaches=found.breaches,
        drills=found.size,
        seconds=round(seconds, 3),
        searches=counted.searches,
        rounds=stages[_ROUND],
        columns=sum(columns),
    )


def _example() -> YearToPlan:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / EXAMPLE
        copy_example(folder)
        return api.prepare(folder).year


def this_system() -> dict[str, str]:
    """Return what the effort depends on besides the program: it is compared only where this is the same."""
    return {"ortools": version("ortools"), "system": platform.system(), "machine": platform.machine()}


def kept() -> tuple[dict[str, str], dict[str, Spent]]:
    """Return the system on which the file was written, and what each district took there."""
    document = json.loads(FILE.read_text(encoding="utf-8"))
    return document["measured_with"], {name: Spent(**line) for name, line in document["districts"].items()}


def worse(before: Spent, now: Spent, *, with_effort: bool) -> list[str]:
    """Return a sentence for each figure that is worse than before; ``with_effort``: those of effort too."""
    found = [
        f"{what} {old:,} -> {new:,}"
        for what, old, new in (
            ("weight of breaches", before.breaches, now.breaches),
            ("drills", before.drills, now.drills),
            ("points", before.cost, now.cost),
            ("gap", before.gap, now.gap),
        )
        if new > old
    ]
    if with_effort:
        efforts: Iterable[tuple[str, float, float, float]] = (
            ("deterministic seconds", before.seconds, now.seconds, LEAST_SECONDS),
            ("searches", before.searches, now.searches, LEAST_NUMBER),
            ("rounds", before.rounds, now.rounds, LEAST_NUMBER),
            ("columns", before.columns, now.columns, LEAST_NUMBER),
        )
        found += [
            f"{what} {old:,} -> {new:,}"
            for what, old, new, least in efforts
            if new - old > max(least, MOST_GROWTH * old)
        ]
    return found


def file_text(districts: Mapping[str, Spent]) -> str:
    """Return the file: one line for each district, so that version control shows which changed."""
    in_order = (
        f"  {json.dumps(name)}: {json.dumps(asdict(districts[name]))}" for name in names() if name in districts
    )
    head = f' "measured_with": {json.dumps(this_system())},\n "districts": {{'
    return "\n".join(["{", head, ",\n".join(in_order), " }", "}", ""])


def main(arguments: list[str] | None = None) -> int:
    """Write the file, or compare with it; return 1 if something is worse."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the file, and write nothing")
    parser.add_argument("--only", choices=names(), action="append", help="a district; may be given again")
    given = parser.parse_args(arguments)
    system, before = kept() if FILE.exists() else ({}, {})
    is_same = system == this_system()
    now: dict[str, Spent] = {}
    is_worse = False
    for name in given.only or names():
        now[name] = spent_on(name)
        sentences = worse(before[name], now[name], with_effort=is_same) if name in before else ["new"]
        is_worse = is_worse or (name in before and bool(sentences))
        print(f"{name}: {now[name]}\n    {'; '.join(sentences) or 'nothing is worse'}", flush=True)
    if given.check:
        return int(is_worse)
    FILE.write_text(file_text(before | now), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
