"""Seconds and memory of ``drillplanner fleet report`` for a state of any size.

    python -m benchmarks.fleet_report FOLDER --districts 1000

FOLDER gets an invented fleet: for each district a folder and a stored result, with sizes as in
:mod:`benchmarks.synthetic_state`. The counts of the results are invented, and no plan is behind them; what is
measured is reading, adding up, and writing. Districts without a plan, requirements not met, and old law occur.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from random import Random

from benchmarks.synthetic_state.sizes import enrollments, schools_of_districts
from drillplanner import api
from drillplanner.fleet.result import (
    DistrictResult,
    FleetWork,
    JudgedFigures,
    MandateCount,
    Outcome,
    PackVersion,
    PlanFigures,
)

_KIBIBYTES = 1024
_MANDATES = 30
_LAYERS = ("statute", "rule", "agency", "fire_code")
#: Of 1,000 districts: those without a plan, with old law, with a requirement that is not met.
_NO_PLAN, _OLD_LAW, _NOT_MET = 12, 20, 15
_REASONS = (
    (
        Outcome.NO_PLAN,
        "These 3 requirements conflict at Invented School 1: TX-01, TX-04, and the days left in May.",
    ),
    (Outcome.BAD_INPUT, "calendar.ics, line 12: a date that cannot be read."),
    (Outcome.OUT_OF_TIME, "No plan was found within the effort allowed."),
)


#: The plan of each district, of which only the hash matters.
_PLAN = b"{}"


def invented_result(number: int, schools: int, chance: Random) -> DistrictResult:
    """Return the invented result of one district."""
    folder, name = f"invented-district-{number:05}", f"Invented District {number}"
    laws = (_pack("US-TX", date(2026, 11, 30), date(2027, 7, 1), "a"),)
    if chance.randrange(1000) < _OLD_LAW:
        laws = (_pack("US-TX", date(2025, 11, 30), date(2026, 7, 1), "b"),)
    base = {"folder": folder, "work": FleetWork.PLAN, "district": name, "state": "TX", "year": "2026-27"}
    if chance.randrange(1000) < _NO_PLAN:
        outcome, sentence = chance.choice(_REASONS)
        return DistrictResult.model_validate(base | {"outcome": outcome, "sentence": sentence, "laws": laws})
    mandates = tuple(_count(place, schools, chance) for place in range(1, _MANDATES + 1))
    gap = chance.choice((0.0, 0.0, 0.0, 0.004, 0.031))
    plan = PlanFigures(
        status="feasible" if gap else "optimal",
        ended_early=None,
        drills=schools * chance.randint(14, 18),
        cost=1000,
        bound=round(1000 * (1 - gap)),
        gap=gap,
        practice_kept=schools * 5,
        practice_of=schools * 6,
        planned_on=date(2026, 7, 1),
        sha256=hashlib.sha256(_PLAN).hexdigest(),
    )
    judged = JudgedFigures(impossible_entries=0, well_being_broken=0, well_being_open=1, not_judged=schools)
    figures = {
        "outcome": Outcome.DONE,
        "campuses": schools,
        "laws": laws,
        "mandates": mandates,
        "questions": {"guess": 4, "law_open": 2, "fact": chance.randint(1, 6)},
        "plan": plan,
        "judged": judged,
    }
    return DistrictResult.model_validate(base | figures)


def _pack(pack_id: str, reviewed: date, review_by: date, letter: str) -> PackVersion:
    return PackVersion(pack_id=pack_id, reviewed=reviewed, review_by=review_by, sha256=letter * 64)


def _count(place: int, schools: int, chance: Random) -> MandateCount:
    periods = 1 + place % 8
    violated = int(chance.randrange(1000 * _MANDATES) < _NOT_MET)
    unsure = int(chance.random() < 0.02)
    return MandateCount(
        mandate_id=f"TX-{place:02}",
        title=f"Invented requirement {place}",
        layer=_LAYERS[place % len(_LAYERS)],
        is_presumed=_LAYERS[place % len(_LAYERS)] == "fire_code",
        is_task=place % 7 == 0,
        met=max(0, schools * periods - violated - unsure),
        violated=violated,
        cannot_tell=unsure,
        campuses=schools,
    )


def make_fleet(folder: Path, districts: int, schools: int) -> None:
    """Make the folders and the stored results of an invented fleet."""
    chance = Random(f"{districts} {schools}")  # noqa: S311 (no secret)
    numbers = schools_of_districts(enrollments(districts, chance), schools)
    folder.mkdir(parents=True)
    with api.fleet_results(folder) as results:
        for number, count in enumerate(numbers, start=1):
            result = invented_result(number, count, chance)
            workspace = folder / result.folder
            (workspace / "plan").mkdir(parents=True)
            (workspace / "plan" / "plan.json").write_bytes(_PLAN)
            (workspace / "district.yaml").write_text("# Invented, and empty.\n", encoding="utf-8")
            row = api.StoredResult("plan", result.folder, "k", result.model_dump_json(), 1, False, 1.0)
            results.put(row)


def main() -> None:
    """Make the fleet, write its report with all tables, and print what it took."""
    parser = argparse.ArgumentParser(description="Seconds and memory of fleet report.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--districts", type=int, default=1000)
    options = parser.parse_args()
    make_fleet(options.folder, options.districts, 9 * options.districts)
    for tables in ((), ("--csv",), ("--csv", "--parquet")):
        started = time.perf_counter()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = (sys.executable, "-m", "drillplanner", "fleet", "report", str(options.folder), *tables)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
        print(
            f"{options.districts:,} districts, page {' '.join(tables)}: {time.perf_counter() - started:.1f} s, "
            f"{processor:.1f} s of processor, at most {used.ru_maxrss * _KIBIBYTES / 1e6:.0f} MB"
        )


if __name__ == "__main__":
    main()
