"""Fields of the record of a drill: which are asked, and which drills lack one."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.files.counting import counted
from drillplanner.files.reading.shell_words import shell_word
from drillplanner.records.fields.values import allowed_in_words

if TYPE_CHECKING:
    from drillplanner.model import Campus, DrillType
    from drillplanner.records.fields import AskedField, MissingEvidence

_WIDTH = 92
_INDENT = "    "


def evidence_lines(gaps: Iterable[MissingEvidence], campuses: Mapping[str, Campus]) -> Iterator[str]:
    """Yield a line for each drill that was held and is not evidenced; then how many a fire code presumes so."""
    presumed = []
    for gap in gaps:
        if gap.missing:
            record = gap.record
            campus = campuses.get(record.campus_id)
            name = record.campus_id if campus is None else campus.name
            yield f"{name}, {record.drill_type.phrase}, {record.date}: {gap.sentence}"
        if gap.presumed:
            presumed.append(gap)
    if presumed:
        labels = dict.fromkeys(asked.field.label for gap in presumed for asked in gap.presumed)
        drills = counted(len(presumed), "drill lacks", "drills lack")
        yield (
            f"{drills} fields of the fire code's record, if it binds: "
            f"{', '.join(labels)}. Ask your fire marshal: drillplanner answer DIR fire_codes=IFC, or =none."
        )


def gap_line(gap: MissingEvidence, folder: Path) -> str:
    """Return what the record of a drill still lacks, and the command that adds it."""
    options = " ".join(f"--field {asked.field.field}=…" for asked in gap.missing)
    first = gap.sentence[:1].upper() + gap.sentence[1:]
    called = shell_word(str(folder))
    return f"{first}.\nAdd: drillplanner record {called} --drill {gap.record.drill_id} --held {options} --by NAME"


def evidence_json(gaps: Iterable[MissingEvidence]) -> list[dict[str, object]]:
    """Return the drills that lack fields, for JSON."""
    return [
        {
            "drill_id": gap.record.drill_id,
            "campus_id": gap.record.campus_id,
            "date": gap.record.date.isoformat(),
            "missing": [_asked_json(asked) for asked in gap.missing],
            "presumed": [_asked_json(asked) for asked in gap.presumed],
        }
        for gap in gaps
    ]


def asked_lines(asked: Mapping[DrillType, tuple[AskedField, ...]], options: Mapping[str, str]) -> Iterator[str]:
    """Yield lines on each field that is asked of some drill: its name, who asks, of which drills, what it holds.

    ``options`` are those of the command line, by the column of the log that they fill.
    """
    drills: dict[str, list[str]] = {}
    found: dict[str, AskedField] = {}
    for drill_type, fields in asked.items():
        for one in fields:
            drills.setdefault(one.field.field, []).append(drill_type.phrase)
            found.setdefault(one.field.field, one)
    for name, one in found.items():
        need = "needed if the code binds" if one.presumed else "needed" if one.required else "on the form only"
        option = options.get(one.field.kept_as)
        where = "all drills" if len(drills[name]) == len(asked) else ", ".join(drills[name])
        yield f"{name} ({option})" if option else name
        about = f"{need}, by {', '.join(one.asked_by)}; {where}: {allowed_in_words(one.field)}"
        yield from textwrap.wrap(about, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)


def asked_json(asked: Mapping[DrillType, tuple[AskedField, ...]]) -> dict[str, object]:
    """Return the fields asked of each type of drill, for JSON."""
    return {drill_type.value: [_asked_json(one) for one in fields] for drill_type, fields in asked.items()}


def _asked_json(asked: AskedField) -> dict[str, object]:
    return {
        "field": asked.field.field,
        "label": asked.field.label,
        "type": asked.field.type.value,
        "values": list(asked.field.values),
        "asked_by": list(asked.asked_by),
        "required": asked.required,
        "presumed": asked.presumed,
    }
