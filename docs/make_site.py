"""Builds the documentation site: ``python docs/make_site.py``, then open build/site/index.html.

The pages stay where people read them in the repository. This lays them out for the site: the pages of docs/, and
those of other folders that they link to, with links as the site has them. Zensical builds it by ``zensical.toml``,
and a link that leads nowhere, or a page that the navigation leaves out, ends the build.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "build" / "pages"
SITE = ROOT / "build" / "site"
SETTINGS = ROOT / "zensical.toml"
_LINK = re.compile(
    r"(?P<before>!?\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)\]\()(?P<target>[^)\s#]*)(?P<rest>#[^)\s]*)?\)"
)
_OUTSIDE = re.compile(r"^[a-z]+:", re.IGNORECASE)


def places() -> dict[str, str]:
    """Return for each page of the repository that is on the site, where it is there."""
    pages = {f"docs/{path}": path for path in _under("docs", "*.md")}
    pages |= {f"docs/{path}": path for path in _under("docs/images", "*", "images/")}
    pages |= {
        f"docs/{name}": name
        for name in ("plan.schema.json", "pack.schema.json", "site.schema.json", "status.schema.json")
    }
    rooms = (path for path in sorted((ROOT / "drillplanner").glob("*/README.md")))
    pages |= {path.relative_to(ROOT).as_posix(): f"rooms/{path.parent.name}.md" for path in rooms}
    return pages | {
        "README.md": "index.md",
        "CONTRIBUTING.md": "contributing.md",
        "CHANGELOG.md": "changes.md",
        "SECURITY.md": "security.md",
        "training/README.md": "rooms/training.md",
        "templates/fonts/README.md": "rooms/fonts.md",
    }


def _under(folder: str, pattern: str, prefix: str = "") -> Iterator[str]:
    base = ROOT / folder
    return (prefix + path.relative_to(base).as_posix() for path in sorted(base.rglob(pattern)) if path.is_file())


def on_the_site(text: str, page: str, pages: Mapping[str, str]) -> str:
    """Return the text of a page with its links as the site has them.

    A link to a file that is not on the site becomes plain text. Raises ValueError for a file that does not exist.
    """

    def rewritten(found: re.Match[str]) -> str:
        target, rest = found["target"], found["rest"] or ""
        if not target or _OUTSIDE.match(target):
            return found.group()
        path = normpath(str(PurePosixPath(page).parent / target))
        if not (ROOT / path).exists():
            raise ValueError(f"{page}: the link to {target} leads nowhere")
        if path not in pages:
            return found["text"]
        return f"{found['before']}{relpath(pages[path], str(PurePosixPath(pages[page]).parent))}{rest})"

    return re.sub(r"^ {2,3}(?=- )", "    ", _LINK.sub(rewritten, text), flags=re.MULTILINE)


def lay_out() -> None:
    """Write the pages and pictures of the site into ``build/pages``."""
    shutil.rmtree(PAGES, ignore_errors=True)
    pages = places()
    for page, place in pages.items():
        target = PAGES / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if place.endswith(".md"):
            text = (ROOT / page).read_text(encoding="utf-8")
            target.write_text(on_the_site(text, page, pages), encoding="utf-8")
        else:
            shutil.copyfile(ROOT / page, target)
    left_out = {place for place in pages.values() if place.endswith(".md")} - set(pages_in_navigation())
    if left_out:
        raise ValueError(f"zensical.toml: the navigation leaves out {', '.join(sorted(left_out))}")


def pages_in_navigation() -> list[str]:
    """Return the pages that the navigation of the site names, in order."""
    return list(_leaves(navigation()))


def navigation() -> list[dict[str, object]]:
    """Return the parts of the site, in order, each with its title."""
    parts: list[dict[str, object]] = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["project"]["nav"]
    return parts


def _leaves(entry: object) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, list):
        for part in entry:
            yield from _leaves(part)
    elif isinstance(entry, dict):
        for part in entry.values():
            yield from _leaves(part)


def build() -> None:
    """Lay out the pages and build the site. Raises CalledProcessError if a link leads nowhere."""
    lay_out()
    subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict", "--clean", "--config-file", str(SETTINGS)],
        cwd=ROOT,
        check=True,
    )


if __name__ == "__main__":
    build()
