"""Teach the layers that read single lines, and mark the lines of the bundled scenarios as read.

python training/lines.py fit     writes line_layers.npz:  taught on ``lines/*.jsonl``, on short descriptions, and
                                 on the bundled scenarios, whose lines are all harmless (needs requirements.txt)
python training/lines.py held    teaches without some of the ideas of ``lines/ideas*.jsonl``, and prints how their
                                 lines are read, by threshold (needs requirements.txt)
python training/lines.py mark    reads the bundled lines that are not marked yet, lists the doubts, and writes
                                 read_before.txt once each of them stands in cleared.yaml
python training/lines.py anew    the same for all bundled lines: after new layers, words, or thresholds

The thresholds of ``decision.yaml`` are chosen by hand with ``held`` and with ``benchmarks/single_lines.py`` on the
watched lines, which are not trained on.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from drillplanner.appropriateness.lines.findings import can_be_read, context_of
from drillplanner.appropriateness.lines.line_reader import LAYERS_FILE, read_line
from drillplanner.appropriateness.lines.read_before import READ_BEFORE_FILE, mark_of
from drillplanner.appropriateness.lines.word_for_word import in_english_words
from drillplanner.appropriateness.text.input.descriptions import Context
from drillplanner.appropriateness.text.input.plain_text import to_plain_text
from drillplanner.intake.workspace.scenario_files import bundled_scenarios, parse_scenario
from drillplanner.model import ENGLISH
from drillplanner.model.scenarios.lines import passages_of, scenario_lines

HERE = Path(__file__).parent
#: Passages of bundled scenarios that the reader doubts, each read where it stands and kept as harmless.
CLEARED_FILE = HERE / "lines" / "cleared.yaml"
SHORT = ("short_harm", "short_fear_and_arms", "short_requirements", "short_statements", "short_and_sure")
#: How many short descriptions are used, and their greatest length in characters; how many bundled passages.
SHORT_USED, MOST_LETTERS, BUNDLED_USED = 1000, 260, 3000
#: What one text counts, by where it comes from. Short descriptions are not written to be read aloud.
OF_BUNDLED, OF_SHORT, OF_LINES = 0.5, 0.3, 1.0
#: Of the ideas, the share that ``held`` does not teach.
HELD_SHARE = 0.4
SEED = 3


@dataclass(frozen=True)
class Labeled:
    """A text with its context, its language, whether it is harmful, what it counts, and its idea ("" if none)."""

    text: str
    context: Context
    harmful: bool
    counts: float
    language: str = ENGLISH
    idea: str = ""

    @property
    def plain(self) -> str:
        """The text in plain letters; of another language, word for word in English."""
        english = self.text if self.language == ENGLISH else in_english_words(self.text, self.language)
        return to_plain_text(english).plain


def bundled_passages() -> Iterator[tuple[str, Context, str]]:
    """Yield each passage of the bundled scenarios that can be read, with its context and language."""
    for path in bundled_scenarios():
        scenario = parse_scenario(path.read_bytes(), path.name)
        for line in scenario_lines(scenario):
            if can_be_read(line):
                for passage in passages_of(line.text):
                    yield passage, context_of(line, scenario), line.language


def labeled(path: Path) -> list[dict[str, Any]]:
    """Return the labeled texts of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def examples() -> Iterator[Labeled]:
    """Yield what is taught."""
    chosen = random.Random(SEED)  # noqa: S311 (a choice that can be repeated)
    bundled = list(dict.fromkeys(bundled_passages()))
    for passage, context, language in chosen.sample(bundled, min(len(bundled), BUNDLED_USED)):
        yield Labeled(passage, context, harmful=False, counts=OF_BUNDLED, language=language)
    for path in sorted((HERE / "lines").glob("*.jsonl")):
        for entry in labeled(path):
            yield _labeled(entry, OF_LINES)
    short = [entry for name in SHORT for entry in labeled(HERE / "descriptions" / f"{name}.jsonl")]
    for entry in chosen.sample([one for one in short if len(one["text"]) < MOST_LETTERS], SHORT_USED):
        yield _labeled(entry, OF_SHORT)


