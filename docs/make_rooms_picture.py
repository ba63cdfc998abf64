"""Draws docs/images/rooms.svg: the rooms of the package and the one direction of their imports.

Run ``make reference``. The layers come from the import contract in ``pyproject.toml`` and the sentences from the
first lines of the rooms' docstrings, so that the picture agrees with the code; a test fails while it does not.
"""

from __future__ import annotations

import ast
import tomllib
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "images" / "rooms.svg"
CONTRACT = "One direction: nothing upstream imports anything downstream"

TITLE = "The rooms of drillplanner: an upper room may import lower ones, never the other way"
WIDTH, GAP, MARGIN = 960, 14, 16
STYLE = (
    "text{font-family:system-ui,sans-serif;fill:#1a1a1a}"
    ".name{font-size:15px;font-weight:600}.says{font-size:12px;fill:#444}"
    "rect{fill:#f4f6f8;stroke:#5b6b7a;rx:6}"
    "@media (prefers-color-scheme:dark){text{fill:#eee}.says{fill:#bbb}rect{fill:#20262c;stroke:#8fa1b3}"
    "line,path{stroke:#8fa1b3}}"
)


def layers() -> list[list[str]]:
    """Return the rooms by layer, from the top of the house to the ground."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    contract = next(contract for contract in contracts if contract["name"] == CONTRACT)
    return [[room.strip() for room in layer.split("|")] for layer in contract["layers"]]


def first_line(room: str) -> str:
    """Return what a room is, from the first line of its docstring."""
    folder = ROOT / "drillplanner" / room
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return docstring.splitlines()[0].rstrip(".")


def wrapped(text: str, width: int) -> list[str]:
    """Break a sentence into lines of at most ``width`` characters, three at most."""
    lines = [""]
    for word in text.replace("``", "").split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:3]


def picture() -> str:
    """Return the picture as SVG."""
    rows = layers()
    texts = [[wrapped(first_line(room), int((WIDTH / len(row) - 40) / 6.3)) for room in row] for row in rows]
    heights = [26 + 16 * max(len(lines) for lines in row) + 8 for row in texts]
    height = sum(heights) + GAP * (len(rows) - 1) + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t">',
        f'<title id="t">{TITLE}</title>',
        f"<style>{STYLE}</style>",
    ]
    top = MARGIN
    for number, (row, lines_of_row, tall) in enumerate(zip(rows, texts, heights, strict=True)):
        wide = (WIDTH - 2 * MARGIN - GAP * (len(row) - 1)) / len(row)
        for place, (room, lines) in enumerate(zip(row, lines_of_row, strict=True)):
            left = MARGIN + place * (wide + GAP)
            parts.append(f'<rect x="{left:.0f}" y="{top}" width="{wide:.0f}" height="{tall}"/>')
            parts.append(f'<text class="name" x="{left + 12:.0f}" y="{top + 20}">{escape(room)}</text>')
            for line_number, line in enumerate(lines):
                y = top + 38 + 16 * line_number
                parts.append(f'<text class="says" x="{left + 12:.0f}" y="{y}">{escape(line)}</text>')
        top += tall + GAP
        if number < len(rows) - 1:
            middle = WIDTH / 2
            parts.append(
                f'<path d="M{middle - 5:.0f} {top - GAP + 3}h10l-5 {GAP - 6}z" fill="#5b6b7a" stroke="none"/>'
            )
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    """Write the picture."""
    PICTURE.write_text(picture(), encoding="utf-8")


if __name__ == "__main__":
    main()
