"""The tables of packages, and the bill of materials in the wheel, name what the lock file pins."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "what-is-installed.md").read_text(encoding="utf-8")
LOCK = (ROOT / "requirements" / "lock.txt").read_text(encoding="utf-8")


def _pinned() -> set[str]:
    return {f"{name} {version}" for name, version in re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", LOCK, re.MULTILINE)}


def _in_the_table() -> set[str]:
    table = PAGE.partition("<!-- wheels -->")[2].partition("<!-- end of wheels -->")[0]
    return set(re.findall(r"(?:^\| |: |, )([a-z0-9-]+ \d[\w.]*)(?= \||, |\.$)", table, re.MULTILINE))


def test_the_table_names_versions_of_the_lock() -> None:
    assert len(_in_the_table()) > 20
    assert _in_the_table() <= _pinned(), "run: python docs/make_wheels_table.py"


def test_every_dependency_is_in_the_table() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {canonicalize_name(re.split(r"[<>=;\[ ]", text)[0]) for text in project["dependencies"]}
    missing = asked - {entry.partition(" ")[0] for entry in _in_the_table()}
    assert missing == set(), "run: python docs/make_wheels_table.py"


def _asked_by() -> dict[str, set[str]]:
    """Who asks for each package of the lock, as its comments tell."""
    asked: dict[str, set[str]] = {}
    for block in re.split(r"\n(?=[a-z0-9])", LOCK):
        name = block.partition("==")[0]
        comments = re.findall(r"^ +#(?: via)? *(.*)$", block, re.MULTILINE)
        asked.setdefault(name, set()).update(comment.split(" ")[0] for comment in comments if comment)
    return asked


def _needed_to_run() -> set[str]:
    """The names of the packages that our dependencies need, with these."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed: set[str] = {canonicalize_name(re.split(r"[<>=;\[ ]", text)[0]) for text in project["dependencies"]}
    asked = _asked_by()
    while more := {str(name) for name, by in asked.items() if by & needed} - needed:
        needed |= more
    return needed


def test_the_table_of_owners_and_the_bill_of_materials_name_all_that_runs() -> None:
    table = PAGE.partition("<!-- dependencies -->")[2].partition("<!-- end of dependencies -->")[0]
    rows = re.findall(r"^\| ([a-z0-9-]+) \| (\d[^|]*) \|", table, re.MULTILINE)
    in_the_table = {f"{name} {version}" for name, versions in rows for version in versions.split(", ")}
    bill = json.loads((ROOT / "requirements" / "sbom.cdx.json").read_text(encoding="utf-8"))
    libraries = [part for part in bill["components"] if part["type"] == "library"]
    needed = _needed_to_run()
    assert len(needed) > 20
    expected = {entry for entry in _pinned() if entry.partition(" ")[0] in needed}
    assert in_the_table == expected, "run: python docs/make_dependencies_table.py"
    assert {f"{part['name']} {part['version']}" for part in libraries} == expected


def test_no_system_lacks_a_package() -> None:
    assert "none for" not in PAGE


def test_no_address_of_a_registry_is_written_down() -> None:
    assert "://" not in LOCK


def test_an_installation_takes_at_most_400_megabytes_and_420_in_use() -> None:
    ((installed, in_use),) = re.findall(r"^\| \*\*all\*\* \| (\d+) \| (\d+) \| \d+ \|", PAGE, re.MULTILINE)
    assert int(installed) <= 400, "docs/make_size_table.py says which package grew"
    assert int(in_use) <= 420, "docs/make_size_table.py says which package grew"
