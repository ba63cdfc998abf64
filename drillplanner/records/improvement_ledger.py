"""``improvement.yaml``: how capabilities were rated in exercises that were held, and corrective actions since.

``actions`` and ``ratings`` are lists; neither need be there, and a workspace need not have the file. Like the
drill log it is no input of a plan: to write down that an action is done makes no plan stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import in_line_order
from drillplanner.files.yaml_document import Document, parse_as, parse_mapping
from drillplanner.model import ImprovementLedger, Workspace
from drillplanner.records.unlisted_campuses import Entry

LEDGER_FILE = "improvement.yaml"


def read_ledger(folder: Path, workspace: Workspace) -> tuple[ImprovementLedger, tuple[Entry, ...]]:
    """The ledger of a workspace, an empty one without a file; and its entries of campuses that are not listed.

    Raises InputError with every problem: a key or value that is not known, dates that are out of order, two
    actions of one id.
    """
    files = InputFolder(folder)
    link = Link(LEDGER_FILE)
    if not files.exists(link):
        return ImprovementLedger(), ()
    document = parse_mapping(files.read(link), LEDGER_FILE)
    ledger = parse_as(ImprovementLedger, document)
    if problems := tuple(_doubled(document, ledger)):
        raise InputError(in_line_order(problems))
    return ledger, tuple(_of_others(document, ledger, workspace))


def _doubled(document: Document, ledger: ImprovementLedger) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for place, action in enumerate(ledger.actions):
        if action.action_id in first:
            line = document.line_of(("actions", first[action.action_id], "action_id"))
            yield document.problem(
                ("actions", place, "action_id"),
                f"two actions have one id (the first on line {line})",
                action.action_id,
                "an id that no other action has",
            )
        first.setdefault(action.action_id, place)


def _of_others(document: Document, ledger: ImprovementLedger, workspace: Workspace) -> Iterator[Entry]:
    """The entries of campuses that the district does not list: they are kept, as a school may have been closed."""
    named = [
        *((("ratings", place), one.campus_id) for place, one in enumerate(ledger.ratings)),
        *((("actions", place), one.campus_id) for place, one in enumerate(ledger.actions)),
    ]
    for path, campus_id in named:
        if campus_id is not None and campus_id not in workspace.campus_by_id:
            yield Entry(LEDGER_FILE, document.line_of((*path, "campus_id")), campus_id)
