"""Writes docs/states.md: the law on file for each jurisdiction, by topic, and three schools planned under it.

Run ``python docs/make_states_table.py`` after a change of packs, scenarios, or the solver. It plans an elementary,
a middle, and a high school of the bundled example under each law, which takes a few minutes. With a file of
``python -m benchmarks.drills_by_law`` as an argument, it takes the plans from there.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.drills_by_law import Planned, numbers, planned_under
from drillplanner.law import Pack, bundled_fire_codes, bundled_states, load_fire_code, load_state_pack
from drillplanner.law.coverage.registry import load_registry
from drillplanner.law.coverage.standing import Standing, coverage_of
from drillplanner.law.coverage.topics import Topic
from drillplanner.model import Confidence, DrillType

DOCS = Path(__file__).parent
NOT_BINDING = {"permission", "stand_in"}
READ_IN = (Confidence.LEGAL_TEXT, Confidence.OFFICIAL_SUMMARY, Confidence.SECONDARY)

HEAD = """\
# The drill law that is held

Made by `docs/make_states_table.py`. Not legal advice: each pack says what was read, when, and how we read it
(`drillplanner mandates XX`). Is something wrong or missing? [Correct it](add-a-state.md#let-others-correct-it).

"""

TOPICS = """\
## By topic

The same as `drillplanner mandates --coverage`; with a state, that command says which requirements these are, and
what is missing.

"""

MARKS = """\
- `*`: in part, only as one of several kinds of drill that count, only as a lesson, or only for some schools
- `?`: more may be owed, since a text was not read

"""

COUNTS = """\
## How many requirements, and how they are known

**Mandates** are requirements that give duties, **permissions** what the law allows, **not checkable** requirements
that no schedule or list of chores can show, **open** what is not settled or is no law. The last three columns
count the mandates by how their text was read: in the **legal text**, in an official **summary**, or in a
**secondary** source.

"""

PLANS = """\
## What a school's year then holds

Three schools of the bundled example, planned under each law: drills in the year at an elementary, a middle, and a
high school; one number where all three hold the same. Every state has the same answers about the schools
(`examples/elsewhere/`): buses run, the buildings have sprinklers, no school is in an earthquake zone. **Cost /
bound** is the proof, the cost of the soft goals and the lower bound, summed over the schools; **cannot tell**
counts duties of which the audit cannot tell, since a fact is not known or the words set no measure. None is
violated.

"""

COUNT_COLUMNS = (
    "",
    "jurisdiction",
    "mandates",
    "permissions",
    "not checkable",
    "open",
    "legal text",
    "summary",
    "secondary",
)

#: The columns of drills, with their types.
KINDS: Mapping[str, tuple[DrillType, ...]] = {
    "fire": (DrillType.FIRE_EVACUATION,),
    "lockdown, secure": (DrillType.LOCKDOWN, DrillType.SECURE, DrillType.HOLD, DrillType.ACTIVE_ASSAILANT),
    "other evacuation": (DrillType.EVACUATION_OTHER, DrillType.REVERSE_EVACUATION, DrillType.BOMB_THREAT),
    "weather, shelter": (
        DrillType.SEVERE_WEATHER,
        DrillType.SHELTER_HAZMAT,
        DrillType.EARTHQUAKE,
        DrillType.TSUNAMI,
    ),
    "bus": (DrillType.BUS_EVACUATION,),
    "cardiac": (DrillType.CARDIAC,),
    "staff exercises": (DrillType.TABLETOP, DrillType.FUNCTIONAL, DrillType.FULL_SCALE),
    "lessons, other": (DrillType.INSTRUCTION, DrillType.REUNIFICATION, DrillType.EARLY_DISMISSAL),
}


def main() -> None:
    """Write the page."""
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")) if len(sys.argv) > 1 else {}
    page = [HEAD, TOPICS, *_topics(), MARKS, COUNTS, *_counts(), PLANS, *_plans(given)]
    (DOCS / "states.md").write_text("".join(page), encoding="utf-8")


def _topics() -> Iterator[str]:
    registry = load_registry()
    yield from _heading(["", *(topic.word for topic in Topic), "reviewed", "review by"], left=11)
    for state in bundled_states():
        pack = load_state_pack(state)
        cells = (topic.cell.replace("*", "\\*") for topic in coverage_of(pack, state, registry))
        yield _line([state, *cells, pack.reviewed, pack.review_by])
    yield "\n"
    yield from (f"- `{standing.word}`: {standing.phrase}\n" for standing in Standing)


def _counts() -> Iterator[str]:
    yield from _heading(COUNT_COLUMNS, left=2)
    total: Counter[Confidence] = Counter()
    packs = {code: load_fire_code(code) for code in bundled_fire_codes()}
    packs |= {state: load_state_pack(state) for state in bundled_states()}
    for code, pack in packs.items():
        binding = [mandate for mandate in pack.mandates if mandate.requirement.kind not in NOT_BINDING]
        read_in = Counter(mandate.confidence for mandate in binding)
        total += read_in
        yield _line([code, pack.name, *_sizes(pack, len(binding)), *(read_in[kind] for kind in READ_IN)])
    yield _line(["", "all", total.total(), "", "", "", *(total[kind] for kind in READ_IN)])
    yield "\n"


def _sizes(pack: Pack, binding: int) -> list[int]:
    return [binding, len(pack.mandates) - binding, len(pack.not_encoded), len(pack.open_questions)]


def _plans(given: Mapping[str, Planned]) -> Iterator[str]:
    yield from _heading(["", *KINDS, "drills", "cost / bound", "cannot tell"], left=1)
    for state in bundled_states():
        sys.stderr.write(f"{state}\n")
        planned = given.get(state) or planned_under(state)
        schools = planned["schools"].values()
        if planned["errors"] or any(school["violated"] for school in schools):
            sys.exit(f"{state}: {planned['errors'] or [school['violated'] for school in schools]}")
        yield _line(
            [
                state,
                *(numbers(planned, types) for types in KINDS.values()),
                sum(sum(school["drills"].values()) for school in schools),
                f"{sum(school['objective'] for school in schools)} / {sum(school['bound'] for school in schools)}",
                sum(school["cannot_tell"] for school in schools),
            ]
        )


def _heading(columns: Sequence[str], left: int) -> Iterator[str]:
    """Yield the head of a table; the first columns are aligned left, the others right."""
    yield _line(columns)
    yield _line(["---"] * left + ["---:"] * (len(columns) - left))


def _line(cells: Sequence[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |\n"


if __name__ == "__main__":
    main()
