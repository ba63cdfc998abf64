"""What stands in the boxes of a command chart, and how the drawing is set."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pypdf
import pytest
import yaml

from drillplanner.files.errors import InputError
from drillplanner.files.shipped import shipped_folder
from drillplanner.incident_command.chart.role_chart import AgencySeat, RoleChart
from drillplanner.model import AgencyKind, ChartPalette
from drillplanner.publish.chart.box import FLAG, HATCH, LEADING
from drillplanner.publish.chart.view import ChartView, chart_view
from drillplanner.publish.core.typst.page_head import head_and_foot
from drillplanner.publish.core.typst.pdf import compile_pdf
from drillplanner.publish.sheets.role_list import role_blocks
from tests.publish.chart.role_charts import chart_of

LONG = "Bartholomew-Alexander Featherstonehaugh-Smythe"


def drawn(view: ChartView) -> list[str]:
    """The text of each page that the chart is set on."""
    content = {
        "title": "Test",
        "running": head_and_foot("Oak", "Fire drill", "Plan 1"),
        "incident_name": "DRILL – Oak",
        "incident_name_size": 11,
        "period": {"date_from": "1", "date_to": "1", "time_from": "1", "time_to": "1"},
        "prepared_by": {"name": "", "position": ""},
        "measures": {"leading": LEADING, "hatch": HATCH, "flag": FLAG},
        "chart": view,
        "lists_training": True,
    }
    source = (
        '#import "/sheet.typ": running, typeset\n#import "/incident_chart.typ": incident-chart\n'
        "#show: typeset\n"
        "#running(data)\n#incident-chart(data)\n"
    )
    pdf, lacking = compile_pdf(source, json.dumps(content, ensure_ascii=False), 0)
    assert lacking == ()
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def box(view: ChartView, title: str) -> Any:
    return next(
        drawn_box
        for page in view["pages"]
        for drawn_box in page["boxes"]
        if drawn_box["rows"][0]["runs"][0][0] == title
    )


def words_of(drawn_box: Any) -> list[str]:
    return ["".join(text for text, *_ in row["runs"]) for row in drawn_box["rows"]]


def test_forty_posts_with_two_alternates_each_fit_readably_on_one_letter_page() -> None:
    view = chart_view(chart_of(40))
    assert len(view["pages"]) == 1
    assert view["pages"][0]["size"] >= 6.0
    (text,) = drawn(view)
    assert text.count("3rd") == 40


@pytest.mark.parametrize(("posts", "name"), [(60, LONG), (9, "Wolfeschlegelstein" * 9)])
def test_larger_charts_take_one_page_for_each_part_and_no_more(posts: int, name: str) -> None:
    view = chart_view(chart_of(posts, lambda number: name))
    pages = drawn(view)
    assert len(pages) == len(view["pages"])
    text = " ".join(pages)
    for number in range(2, len(pages) + 1):
        assert f"part {number} of {len(pages)}" in pages[number - 1]
        assert f"see part {number}" in text


def unified() -> RoleChart:
    names = ("Sample Police (invented)", "Sample Fire Company 7 (invented)", "Sample Works (invented)")
    kinds = (AgencyKind.POLICE, AgencyKind.FIRE, AgencyKind.EMERGENCY_MANAGEMENT)
    seats = tuple(
        AgencySeat(
            agency_id=kind.value,
            name=name,
            kind=kind,
            reports_to="CMD-IC" if kind is not AgencyKind.EMERGENCY_MANAGEMENT else "CMD-LNO",
            in_command=kind is not AgencyKind.EMERGENCY_MANAGEMENT,
        )
        for name, kind in zip(names, kinds, strict=True)
    )
    return chart_of(12).model_copy(update={"agencies": seats})


def test_unified_command_is_one_box_with_the_agency_under_each_name_in_equal_columns() -> None:
    view = chart_view(unified(), home="Oak Elementary")
    command = box(view, "Unified Command")
    assert command["columns"] == 3
    rows = command["rows"][2:]
    width = command["width"] / 3
    held: dict[int, list[str]] = {}
    for row, text in zip(rows, words_of(command)[2:], strict=True):
        held.setdefault(int(row["x"] // width), []).append(text)
    assert held[0][1] == "Oak Elementary"
    assert [held[1][1], held[2][1]] == ["Sample Police (invented)", "Sample Fire Company 7 (invented)"]
    assert set(held[1][0]) == {"_"}
    page = view["pages"][0]
    assert len(page["dashed"]) == 1
    assert "Sample Works (invented) works with the Liaison Officer." in page["alt"]
    assert "Sample Police (invented) shares command." in page["alt"]
    assert "Oak Elementary" in drawn(view)[0]


def test_a_person_with_two_posts_is_marked_with_the_other_post_in_both_boxes() -> None:
    chart = chart_of(12)
    first, second = chart.posts[2], chart.posts[3]
    posts = tuple(
        post.model_copy(update={"people": first.people}) if post is second else post for post in chart.posts
    )
    view = chart_view(chart.model_copy(update={"posts": posts}))
    assert view["merged"]
    assert any(f"⇄\u00a0{second.short}" in row for row in words_of(box(view, first.title)))
    assert any(f"⇄\u00a0{first.short}" in row for row in words_of(box(view, second.title)))
    assert "holds that post too" in drawn(view)[0]
    assert not chart_view(chart)["merged"]


def test_a_vacant_post_is_hatched_and_labeled_and_also_lines_name_other_duties() -> None:
    chart = chart_of(12)
    empty = chart.posts[2].model_copy(
        update={"people": (), "alternates": (), "vacancy": "nobody is free", "also": ("Supplies", "Radios")}
    )
    view = chart_view(chart.model_copy(update={"posts": (*chart.posts[:2], empty, *chart.posts[3:])}))
    vacant = box(view, empty.title)
    assert [text for row, text in zip(vacant["rows"], words_of(vacant), strict=True) if row["hatched"]] == [
        "VACANT"
    ]
    assert "also: Supplies, Radios" in words_of(vacant)


def test_the_alt_text_of_each_part_has_its_own_lines_of_authority() -> None:
    chart = chart_of(60)
    view = chart_view(chart)
    for page in view["pages"]:
        titles = {drawn_box["rows"][0]["runs"][0][0] for drawn_box in page["boxes"]}
        superiors = re.findall(r"To the ([^:]+?) reports?:", page["alt"])
        assert superiors
        assert set(superiors) <= titles
    whole = " ".join(page["alt"] for page in view["pages"])
    for post in chart.posts:
        assert (f"To the {post.title} report" in whole) == bool(chart.reports(post.position_id))


def test_tints_leave_letters_legible_and_every_palette_has_every_section() -> None:
    palettes = yaml.safe_load((shipped_folder("templates") / "palettes.yaml").read_text(encoding="utf-8"))
    assert set(palettes) == {palette.value for palette in ChartPalette}
    tints = {"commander", "staff", "operations", "planning", "logistics", "finance"}
    for palette in palettes.values():
        assert set(palette) == {"label", *tints}
        for tint in tints:
            hue = palette[tint].get("fill", "#FFFFFF")
            parts = [int(hue[place : place + 2], 16) / 255 for place in (1, 3, 5)]
            linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
            luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
            assert (luminance + 0.05) / 0.05 >= 7.0, hue  # black letters on it (WCAG 2.1, 1.4.6)
    assert not any("fill" in palettes["black_and_white"][tint] for tint in tints)


@pytest.mark.parametrize("palette", list(ChartPalette))
def test_the_legend_names_section_letters_and_tints(palette: ChartPalette) -> None:
    (text,) = drawn(chart_view(chart_of(9), palette=palette))
    assert "F Finance/Administration" in text
    assert ("no national standard sets them" in text) == (palette is not ChartPalette.BLACK_AND_WHITE)


def test_an_unknown_position_is_reported_with_a_similar_one() -> None:
    made = chart_of(5)
    first = made.posts[1].position_id
    strange = made.posts[1].model_copy(update={"position_id": f"{first}X"})
    with pytest.raises(InputError) as raised:
        role_blocks(made.model_copy(update={"posts": (made.posts[0], strange, *made.posts[2:])}))
    (problem,) = raised.value.problems
    assert (problem.value, problem.maybe) == (f"{first}X", f"Maybe you meant '{first}'.")
    assert made.drill_id in problem.file
