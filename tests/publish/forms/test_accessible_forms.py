"""Two independent checkers of accessible PDF read one packet of each tier.

What they cannot see is said in docs/forms.md. The other packets are read by ``benchmarks/check_forms.py``.
"""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from benchmarks.pdf_checkers import complaints
from tests.publish.forms.invented import TIERS, pdf


@pytest.mark.parametrize("tier", sorted(set(TIERS) - {"exercise"}))
def test_two_checkers_find_no_error(tier: str, tmp_path: Path) -> None:
    path = tmp_path / f"{tier}.pdf"
    path.write_bytes(pdf(tier))
    assert complaints(path) == ()


def test_the_checkers_can_find_something(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=_file(tmp_path, pdf("L1")))
    for name in ("/StructTreeRoot", "/MarkInfo", "/Lang"):
        del writer.root_object[pypdf.generic.NameObject(name)]
    broken = tmp_path / "broken.pdf"
    writer.write(broken)
    found = complaints(broken)
    assert {one.split(" ")[0] for one in found} == {"outloud", "pdfua"}


def _file(folder: Path, data: bytes) -> Path:
    path = folder / "good.pdf"
    path.write_bytes(data)
    return path
