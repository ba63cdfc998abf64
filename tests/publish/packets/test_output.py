"""The packets of campuses and the binder of the district, read back from the PDF."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from benchmarks.pdf_checkers import complaints
from drillplanner.files.errors import InputError
from drillplanner.model import Campus
from drillplanner.publish.core.paper.tiers import PaperAmount
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.packets import binder, output
from tests.publish.conftest import changed
from tests.publish.sheets.oak_school import fire_drill, make_request, staff

ODD = '#eval("1") {{7*7}} $x$'


def two_campuses(paper: PaperAmount = PaperAmount.FULL) -> PublishRequest:
    """Return a request with two drills at Oak, one at Elm, none at Idle, and staff at Oak only."""
    people = staff(lambda place, title: ODD if place == 0 else f"Sample {title} {place}")
    drills = (fire_drill(1), fire_drill(2), fire_drill(3).model_copy(update={"campus_id": "elm"}))
    request = make_request(drills, people=people)
    elm = Campus(campus_id="elm", name="Elm (Annex) School", grades=("K", "1"))
    idle = Campus(campus_id="idle", name="Idle School", grades=("K",))
    campuses = (*request.workspace.campuses, elm, idle)
    return replace(request, workspace=changed(request.workspace, campuses=campuses), paper=paper)


def bookmarks(reader: pypdf.PdfReader) -> list[tuple[int, str]]:
    depths_and_titles: list[tuple[int, str]] = []

    def walk(items: list[Any], depth: int) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item, depth + 1)
            else:
                depths_and_titles.append((depth, str(item.title)))

    walk(reader.outline, 0)
    return depths_and_titles


def text_of(page: pypdf.PageObject) -> str:
    return " ".join(page.extract_text().split())


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    request = two_campuses()
    paths = [*output.OUTPUT.write(request, folder), *binder.OUTPUT.write(request, folder)]
    assert [path.relative_to(folder).as_posix() for path in paths] == [
        "packets/oak.pdf",
        "packets/elm.pdf",
        "packets/district.pdf",
    ]
    return folder / "packets"


def test_a_campus_packet_has_its_year_then_each_drill_with_its_forms(written: Path) -> None:
    reader = pypdf.PdfReader(written / "oak.pdf")
    titles = [title for depth, title in bookmarks(reader) if depth == 0]
    assert titles == ["Oak Street Elementary", "1. Fire drill, 10/07/2025", "2. Fire drill, 10/08/2025"]
    forms = [title for depth, title in bookmarks(reader) if depth == 1]
    assert forms[0] == "The year at a glance"
    assert forms.count("INCIDENT ORGANIZATION CHART (ICS 207)") == 2
    first = text_of(reader.pages[0])
    assert ODD in first
    assert reader.page_labels[:2] == ["1", "1-1"]
    # The table names the page on which the drill begins, and its link leads there.
    second = reader.page_labels.index("2-1")
    assert f" {second + 1} Commands, 2nd and 3rd" in first
    links = [link.get_object() for link in reader.pages[0]["/Annots"]]  # type: ignore[attr-defined]
    assert [reader.get_page_number(link["/Dest"][0].get_object()) for link in links] == [1, second]
    assert "2. Fire drill, 10/08/2025" in text_of(reader.pages[second])
    assert "Page 2-1" in text_of(reader.pages[second])


def test_the_binder_has_a_tab_for_each_campus_with_charts_if_they_fit(written: Path) -> None:
    reader = pypdf.PdfReader(written / "district.pdf")
    marks = bookmarks(reader)
    assert [title for depth, title in marks if depth == 0] == [
        "Test District (invented) – drill binder 2025-26",
        "1. Oak Street Elementary",
        "2. Elm (Annex) School",
    ]
    assert [title for depth, title in marks if depth == 1][1:] == [
        "The year at a glance",
        "1. Fire drill, 10/07/2025",
        "2. Fire drill, 10/08/2025",
        "The year at a glance",
        "1. Fire drill, 10/09/2025",
    ]
    assert (2, "INCIDENT ORGANIZATION CHART (ICS 207)") in marks
    front = text_of(reader.pages[0])
    assert "3 drills at 2 campuses" in front
    assert "not for the public" in front
    tab = reader.page_labels.index("2-1")
    assert f"Elm (Annex) School 1 {len(reader.pages) - tab} {tab + 1}" in front


def test_a_short_packet_has_each_drill_without_a_cover_and_the_scripts_once(tmp_path: Path) -> None:
    (path, _) = output.OUTPUT.write(two_campuses(PaperAmount.TIERS), tmp_path)
    reader = pypdf.PdfReader(path)
    assert reader.page_labels == ["1", "1-1", "1-2", "2-1", "2-2", "S-1"]
    marks = bookmarks(reader)
    assert [title for depth, title in marks if depth == 0] == [
        "Oak Street Elementary",
        "1. Fire drill, 10/07/2025",
        "2. Fire drill, 10/08/2025",
        "Fire drill by the primary route – Oak Street Elementary",
    ]
    assert [title for depth, title in marks if depth == 1][1:3] == ["Command Post Sheet", "Drill Record"]
    assert "Drills 10/07/2025; 10/08/2025" in text_of(reader.pages[5])
    links = [link.get_object() for link in reader.pages[0]["/Annots"]]  # type: ignore[attr-defined]
    assert [reader.get_page_number(link["/Dest"][0].get_object()) for link in links] == [1, 3]
    assert complaints(path) == ()


def test_a_binder_by_tiers_has_the_first_page_of_each_drill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binder, "MOST_PAGES", 5)
    (path,) = binder.OUTPUT.write(two_campuses(PaperAmount.TIERS), tmp_path)
    reader = pypdf.PdfReader(path)
    assert [title for depth, title in bookmarks(reader) if depth == 2] == ["Command Post Sheet"] * 3
    assert len(reader.pages) == 1 + 2 + 3
    assert complaints(path) == ()


@pytest.mark.parametrize(
    ("paper", "most_pages", "says"),
    [
        (PaperAmount.FULL, 10, "Charts would make it thicker than 10 pages"),
        (PaperAmount.TIERS, 4, "First pages of drills would make it thicker than 4 pages"),
    ],
)
def test_the_binder_of_a_large_district_omits_the_forms_of_drills(
    paper: PaperAmount, most_pages: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binder, "MOST_PAGES", most_pages)
    (path,) = binder.OUTPUT.write(two_campuses(paper), tmp_path)
    reader = pypdf.PdfReader(path)
    assert len(reader.pages) == 3
    assert says in text_of(reader.pages[0])
    assert [depth for depth, _ in bookmarks(reader)] == [0, 1, 0, 1, 0, 1]


def test_a_drill_in_the_binder_has_no_separate_title_page(written: Path) -> None:
    """Its title is on the page of its chart, the chart's bookmark below its own, and the header names it."""
    reader = pypdf.PdfReader(written / "district.pdf")
    first = reader.page_labels.index("1-2")
    text = text_of(reader.pages[first])
    assert "1. Fire drill, 10/07/2025 INCIDENT ORGANIZATION CHART (ICS 207)" in text
    assert text.startswith("Oak Street Elementary")
    assert "Fire drill, 10/07/2025 1. Fire drill, 10/07/2025" in text
    # The table of the year names that page and links to it.
    year = reader.pages[reader.page_labels.index("1-1")]
    assert "Page 1 Tue 10/07/2025" in text_of(year)
    assert "1-2 2 Wed 10/08/2025" in text_of(year)
    links = [link.get_object() for link in year["/Annots"]]  # type: ignore[attr-defined]
    assert len(links) == 2
    marks = bookmarks(reader)
    index = marks.index((1, "1. Fire drill, 10/07/2025"))
    assert marks[index + 1 : index + 3] == [
        (2, "INCIDENT ORGANIZATION CHART (ICS 207)"),
        (2, "ORGANIZATION ASSIGNMENT LIST (ICS 203)"),
    ]


