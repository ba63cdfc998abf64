"""Joining accessible PDFs: pages, bookmarks, links, and above all the structure that screen readers use."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pypdf
import pytest

from drillplanner.publish.core.typst.pdf import compile_pdf
from drillplanner.publish.packets.pdf_joiner import PdfPart, join_pdfs, page_count
from drillplanner.publish.packets.pdf_reader import UnreadablePdfError, read_pdf

#: Text that looks like PDF syntax.
ODD = r"see 12 0 R (and (nested) \( brackets) endobj /StructParents 4 stream"

PART = """
#set document(title: data.title)
#set text(lang: "en")
#heading(level: 1)[#data.title]
#data.odd
#for number in range(data.pages) {
  [#heading(level: 2)[Drill #number, #data.odd] #label("place-" + str(number))]
  table(columns: 2, table.header[Who][What], [#number], [#data.title])
  [Look at #link(label("place-" + str(number)))[a place].]
  pagebreak(weak: true)
}
"""
FRONT = """
#set document(title: "Binder")
#set text(lang: "en")
#heading(level: 1)[Binder]
#for part in data.parts { block(link("binder:" + part, "Tab " + part)) }
"""


def part_pdf(title: str, pages: int) -> bytes:
    return compile_pdf(PART, json.dumps({"title": title, "odd": ODD, "pages": pages}), 0)[0]


@pytest.fixture(scope="module")
def part_pages() -> tuple[int, ...]:
    return 2, 1, 5


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory, part_pages: tuple[int, ...]) -> bytes:
    """Return the joined PDF of three parts behind a front; joining twice gives the same bytes."""
    folder = tmp_path_factory.mktemp("parts")
    parts = []
    for number, pages in enumerate(part_pages, start=1):
        data = part_pdf(f"Campus {number}", pages)
        assert page_count(data) == pages
        (folder / f"{number}.pdf").write_bytes(data)
        parts.append(PdfPart(str(number), folder / f"{number}.pdf"))
    front = folder / "front.pdf"
    front.write_bytes(compile_pdf(FRONT, json.dumps({"parts": [part.name for part in parts]}), 0)[0])
    first, again = (b"".join(join_pdfs([front], parts)) for _ in range(2))
    assert first == again
    return first


@pytest.fixture(scope="module")
def reader(joined: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(joined), strict=True)


def test_all_pages_are_present_in_order_and_numbered_by_part(reader: pypdf.PdfReader) -> None:
    assert len(reader.pages) == 1 + 2 + 1 + 5
    assert reader.page_labels == ["1", "1-1", "1-2", "2-1", "3-1", "3-2", "3-3", "3-4", "3-5"]
    assert "Campus 1" in reader.pages[1].extract_text()
    assert "see 12 0 R" in " ".join(reader.pages[3].extract_text().split())
    assert reader.metadata is not None
    assert reader.metadata.title == "Binder"


def test_bookmarks_of_all_parts_form_one_list_and_lead_to_their_pages(reader: pypdf.PdfReader) -> None:
    bookmarks: list[tuple[int, str, int | None]] = []

    def walk(items: list[Any], depth: int) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item, depth + 1)
            else:
                page = reader.get_destination_page_number(item)
                bookmarks.append((depth, str(item.title).partition(",")[0], page))

    walk(reader.outline, 0)
    assert [bookmark for bookmark in bookmarks if bookmark[0] == 0] == [
        (0, "Binder", 0),
        (0, "Campus 1", 1),
        (0, "Campus 2", 3),
        (0, "Campus 3", 4),
    ]
    assert [bookmark for bookmark in bookmarks if bookmark[0] == 1][-5:] == [
        (1, f"Drill {n}", 4 + n) for n in range(5)
    ]


def root_of(reader: pypdf.PdfReader) -> Any:
    return reader.trailer["/Root"]


def leaves(tree: Any, key: str) -> list[Any]:
    """Return the pairs of a number or name tree, after checking its limits, order, and unique keys."""
    pairs: list[Any] = []
    for kid in tree["/Kids"]:
        leaf = kid.get_object()
        listed = list(leaf[key])
        assert list(leaf["/Limits"]) == [listed[0], listed[-2]]
        pairs += zip(listed[::2], listed[1::2], strict=True)
    keys = [key for key, _ in pairs]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    return pairs


def test_the_parent_tree_leads_each_page_and_link_to_elements_of_the_document(
    reader: pypdf.PdfReader,
) -> None:
    structure = root_of(reader)["/StructTreeRoot"]
    parents = dict(leaves(structure["/ParentTree"], "/Nums"))
    document = structure["/K"][0].get_object()
    assert document["/S"] == "/Document"
    assert [kid.get_object()["/S"] for kid in document["/K"]] == ["/Part"] * 4

    def belongs_to_the_document(element: Any) -> bool:
        while element["/Type"] != "/StructTreeRoot":
            element = element["/P"].get_object()
        return bool(element.get("/ParentTree"))

    used = set()
    for page in reader.pages:
        key = int(page["/StructParents"])  # type: ignore[call-overload]
        used.add(key)
        elements = parents[key].get_object()
        assert elements
        for listed in elements:
            element = listed.get_object()
            assert element["/Pg"].get_object() == page.get_object()
            assert belongs_to_the_document(element)
        for link in page.get("/Annots", ()):
            key = int(link.get_object()["/StructParent"])
            used.add(key)
            assert parents[key].get_object()["/S"] == "/Link"
    assert used == set(parents)
    assert structure["/ParentTreeNextKey"] > max(parents)


def test_ids_of_header_cells_are_unique_and_found(reader: pypdf.PdfReader) -> None:
    named = dict(leaves(root_of(reader)["/StructTreeRoot"]["/IDTree"], "/Names"))
    assert len(named) == 2 * 8  # two header cells in each of eight tables
    for name, element in named.items():
        assert element.get_object()["/ID"] == name


def test_links_keep_their_targets_and_links_of_the_front_lead_to_the_parts(reader: pypdf.PdfReader) -> None:
    destinations = dict(leaves(root_of(reader)["/Names"]["/Dests"], "/Names"))

    def page_of(link: Any) -> int | None:
        target = link["/Dest"]
        if isinstance(target, str | bytes):
            target = destinations[target].get_object()
            target = target["/D"] if isinstance(target, dict) else target
        return reader.get_page_number(target[0].get_object())

    reached = [[page_of(link.get_object()) for link in page.get("/Annots", ())] for page in reader.pages]
    assert reached[0] == [1, 3, 4]
    assert [target for page in reached[1:] for target in page] == list(range(1, 9))


def test_the_accessibility_mark_and_the_language_are_those_of_the_front(reader: pypdf.PdfReader) -> None:
    root = root_of(reader)
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_a_pdf_that_typst_did_not_write_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePdfError):
        read_pdf(b"%PDF-1.7\nnothing")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    other = io.BytesIO()
    writer.write(other)
    with pytest.raises(UnreadablePdfError):
        page_count(other.getvalue().replace(b"xref", b"yref"))
    (tmp_path / "x.pdf").write_bytes(other.getvalue())
    with pytest.raises(UnreadablePdfError):
        list(join_pdfs([tmp_path / "front.pdf"], [PdfPart("1", tmp_path / "x.pdf")]))
