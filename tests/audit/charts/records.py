"""Correct records, from the files in ``correct/`` with a packet of forms that fits; and changes to them."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.record import CommandRecord
from drillplanner.audit.charts.rules.tables import forms_table
from drillplanner.files.yaml_document import read_document
from drillplanner.incident_command.positions.catalog import Tier

HERE = Path(__file__).parent
BASES = ("small", "middle", "large", "talk")

_COURSES = {
    "T0": [],
    "T1": ["IS-100.C", "IS-700.B"],
    "T2": ["IS-100.SCa", "IS-700.B", "IS-200.C", "IS-800.D"],
    "T3": ["IS-100.C", "IS-700.B", "IS-200.C", "IS-800.D", "ICS-300"],
}


@cache
def _written(base: str) -> dict[str, Any]:
    data: dict[str, Any] = read_document(HERE / "correct" / f"{base}.yaml").data
    data["people"] = [_person(name, facts) for name, facts in data.pop("staff").items()]
    if "positions" in data:
        data["packet"] = _packet(CommandRecord.model_validate(data))
    return data


def correct(base: str) -> dict[str, Any]:
    """Return a correct record as plain data that the caller may change."""
    return copy.deepcopy(_written(base))


def _person(person_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    entries = [*_COURSES[facts.get("tier", "T0")], *facts.get("also", [])]
    certificates = []
    for name in entries:
        course, _, expires = name.partition(" until ")
        certificates.append(
            {
                "name": course,
                "earned": "2024-08-01",
                "expires": expires or None,
                "delivery": "classroom" if course == "ICS-300" else "self_paced",
            }
        )
    return {
        "id": person_id,
        "name": f"Sample {person_id}",
        "title": facts.get("title", ""),
        "at_site": True,
        "active": True,
        "on_shift": True,
        "holds_class": False,
        "absence_groups": [f"room of {person_id}"],
        "certificates": certificates,
        "agency": facts.get("agency"),
    }


def _packet(record: CommandRecord) -> dict[str, Any]:
    """Return the forms of a drill of that size, filled from the chart, right or wrong."""
    case = ChartCase(record)
    table = forms_table()
    numbers = [*table.must[case.tier]]
    if record.agencies:
        numbers += ["205", "211", "215", "215A"]
    teams = [team.id for team in case.top_teams()]
    leads = [
        position.id
        for position in case.opened
        if case.counted_reports(position) or position in (*case.top_teams(), *case.command_positions)
    ]
    teams_by_form = {"204": teams, "214": ["PLN-DOC"] if case.tier is Tier.L1 else leads}
    return {
        "forms": [
            {
                "number": number,
                "incident_name": record.occasion.name,
                "incident_number": record.occasion.number,
                "period": "10/14/2025 10:00 to 10:20",
                "blocks": [{"number": key, "title": title} for key, title in table.blocks[number].items()],
                "pages": [
                    {"drill_band": True, "text": "EXERCISE / DRILL\nThe Incident Commander meets the ICS team."}
                ],
                "team": team,
                "dates": ["10/14/2025", ""],
                "times": ["10:00", "1020"],
                **_contents(number, team, case, teams, numbers),
            }
            for number in numbers
            for team in teams_by_form.get(number, [None])
        ],
        "student_names": ["Pat Example"],
        "says_plan_is_required": False,
    }


def _contents(
    number: str, team: str | None, case: ChartCase, teams: list[str], numbers: list[str]
) -> dict[str, Any]:
    """Return the contents of a form's blocks."""
    listed = [
        {"position": position.id, "person": person}
        for position in case.opened
        for person in (position.people or tuple(member.person or "" for member in position.members))
    ]
    organisation = {"organisation": listed}
    safety = _signature(case, "CMD-SO")
    by_number: dict[str, dict[str, Any]] = {
        "201": organisation,
        "203": organisation,
        "207": organisation,
        "205A": organisation | {"private_numbers": True, "marked_sensitive": True},
        "202": {
            "ticked": sorted(set(numbers) & set(forms_table().tickable)),
            "objectives": ["All out within 5 minutes"],
            "site_safety_plan": False,
            "signatures": [_signature(case, case.command_positions[0].role_id)],
        },
        "204": {
            "supervisors": [entry for entry in listed if entry["position"] == team][:1],
            "channels": ["Channel 1"],
        },
        "205": {"channels": ["Channel 1"]},
        "206": {"signatures": [{"block": "7", "position": "OPS-MED", "person": None}, safety]},
        "208": {"site_safety_plan": False},
        "215": {
            "resources": [{"kind": "radio", "required": 6, "have": 4, "need": 2}],
            "teams": teams[:1],
        },
        "215A": {
            "hazards": [{"hazard": "stairs", "mitigation": "walk", "area": teams[0] if teams else ""}],
            "signatures": [safety, _signature(case, "OPS-OSC")],
        },
    }
    return copy.deepcopy(by_number.get(number, {}))


def _signature(case: ChartCase, role: str) -> dict[str, Any]:
    signer = case.position_doing(role)
    assert signer is not None
    people = signer.people or tuple(member.person or "" for member in signer.members)
    return {"block": "8", "position": signer.id, "person": people[0] if people else None}


def changed(base: str, changes: dict[str, Any]) -> CommandRecord:
    """Return the correct record with changes: paths of keys, ids, or numbers, joined by '/', and new values.

    The value ``delete`` removes an entry from its list; the steps ``add`` and ``add_first`` insert one or
    several. If the chart changes and the forms do not, the forms are filled again from the changed chart.
    """
    data = correct(base)
    for path, value in changes.items():
        _change(data, path.split("/"), value)
    parts = {path.partition("/")[0] for path in changes}
    if "packet" in data and "packet" not in parts and parts & {"positions", "occasion", "agencies"}:
        data["packet"] = _packet(CommandRecord.model_validate(data))
    return CommandRecord.model_validate(data)


def _change(data: Any, steps: list[str], value: Any) -> None:
    *parents, last = steps
    for step in parents:
        data = data[_place(data, step)]
    if last in ("add", "add_first"):
        entries = value if isinstance(value, list) else [value]
        data[:] = [*data, *entries] if last == "add" else [*entries, *data]
    elif value == "delete":
        del data[_place(data, last)]
    else:
        data[last if isinstance(data, dict) else _place(data, last)] = value


def _place(data: Any, step: str) -> Any:
    """Return the key or index of a step: in a list, the entry with that id, number, 'number:team', or person."""
    if isinstance(data, dict):
        return step
    for place, entry in enumerate(data):
        if isinstance(entry, dict):
            number = str(entry.get("number"))
            if step in (entry.get("id"), number, f"{number}:{entry.get('team')}", entry.get("person")):
                return place
            if step in (entry.get("kind"), entry.get("name"), entry.get("position")):
                return place
    return int(step)
