"""The output ``forms``: files, what is told, and text and drills of every kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InputError
from drillplanner.publish.core.typst.pdf import PACKET, typeset_pdf
from drillplanner.publish.forms.output import OUTPUT
from drillplanner.publish.forms.packet import packet_content
from tests.publish.forms.invented_school import packet_of, pages_of, pdf_of, request_of, with_scenario


def test_one_file_a_drill_below_its_campus(tmp_path: Path) -> None:
    told: list[str] = []
    request = request_of("L1", tell=told.append)
    written = list(OUTPUT.write(request, tmp_path))
    drill = request.plan.drills[0]
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        f"forms/oak/2025-10-07-{drill.drill_id}.pdf"
    ]
    assert written[0].read_bytes().startswith(b"%PDF")
    assert told == []


def test_a_letter_that_no_typeface_has_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    request = request_of("L1", names=lambda place, title: f"Sample {place} \U0001f600", tell=told.append)
    list(OUTPUT.write(request, tmp_path))
    assert len(told) == 1
    assert told[0].startswith("1 packet has letters that this program's fonts lack (\U0001f600)")


def test_unknown_positions_are_found_before_anything_is_written(tmp_path: Path) -> None:
    request = with_scenario(request_of("L2"), positions=("CMD-IC", "OPS-XYZ"))
    with pytest.raises(InputError, match="not in the catalogue"):
        list(OUTPUT.write(request, tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("drill", "said"),
    [
        ({"start": None, "end": None}, "Time From: Time To:"),
        ({"scenario_id": None}, "No scenario is named."),
        ({"scenario_id": "gone"}, "No scenario is named."),
        ({"audience": None, "grades": None, "format": None, "announced": None}, "No outside agency is expected."),
    ],
)
def test_what_the_plan_does_not_know_is_left_to_the_pen(drill: dict[str, object], said: str) -> None:
    pages = pages_of(pdf_of(packet_of(request_of("L2", drill=drill))))
    assert any(said in page for page in pages)
    assert not any("None" in page for page in pages)


@settings(max_examples=12, deadline=None)
@given(name=st.text(max_size=60), title=st.text(min_size=1, max_size=320))
def test_any_name_and_title_can_be_printed(name: str, title: str) -> None:
    request = with_scenario(request_of("L1", names=lambda place, _: f"{name} {place}"), title=title)
    few = packet_of(request).only("command_post", "form_203", "form_207", "role_cards")
    pdf, _ = typeset_pdf(packet_content(few), 1_754_006_400, PACKET)
    assert pdf.startswith(b"%PDF")
