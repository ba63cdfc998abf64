"""The ids of schools that scheduling choices of ``district.yaml`` call by any name that people use.

On its own because the choices are read before the list of schools, and checked with it.
"""

from __future__ import annotations

from drillplanner.files.errors import Problem
from drillplanner.files.read_result import listed, maybe_meant
from drillplanner.files.yaml_document import Document
from drillplanner.files.yaml_text import KeyPath
from drillplanner.intake.schools.names.resolver import SchoolNames
from drillplanner.model import District, Workspace


def with_school_ids(district: District, names: SchoolNames, file: str) -> tuple[District, tuple[str, ...]]:
    """Return the district with the ids of the schools in ``pins``, ``forbidden``, and ``same_day``.

    A sentence says how names were read that are no id, full name, or nickname. Unsure names stay as they are.
    """
    read: dict[str, None] = {}

    def id_of(text: str) -> str:
        meant = names.meant(text)
        read.update(dict.fromkeys(filter(None, [names.reading_sentence(meant)])))
        return meant.school_id or text

    pins = tuple(
        pin if pin.campus is None else pin.model_copy(update={"campus": id_of(pin.campus)})
        for pin in district.pins
    )
    forbidden = tuple(
        days.model_copy(update={"campuses": tuple(map(id_of, days.campuses))}) for days in district.forbidden
    )
    same_day = tuple(
        order.model_copy(update={"campuses": tuple(map(id_of, order.campuses))}) for order in district.same_day
    )
    choices = {"pins": pins, "forbidden": forbidden, "same_day": same_day}
    return district.model_copy(update=choices), (f"Schools in {file}: {listed(read)}.",) if read else ()


def unknown_school(document: Document, path: KeyPath, text: str, workspace: Workspace) -> Problem:
    """Return the problem of a name in the file that surely means no school of the plan."""
    names = SchoolNames(workspace.campuses, workspace.left_out, workspace.district.name)
    meant = names.meant(text)
    if meant.choices and not meant.is_alike:
        return document.problem(path, "it is not sure which school this is", text, None, names.question(meant))
    ids = sorted(workspace.campus_by_id)
    return document.problem(path, "there is no such campus", text, listed(ids), maybe_meant(text, ids))
