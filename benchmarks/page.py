"""The page of figures in the documentation. Each benchmark writes between its own markers."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def rows_between(page: Path, name: str) -> list[str]:
    """Return the rows of the table between the markers of that name, without its head; none if it is empty."""
    table = page.read_text(encoding="utf-8").partition(f"<!-- {name} -->")[2].partition("<!-- end of")[0]
    return table.strip().splitlines()[2:]


def write_between(page: Path, name: str, text: str) -> None:
    """Put the text between the markers ``<!-- name -->`` and ``<!-- end of name -->`` of the page.

    Raises ValueError if the page does not have exactly one of each, in this order.
    """
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    old = page.read_text(encoding="utf-8")
    if old.count(begin) != 1 or old.count(end) != 1 or old.index(begin) > old.index(end):
        raise ValueError(f"{page}: '{begin}' and '{end}' must each stand there once, in this order")
    before, _, rest = old.partition(begin)
    after = rest.partition(end)[2]
    page.write_text(f"{before}{begin}\n\n{text.strip()}\n\n{end}{after}", encoding="utf-8")
