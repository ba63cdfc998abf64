"""Makes the picture in the README from a published workspace.

    drillplanner demo build/demo
    python docs/make_images.py build/demo

It needs Chromium or Chrome; nothing else in the project does. ``make_paper_pictures.py`` makes those of papers.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
IMAGES = Path(__file__).parent / "images"
#: The head of the page and the year's table, in pixels.
REPORT_SIZE = (1280, 1480)
LARGEST_BYTES = 300_000


def photograph(page: Path, picture: Path, size: tuple[int, int]) -> None:
    """Write the top of an HTML page, as a browser window of this size shows it, as a PNG.

    Exits with a message if there is no browser or the picture is too large for a README.
    """
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        sys.exit(f"No browser found; install one of {', '.join(BROWSERS)}.")
    picture.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
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


def main() -> None:
    """Write the picture of the report of the workspace that the command line names."""
    if len(sys.argv) != len(("program", "workspace")):
        sys.exit(__doc__)
    report = Path(sys.argv[1]) / "out" / "report.html"
    if not report.is_file():
        sys.exit(f"{report} is not there; run 'drillplanner demo {sys.argv[1]}' first.")
    photograph(report, IMAGES / "report.png", REPORT_SIZE)


if __name__ == "__main__":
    main()
