"""Prints packs of law on paper, for a lawyer to correct: a PDF a state, with sources, readings and cases in words.

Run ``python docs/make_pack_pages.py NJ RI --to build/law``; without states it prints all of them and the model
fire codes. The cases are those of ``tests/law/packs/cases``, which the tests hold against the program.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from drillplanner.law import Mandate, Pack, bundled_fire_codes, bundled_states, load_fire_code, load_state_pack
from drillplanner.law.coverage.registry import load_registry
from drillplanner.law.coverage.standing import TopicCoverage, coverage_of, standing_of
from drillplanner.law.coverage.topics import Topic
from drillplanner.law.duties.mandate import Effective
from drillplanner.law.packs.looser_mandates import plain_setting
from drillplanner.law.packs.pack import Fact, known_facts
from drillplanner.model import DISCLAIMER, Confidence, DrillType
from drillplanner.publish.core.typst.pdf import compile_pdf

DOCS = Path(__file__).parent
CASES = DOCS.parent / "tests" / "law" / "packs" / "cases"
CORRECT = (
    "A correction needs the state, the citation, an address where it can be read, the exact words, since when, "
    'which schools, and how you know. The form "This law is wrong or missing" of the project asks for these.'
)
#: The answer to a case, by the statuses that it expects.
ANSWERS = ("not lawful", "cannot tell", "lawful", "nothing owed")
#: Parts of a case that say who the school is and how its year runs, with their words.
PLACES: Mapping[str, str] = {
    "grades": "grades {}",
    "enrollment": "{} students",
    "facts": "{}",
    "first_staff_day": "staff start on {}",
    "summer": "summer session {}",
    "days": "days: {}",
    "terms": "terms: {}",
    "units": "units: {}",
    "events": "events: {}",
    "filed": "filed: {}",
    "district": "district: {}",
    "beside": "together with {}",
}
#: Parts of a drill that say more than its type and date; others are as usual.
DETAILS = (
    "start",
    "minutes",
    "format",
    "audience",
    "agencies",
    "route",
    "period",
    "tags",
    "announced",
    "units",
    "grades",
)


def main() -> None:
    """Write the PDFs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packs", nargs="*", help="states as two letters, or IFC, NFPA; all without any")
    parser.add_argument("--to", type=Path, default=DOCS.parent / "build" / "law", help="folder for the PDFs")
    given = parser.parse_args()
    given.to.mkdir(parents=True, exist_ok=True)
    for name in given.packs or [*bundled_states(), *bundled_fire_codes()]:
        path = given.to / f"{name.lower()}.pdf"
        path.write_bytes(pack_pdf(name.upper()))
        print(path)


def pack_pdf(short: str) -> bytes:
    """Return the page of a state or of a model fire code as a PDF. Raises InputError for one that is not held."""
    is_code = short in bundled_fire_codes()
    pack = load_fire_code(short) if is_code else load_state_pack(short)
    name = f"{'code' if is_code else 'us'}-{short.lower()}.yaml"
    cases = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    topics = () if is_code else coverage_of(pack, short, load_registry())
    made = datetime.combine(pack.reviewed, time(), UTC)
    template = (DOCS / "pack_page.typ").read_text(encoding="utf-8")
    pdf, lacking = compile_pdf(template, json.dumps(page_values(pack, topics, cases)), int(made.timestamp()))
    if lacking:
        sys.exit(f"{short}: our fonts lack {', '.join(lacking)}")
    return pdf


