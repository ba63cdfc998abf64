"""Correct records, made of the files in ``correct/`` with a packet of forms that fits; and changes to them."""

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
    data["people"] = [_person(name, one) for name, one in data.pop("staff").items()]
    if "positions" in data:
        data["packet"] = _packet(CommandRecord.model_validate(data))
    return data


def correct(base: str) -> dict[str, Any]:
    """A correct record as plain data, free to be changed."""
    return copy.deepcopy(_written(base))


def _person(name: str, said: dict[str, Any]) -> dict[str, Any]:
    names = [*_COURSES[said.get("tier", "T0")], *said.get("also", [])]
    certificates = []
    for one in names:
        course, _, expires = one.partition(" until ")
        certificates.append(
            {
                "name": course,
                "earned": "2024-08-01",
                "expires": expires or None,
                "delivery": "classroom" if course == "ICS-300" else "self_paced",
            }
        )
    return {
        "id": name,
        "name": f"Sample {name}",
        "at_site": True,
        "active": True,
        "on_shift": True,
        "holds_class": False,
        "absence_groups": [f"room of {name}"],
        "certificates": certificates,
        "agency": said.get("agency"),
    }


def _packet(record: CommandRecord) -> dict[str, Any]:
    """The forms that a drill of that size has, filled as the chart has it, right or wrong."""
    case = ChartCase(record)
    table = forms_table()
    numbers = [*table.must[case.tier]]
    if record.agencies:
        numbers += ["205", "211", "215", "215A"]
    teams = [team.id for team in case.top_teams()]
    leads = [
        one.id
        for one in case.opened
        if case.counted_reports(one) or one in (*case.top_teams(), *case.command_positions)
    ]
    each = {"204": teams, "214": ["PLN-DOC"] if case.tier is Tier.L1 else leads}
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
            for team in each.get(number, [None])
        ],
        "student_names": ["Pat Example"],
        "says_plan_is_required": False,
    }


def _contents(
    number: str, team: str | None, case: ChartCase, teams: list[str], numbers: list[str]
) -> dict[str, Any]:
    """What stands in the blocks of a form."""
    listed = [
        {"position": one.id, "person": person}
        for one in case.opened
        for person in (one.people or tuple(member.person or "" for member in one.members))
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
            "supervisors": [one for one in listed if one["position"] == team][:1],
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
    """The correct record with changes: a path of keys, ids or numbers, joined by '/', and the new value.

    The value ``delete`` takes an entry out of its list; the steps ``add`` and ``add_first`` put in one or several.
    Where the chart is changed and the forms are not, the forms are filled anew, as the changed chart has it.
    """
    data = correct(base)
    for path, value in changes.items():
        _change(data, path.split("/"), value)
    parts = {path.partition("/")[0] for path in changes}
    if "packet" in data and "packet" not in parts and parts & {"positions", "occasion", "agencies"}:
        data["packet"] = _packet(CommandRecord.model_validate(data))
    return CommandRecord.model_validate(data)


def _change(data: Any, steps: list[str], value: Any) -> None:
    *way, last = steps
    for step in way:
        data = data[_place(data, step)]
    if last in ("add", "add_first"):
        entries = value if isinstance(value, list) else [value]
        data[:] = [*data, *entries] if last == "add" else [*entries, *data]
    elif value == "delete":
        del data[_place(data, last)]
    else:
        data[last if isinstance(data, dict) else _place(data, last)] = value


def _place(data: Any, step: str) -> Any:
    """The key or index of a step: in a list the entry with that id, number, 'number:team', person or kind."""
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
