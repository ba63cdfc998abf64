"""Widths read from the typefaces, held against what Typst itself measures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typst

from drillplanner.files.shipped import shipped_folder
from drillplanner.publish.chart.box import TextRow, TextRun, text_row
from drillplanner.publish.core.typst.typeface import (
    _OTHERS,
    BOLD,
    ITALIC,
    REGULAR,
    UNKNOWN_WIDTH,
    read_typeface,
    typeface,
)

SAMPLES = (
    "Sample Elm",
    "AV To Wa Ty. fi ffl",
    "Bartholomew-Alexander Featherstonehaugh",
    "Nguyễn Thị Hương",
    "Łukasz Żółć-Gęślą",
    "Ольга Щербакова-Ђорђевић",
    "張偉 喆珺",
    "עמית לוי־כהן",
    "김철수 やまだ สมชาย",
    "2nd Jean-Élise D’Ångström ×3†",
    "Finance/Administration Section Chief",
    "also: Public information, Liaison, Operations, Planning, Logistics",
)


def measured(rows: list[tuple[TextRow, float]]) -> list[tuple[float, float]]:
    """Height of each row at its width, and its width on one line, as Typst sets it; all in points at 10 points."""
    runs = [
        "".join(
            f'#text(size: {run.scale}em, weight: "{"bold" if run.style == BOLD else "regular"}", '
            f'style: "{"italic" if run.style == ITALIC else "normal"}", "{run.text}")'
            for run in row.runs
        )
        for row, _ in rows
    ]
    body = "\n".join(
        f"#context [#metadata((measure(width: {width}pt, [{text}]).height.pt(), measure([{text}]).width.pt()))<m>]"
        for text, (_, width) in zip(runs, rows, strict=True)
    )
    source = (
        '#import "/sheet.typ": typefaces\n#set text(font: typefaces, size: 10pt, lang: "en", hyphenate: false, '
        "top-edge: 0.78em, bottom-edge: -0.22em)\n#set par(leading: 1.2pt)\n" + body
    )
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[shipped_folder("templates") / "fonts"])
    compiler = typst.Compiler(source.encode(), root=shipped_folder("templates"), font_paths=fonts)
    found = compiler.query("<m>", field="value")
    return [tuple(pair) for pair in json.loads(found)]


@pytest.mark.parametrize("style", [REGULAR, BOLD, ITALIC])
def test_widths_are_those_of_typst_or_a_little_more(style: str) -> None:
    # The slanted typeface has no Cyrillic, and Typst's own that stands in is wider than any other.
    samples = [text for text in SAMPLES if style != ITALIC or "Ольга" not in text]
    rows = [(text_row(text, style), 1000.0) for text in samples]
    for text, (_, width) in zip(samples, measured(rows), strict=True):
        ours = typeface(style).width(text) * 10
        assert width <= ours + 0.05, text
        assert ours <= width * 1.06, text


def test_typst_sets_no_row_higher_than_its_layout() -> None:
    rows = [
        (TextRow((TextRun(text, BOLD, 1.08), TextRun(" radio Ch 4", REGULAR, 0.86))), float(width))
        for text in SAMPLES
        for width in range(90, 261, 10)
    ]
    for (row, width), (height, _) in zip(rows, measured(rows), strict=True):
        lines, factor = row.fit(width / 10)
        if factor == 1.0:
            assert height <= (lines * row.scale + (lines - 1) * 0.12) * 10 + 0.3, row


def test_a_letter_that_no_typeface_has_counts_as_a_full_em() -> None:
    assert typeface(REGULAR).width("አ") == UNKNOWN_WIDTH
    assert typeface(REGULAR).width("\u0336\u2068") == 0.0


def test_ligatures_are_measured_at_least_as_wide_as_they_are_set() -> None:
    names = ("محمد عبد الرحمن الحسيني", "فاطمة الزهراء", "یوسف گیلانی", "संजय शर्मा", "გიორგი", "Հայկ Պետրոսյան")
    rows = [(text_row(name, BOLD), 1000.0) for name in names]
    for name, (_, width) in zip(names, measured(rows), strict=True):
        assert width <= typeface(BOLD).width(name) * 10 * 1.02, name


def test_layout_and_template_use_every_shipped_typeface() -> None:
    folder = shipped_folder("templates") / "fonts"
    others = {path.name for style in (REGULAR, BOLD, ITALIC) for path in typeface(style).others}
    assert {path.name for path in folder.glob("Noto*.ttf")} == others
    template = (folder.parent / "sheet.typ").read_text(encoding="utf-8")
    families = [name.replace("NotoSans", "Noto Sans ") for name in _OTHERS]
    assert all(f'"{family}"' in template for family in families)


def test_a_typeface_without_a_readable_character_map_is_refused(tmp_path: Path) -> None:
    data = bytearray((shipped_folder("templates") / "fonts" / "SourceSansPro-It.ttf").read_bytes())
    tables = {
        bytes(data[at : at + 4]): int.from_bytes(data[at + 8 : at + 12]) for at in range(12, 12 + 16 * data[5], 16)
    }
    cmap = tables[b"cmap"]
    for record in range(data[cmap + 3]):
        start = cmap + int.from_bytes(data[cmap + 8 + 8 * record : cmap + 12 + 8 * record])
        data[start : start + 2] = b"\x00\x06"
    (tmp_path / "odd.ttf").write_bytes(data)
    with pytest.raises(ValueError, match="no character map of format 4"):
        read_typeface(tmp_path / "odd.ttf")