def test_campuses_without_a_drill_are_named_in_the_binder(written: Path, tmp_path: Path) -> None:
    front = text_of(pypdf.PdfReader(written / "district.pdf").pages[0])
    assert "1 campus has no drill in the plan and no tab here: Idle School." in front
    request = two_campuses()
    idle = [
        Campus(campus_id=f"idle-{number}", name=f"Idle {number}", grades=("K",))
        for number in range(binder.MOST_IDLE_NAMED)
    ]
    campuses = (*request.workspace.campuses, *idle)
    (path,) = binder.OUTPUT.write(
        replace(request, workspace=changed(request.workspace, campuses=campuses)), tmp_path
    )
    front = text_of(pypdf.PdfReader(path).pages[0])
    assert "11 campuses have no drill in the plan and no tab here. Each campus" in front


def test_a_plan_without_drills_gives_no_packet_and_a_binder_that_says_so(tmp_path: Path) -> None:
    notes: list[str] = []
    request = make_request((fire_drill(),), tell=notes.append)
    request = replace(request, plan=changed(request.plan, drills=(), tasks=()))
    assert list(output.OUTPUT.write(request, tmp_path)) == []
    assert notes == ["No packet is written: the plan has no drill."]
    (path,) = binder.OUTPUT.write(request, tmp_path)
    (page,) = pypdf.PdfReader(path).pages
    assert "School year 2025-26: the plan has no drill, so that no campus has a tab here." in text_of(page)
    assert "Tabs" not in text_of(page)
    assert complaints(path) == ()


