"""Archives with changed bytes, in each way of packing: each is read, or refused with one error."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from drillplanner.files.errors import InputError
from drillplanner.files.tables.archive import UnreadableArchiveError, opened_archive
from drillplanner.files.tables.file_kinds import file_kind
from drillplanner.intake.oneroster.export_files import read_oneroster_tables

PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def archive(packing: int, *names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as packed:
        for name in names:
            packed.writestr(name, f"<{name}/>" * 100)
    return stream.getvalue()


@st.composite
def damaged(draw: st.DrawFn, *names: str) -> bytes:
    """An archive of these parts with one to six bytes changed, perhaps cut."""
    raw = bytearray(archive(draw(st.sampled_from(PACKINGS)), *names))
    places = st.integers(0, len(raw) - 1)
    for place, byte in draw(st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=6)):
        raw[place] = byte
    return bytes(raw[: draw(places)] if draw(st.integers(0, 9)) == 0 else raw)


@settings(max_examples=1500, deadline=None)
@given(raw=damaged("xl/workbook.xml", "xl/é.xml"))
def test_whatever_is_wrong_is_one_error(raw: bytes) -> None:
    try:
        with opened_archive(raw) as opened:
            opened.testzip()
            opened.read("xl/workbook.xml")
    except UnreadableArchiveError as error:
        event(type(error.__cause__).__name__)
        assert str(error)


@pytest.mark.parametrize("packing", PACKINGS)
def test_packed_data_that_make_no_sense_are_refused(packing: int) -> None:
    whole = archive(packing, "xl/workbook.xml")
    begin = whole.index(b"xl/workbook.xml") + len("xl/workbook.xml")
    raw = whole[: begin + 4] + b"\xff" * 20 + whole[begin + 24 :]
    with pytest.raises(InputError) as refused:
        file_kind(raw, "schools.xlsx")
    assert refused.value.problems[0].message.startswith("the workbook is damaged")


@settings(max_examples=600, deadline=None)
@given(raw=damaged("xl/workbook.xml", "xl/é.xml"))
def test_a_damaged_workbook_is_read_or_refused(raw: bytes) -> None:
    try:
        file_kind(raw, "schools.xlsx")
    except InputError as error:
        assert error.problems[0].maybe


@settings(max_examples=600, deadline=None)
@given(raw=damaged("manifest.csv", "orgs.csv", "é.csv"))
def test_a_damaged_export_is_read_or_refused(raw: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    export = tmp_path_factory.getbasetemp() / "damaged-export.zip"
    export.write_bytes(raw)
    with suppress(InputError):  # any other error would end in a traceback
        read_oneroster_tables(export)