def _labeled(entry: dict[str, Any], counts: float) -> Labeled:
    return Labeled(
        entry["text"],
        Context(**(entry.get("context") or {})),
        harmful=entry["verdict"] != "ok",
        counts=counts,
        language=entry.get("language", ENGLISH),
        idea=entry.get("idea", ""),
    )


def fit() -> None:
    """Teach the layers and write them."""
    from line_network import example_of, taught, write_layers

    texts = list(examples())
    print(f"{len(texts)} texts, {sum(text.harmful for text in texts)} of them harmful", flush=True)
    read = [example_of(text.plain, text.context, text.counts, harmful=text.harmful) for text in texts]
    write_layers(taught(read, SEED), LAYERS_FILE)
    print(f"wrote {LAYERS_FILE.name}")


def held() -> None:
    """Teach without some ideas, and print how their lines are read."""
    from line_network import example_of, scores_of, taught

    texts = list(examples())
    ideas = sorted({text.idea for text in texts} - {""})
    apart = set(random.Random(SEED).sample(ideas, int(HELD_SHARE * len(ideas))))  # noqa: S311
    read = [example_of(text.plain, text.context, text.counts, harmful=text.harmful) for text in texts]
    layers = taught([one for one, text in zip(read, texts, strict=True) if text.idea not in apart], SEED)
    rows = [(one, text) for one, text in zip(read, texts, strict=True) if text.idea in apart]
    likely = scores_of(layers, [one for one, _ in rows])
    for language in (ENGLISH, "es"):
        shares = {
            bad: [
                p
                for p, (_, one) in zip(likely, rows, strict=True)
                if (one.harmful, one.language) == (bad, language)
            ]
            for bad in (True, False)
        }
        print(
            f"{language}: {len(shares[True])} harmful and {len(shares[False])} harmless lines of ideas not taught"
        )
        for threshold in (0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 0.9, 0.95):
            caught, doubted = (sum(p >= threshold for p in part) / len(part) for part in shares.values())
            print(f"  from {threshold}: caught {caught:.3f}, harmless in doubt {doubted:.3f}")


def mark(*, anew: bool = False) -> None:
    """Read the bundled passages, and write their marks unless one is in doubt that nobody has cleared.

    Passages that are marked are not read again, unless ``anew``: after a change of layers, words, or thresholds.
    """
    cleared = set(yaml.safe_load(CLEARED_FILE.read_text(encoding="utf-8")) or ())
    before = set() if anew else set(READ_BEFORE_FILE.read_text(encoding="ascii").split())
    new: dict[str, str] = {}
    marks, kept = set(), set()
    for passage, context, language in bundled_passages():
        passage_mark = mark_of(passage, context)
        if passage_mark in before or passage_mark in marks:
            kept |= {passage} & cleared
        elif (reading := read_line(passage, context, language)).status != "ok":
            kept.add(passage)
            if passage not in cleared:
                new[passage] = f"{reading.status} {reading.likelihood:.2f} {reading.rules[0]}"
        marks.add(passage_mark)
    for passage, doubt in new.items():
        print(f"- {json.dumps(passage, ensure_ascii=False)}  # {doubt}")
    if new:
        print(f"{len(new)} passages are in doubt. Reword them, or read them and add them to {CLEARED_FILE.name}.")
        raise SystemExit(1)
    CLEARED_FILE.write_text(
        "# Passages of bundled scenarios that the trained reader doubts. Each was read where it stands in its\n"
        "# scenario, against the statements of the rules, and kept as harmless. No licensed school psychologist\n"
        "# has signed them.\n"
        + "".join(f"- {json.dumps(passage, ensure_ascii=False)}\n" for passage in sorted(kept)),
        encoding="utf-8",
    )
    READ_BEFORE_FILE.write_text("".join(f"{one}\n" for one in sorted(marks)), encoding="ascii")
    print(f"{len(marks)} passages marked; {len(kept)} of them cleared")


def mark_anew() -> None:
    """Read all bundled passages, those that are marked too."""
    mark(anew=True)


if __name__ == "__main__":
    {"fit": fit, "held": held, "mark": mark, "anew": mark_anew}[sys.argv[1]]()
