"""Writes docs/states.md: the law on file for each jurisdiction, and the example district planned under it.

Run ``python docs/make_states_table.py`` after a change of packs, scenarios, or the solver. It plans the example
district once for each state, which takes a few minutes.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from drillplanner import api
from drillplanner.files.errors import DrillplannerError
from drillplanner.law import Pack, bundled_fire_codes, bundled_states, load_fire_code, load_state_pack
from drillplanner.model import Confidence, DutyStatus
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.example import copy_example

DOCS = Path(__file__).parent
NOT_BINDING = {"permission", "stand_in"}
READ_IN = (Confidence.LEGAL_TEXT, Confidence.OFFICIAL_SUMMARY, Confidence.SECONDARY)

HEAD = """\
# The drill law that is held

Made by `docs/make_states_table.py`. Not legal advice: each pack says what was read, when, and how we read it
(`drillplanner mandates XX`).

**Mandates** are requirements that give duties, **permissions** what the law allows, **not checkable**
requirements that no schedule or list of chores can show, **open** what is not settled or is no law. The next
three columns count the mandates by how their text was read: in the **legal text**, in an official **summary**,
in a **secondary** source. The last four show the bundled example district of nine campuses under that state's
law: duties, drills, the proof (cost and bound of the soft goals), and the duties of which the audit cannot
tell, since a fact is not known or the words set no measure. None is violated.

"""

COLUMNS = (
    "",
    "jurisdiction",
    "mandates",
    "permissions",
    "not checkable",
    "open",
    "legal text",
    "summary",
    "secondary",
    "duties",
    "drills",
    "cost / bound",
    "cannot tell",
)


def main() -> None:
    """Write the page."""
    rows = [_line(COLUMNS), _line(["---", "---", *["---:"] * (len(COLUMNS) - 2)])]
    rows += [_row(code, load_fire_code(code), ["", "", "", ""]) for code in bundled_fire_codes()]
    for state in bundled_states():
        sys.stderr.write(f"{state}\n")
        rows.append(_row(state, load_state_pack(state), _planned(state)))
    (DOCS / "states.md").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


def _row(code: str, pack: Pack, planned: list[str]) -> str:
    binding = [mandate for mandate in pack.mandates if mandate.requirement.kind not in NOT_BINDING]
    read_in = Counter(mandate.confidence for mandate in binding)
    cells = [
        code,
        pack.name,
        len(binding),
        len(pack.mandates) - len(binding),
        len(pack.not_encoded),
        len(pack.open_questions),
        *(read_in[kind] for kind in READ_IN),
        *planned,
    ]
    return _line(cells)


def _line(cells: Sequence[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _planned(state: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        district = Path(folder) / "district"
        copy_example(district, state)
        prepared = api.prepare(district)
        try:
            plan = api.plan(prepared, SolverSettings())
        except DrillplannerError as error:
            sys.exit(f"{state}: {error}")
        report = api.audit(prepared)
    if report.violated:
        sys.exit(f"{state}: {report.violated[0].reason}")
    proof = f"{plan.objective} / {plan.bound}"
    return [
        str(len(prepared.duties)),
        str(len(plan.drills)),
        proof,
        str(report.count(DutyStatus.CANNOT_TELL)),
    ]


if __name__ == "__main__":
    main()
