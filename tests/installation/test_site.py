"""The documentation site builds, and every link and anchor on it leads somewhere."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SITE = runpy.run_path(str(ROOT / "docs" / "make_site.py"))


def test_the_site_builds_without_a_broken_link() -> None:
    pytest.importorskip("zensical")
    SITE["build"]()
    assert (ROOT / "build" / "site" / "tutorial.html").is_file()
    assert (ROOT / "build" / "site" / "rooms" / "solve.html").is_file()


def test_the_site_has_four_parts_for_coordinators_and_one_for_contributors() -> None:
    parts = [next(iter(entry)) for entry in SITE["navigation"]()]
    assert parts == ["Home", "Tutorial", "How to", "Reference", "Explanation", "For contributors"]


def test_no_page_stands_twice_in_the_navigation() -> None:
    pages = SITE["pages_in_navigation"]()
    assert len(pages) == len(set(pages))


def test_links_are_those_of_the_site() -> None:
    pages = {"docs/a.md": "a.md", "drillplanner/solve/README.md": "rooms/solve.md", "README.md": "index.md"}
    rewritten = SITE["on_the_site"]
    page = "[the solver](../drillplanner/solve/README.md#top), [a script](../docs/make_site.py), [web](https://example.org)"
    assert (
        rewritten(page, "docs/a.md", pages)
        == "[the solver](rooms/solve.md#top), a script, [web](https://example.org)"
    )
    assert rewritten("[home](../../README.md)", "drillplanner/solve/README.md", pages) == "[home](../index.md)"
    with pytest.raises(ValueError, match="leads nowhere"):
        rewritten("[gone](gone.md)", "docs/a.md", pages)
