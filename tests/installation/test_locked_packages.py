"""The table of ready-made packages names what the lock file pins."""

from __future__ import annotations

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


def test_no_system_lacks_a_package() -> None:
    assert "none for" not in PAGE


def test_no_address_of_a_registry_is_written_down() -> None:
    assert "://" not in LOCK


def test_an_installation_takes_at_most_400_megabytes_and_420_in_use() -> None:
    ((installed, in_use),) = re.findall(r"^\| \*\*all\*\* \| (\d+) \| (\d+) \| \d+ \|", PAGE, re.MULTILINE)
    assert int(installed) <= 400, "docs/make_size_table.py says which package grew"
    assert int(in_use) <= 420, "docs/make_size_table.py says which package grew"
