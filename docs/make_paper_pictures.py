"""Makes the pictures of printed papers in the docs from a published workspace.

    drillplanner demo build/demo
    python docs/make_paper_pictures.py build/demo

Each picture shows pages side by side, small, in a few shades of gray and the colors of the status card.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pymupdf
from PIL import Image

IMAGES = Path(__file__).parent / "images"
LARGEST_BYTES = 300_000
#: The height of a page, and the space around it, in pixels; the colors of a picture.
PAGE_HEIGHT, MARGIN, COLORS = 560, 12, 48
#: Each picture: the files of a school's folder of cards, with the pages that are shown.
PICTURES: dict[str, tuple[tuple[str, tuple[int, ...]], ...]] = {
    "cards.png": (("pocket-cards.pdf", (0,)), ("door-cards.pdf", (0, 1))),
    "wall-chart.png": (("wall-chart-letter.pdf", (0, 1)),),
}


def page_picture(path: Path, number: int) -> Image.Image:
    """Return a page as a picture of the usual height."""
    untyped: Any = pymupdf
    with untyped.open(path) as document:
        page = document[number]
        pixels = page.get_pixmap(dpi=round(72 * PAGE_HEIGHT / page.rect.height))
        return Image.open(io.BytesIO(pixels.tobytes("png"))).convert("RGB")


def side_by_side(pages: list[Image.Image]) -> Image.Image:
    """Return the pages in a row on gray, so that their edges are seen."""
    width = sum(page.width for page in pages) + MARGIN * (len(pages) + 1)
    row = Image.new("RGB", (width, max(page.height for page in pages) + 2 * MARGIN), (200, 200, 200))
    left = MARGIN
    for page in pages:
        row.paste(page, (left, MARGIN))
        left += page.width + MARGIN
    return row


def main() -> None:
    """Write the pictures of the first school of the workspace that the command line names."""
    if len(sys.argv) != len(("program", "workspace")):
        sys.exit(__doc__)
    schools = sorted(path for path in (Path(sys.argv[1]) / "out" / "cards").glob("*") if path.is_dir())
    if not schools:
        sys.exit(f"No cards there; run 'drillplanner publish {sys.argv[1]} --only cards' first.")
    for name, files in PICTURES.items():
        row = side_by_side([page_picture(schools[0] / file, number) for file, pages in files for number in pages])
        picture = IMAGES / name
        row.quantize(COLORS).save(picture, optimize=True)
        if picture.stat().st_size > LARGEST_BYTES:
            sys.exit(f"{picture} has {picture.stat().st_size} bytes; at most {LARGEST_BYTES} are wanted.")


if __name__ == "__main__":
    main()
