"""The text of ``site.yaml`` in a new workspace: every key without a value, and what goes in.

On its own because it is a form for people to fill in, and the longest text that ``init`` writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from drillplanner.model import Campus

_HEAD = """\
# What each school would otherwise write on every packet. Write once; what stays empty is a line to write on.
# Nothing here moves a drill, so change it whenever you like, and publish again.
# Families never see it, except who signs letters. No number of a person at home, and no student.
# docs/workspace.md has a whole example.

# The same at every school; a school may say otherwise below.
every_school:
  ambulance: {name: , location: , telephone: , advanced_life_support: }   # paramedics? yes or no
  hospitals:        # the nearest first, for example:
  #  - {name: , address: , telephone: , minutes_by_road: , trauma_level: , burn_center: , helipad: }
  telephones:       # of offices and services, for example:
  #  - {who: Police and fire dispatch, number: 911}
  radio_channels:   # by the names in the column 'radio' of staff.csv, for example:
  #  - {name: Channel 1, function: Command, assignment: , frequency: , send_frequency: , tone: , mode: , remarks: }
  letters_signed_by: {name: , title: , telephone: }

# Each school. 'second' is for when the first cannot be used.
schools:
"""

_SCHOOL = """\
    command_post:
    second_command_post:
    assembly:
    second_assembly:
    storm_shelter:
    bad_air_shelter:
    relocation: {place: , address: , telephone: , how: }
    reunification: {place: , address: , telephone: , families_enter: , students_wait: , students_leave: }
    staging:
    map:
    shut_offs: {gas: , electricity: , water: , ventilation: , fire_alarm_panel: , sprinklers: }
    aeds: []
    first_aid: []
    rescue_medicine:
    ambulance_door:
    doors:
"""

#: What goes in, beside the keys of the first school alone.
_COMMENTS = {
    "command_post:": "such as: Main office, front desk",
    "assembly:": "where classes stand outside, such as: North field",
    "storm_shelter:": "such as: Inner halls, away from glass",
    "bad_air_shelter:": "such as: Classrooms, windows shut",
    "staging:": "where responders and buses wait, such as: Bus loop",
    "map:": "a picture or PDF in this folder, such as: maps/oak.pdf",
    "aeds: []": "such as: [Front hall, Gym]",
    "rescue_medicine:": "such as: Nurse's office, locked cabinet",
    "ambulance_door:": "such as: Door 1, front circle",
    "doors:": "rooms or wings: - {room: Wing A, way_out: Door 3, second_way_out: , assembly: , shelter: }",
}


def site_template(campuses: Iterable[Campus]) -> str:
    """Return ``site.yaml`` with every key of every school and no value; it reads back as nothing."""
    parts = [_HEAD]
    for number, campus in enumerate(campuses):
        parts.append(f"  {json.dumps(campus.campus_id)}:   # {' '.join(campus.name.split())}\n")
        parts.append(_with_comments(_SCHOOL) if number == 0 else _SCHOOL)
    return "".join(parts)


def _with_comments(text: str) -> str:
    lines = (
        f"{line}   # {comment}" if (comment := _COMMENTS.get(line.strip())) else line for line in text.splitlines()
    )
    return "\n".join(lines) + "\n"
