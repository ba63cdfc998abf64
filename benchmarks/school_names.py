"""How well short forms of school names are understood: ``python -m benchmarks.school_names FILE...``.

Each FILE is a list of a state's public schools as the school search of NCES gives it
(https://nces.ed.gov/ccd/schoolsearch, "Download Excel File", saved as CSV), or any list with the columns School
Name, District, Low Grade, and High Grade. Of each file some districts are drawn; for every school of them short
forms are made as people write them, and the resolver is asked for each. ``--set-aside`` takes the districts that
nobody looked at while the resolver was written. ``--missing`` takes each school out of the list before its short
forms are asked: then no school should be named at all.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drillplanner.intake.schools.names.resolver import SchoolNames
from drillplanner.model import Campus, parse_grades

_ABBREVIATIONS = {
    "Avenue": "Ave.", "Street": "St.", "Saint": "St.", "Mount": "Mt.", "Mountain": "Mtn", "Heights": "Hts",
    "Park": "Pk", "Junior": "Jr.", "Senior": "Sr.", "North": "N.", "South": "S.", "East": "E.", "West": "W.",
    "Center": "Ctr", "Academy": "Acad.", "Elementary": "Elem.", "Springs": "Spgs", "Creek": "Crk", "Fort": "Ft.",
    "Road": "Rd", "Intermediate": "Int.", "Primary": "Prim", "Drive": "Dr.", "Point": "Pt.", "Valley": "Vly",
}  # fmt: skip
_KINDS = re.compile(
    r"\b(elementary|primary|intermediate|middle|junior|senior|high|school|schools|academy|magnet|charter|el|elem|"
    r"jr|sr|the|of|sch|preschool)\b\.?",
    re.IGNORECASE,
)
_LEVELS = (("Elementary", "ES"), ("Middle", "MS"), ("High", "HS"))


@dataclass(frozen=True)
class _School:
    campus: Campus
    other_id: str


def _districts(path: Path) -> dict[str, list[_School]]:
    districts: dict[str, list[_School]] = defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            low, high = (row.get(f"{end} Grade*", row.get(f"{end} Grade", "")).strip() for end in ("Low", "High"))
            if row.get("Status", "Open") not in ("Open", "New", "Reopened") or row.get("Charter", "No") == "Yes":
                continue
            try:
                low, high = low.replace("KG", "K").lstrip("0"), high.replace("KG", "K").lstrip("0")
                grades = parse_grades(low if low == high else f"{low}-{high}")
            except ValueError:
                continue
            other = row.get("NCES School ID", "")
            state_id = row.get("State School ID", "").rpartition("-")[2]
            campus = Campus(
                campus_id=f"c{number}",
                name=row["School Name"],
                grades=grades,
                other_ids=tuple(filter(None, (other,))),
            )
            districts[row["District"]].append(_School(campus, state_id))
    return {name: schools for name, schools in districts.items() if 8 <= len(schools) <= 60}


def _is_set_aside(district: str) -> bool:
    return hashlib.sha256(district.encode()).digest()[0] % 2 == 1


def short_forms(name: str) -> Iterator[tuple[str, str]]:
    """Yield short forms of a school's name as people write them, each with its kind."""
    yield "capitals", name.upper()
    yield "small letters", name.lower()
    without = re.sub(r"\s+School$", "", name)
    if without != name:
        yield "without School", without
    short = name
    for level, initials in _LEVELS:
        changed = re.sub(rf"(?<!Junior )(?<!Senior )(?<!Jr )(?<!Sr )\b{level}(?: School)?$", initials, name)
        if changed != name:
            short = changed
    if short != name:
        yield "ES, MS, HS", short
    abbreviated = re.sub(r"[A-Z][a-z]+", lambda match: _ABBREVIATIONS.get(match[0], match[0]), name)
    if abbreviated != name:
        yield "abbreviations", abbreviated
        yield "abbreviations", re.sub(r"\s+School$", "", abbreviated).replace(".", "")
    core = " ".join(_KINDS.sub(" ", re.sub(r"[-/().]", " ", name)).split())
    words = core.split()
    if core and core.lower() != name.lower():
        yield "own words", core
    everything = [word for word in re.split(r"[^A-Za-z0-9]+", name.replace("'", "")) if word]
    if len(everything) > 2 and not any(word.isdigit() for word in everything):
        yield (
            "initials",
            "".join(word[0] for word in everything if word.lower() not in ("of", "the", "and")).upper(),
        )
    if len(words) >= 2 and all(word.isalpha() for word in words):
        yield "last word", words[-1]
        yield "first word", words[0]
        for level, initials in _LEVELS:
            if level in name and "Junior" not in name and "Jr" not in name:
                yield "last word and level", f"{words[-1]} {initials}"
                yield "initials and level", f"{''.join(word[0] for word in words).upper()} {initials}"


def main() -> None:
    """Print right, asked, and wrong by kind of short form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--districts", type=int, default=8, help="Districts of each file.")
    parser.add_argument("--set-aside", action="store_true")
    parser.add_argument("--missing", action="store_true")
    parser.add_argument("--show", default="", help="List forms with this outcome: asked, wrong, none.")
    given = parser.parse_args()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    schools_read = districts_read = 0
    for path in given.files:
        found = _districts(path)
        chosen = sorted(name for name in found if _is_set_aside(name) is given.set_aside)
        random.Random(7).shuffle(chosen)  # noqa: S311 (no secret)
        for district in chosen[: given.districts]:
            schools = found[district]
            campuses = [school.campus for school in schools]
            districts_read, schools_read = districts_read + 1, schools_read + len(schools)
            names = SchoolNames(campuses, (), district)
            for school in schools:
                if given.missing:
                    names = SchoolNames([c for c in campuses if c is not school.campus], (), district)
                for kind, form in (*short_forms(school.campus.name), ("NCES id", school.campus.other_ids[0])):
                    meant = names.meant(form)
                    outcome = (
                        "right" if meant.school_id == school.campus.campus_id
                        else "wrong" if meant.school_id is not None
                        else "asked" if school.campus.campus_id in meant.choices or given.missing
                        else "none"
                    )  # fmt: skip
                    counts[kind][outcome] += 1
                    if outcome == given.show:
                        read = [names.label(i) for i in (meant.choices or filter(None, (meant.school_id,)))]
                        print(f"{district}: {school.campus.name!r} as {form!r}: {read}")
    outcomes = ("right", "asked", "none", "wrong")
    print(f"{districts_read} districts, {schools_read} schools")
    print(f"{'short form':22}" + "".join(f"{outcome:>8}" for outcome in outcomes))
    for kind, by_outcome in counts.items():
        print(f"{kind:22}" + "".join(f"{by_outcome[outcome]:8}" for outcome in outcomes))
    total = sum(counts.values(), Counter())
    print(f"{'all':22}" + "".join(f"{total[outcome]:8}" for outcome in outcomes))


if __name__ == "__main__":
    main()
