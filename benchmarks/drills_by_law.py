"""Drills of each type at three schools of the bundled example, planned under the law of every state.

Run ``python -m benchmarks.drills_by_law OUT.json`` before and after a change of packs, and
``python -m benchmarks.drills_by_law --compare BEFORE.json AFTER.json`` to see what the change does to a year, as a
Markdown table. States after OUT.json limit the run to these; what is already in OUT.json is kept. An elementary, a
middle, and a high school are each planned as a district of their own. ``docs/make_states_table.py`` shows the same
in docs/states.md.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypedDict

from benchmarks.one_campus import District
from drillplanner import api
from drillplanner.files.errors import DrillplannerError
from drillplanner.law import bundled_states, load_state_pack
from drillplanner.model import DutyStatus
from drillplanner.solve.solver import SolverSettings

SCHOOLS = (("burnet-hill", "elementary"), ("heritage", "middle"), ("livingston-high", "high"))


class School(TypedDict):
    """One school's year. ``drills`` counts them by type, ``violated`` names duties that the plan misses."""

    duties: int
    objective: int
    bound: int
    cannot_tell: int
    violated: list[str]
    drills: dict[str, int]


class Planned(TypedDict):
    """One state's law: the schools' years by level, why a level has no plan, and mandates by certainty."""

    schools: dict[str, School]
    errors: dict[str, str]
    mandates: dict[str, int]


def planned_under(state: str) -> Planned:
    """Plan the three schools under the law of this state and count their drills."""
    known_by = Counter(str(mandate.confidence) for mandate in load_state_pack(state).mandates)
    planned = Planned(schools={}, errors={}, mandates=dict(sorted(known_by.items())))
    for campus, level in SCHOOLS:
        with tempfile.TemporaryDirectory() as place:
            try:
                planned["schools"][level] = _planned(
                    District(state, campus, level).write(Path(place) / "district")
                )
            except DrillplannerError as error:
                planned["errors"][level] = str(error)
    return planned


def _planned(folder: Path) -> School:
    prepared = api.prepare(folder)
    plan = api.plan(prepared, SolverSettings())
    report = api.audit(prepared)
    return School(
        duties=len(prepared.duties),
        objective=plan.objective,
        bound=plan.bound,
        cannot_tell=report.count(DutyStatus.CANNOT_TELL),
        violated=[verdict.duty for verdict in report.violated],
        drills=dict(sorted(Counter(str(drill.drill_type) for drill in plan.drills).items())),
    )


def differences(before: Mapping[str, Planned], after: Mapping[str, Planned]) -> Iterator[str]:
    """Yield the lines of a Markdown table of the numbers of drills that differ, by state and type."""
    yield "| law | drills | before: elementary, middle, high | after |"
    yield "| --- | --- | --- | --- |"
    for state in sorted({*before} & {*after}):
        old, new = before[state], after[state]
        types = {
            name for planned in (old, new) for school in planned["schools"].values() for name in school["drills"]
        }
        for name in sorted(types):
            was, now = (_numbers(planned, (name,)) for planned in (old, new))
            if was != now:
                yield f"| {state} | {name} | {', '.join(was)} | {', '.join(now)} |"


def numbers(planned: Planned, types: Iterable[str]) -> str:
    """Return how many drills of these types the schools hold, as '4', or as '4, 4, 2' where they differ."""
    found = _numbers(planned, tuple(types))
    return found[0] if len(set(found)) == 1 else ", ".join(found)


def _numbers(planned: Planned, types: tuple[str, ...]) -> list[str]:
    """Return the number at each level; '–' where there is no plan."""
    return [
        str(sum(planned["schools"][level]["drills"].get(name, 0) for name in types))
        if level in planned["schools"]
        else "–"
        for _, level in SCHOOLS
    ]


def main() -> None:
    """Plan and write the file, or compare two files."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--compare"]:
        before, after = (json.loads(Path(name).read_text(encoding="utf-8")) for name in arguments[1:3])
        print("\n".join(differences(before, after)))
        return
    if not arguments:
        sys.exit("Name a file to write: python -m benchmarks.drills_by_law OUT.json")
    out, states = Path(arguments[0]), arguments[1:] or list(bundled_states())
    found: dict[str, Planned] = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
    for state in states:
        if state not in found:
            found[state] = planned_under(state)
            print(state, numbers(found[state], ["fire_evacuation"]), *found[state]["errors"].values(), flush=True)
            out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
