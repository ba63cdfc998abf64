"""Makes the pictures of printed papers in docs/outputs.md from a published workspace.

    drillplanner demo build/demo
    python docs/make_paper_pictures.py build/demo

They show pages side by side, small: cards and wall chart of the first school, one drill of each tier of paper.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
from PIL import Image

from drillplanner import api
from drillplanner.model import Drill
from drillplanner.publish.core.paper.tiers import load_tiers
from drillplanner.publish.core.typst.pdf import drill_file_name

IMAGES = Path(__file__).parent / "images"
LARGEST_BYTES = 300_000
#: The height of a page, and the space around it, in pixels; the colors of a picture.
PAGE_HEIGHT, MARGIN, COLORS = 560, 12, 48
#: How many pages of a drill a picture shows.
PAGES_OF_DRILL = 4
#: Pictures of cards: the files of a school's folder, with the pages that are shown.
CARDS: dict[str, tuple[tuple[str, tuple[int, ...]], ...]] = {
    "cards": (("pocket-cards.pdf", (0,)), ("door-cards.pdf", (0, 1))),
    "wall-chart": (("wall-chart-letter.pdf", (0, 1)),),
}


def pages_of(path: Path, numbers: tuple[int, ...] | range) -> Iterator[Image.Image]:
    """Yield pages as pictures of the usual height; those that the file does not have are left out."""
    untyped: Any = pymupdf
    with untyped.open(path) as document:
        for number in numbers:
            if number < len(document):
                page = document[number]
                pixels = page.get_pixmap(dpi=round(72 * PAGE_HEIGHT / page.rect.height))
                yield Image.open(io.BytesIO(pixels.tobytes("png"))).convert("RGB")


def write_side_by_side(name: str, pages: list[Image.Image]) -> None:
    """Write the pages in a row on gray, so that their edges are seen. Exits if the picture is too large."""
    width = sum(page.width for page in pages) + MARGIN * (len(pages) + 1)
    row = Image.new("RGB", (width, max(page.height for page in pages) + 2 * MARGIN), (200, 200, 200))
    left = MARGIN
    for page in pages:
        row.paste(page, (left, MARGIN))
        left += page.width + MARGIN
    picture = IMAGES / f"{name}.png"
    row.quantize(COLORS).save(picture, optimize=True)
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
    for tier_id, drill in first_of_tiers(workspace).items():
        paper = workspace / "out" / "sheets" / drill.campus_id / drill_file_name(drill)
        write_side_by_side(f"papers-{tier_id}", list(pages_of(paper, range(PAGES_OF_DRILL))))


if __name__ == "__main__":
    main()
