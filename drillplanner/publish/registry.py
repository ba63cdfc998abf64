"""The outputs by name. A module is only loaded when its output is wanted: some need heavy libraries."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from importlib import import_module
from typing import cast

from drillplanner.files.errors import InputError, Problem
from drillplanner.publish.core.request import Output

#: Name on the command line, and the module whose ``OUTPUT`` it is.
_MODULES = {
    "icalendar": "drillplanner.publish.calendars.output",
    "sheets": "drillplanner.publish.sheets.output",
    "forms": "drillplanner.publish.forms.output",
    "packets": "drillplanner.publish.packets.output",
    "binder": "drillplanner.publish.packets.binder",
    "exercises": "drillplanner.publish.exercise_papers.output",
    "report": "drillplanner.publish.report.output",
    "notices": "drillplanner.publish.letters.output",
    "tables": "drillplanner.publish.tables.output",
}

#: Written where they are asked for by name, and again where they were written before: they take much longer than
#: all others, and a year of them is thousands of pages.
ON_REQUEST = ("forms", "packets", "binder", "notices")


def output_names() -> tuple[str, ...]:
    """The names of all outputs, in the order in which they are written."""
    return tuple(_MODULES)


def usual_output_names(written: Collection[str] = ()) -> tuple[str, ...]:
    """What is written where nothing is asked for by name.

    Of what is made on request alone, only what is among those ``written`` before: paper of an earlier plan must
    not lie beside that of a new one.
    """
    return tuple(name for name in _MODULES if name not in ON_REQUEST or name in written)


def load_output(name: str) -> Output:
    """The output of that name.

    Raises InputError, which names the outputs that there are, for any other name.
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
