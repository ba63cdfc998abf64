"""The output ``forms``: files, notes, missing values, and any text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InputError
from drillplanner.model import DrillType
from drillplanner.publish.core.paper.tiers import PaperAmount
from drillplanner.publish.core.typst.pdf import PACKET, typeset_pdf
from drillplanner.publish.forms.output import OUTPUT
from drillplanner.publish.forms.packet import packet_content
from drillplanner.publish.packets import drill_sheets
from tests.publish.forms.invented_school import packet_of, pages_of, pdf_of, request_of, with_scenario


def test_each_drill_has_a_file_in_the_folder_of_its_campus(tmp_path: Path) -> None:
    notes: list[str] = []
    request = request_of("L1", tell=notes.append)
    written = list(OUTPUT.write(request, tmp_path))
    drill = request.plan.drills[0]
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        f"forms/oak/2025-10-07-{drill.drill_id}.pdf"
    ]
    assert written[0].read_bytes().startswith(b"%PDF")
    assert notes == []


def test_every_form_is_printed_also_where_sheets_have_few(tmp_path: Path) -> None:
    """With paper by tiers, ``forms`` was once a second copy of ``sheets``."""
    fire = {"drill_type": DrillType.FIRE_EVACUATION}
    request = replace(request_of("L2", drill=fire), paper=PaperAmount.TIERS)
    (forms,) = OUTPUT.write(request, tmp_path)
    (sheets, *_) = drill_sheets.OUTPUT.write(request, tmp_path)
    assert len(pages_of(sheets.read_bytes())) == 2
    assert len(pages_of(forms.read_bytes())) > 10


def test_a_letter_that_no_font_has_is_noted(tmp_path: Path) -> None:
    notes: list[str] = []
    request = request_of("L1", names=lambda place, title: f"Sample {place} \U0001f600", tell=notes.append)
    list(OUTPUT.write(request, tmp_path))
    assert len(notes) == 1
    assert notes[0].startswith("1 packet has letters that this program's fonts lack (\U0001f600)")


def test_unknown_positions_are_found_before_anything_is_written(tmp_path: Path) -> None:
    request = with_scenario(request_of("L2"), positions=("CMD-IC", "OPS-XYZ"))
    with pytest.raises(InputError, match="not in the catalogue"):
        list(OUTPUT.write(request, tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("drill", "printed"),
    [
        ({"start": None, "end": None}, "Time From: Time To:"),
        ({"scenario_id": None}, "No scenario is named."),
        ({"scenario_id": "gone"}, "No scenario is named."),
        ({"audience": None, "grades": None, "format": None, "announced": None}, "No outside agency is expected."),
    ],
)
def test_values_that_the_plan_does_not_have_are_left_blank(drill: dict[str, object], printed: str) -> None:
    pages = pages_of(pdf_of(packet_of(request_of("L2", drill=drill))))
    assert any(printed in page for page in pages)
    assert not any("None" in page for page in pages)


@settings(max_examples=12, deadline=None)
@given(name=st.text(max_size=60), title=st.text(min_size=1, max_size=320))
def test_any_name_and_title_can_be_printed(name: str, title: str) -> None:
    request = with_scenario(request_of("L1", names=lambda place, _: f"{name} {place}"), title=title)
    some_forms = packet_of(request).only("command_post", "form_203", "form_207", "role_cards")
    pdf, _ = typeset_pdf(packet_content(some_forms), 1_754_006_400, PACKET)
    assert pdf.startswith(b"%PDF")
