"""Makes the pictures of the README and of docs/outputs.md from a published workspace.

    drillplanner demo build/demo
    python docs/make_images.py build/demo
    python docs/make_images.py build/demo papers

The first needs Chromium or Chrome; nothing else in the project does. The second makes a picture of the papers of
one drill of each tier, from ``out/sheets``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
IMAGES = Path(__file__).parent / "images"
#: The head of the page and the year's table, in pixels.
REPORT_SIZE = (1280, 1480)
LARGEST_BYTES = 300_000
#: How many pages of a drill stand side by side in its picture, and how fine it is.
PAGES_IN_PICTURE = 4
DOTS_PER_INCH = 58


def photograph(page: Path, picture: Path, size: tuple[int, int]) -> None:
    """Write the top of an HTML page, as a browser window of this size shows it, as a PNG.

    Exits with a message if there is no browser or the picture is too large for a README.
    """
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        sys.exit(f"No browser found; install one of {', '.join(BROWSERS)}.")
    picture.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(  # noqa: S603 (our own arguments)
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                f"--user-data-dir={profile}",
                f"--window-size={size[0]},{size[1]}",
                f"--screenshot={picture.resolve()}",
                page.resolve().as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    if picture.stat().st_size > LARGEST_BYTES:
        sys.exit(f"{picture} has {picture.stat().st_size} bytes; at most {LARGEST_BYTES} are wanted.")


def photograph_papers(workspace: Path) -> None:
    """Write a picture of the first pages of one drill of each tier of paper that the plan has."""
    from drillplanner import api
    from drillplanner.model import Drill
    from drillplanner.publish.core.paper.tiers import load_tiers
    from drillplanner.publish.core.typst.pdf import drill_file_name

    pymupdf: Any = import_module("pymupdf")  # it has no types
    first_of_tier: dict[str, Drill] = {}
    for drill in sorted(api.read_plan(workspace).drills, key=lambda drill: drill.date):
        first_of_tier.setdefault(load_tiers().tier_of(drill).id, drill)
    for tier_id, drill in first_of_tier.items():
        paper = workspace / "out" / "sheets" / drill.campus_id / drill_file_name(drill)
        picture = IMAGES / f"papers-{tier_id}.png"
        with pymupdf.open(paper) as pages, pymupdf.open() as side_by_side:
            shown = [page.number for page in pages][:PAGES_IN_PICTURE]
            boxes = [pages[number].rect for number in shown]
            sheet = side_by_side.new_page(
                width=sum(box.width for box in boxes), height=max(box.height for box in boxes)
            )
            left = 0.0
            for number, box in zip(shown, boxes, strict=True):
                place = pymupdf.Rect(left, 0, left + box.width, box.height)
                sheet.show_pdf_page(place, pages, number)
                sheet.draw_rect(place, color=(0.6, 0.6, 0.6))
                left += box.width
            sheet.get_pixmap(dpi=DOTS_PER_INCH, colorspace=pymupdf.csGRAY).save(picture)
        if picture.stat().st_size > LARGEST_BYTES:
            sys.exit(f"{picture} has {picture.stat().st_size} bytes; at most {LARGEST_BYTES} are wanted.")


def main() -> None:
    """Write the pictures of the workspace that the command line names."""
    if sys.argv[2:] == ["papers"]:
        photograph_papers(Path(sys.argv[1]))
        return
    if len(sys.argv) != len(("program", "workspace")):
        sys.exit(__doc__)
    report = Path(sys.argv[1]) / "out" / "report.html"
    if not report.is_file():
        sys.exit(f"{report} is not there; run 'drillplanner demo {sys.argv[1]}' first.")
    photograph(report, IMAGES / "report.png", REPORT_SIZE)


if __name__ == "__main__":
    main()
