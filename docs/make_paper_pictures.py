"""Makes the pictures of printed papers in docs/outputs.md from a published workspace.

    drillplanner demo build/demo
    python docs/make_paper_pictures.py build/demo

They show pages side by side, small: cards and wall chart of the first school, and all pages of one drill of each
tier of paper. The example has no full-scale exercise, so one is planned for it apart, under another law.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pymupdf
from PIL import Image

from drillplanner import api
from drillplanner.model import Drill
from drillplanner.publish.core.paper.tiers import load_tiers
from drillplanner.publish.core.typst.pdf import drill_file_name
from drillplanner.solve.solver import SolverSettings
from drillplanner.workflow.example import copy_example

IMAGES = Path(__file__).parent / "images"
LARGEST_BYTES = 300_000
#: The height of a page, and the space around it, in pixels; the colors of a picture.
PAGE_HEIGHT, MARGIN, COLORS = 560, 12, 48
#: How many pages of a drill are in a row; with more pages than a row, each is a third as high.
PAGES_IN_ROW, SMALL_PAGE_HEIGHT = 4, 250
#: More pages than any drill has.
ALL_PAGES = range(200)
#: A full-scale exercise for the example, under a law that allows one: in New Jersey it would be too long.
EXERCISE_STATE = "CA"
EXERCISE = """
pins:
  - {campus: livingston-high, drill_type: full_scale, date: 2026-04-15}
"""
#: Pictures of cards: the files of a school's folder, with the pages that are shown.
CARDS: dict[str, tuple[tuple[str, tuple[int, ...]], ...]] = {
    "cards": (("pocket-cards.pdf", (0,)), ("door-cards.pdf", (0, 1))),
    "wall-chart": (("wall-chart-letter.pdf", (0, 1)),),
}


def pages_of(path: Path, numbers: Iterable[int], height: int = PAGE_HEIGHT) -> Iterator[Image.Image]:
    """Yield pages as pictures of that height; those that the file does not have are left out."""
    untyped: Any = pymupdf
    with untyped.open(path) as document:
        for number in numbers:
            if number < len(document):
                page = document[number]
                pixels = page.get_pixmap(dpi=round(72 * height / page.rect.height))
                yield Image.open(io.BytesIO(pixels.tobytes("png"))).convert("RGB")


def write_side_by_side(name: str, pages: list[Image.Image], in_row: int = PAGES_IN_ROW) -> None:
    """Write the pages in rows on gray, so that their edges are seen. Exits if the picture is too large."""
    rows = [pages[first : first + in_row] for first in range(0, len(pages), in_row)]
    width = max(sum(page.width + MARGIN for page in row) for row in rows) + MARGIN
    height = sum(max(page.height for page in row) + MARGIN for row in rows) + MARGIN
    sheet = Image.new("RGB", (width, height), (200, 200, 200))
    top = MARGIN
    for row in rows:
        left = MARGIN
        for page in row:
            sheet.paste(page, (left, top))
            left += page.width + MARGIN
        top += max(page.height for page in row) + MARGIN
    picture = IMAGES / f"{name}.png"
    sheet.quantize(COLORS).save(picture, optimize=True)
    if picture.stat().st_size > LARGEST_BYTES:
        sys.exit(f"{picture} has {picture.stat().st_size} bytes; at most {LARGEST_BYTES} are wanted.")


def first_of_tiers(workspace: Path) -> dict[str, Drill]:
    """Return the first drill of each tier of paper in the plan, by the tier's id."""
    found: dict[str, Drill] = {}
    for drill in sorted(api.read_plan(workspace).drills, key=lambda drill: drill.date):
        found.setdefault(load_tiers().tier_of(drill).id, drill)
    return found


def main() -> None:
    """Write the pictures of the workspace that the command line names."""
    if len(sys.argv) != len(("program", "workspace")):
        sys.exit(__doc__)
    workspace = Path(sys.argv[1])
    cards = workspace / "out" / "cards" / api.prepare(workspace).workspace.campuses[0].campus_id
    if not cards.is_dir():
        sys.exit(f"There are no cards; run 'drillplanner publish {workspace}' first.")
    for name, files in CARDS.items():
        write_side_by_side(name, [page for file, wanted in files for page in pages_of(cards / file, wanted)])
    write_papers(workspace)
    with tempfile.TemporaryDirectory() as place:
        write_papers(with_exercise(Path(place) / "district"), only=("exercise",))


def with_exercise(folder: Path) -> Path:
    """Plan the example with a full-scale exercise, print the papers of its drills, and return its folder."""
    copy_example(folder, EXERCISE_STATE)
    with (folder / "district.yaml").open("a", encoding="utf-8") as file:
        file.write(EXERCISE)
    api.plan(api.prepare(folder), SolverSettings())
    list(api.publish(api.prepare(folder), ("sheets",)))
    return folder


def write_papers(workspace: Path, only: Sequence[str] = ()) -> None:
    """Write a picture of all pages of one drill of each tier, or only of these tiers."""
    for tier_id, drill in first_of_tiers(workspace).items():
        if only and tier_id not in only:
            continue
        paper = workspace / "out" / "sheets" / drill.campus_id / drill_file_name(drill)
        pages = list(pages_of(paper, ALL_PAGES))
        if len(pages) > PAGES_IN_ROW:
            write_side_by_side(
                f"papers-{tier_id}", list(pages_of(paper, ALL_PAGES, SMALL_PAGE_HEIGHT)), 2 * PAGES_IN_ROW
            )
        else:
            write_side_by_side(f"papers-{tier_id}", pages)


if __name__ == "__main__":
    main()
