from __future__ import annotations

import pytest

from drillplanner.intake import cells


@pytest.mark.parametrize(
    ("cell", "value"), [("yes", True), ("Y", True), ("TRUE", True), ("No", False), ("n", False)]
)
def test_yes_and_no(cell: str, value: bool) -> None:
    assert cells.is_yes_or_no(cell)
    assert cells.yes_or_no(cell) is value


@pytest.mark.parametrize("cell", ["", "maybe", "1", "yess"])
def test_neither_yes_nor_no(cell: str) -> None:
    assert not cells.is_yes_or_no(cell)
    with pytest.raises(ValueError, match="neither yes nor no"):
        cells.yes_or_no(cell)


@pytest.mark.parametrize(
    ("cell", "number"), [("0", 0), ("412", 412), ("1,234", 1234), ("412.0", 412), ("12,345,678", 12345678)]
)
def test_whole_numbers(cell: str, number: int) -> None:
    assert cells.whole_number(cell) == number


@pytest.mark.parametrize("cell", ["", "-1", "12.5", "1,23", "about 400", "٤١٢", "1" * 5000])
def test_no_whole_numbers(cell: str) -> None:
    with pytest.raises(ValueError, match="not a whole number"):
        cells.whole_number(cell)


def test_parts() -> None:
    assert cells.parts(" IS-100; ;first_aid;") == ("IS-100", "first_aid")
    assert cells.parts("") == ()