def page_values(pack: Pack, topics: Sequence[TopicCoverage], cases: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what the page prints."""
    title = f"The drill law of {pack.name}" if topics else f"The drills of the model code {pack.name}"
    return {
        "title": f"{title}, as drillplanner holds it",
        "foot": f"{pack.pack_id}, compared with its sources on {pack.reviewed}. {DISCLAIMER}",
        "disclaimer": DISCLAIMER,
        "dates": f"Compared with its sources on {pack.reviewed}; to be compared again by {pack.review_by}.",
        "correct": CORRECT,
        "topics": [_topic(topic, pack) for topic in topics],
        "fire_code": _fire_code(pack),
        "fire_code_sources": [] if pack.fire_code is None else _sources(pack.fire_code.sources, pack),
        "mandates": [_mandate(mandate, pack, cases) for mandate in pack.mandates],
        "not_encoded": [
            {
                "id": entry.mandate_id,
                "text": entry.text,
                "reason": entry.reason,
                "sources": _sources(entry.sources, pack),
            }
            for entry in pack.not_encoded
        ],
        "questions": [
            {"id": question.question_id or question.record or "", "text": question.text}
            for question in pack.open_questions
        ],
    }


def _topic(topic: TopicCoverage, pack: Pack) -> dict[str, str]:
    in_force = {mandate.mandate_id: mandate.effective for mandate in pack.mandates}
    part = f", {topic.part.phrase}" if topic.part else ""
    more = "more may be owed: " if topic.more_may_be_owed else ""
    names = [
        *topic.mandates,
        *(f"{name} ({in_force[name].outside(pack.reviewed)})" for name in topic.not_in_force),
        # The fire code has a part of its own on the page.
        *([more + ", ".join(topic.see)] if topic.see else []),
        *([topic.note] if topic.note and topic.topic is not Topic.FIRE else []),
    ]
    return {
        "topic": topic.topic.phrase.capitalize(),
        "standing": f"{topic.standing.phrase}{part}",
        "more": ", ".join(names),
    }


def _fire_code(pack: Pack) -> list[tuple[str, str]]:
    record = pack.fire_code
    if record is None:
        return []
    return [
        ("The state's code:", f"{record.name}, built on {record.code.phrase}, edition: {record.edition}."),
        ("Adopted by:", f"{record.citation} ({standing_of(record.confidence).phrase})."),
        ("Binds:", record.reach.replace("_", " ")),
        ("Its drills:", record.drill_table.phrase),
        ("What was seen:", record.note),
    ]


def _mandate(mandate: Mandate, pack: Pack, cases: Sequence[dict[str, Any]]) -> dict[str, Any]:
    layer, known = mandate.layer.replace("_", " "), standing_of(mandate.confidence).phrase
    return {
        "id": mandate.mandate_id,
        "title": mandate.title,
        "standing": ", ".join([layer, known, *_in_force(mandate.effective)]),
        "text": mandate.text,
        "vague": mandate.vague,
        "whose_words": _whose_words(mandate, pack),
        "reading": mandate.reading,
        "asks": _asks(mandate, pack),
        "whom": _whom(mandate, known_facts() | pack.facts),
        "sources": _sources(mandate.sources, pack),
        "cases": [_case(case) for case in cases if case["mandate"] == mandate.mandate_id],
    }


def _whose_words(mandate: Mandate, pack: Pack) -> str:
    """Return the label of the words that set no measure: the law's own only if the law was read."""
    if mandate.confidence is Confidence.LEGAL_TEXT:
        return "The law's own words:"
    return f"Its words, as restated by {pack.sources[mandate.sources[0]].cite}:"


def _in_force(effective: Effective) -> Iterator[str]:
    if effective.since or effective.until:
        yield f"in force from {effective.since or 'the beginning'} to {effective.until or 'further notice'}"


def _asks(mandate: Mandate, pack: Pack) -> str:
    """Return the sentence of the first window of a plain year, and how many windows there are."""
    windows = mandate.requirement.windows(plain_setting(pack.reviewed.year))
    if not windows:
        return ""
    sentence = mandate.requirement.sentence(windows[0]).rstrip(".")
    more = f", and the same in {len(windows) - 1} more parts of the year" if len(windows) > 1 else ""
    return f"{sentence[:1].upper()}{sentence[1:]}{more}."


def _whom(mandate: Mandate, facts: Mapping[str, Fact]) -> str:
    conditions = [
        f"{facts[fact].ask} {'Yes' if required else 'No'}." for fact, required in mandate.applies_if.items()
    ]
    if mandate.grades is not None:
        spans = mandate.grades.model_dump(exclude_none=True)
        conditions += [f"Grades of the school, {how}: {span}." for how, span in spans.items()]
    if mandate.students_from is not None:
        conditions.append(f"From {mandate.students_from} students on.")
    return " ".join(conditions)


def _sources(names: Sequence[str], pack: Pack) -> list[dict[str, str]]:
    return [
        pack.sources[name].model_dump(mode="json")
        | {
            "known_by": standing_of(pack.sources[name].known_by).phrase,
            "note": pack.sources[name].note.rstrip("."),
        }
        for name in names
    ]


def _case(case: Mapping[str, Any]) -> dict[str, str]:
    first, last = case["year"]
    place = [words.format(_words(case[key])) for key, words in PLACES.items() if key in case]
    drills = [_drill(number, drill) for number, drill in enumerate(case["drills"], start=1)]
    tasks = [_task(task) for task in case.get("tasks") or ()]
    parts = [f"School from {first} to {last}", *place, *(drills or ["no drills"]), *tasks]
    verdicts = [f"{window}: {status.replace('_', ' ')}" for window, status in case["expect"].items()]
    return {
        "answer": _answer(list(case["expect"].values())),
        "name": case["name"][:1].upper() + case["name"][1:],
        "schedule": "; ".join(parts) + ".",
        "verdicts": "\n".join(verdicts),
    }


def _answer(statuses: Sequence[str]) -> str:
    """Return the answer in words, the gravest status first."""
    found = [status for status in ("violated", "cannot_tell", "met") if status in statuses]
    return ANSWERS[("violated", "cannot_tell", "met").index(found[0])] if found else ANSWERS[-1]


def _drill(number: int, row: Mapping[str, Any]) -> str:
    details = [f"{key} {_words(row[key])}" for key in DETAILS if key in row]
    about = f" ({', '.join(details)})" if details else ""
    return f"{number}. {DrillType(row['type']).phrase} on {row['date']}{about}"


def _task(row: Mapping[str, Any]) -> str:
    of_drill = f"for drill {row['drill']}, " if "drill" in row else ""
    offered = f" (dates {_words(row['dates'])})" if "dates" in row else ""
    return f"chore {of_drill}due {row['due']}{offered}"


def _words(value: object) -> str:
    """Return a value of a case in words: yes and no, lists with commas, keys with their values."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "not known"
    if isinstance(value, Mapping):
        return ", ".join(f"{_words(key)}: {_words(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_words(inner) for inner in value)
    return value.isoformat() if isinstance(value, date) else str(value).replace("_", " ")


if __name__ == "__main__":
    main()
