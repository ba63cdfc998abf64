"""The report of a fleet as one HTML page that needs nothing else: what is not known and not done comes first.

The page opens without a network, works on a phone and with a screen reader, in light and dark, and prints. Its
only script finds rows; without it, everything is there. It is ``templates/fleet/report.html.j2``. Nothing in it is
about people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from drillplanner import api
from drillplanner.fleet.report.roll_up import DistrictRow, MandateRow, RollUp
from drillplanner.fleet.result import FleetWork, Outcome
from drillplanner.fleet.summary import QUESTION_WORDS
from drillplanner.fleet.workspaces import Fleet

TEMPLATE = "fleet/report.html.j2"
_SCRIPT = "fleet/find.js"
#: How a district settles each kind of point that is not known, in the order of the report. DISTRICT is its folder.
_ANSWERS = {
    "no_drills": "drillplanner check DISTRICT says which drills may be missing, and what to answer.",
    "law_open": (
        "Ask the state agency or your counsel. drillplanner check DISTRICT gives the command that keeps "
        "the answer."
    ),
    "fact": (
        "drillplanner check DISTRICT asks each question; drillplanner answer DISTRICT FACT=VALUE keeps the answer."
    ),
    "guess": (
        "Put the district's own calendar, bell times, and agencies in place of ours; or confirm one that "
        "is right: drillplanner answer DISTRICT confirmed=NAME. A calendar that arrives: put it with the "
        "others, and run fleet init again."
    ),
    "calendar": "drillplanner check DISTRICT lists each entry in doubt with the line for calendar.yaml.",
    "left_out": (
        "The column leave_out in DISTRICT/campuses.csv has the reason. Correct the row and empty that "
        "cell to plan it."
    ),
    "changed_by_hand": "drillplanner audit DISTRICT checks what was changed by hand.",
    "crowded": "Nothing to answer. drillplanner check DISTRICT says why a day holds several drills.",
    "law_changes": "Nothing to answer now. Plan again when the new law is in effect.",
    "credit": "Ask the state whether such a drill counts; drillplanner check DISTRICT keeps the answer.",
}
#: The source of a requirement, as the report calls it, the farthest first.
_SOURCES = {
    "statute": "State statute",
    "rule": "State board or agency rule",
    "fire_code": "Fire code",
    "agency": "Other state agency",
    "local_authority": "Local authority",
    "district": "District policy",
    "": "Not known",
}
_TITLES = {
    FleetWork.PLAN: "Plans of emergency drills",
    FleetWork.AUDIT: "Emergency drills, checked",
    FleetWork.STATUS: "Emergency drills, how they stand",
    FleetWork.PUBLISH: "Emergency drills, published",
}


@dataclass(frozen=True)
class _OpenPoints:
    """A kind of point that is not known, in words, with how to answer."""

    what: str
    points: int
    districts: int
    answer: str


@dataclass(frozen=True)
class _SourceSum:
    """All requirements of one source of law, added up."""

    name: str
    requirements: int
    met: int
    violated: int
    cannot_tell: int


def report_html(total: RollUp, fleet: Fleet, today: date) -> str:
    """Return the page; on ``today`` law may be past its day of review."""
    known = [row for row in total.mandate_rows if not row.is_presumed]
    done = [row for row in total.districts if row.outcome is not None and not row.has_failed]
    return api.fill_template(
        TEMPLATE,
        {
            "fleet": fleet.name,
            "place": fleet.place_in_commands,
            "is_of_list": bool(fleet.of_list),
            "title": _TITLES[total.work],
            "work": total.work.value,
            "today": today,
            "first_as_of": min(total.as_of, default=None),
            "as_of": max(total.as_of, default=None),
            "states_of_union": ", ".join(sorted({row.state for row in total.districts if row.state})),
            "script": _SCRIPT,
            "script_hash": api.script_hash(_SCRIPT),
            "disclaimer": api.DISCLAIMER,
            "count": len(total.districts),
            "without_result": len(total.failed) + len(total.not_worked_on),
            "total": total,
            "schools": sum(row.schools or 0 for row in done),
            "drills": sum(row.drills or 0 for row in done),
            "with_plan": sum(row.drills is not None for row in done),
            "best": sum(row.is_best is True for row in done),
            "met": sum(row.met for row in known),
            "violated": sum(row.violated for row in known),
            "cannot_tell": sum(row.cannot_tell for row in known),
            "presumed": [row for row in total.mandate_rows if row.is_presumed],
            "failed": sorted(total.failed, key=lambda row: row.phrase),
            "failures": _failures(total.failed),
            "kept": [row for row in total.districts if row.outcome is Outcome.KEPT],
            "not_worked_on": total.not_worked_on,
            "out_of_date": [row.folder for row in total.districts if row.is_current is False],
            "others": fleet.others,
            "questions": _questions(total),
            "not_met": sorted((row for row in done if row.violated), key=lambda row: -(row.violated or 0)),
            "old_laws": [row for row in total.laws if row.is_old(today)],
            "laws": total.laws,
            "sources": _sources(known),
            "source_names": _SOURCES,
            "mandates": total.mandate_rows,
            "districts": total.districts,
            "states": total.states,
            "state_columns": [f"#{state.replace('_', ' ').capitalize()}" for state in total.states],
        },
    )


def _questions(total: RollUp) -> list[_OpenPoints]:
    rows = {row.kind: row for row in total.questions if row.points}
    order = [*(kind for kind in _ANSWERS if kind in rows), *(kind for kind in rows if kind not in _ANSWERS)]
    return [
        _OpenPoints(
            QUESTION_WORDS.get(kind, kind), rows[kind].points, rows[kind].districts, _ANSWERS.get(kind, "")
        )
        for kind in order
    ]


def _failures(failed: Iterable[DistrictRow]) -> list[tuple[str, int]]:
    return Counter(row.phrase for row in failed).most_common()


def _sources(mandates: Iterable[MandateRow]) -> list[_SourceSum]:
    by_layer: dict[str, list[MandateRow]] = defaultdict(list)
    for row in mandates:
        by_layer[row.layer].append(row)
    order = [*_SOURCES, *(layer for layer in by_layer if layer not in _SOURCES)]
    return [
        _SourceSum(
            _SOURCES.get(layer, layer),
            len(rows),
            sum(row.met for row in rows),
            sum(row.violated for row in rows),
            sum(row.cannot_tell for row in rows),
        )
        for layer in order
        if (rows := by_layer.get(layer))
    ]
