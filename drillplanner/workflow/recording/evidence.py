"""Which fields the records of a district's drills are asked to have, and which drills lack one.

On its own because commands that record nothing ask it too.
"""

from __future__ import annotations

from pathlib import Path

from drillplanner.model import DrillType
from drillplanner.records.fields import AskedField, MissingEvidence, asked_of, evidence_gaps
from drillplanner.workflow.prepare import prepare
from drillplanner.workflow.prepared import Prepared


def evidence(prepared: Prepared) -> tuple[MissingEvidence, ...]:
    """Return the drills of the log that were held and lack a field that is asked for, in the order of the log."""
    return evidence_gaps(prepared.records, asked_of(prepared.workspace.district))


def asked_fields(folder: Path) -> dict[DrillType, tuple[AskedField, ...]]:
    """Return the fields that people tell of each type of drill; types of which nothing is asked are left out.

    Raises InputError if the workspace cannot be read.
    """
    asked = asked_of(prepare(folder).workspace.district)
    by_type = {
        drill_type: tuple(one for one in asked.for_drill(drill_type) if one.field.is_told)
        for drill_type in DrillType
    }
    return {drill_type: fields for drill_type, fields in by_type.items() if fields}
