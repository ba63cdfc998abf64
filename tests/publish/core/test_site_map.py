"""Maps given as a picture or a PDF become a picture that Typst seals as accessible."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from PIL import Image, ImageOps

from drillplanner.files.errors import InputError
from drillplanner.publish.core.site_map import SiteMap, picture_size
from drillplanner.publish.core.typst.pdf import compile_pdf


def picture(kind: str, size: tuple[int, int] = (120, 70), **options: Any) -> bytes:
    stream = io.BytesIO()
    untyped: Any = Image.new("RGB", size, "red")
    untyped.save(stream, kind, **options)
    return stream.getvalue()


def plan_pdf() -> bytes:
    untyped: Any = pymupdf
    document = untyped.open()
    page = document.new_page(width=612, height=792)
    page.draw_rect((0, 0, 612, 792), fill=(1, 0, 0))
    return bytes(document.tobytes())


@pytest.mark.parametrize(
    ("kind", "options"),
    [("PNG", {}), ("JPEG", {}), ("JPEG", {"progressive": True}), ("JPEG", {"exif": b"Exif\0\0x"})],
)
def test_the_size_of_a_picture_is_read_from_its_head(kind: str, options: dict[str, Any]) -> None:
    assert picture_size(picture(kind, **options)) == (120, 70)


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", picture("PNG", (1, 1))[:20]]
)
def test_what_is_no_whole_picture_has_no_size(raw: bytes) -> None:
    assert picture_size(raw) is None


@pytest.mark.parametrize(
    ("name", "raw"), [("map.png", picture("PNG")), ("map.jpg", picture("JPEG")), ("map.pdf", plan_pdf())]
)
def test_the_map_is_seen_on_the_paper(tmp_path: Path, name: str, raw: bytes) -> None:
    (tmp_path / name).write_bytes(raw)
    source = (
        '#set document(title: "Map")\n#set page(margin: 0pt)\n'
        '#image(bytes(data.map), format: "svg", width: 100%, alt: "Site plan")'
    )
    pdf, _ = compile_pdf(source, f'{{"map": {_json(SiteMap(tmp_path / name).picture)}}}', 0)
    untyped: Any = pymupdf
    with untyped.open(stream=pdf, filetype="pdf") as document:
        red, green, blue = document[0].get_pixmap(dpi=20).pixel(30, 30)
    assert red > 240 and green < 20 and blue < 20


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_of_a_telephone_is_turned_upright(tmp_path: Path, orientation: int) -> None:
    """Pillow turns the same picture by its own code."""
    image = Image.new("RGB", (200, 100), "red")
    image.paste("blue", (0, 0, 100, 50))
    exif = Image.Exif()
    exif[274] = orientation
    image.save(tmp_path / "map.jpg", exif=exif, quality=95)
    with Image.open(tmp_path / "map.jpg") as opened:
        upright = ImageOps.exif_transpose(opened)
    source = (
        '#set document(title: "Map")\n#set page(width: 100pt, height: auto, margin: 0pt)\n'
        '#image(bytes(data.map), format: "svg", width: 100%, alt: "Site plan")'
    )
    pdf, _ = compile_pdf(source, f'{{"map": {_json(SiteMap(tmp_path / "map.jpg").picture)}}}', 0)
    untyped: Any = pymupdf
    with untyped.open(stream=pdf, filetype="pdf") as document:
        shown = document[0].get_pixmap(dpi=72)
    assert (shown.width > shown.height) == (upright.width > upright.height)
    for x, y in ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)):
        wanted: Any = upright.getpixel((int(x * upright.width), int(y * upright.height)))
        found = shown.pixel(int(x * shown.width), int(y * shown.height))
        assert all(abs(one - other) < 40 for one, other in zip(wanted, found, strict=True)), (x, y)


def test_a_broken_map_is_named_and_not_printed(tmp_path: Path) -> None:
    (tmp_path / "map.pdf").write_bytes(b"%PDF-1.7 nothing more")
    with pytest.raises(InputError) as caught:
        _ = SiteMap(tmp_path / "map.pdf").picture
    (problem,) = caught.value.problems
    assert (problem.file, problem.message) == ("map.pdf", "the map cannot be opened")
    assert problem.maybe


def _json(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
