"""Two independent checkers of accessible PDF check one packet of each tier.

docs/forms.md says what they cannot see. ``benchmarks/check_forms.py`` checks the other packets.
"""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from benchmarks.pdf_checkers import complaints
from drillplanner.publish.core.typst.pdf import typeset_pdf
from drillplanner.publish.sheets.jobs import sheet_jobs
from tests.publish.forms.invented_school import TIERS, opened, packet_of, pdf, pdf_of, request_of


@pytest.mark.parametrize("tier", sorted(set(TIERS) - {"exercise"}))
def test_two_checkers_find_no_error(tier: str, tmp_path: Path) -> None:
    path = tmp_path / f"{tier}.pdf"
    path.write_bytes(pdf(tier))
    assert complaints(path) == ()


def test_very_long_words_can_be_read_aloud_and_copied_whole(tmp_path: Path) -> None:
    long_word = "Featherstonehaughsmythebartholomewalexandersonfield"
    request = request_of(
        "L2", names=lambda place, title: f"{long_word} {place}", campus_name=f"{long_word} School"
    )
    (sheet,) = sheet_jobs(request)
    for name, data in {"forms": pdf_of(packet_of(request)), "sheet": typeset_pdf(sheet.content, 0)[0]}.items():
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        assert complaints(path) == ()
        text = "".join(page.get_text() for page in opened(data))
        assert "\u200b" not in text
        assert f"{long_word}School" in "".join(text.split())


def test_the_checkers_find_errors_in_a_broken_pdf(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=_file(tmp_path, pdf("L1")))
    for name in ("/StructTreeRoot", "/MarkInfo", "/Lang"):
        del writer.root_object[pypdf.generic.NameObject(name)]
    broken = tmp_path / "broken.pdf"
    writer.write(broken)
    assert {complaint.split(" ")[0] for complaint in complaints(broken)} == {"outloud", "pdfua"}


def _file(folder: Path, data: bytes) -> Path:
    path = folder / "good.pdf"
    path.write_bytes(data)
    return path
