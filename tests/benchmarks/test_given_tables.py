"""The corpus of tables as districts give them: no row is ever placed wrongly, whatever its shape."""

from __future__ import annotations

import pytest

from benchmarks.given_tables.files import Case, cases
from benchmarks.given_tables.run import READERS, Tally

ALL = [(kind, case) for kind in READERS for case in cases(kind)]


@pytest.mark.parametrize(("kind", "case"), ALL, ids=[f"{kind}: {case.name}" for kind, case in ALL])
def test_no_row_is_placed_wrongly(kind: str, case: Case) -> None:
    tally = Tally()
    told = tally.add(case, kind)
    assert tally.wrong == 0, told
    if not case.aside:
        assert told == ""


def test_half_of_each_kind_is_set_aside() -> None:
    for kind in READERS:
        assert sum(case.aside for case in cases(kind)) == 6
        assert len(cases(kind)) >= 12
