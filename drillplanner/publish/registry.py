"""The outputs by name.

A module is loaded only if its output is wanted, because some need heavy libraries.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection
from importlib import import_module
from typing import cast

from drillplanner.files.errors import InputError, Problem
from drillplanner.publish.core.request import Output

#: Each output's name on the command line, and the module that has it as ``OUTPUT``.
_MODULES = {
    "icalendar": "drillplanner.publish.calendars.output",
    "sheets": "drillplanner.publish.packets.drill_sheets",
    "forms": "drillplanner.publish.forms.output",
    "packets": "drillplanner.publish.packets.output",
    "binder": "drillplanner.publish.packets.binder",
    "cards": "drillplanner.publish.cards.output",
    "year": "drillplanner.publish.year_pages.output",
    "exercises": "drillplanner.publish.exercise_papers.output",
    "report": "drillplanner.publish.report.output",
    "notices": "drillplanner.publish.letters.output",
    "tables": "drillplanner.publish.tables.output",
    "school-workbook": "drillplanner.publish.tables.school_workbook",
    "record-forms": "drillplanner.publish.tables.record_forms",
    "state-papers": "drillplanner.publish.state_papers.output",
    "start": "drillplanner.publish.start_page.output",
}

#: Written last, and again after any other output, so that its links hold.
START = "start"

#: Written only if named on the command line, or if they were written before: they take much longer than all
#: others, and a year of them is thousands of pages.
ON_REQUEST = ("forms", "packets", "binder", "notices", "school-workbook", "record-forms", "state-papers")

#: What shows what happened: written whether or not the plan still holds, since a missed drill is on record too.
OF_RECORDS = ("record-forms", "state-papers")


def output_names() -> tuple[str, ...]:
    """Return the names of all outputs, in the order in which they are written."""
    return tuple(_MODULES)


def usual_output_names(written: Collection[str] = ()) -> tuple[str, ...]:
    """Return the names of the outputs to write if none is named on the command line.

    Of those written on request only, these are the ones among ``written`` before: papers of an earlier plan must
    not stay next to those of a new one.
    """
    return tuple(name for name in _MODULES if name not in ON_REQUEST or name in written)


def load_output(name: str) -> Output:
    """Return the output with this name.

    Raises InputError, which lists the outputs, for any other name.
    """
    if name not in _MODULES:
        near = difflib.get_close_matches(name, _MODULES, n=1)
        raise InputError(
            Problem(
                "--only",
                None,
                "there is no such output",
                name,
                ", ".join(_MODULES),
                f"Maybe you meant '{near[0]}'." if near else None,
            )
        )
    return cast(Output, import_module(_MODULES[name]).OUTPUT)
