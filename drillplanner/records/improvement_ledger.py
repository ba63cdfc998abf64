"""The improvement ledger, ``improvement.yaml``: ratings of held exercises, and corrective actions.

``actions`` and ``ratings`` are lists; both are optional, and so is the file. Like the drill log, the ledger is not
an input of a plan: marking an action as done makes no plan stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.read_result import in_line_order
from drillplanner.files.yaml_document import Document, parse_as, parse_mapping
from drillplanner.model import ImprovementLedger, Workspace
from drillplanner.records.unlisted_campuses import UnlistedEntry

LEDGER_FILE = "improvement.yaml"


def read_ledger(folder: Path, workspace: Workspace) -> tuple[ImprovementLedger, tuple[UnlistedEntry, ...]]:
    """Return the ledger of a workspace (empty without a file) and its entries for campuses that are not listed.

    Raises InputError: a key or value is unknown, dates are out of order, or two actions have the same id; it
    carries every problem.
    """
    files = InputFolder(folder)
    link = Link(LEDGER_FILE)
    if not files.exists(link):
        return ImprovementLedger(), ()
    document = parse_mapping(files.read(link), LEDGER_FILE)
    ledger = parse_as(ImprovementLedger, document)
    if problems := tuple(_duplicate_ids(document, ledger)):
        raise InputError(in_line_order(problems))
    return ledger, tuple(_unlisted_campuses(document, ledger, workspace))


def _duplicate_ids(document: Document, ledger: ImprovementLedger) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, action in enumerate(ledger.actions):
        if action.action_id in first:
            line = document.line_of(("actions", first[action.action_id], "action_id"))
            yield document.problem(
                ("actions", index, "action_id"),
                f"two actions have one id (the first on line {line})",
                action.action_id,
                "an id that no other action has",
            )
        first.setdefault(action.action_id, index)


def _unlisted_campuses(
    document: Document, ledger: ImprovementLedger, workspace: Workspace
) -> Iterator[UnlistedEntry]:
    """Yield the entries for campuses that the district does not list: a school may have been closed."""
    campus_paths = [
        *((("ratings", index), rating.campus_id) for index, rating in enumerate(ledger.ratings)),
        *((("actions", index), action.campus_id) for index, action in enumerate(ledger.actions)),
    ]
    for path, campus_id in campus_paths:
        if campus_id is not None and campus_id not in workspace.campus_by_id:
            yield UnlistedEntry(LEDGER_FILE, document.line_of((*path, "campus_id")), campus_id)