LONG_WORD = "Featherstonehaughsmythebartholomewalexandersonfield"


@pytest.mark.parametrize("most_pages", [1, 3000])
def test_a_very_long_word_can_be_read_aloud_and_copied_whole(
    most_pages: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binder, "MOST_PAGES", most_pages)
    people = staff(lambda place, title: f"{LONG_WORD} {place}")
    request = make_request((fire_drill(),), people=people, campus_name=f"{LONG_WORD} School")
    (path,) = binder.OUTPUT.write(request, tmp_path)
    assert complaints(path) == ()
    reader = pypdf.PdfReader(path)
    assert (0, f"1. {LONG_WORD} School") in bookmarks(reader)
    for page in reader.pages:
        text = page.extract_text()
        assert "\u200b" not in text
        assert LONG_WORD in "".join(text.split())


def test_a_campus_name_of_many_short_words_is_not_taken_for_a_sentence_in_the_header(tmp_path: Path) -> None:
    """Checkers flag a header that looks like a sentence and is on few pages: screen readers skip headers."""
    name = "Ana Sor Luz Paz de la fe Vid School"
    request = make_request((fire_drill(),), campus_name=name)
    (path,) = binder.OUTPUT.write(request, tmp_path)
    assert complaints(path) == ()
    assert name in text_of(pypdf.PdfReader(path).pages[1])


def test_the_same_plan_gives_the_same_packets(written: Path, tmp_path: Path) -> None:
    request = two_campuses()
    for path in (*output.OUTPUT.write(request, tmp_path), *binder.OUTPUT.write(request, tmp_path)):
        assert path.read_bytes() == (written / path.name).read_bytes()


def test_a_name_that_the_fonts_cannot_print_is_noted(tmp_path: Path) -> None:
    notes: list[str] = []
    request = make_request(
        (fire_drill(),),
        people=staff(lambda place, title: "አበበ" if place == 0 else f"S {place}"),
        tell=notes.append,
    )
    list(output.OUTPUT.write(request, tmp_path))
    list(binder.OUTPUT.write(request, tmp_path))
    assert [sentence.split(" letters")[0] for sentence in notes] == ["1 packet has", "The binder has"]
    assert all("በ, አ" in sentence for sentence in notes)


def test_a_folder_that_cannot_be_written_raises_an_error(tmp_path: Path) -> None:
    (tmp_path / "packets").write_text("in the way", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        list(binder.OUTPUT.write(make_request((fire_drill(),)), tmp_path))
