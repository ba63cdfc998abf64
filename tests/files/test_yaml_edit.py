"""One key of a YAML file changes; comments, order, and line ends stay."""

from __future__ import annotations

import pytest

from drillplanner.files.errors import InputError
from drillplanner.files.yaml_edit import with_item, with_value, without_entry


def value(text: str, key: str, new: str) -> str:
    return with_value(text.encode(), "t.yaml", key, new).decode()


def item(text: str, key: str, new: str | dict[str, str]) -> str:
    return with_item(text.encode(), "t.yaml", key, new).decode()


def without(text: str, key: str, entry: str) -> str:
    return without_entry(text.encode(), "t.yaml", key, entry).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "# top\nname: A\nlast: 2025-06-01  # as voted\nmore: 1\n",
            "# top\nname: A\nlast: 2026-06-18  # as voted\nmore: 1\n",
        ),
        ("name: A\r\nlast: '2025-06-01'\r\n", "name: A\r\nlast: 2026-06-18\r\n"),
        ("name: A\n", "name: A\nlast: 2026-06-18\n"),
        ("name: A", "name: A\nlast: 2026-06-18\n"),
        ("", "last: 2026-06-18\n"),
        ("last:  # not known\nname: A\n", "last: 2026-06-18  # not known\nname: A\n"),
        ("\ufefflast: x\n", "\ufefflast: 2026-06-18\n"),
        ("# only a comment\r\n", "# only a comment\r\nlast: 2026-06-18\r\n"),
    ],
)
def test_a_value_is_replaced_or_added(before: str, after: str) -> None:
    assert value(before, "last", "2026-06-18") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("name: A\n", "name: A\nids: [B-2]\n"),
        ("ids: []  # none\n", "ids: [B-2]  # none\n"),
        ("ids: [A-1]  # one\nname: A\n", "ids: [A-1, B-2]  # one\nname: A\n"),
        ("ids:\n  - A-1   # one\n\n# next\nname: A\n", "ids:\n  - A-1   # one\n  - B-2\n\n# next\nname: A\n"),
        ("ids:\r\n- A-1\r\nname: A\r\n", "ids:\r\n- A-1\r\n- B-2\r\nname: A\r\n"),
        ("ids:\n  - A-1", "ids:\n  - A-1\n  - B-2"),
        ("ids:\nname: A\n", "ids: [B-2]\nname: A\n"),
    ],
)
def test_an_item_is_added_to_a_list(before: str, after: str) -> None:
    assert item(before, "ids", "B-2") == after


def test_a_mapping_is_added_to_a_list() -> None:
    settled = {"title": 'The "big" day: fun', "kind": "closed"}
    assert item("days: []\n", "understood", settled) == (
        'days: []\nunderstood:\n  - {title: "The \\"big\\" day: fun", kind: closed}\n'
    )
    assert item("understood:\n  - {title: A, kind: closed}\n", "understood", {"title": "B", "kind": "ignore"}) == (
        "understood:\n  - {title: A, kind: closed}\n  - {title: B, kind: ignore}\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("g:\n  a: one\n  b: two\n  # why\n  c: three\nname: A\n", "g:\n  a: one\n  # why\n  c: three\nname: A\n"),
        ("g:\n  a: one\n  b: >-\n    two\n    lines\nname: A\n", "g:\n  a: one\nname: A\n"),
        ("g:\n  b: two\nname: A\n", "g:\n  {}\nname: A\n"),
        ("g: {a: one, b: two}\n", "g: {a: one}\n"),
    ],
)
def test_an_entry_is_taken_out_of_a_mapping(before: str, after: str) -> None:
    assert without(before, "g", "b") == after


def test_a_file_that_cannot_be_changed_safely_is_refused() -> None:
    with pytest.raises(InputError, match="by hand"):
        value("{name: A}\n", "last", "2026-06-18")
