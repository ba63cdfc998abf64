"""The real passages: how many, how they are split, and what their labels may be."""

from __future__ import annotations

import csv
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from drillplanner.appropriateness.rules.rule import load_rules

FOLDER = Path(__file__).parent / "real_passages"
PARTS = (
    *("learnable", "learnable_second", "learnable_third", "learnable_fourth", "learnable_fifth"),
    *("learnable_sixth", "learnable_seventh", "learnable_eighth", "measured_once_fifth"),
)


def passages(name: str) -> list[dict[str, object]]:
    """Return the labels of a part; with the fast loader, since the files are our own."""
    labels = yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert isinstance(labels, list)
    return labels


def source_of(label: dict[str, object]) -> str:
    """Return the event that a passage reports, or else its site."""
    source = label["source"]
    assert isinstance(source, dict)
    host = urlsplit(source["url"]).hostname
    assert host is not None
    return str(source.get("event") or host.removeprefix("www."))


def test_enough_passages_most_of_them_harmless() -> None:
    everything = [label for name in PARTS for label in passages(name)]
    assert len(everything) >= 4600
    assert (
        len({label["id"] for label in everything})
        == len({label["text"] for label in everything})
        == len(everything)
    )
    assert sum(label["verdict"] == "ok" for label in everything) * 5 >= len(everything) * 3


def test_no_site_and_no_event_is_in_two_parts() -> None:
    sources = [{source_of(label) for label in passages(name)} for name in PARTS]
    assert sum(map(len, sources)) == len(set().union(*sources))


@pytest.mark.parametrize("name", PARTS)
def test_labels_name_known_rules_and_agree_with_their_readings(name: str) -> None:
    known = {rule.id for rule in load_rules()}
    order = ("ok", "cannot_tell", "violation")
    for label in passages(name):
        readings = label["readings"]
        assert isinstance(readings, list)
        verdicts = [reading["verdict"] for reading in readings]
        assert label["verdict"] == min(verdicts, key=order.index), label["id"]
        rules = label.get("rules", [])
        assert isinstance(rules, list)
        assert bool(rules) == (label["verdict"] != "ok"), label["id"]
        assert set(rules) <= known, label["id"]


def test_the_lexicon_of_its_time_has_an_answer_to_each_passage_that_words_were_chosen_after() -> None:
    path = Path(__file__).parents[3] / "training" / "words_before.csv"
    with path.open(encoding="utf-8", newline="") as rows:
        answers = {row["id"]: row["answer"] for row in csv.DictReader(rows)}
    assert list(answers) == [label["id"] for name in PARTS[:5] for label in passages(name)]
    assert set(answers.values()) == {"ok", "notice", "cannot_tell", "violation"}
