"""Several accessible PDFs made one: pages, bookmarks, links, and above all the structure that voices read."""

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

#: Text that looks like what a PDF is made of.
ODD = r"see 12 0 R (and (nested) \( brackets) endobj /StructParents 4 stream"

PART = """
#set document(title: data.title)
#set text(lang: "en")
#heading(level: 1)[#data.title]
#data.odd
#for number in range(data.pages) {
  [#heading(level: 2)[Drill #number, #data.odd] #label("there-" + str(number))]
  table(columns: 2, table.header[Who][What], [#number], [#data.title])
  [Look at #link(label("there-" + str(number)))[a place].]
  pagebreak(weak: true)
}
"""
FRONT = """
#set document(title: "Binder")
#set text(lang: "en")
#heading(level: 1)[Binder]
#for one in data.parts { block(link("binder:" + one, "Tab " + one)) }
"""


def part(title: str, pages: int) -> bytes:
    return compile_pdf(PART, json.dumps({"title": title, "odd": ODD, "pages": pages}), 0)[0]


@pytest.fixture(scope="module")
def pages() -> tuple[int, ...]:
    return 2, 1, 5


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, pages: tuple[int, ...]) -> bytes:
    folder = tmp_path_factory.mktemp("parts")
    parts = []
    for number, many in enumerate(pages, start=1):
        data = part(f"Campus {number}", many)
        assert page_count(data) == many
        (folder / f"{number}.pdf").write_bytes(data)
        parts.append(PdfPart(str(number), folder / f"{number}.pdf"))
    front = folder / "front.pdf"
    front.write_bytes(compile_pdf(FRONT, json.dumps({"parts": [one.name for one in parts]}), 0)[0])
    made = [b"".join(join_pdfs([front], parts)) for _ in range(2)]
    assert made[0] == made[1]
    return made[0]


@pytest.fixture(scope="module")
def reader(whole: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(whole), strict=True)


def test_all_pages_are_there_in_their_order_and_numbered_by_part(reader: pypdf.PdfReader) -> None:
    assert len(reader.pages) == 1 + 2 + 1 + 5
    assert reader.page_labels == ["1", "1-1", "1-2", "2-1", "3-1", "3-2", "3-3", "3-4", "3-5"]
    assert "Campus 1" in reader.pages[1].extract_text()
    assert "see 12 0 R" in " ".join(reader.pages[3].extract_text().split())
    assert reader.metadata is not None
    assert reader.metadata.title == "Binder"


def test_bookmarks_of_all_parts_hang_in_one_chain_and_lead_to_their_pages(reader: pypdf.PdfReader) -> None:
    found: list[tuple[int, str, int | None]] = []

    def walk(items: list[Any], depth: int) -> None:
        for one in items:
            if isinstance(one, list):
                walk(one, depth + 1)
            else:
                found.append((depth, str(one.title).partition(",")[0], reader.get_destination_page_number(one)))

    walk(reader.outline, 0)
    assert [one for one in found if one[0] == 0] == [
        (0, "Binder", 0),
        (0, "Campus 1", 1),
        (0, "Campus 2", 3),
        (0, "Campus 3", 4),
    ]
    assert [one for one in found if one[0] == 1][-5:] == [(1, f"Drill {n}", 4 + n) for n in range(5)]


def root_of(reader: pypdf.PdfReader) -> Any:
    return reader.trailer["/Root"]


def leaves(tree: Any, key: str) -> list[Any]:
    """The pairs of a number or name tree, whose limits hold."""
    pairs: list[Any] = []
    for kid in tree["/Kids"]:
        leaf = kid.get_object()
        listed = list(leaf[key])
        assert list(leaf["/Limits"]) == [listed[0], listed[-2]]
        pairs += zip(listed[::2], listed[1::2], strict=True)
    keys = [one for one, _ in pairs]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    return pairs


def test_every_page_and_every_link_finds_its_elements_and_these_belong_to_the_document(
    reader: pypdf.PdfReader,
) -> None:
    structure = root_of(reader)["/StructTreeRoot"]
    parents = dict(leaves(structure["/ParentTree"], "/Nums"))
    document = structure["/K"][0].get_object()
    assert document["/S"] == "/Document"
    assert [one.get_object()["/S"] for one in document["/K"]] == ["/Part"] * 4

    def belongs(element: Any) -> bool:
        while element["/Type"] != "/StructTreeRoot":
            element = element["/P"].get_object()
        return bool(element.get("/ParentTree"))

    used = set()
    for page in reader.pages:
        key = int(page["/StructParents"])  # type: ignore[call-overload]
        used.add(key)
        elements = parents[key].get_object()
        assert elements
        for one in elements:
            element = one.get_object()
            assert element["/Pg"].get_object() == page.get_object()
            assert belongs(element)
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


def test_links_lead_where_they_did_and_those_of_the_front_to_the_parts(reader: pypdf.PdfReader) -> None:
    places = dict(leaves(root_of(reader)["/Names"]["/Dests"], "/Names"))

    def page_of(link: Any) -> int | None:
        target = link["/Dest"]
        if isinstance(target, str | bytes):
            target = places[target].get_object()
            target = target["/D"] if isinstance(target, dict) else target
        return reader.get_page_number(target[0].get_object())

    reached = [[page_of(link.get_object()) for link in page.get("/Annots", ())] for page in reader.pages]
    assert reached[0] == [1, 3, 4]
    assert [one for page in reached[1:] for one in page] == list(range(1, 9))


def test_the_seal_of_accessibility_and_the_language_are_the_fronts(reader: pypdf.PdfReader) -> None:
    root = root_of(reader)
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_what_typst_did_not_write_is_refused(tmp_path: Path) -> None:
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
