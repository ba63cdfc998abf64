"""YAML read from events, compared with the tree of nodes that PyYAML builds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drillplanner.files import yaml_text
from drillplanner.files.errors import InputError
from drillplanner.files.yaml_text import KeyPath, read_yaml

ROOT = Path(__file__).parents[2]


def files_below(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.yaml"))


FILES = files_below("drillplanner/law", "scenarios", "examples")
BUNDLED = files_below("drillplanner", "scenarios", "examples", "templates")


class Tree(yaml.SafeLoader):
    """PyYAML's loader, limited to our few kinds of plain words."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


for kind, pattern, begins in (
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"^(?:true|false)$", ["t", "f"]),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", list("-0123456789")),
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", list("-0123456789")),
):
    Tree.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(pattern), begins)


def lines_of(node: yaml.Node, path: KeyPath) -> Iterator[tuple[KeyPath, int]]:
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            for inner, line in lines_of(value, (*path, key.value)):
                yield inner, key.start_mark.line + 1 if len(inner) == len(path) + 1 else line
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from lines_of(value, (*path, index))


def by_tree(text: str) -> tuple[Any, dict[KeyPath, int]]:
    loader = Tree(text)
    node = loader.get_single_node()
    assert node is not None
    return loader.construct_document(node), dict(lines_of(node, ()))


@pytest.mark.parametrize("path", FILES[::9], ids=lambda path: path.stem)
def test_a_shipped_file_is_read_as_its_tree_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    (data, lines), (expected, at) = read_yaml(text, path.name), by_tree(text)
    assert repr(data) == repr(expected)
    assert list(lines.items()) == list(at.items())


def test_every_bundled_file_is_read_alike_by_the_parsers_in_c_and_in_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The one in Python refuses a question mark before a comma in a mapping in braces, unless it is quoted.
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in BUNDLED}
    found = {}
    for parser in (yaml.CSafeLoader, yaml.SafeLoader):
        monkeypatch.setattr(yaml_text, "_PARSER", parser)
        found[parser] = {name: repr(read_yaml(text, name)) for name, text in texts.items()}
    assert len(texts) > 300
    assert found[yaml.CSafeLoader] == found[yaml.SafeLoader]


def test_a_difference_between_the_parsers_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    read_yaml("a: {b: open?, c: d}\n", "f")
    monkeypatch.setattr(yaml_text, "_PARSER", yaml.SafeLoader)
    with pytest.raises(yaml.YAMLError):
        read_yaml("a: {b: open?, c: d}\n", "f")


WORDS = st.sampled_from(
    ["no", "yes", "null", "~", "true", "08:30", "2025-09-01", "-0", "0", "007", "1.50", "-3", "<<"]
)
SCALARS = st.one_of(WORDS, st.none(), st.booleans(), st.integers(-9, 999), st.text("aé:#-'\" \n", max_size=6))
KEYS = st.text("ab1 ", min_size=1, max_size=3)
DATA = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4))
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DATA, st.booleans(), st.integers(20, 90))
def test_written_yaml_is_read_like_its_tree(data: object, flow: bool, width: int) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, width=width, allow_unicode=True)
    (read, lines), (expected, at) = read_yaml(text, "f"), by_tree(text)
    assert repr(read) == repr(expected)
    assert lines == at


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "the key is given twice (first on line 1)"),
        ("1: a\n1.0: b\n", 2, "the key is given twice (first on line 1)"),
        ("~: a\nb: 1\nnull: c\n", 3, "the key is given twice (first on line 1)"),
        ("1: a\n'1': b\n", 2, "the key is given twice (first on line 1)"),
        ("a: 1\n[x]: 2\n", 2, "a key must be a plain word"),
        ("a: &x 1\nb: *x\n", 2, "YAML aliases are not accepted here"),
        ("a: !!int '1'\n", 1, "YAML tags are not accepted here"),
        ("- " * 41 + "x", 1, "the document is nested too deep"),
        ("a: 1\n---\nb: 2\n", 2, "this is not valid YAML: but found another document"),
        ("a: &x 1\nb: &x 2\n", 2, "this is not valid YAML: second occurrence"),
        ("a: " + "9" * 5000, 1, "the number is too long"),
    ],
)
def test_forbidden_yaml_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_yaml(text, "file.yaml")
    assert [(problem.file, problem.line, problem.message) for problem in caught.value.problems] == [
        ("file.yaml", line, message)
    ]


def test_an_empty_file_has_no_data() -> None:
    assert read_yaml("# nothing\n", "f") == (None, {(): 1})
