"""A fleet of four invented districts whose results are stored, without workspaces that could be planned."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from drillplanner import api
from drillplanner.fleet.result import (
    DistrictResult,
    FleetEntry,
    FleetWork,
    JudgedFigures,
    MandateCount,
    Outcome,
    PackVersion,
    PlanFigures,
)

#: The plan of each district, of which only the hash matters.
PLAN = b"{}"
NEW_LAW = PackVersion(pack_id="US-TX", reviewed=date(2026, 11, 30), review_by=date(2027, 7, 1), sha256="a" * 64)
OLD_LAW = PackVersion(pack_id="US-TX", reviewed=date(2025, 11, 30), review_by=date(2026, 7, 1), sha256="b" * 64)


def count(
    mandate_id: str, met: int, violated: int = 0, cannot_tell: int = 0, *, schools: int = 1, presumed: bool = False
) -> MandateCount:
    return MandateCount(
        mandate_id=mandate_id,
        title=f"Invented requirement {mandate_id}",
        layer="fire_code" if presumed else "statute" if mandate_id == "TX-01" else "rule",
        is_presumed=presumed,
        is_task=mandate_id == "TX-03",
        met=met,
        violated=violated,
        cannot_tell=cannot_tell,
        campuses=schools,
    )


def figures(drills: int, *, gap: float = 0.0) -> PlanFigures:
    return PlanFigures(
        status="feasible" if gap else "optimal",
        ended_early=None,
        drills=drills,
        cost=1000,
        bound=round(1000 * (1 - gap)),
        gap=gap,
        practice_kept=1,
        practice_of=2,
        planned_on=date(2026, 7, 1),
        sha256=hashlib.sha256(PLAN).hexdigest(),
    )


ASH = DistrictResult(
    folder="ash-isd",
    work=FleetWork.PLAN,
    outcome=Outcome.DONE,
    district="Ash ISD",
    state="TX",
    campuses=3,
    laws=(NEW_LAW,),
    mandates=(
        count("TX-01", 24, schools=3),
        count("TX-02", 5, violated=1, schools=3),
        count("IFC-01", 27, schools=3, presumed=True),
    ),
    questions={"guess": 4, "law_open": 2},
    plan=figures(50),
    judged=JudgedFigures(impossible_entries=0, well_being_broken=1, well_being_open=0, not_judged=7),
    unrecorded=2,
)
OAK = DistrictResult(
    folder="oak-isd",
    work=FleetWork.PLAN,
    outcome=Outcome.DONE,
    district="Oak <ISD> & Sons",
    state="TX",
    campuses=1,
    laws=(OLD_LAW,),
    mandates=(count("TX-01", 8), count("TX-02", 2), count("TX-03", 0, cannot_tell=1)),
    questions={"guess": 1},
    plan=figures(17, gap=0.031),
)
ELM = DistrictResult(
    folder="elm-isd",
    work=FleetWork.PLAN,
    outcome=Outcome.NO_PLAN,
    sentence="At Elm School, TX-01 and the days left in May conflict.",
    words="Everything that the program said, with Sample Person in it.",
    district="Elm ISD",
    state="TX",
    campuses=1,
    laws=(NEW_LAW,),
)
FOLDERS = ("ash-isd", "elm-isd", "fir-isd", "oak-isd")


def entry(result: DistrictResult) -> FleetEntry:
    return FleetEntry(
        folder=result.folder,
        work=result.work,
        key="k",
        result=result,
        tries=1,
        is_parked=False,
        processor_seconds=1,
    )


def stored_fleet(folder: Path, results: Iterable[DistrictResult] = (ASH, OAK, ELM)) -> Path:
    """Write the folders of four districts, and store the results; of Fir ISD there is none."""
    for name in FOLDERS:
        (folder / name / "plan").mkdir(parents=True)
        (folder / name / "district.yaml").write_text("# Invented, and empty.\n", encoding="utf-8")
    with api.fleet_results(folder) as kept:
        for result in results:
            if result.plan is not None:
                (folder / result.folder / "plan" / "plan.json").write_bytes(PLAN)
            row = (result.work.value, result.folder, "key", result.model_dump_json(), 1, False, 1.0)
            kept.put(api.StoredResult(*row))
    return folder
