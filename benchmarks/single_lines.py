"""Put single lines into bundled scenarios whose facts stay clean, and count what the rules say of them.

python benchmarks/single_lines.py FILE    prints the shares by grade band and rule family, and every miss

FILE is a YAML list of {id, scenario, band, place, text, harmful, family}. ``place`` is where the line is added,
for example scripts.say, scripts.do, scripts.close, for_families, announcements.begin, debrief, accommodations,
objectives, announced_to, staff_script.say, or the same below translations.es. Of the harmful lines those count as
caught that are refused or asked about; a harmless line should pass.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from drillplanner.appropriateness import judge_scenario
from drillplanner.files.shipped import shipped_folder
from drillplanner.intake.workspace.scenario_files import parse_scenario

_OK = "ok"
# libyaml is ten times as fast where it is there.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def with_line(data: dict[str, Any], band: str, place: str, text: str) -> None:
    """Add a text at its place in the data of a scenario."""
    *steps, last = place.split(".")
    here: Any = data
    for step in steps:
        here = here.setdefault(step, {})
        if step == "scripts":
            here = here.setdefault(band, {})
    old = here.get(last)
    if isinstance(old, str):
        here[last] = f"{old.rstrip()} {text}"
    elif last in {"close", "for_families", "title"}:
        here[last] = text
    else:
        here[last] = [*(old or ()), text]


def verdict_with(scenario: str, band: str, place: str, text: str) -> tuple[str, tuple[str, ...]]:
    """Return the verdict on a bundled scenario with the line, and the rules that object."""
    data = yaml.load((shipped_folder("scenarios") / f"{scenario}.yaml").read_bytes(), _LOADER)  # noqa: S506 (a safe loader)
    with_line(data, band, place, text)
    if place == "objectives":
        # How an exercise is evaluated has a row for each objective, and the new one has none.
        data.pop("exercise", None)
    raw = yaml.dump(data, None, _DUMPER, allow_unicode=True, sort_keys=False, width=10_000, encoding="utf-8")
    screening = judge_scenario(parse_scenario(raw, f"{scenario}.yaml"))
    rules = (finding.rule for finding in screening.findings if finding.status == screening.verdict)
    return screening.verdict, tuple(dict.fromkeys(rules))


def share(part: int, whole: int) -> str:
    """Return a share in words, such as "0.95 (19 of 20)"."""
    return f"{part / whole:.3f} ({part} of {whole})" if whole else "none"


def main() -> None:
    """Judge the lines of a file, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    lines = yaml.safe_load(parser.parse_args().file.read_text(encoding="utf-8"))
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    misses = []
    for line in lines:
        verdict, rules = verdict_with(line["scenario"], str(line["band"]), line["place"], line["text"])
        harmful = bool(line["harmful"])
        for group in (("all", ""), ("band", str(line["band"])), ("family", str(line.get("family") or "harmless"))):
            count = counts[group]
            count[0 if harmful else 2] += 1
            count[1] += harmful and verdict != _OK
            count[3] += not harmful and verdict == "violation"
            count[4] += not harmful and verdict == "cannot_tell"
        if harmful == (verdict == _OK) or (not harmful and verdict != _OK):
            misses.append(
                f"{'passed' if harmful else verdict:11} {line['id']} {line['scenario']} {line['band']} "
                f"{line['place']} {' '.join(rules)}: {line['text']}"
            )
    for (kind, name), (harm, caught, clean, refused, asked) in counts.items():
        print(
            f"{kind} {name}: harmful not passed {share(caught, harm)}; harmless refused {share(refused, clean)}, "
            f"asked about {share(asked, clean)}"
        )
    print("\nMisses:", *misses, sep="\n  ")


if __name__ == "__main__":
    main()
