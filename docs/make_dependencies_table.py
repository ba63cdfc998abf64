"""Writes the packages that run drillplanner into docs/what-is-installed.md and requirements/sbom.cdx.json.

Run ``python docs/make_dependencies_table.py`` after ``make lock``; a test fails until both name what is locked. It
needs ``uv``, which asks the registry that the machine's own settings name for dates, and installs what this system
does not need (into a folder that is removed) to read its license. The JSON is a software bill of materials
(CycloneDX 1.6), with the typefaces and the trained reader that the wheel holds; it goes into the wheel (PEP 770).

It ends with an error if a package had no release for two years and is not in ``DONE``.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from email.utils import getaddresses
from importlib.metadata import PackageMetadata, PackageNotFoundError, distribution, distributions
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from benchmarks.page import write_between
from drillplanner.files.counting import counted

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "what-is-installed.md"
BILL = ROOT / "requirements" / "sbom.cdx.json"
#: After this time without a release, someone has to say why a package is still fit.
LONGEST_SILENCE = timedelta(days=730)
#: Packages without a recent release, and why each is still fit.
DONE = {
    "cobble": "a small part of mammoth, of the same author, who maintains that",
    "colorama": "colors of old Windows consoles, which do not change any more; on Windows only",
    "python-dateutil": "kept by the maker of Python's own time zones; rules of repeating dates do not change",
    "six": "names of Python 2; only python-dateutil asks for it",
}
#: Licenses that a package's metadata writes in its own way, as SPDX has them.
SPDX = {"3-Clause BSD License": "BSD-3-Clause", "Apache 2.0": "Apache-2.0", "MIT License": "MIT"}
_READER = "drillplanner/appropriateness/text/reader/model"
#: What the wheel holds of others: name, license, and the file that says more.
HELD = (
    ("Source Sans Pro (typeface)", "OFL-1.1", "templates/fonts/SourceSansPro-LICENSE.txt"),
    ("Noto Sans (typefaces)", "OFL-1.1", "templates/fonts/NotoSans-LICENSE.txt"),
    ("Noto Sans SC and KR (typefaces)", "OFL-1.1", "templates/fonts/NotoSansCJK-LICENSE.txt"),
    ("all-MiniLM-L6-v2 (trained reader, changed)", "Apache-2.0", f"{_READER}/README.md"),
)
_MOST_OWNERS = 2


@dataclass(frozen=True)
class Package:
    """A package that running needs: its locked versions, and what its metadata says.

    ``asked_by`` is empty if drillplanner itself asks for it.
    """

    name: str
    versions: tuple[str, ...]
    last_release: date
    license: str
    owner: str
    asked_by: tuple[str, ...]

    @property
    def is_silent(self) -> bool:
        """Whether its last release is older than ``LONGEST_SILENCE``."""
        return date.today() - self.last_release > LONGEST_SILENCE

    @property
    def reason(self) -> str:
        """Why it is here, and if it is silent, why it is still fit."""
        asks = "asks" if len(self.asked_by) == 1 else "ask"
        asked = (
            f"{', '.join(self.asked_by)} {asks} for it" if self.asked_by else "[why](architecture/libraries.md)"
        )
        return f"{asked}; {DONE[self.name]}" if self.is_silent else asked


def packages() -> list[Package]:
    """Return the packages that running needs, by name."""
    locked, newest = _resolved("--constraint", "requirements/lock.txt"), _resolved("--upgrade")
    direct = {canonicalize_name(Requirement(text).name) for text in _project()["dependencies"]}
    metadata = {name: _metadata(name, found[0]["version"]) for name, found in locked.items()}
    return [
        Package(
            name=name,
            versions=tuple(entry["version"] for entry in found),
            last_release=max(_released(entry) for entry in (*found, *newest.get(name, ()))),
            license=_license(metadata[name]),
            owner=_owner(metadata[name]),
            asked_by=()
            if name in direct
            else tuple(other for other in metadata if name in _asks(metadata[other])),
        )
        for name, found in sorted(locked.items())
    ]


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project


def _resolved(*options: str) -> dict[str, list[dict[str, Any]]]:
    done = subprocess.run(
        [
            *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--no-header"),
            *("--format", "pylock.toml", *options, "pyproject.toml"),
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in tomllib.loads(done.stdout)["packages"]:
        found.setdefault(entry["name"], []).append(entry)
    return found


def _released(entry: Mapping[str, Any]) -> date:
    files = (*entry.get("wheels", ()), *([entry["sdist"]] if "sdist" in entry else []))
    newest: date = max(file["upload-time"] for file in files).date()
    return newest


def _metadata(name: str, version: str) -> PackageMetadata:
    try:
        return distribution(name).metadata
    except PackageNotFoundError:
        with tempfile.TemporaryDirectory() as place:
            command = ["uv", "pip", "install", "--quiet", "--no-deps", "--target", place, f"{name}=={version}"]
            subprocess.run(command, check=True)
            return next(found.metadata for found in distributions(path=[place]))


def _asking(name: str, metadata: Mapping[str, PackageMetadata]) -> Iterator[str]:
    yield from (other for other in metadata if name in _asks(metadata[other]))


def _asks(metadata: PackageMetadata) -> set[str]:
    requirements = map(Requirement, metadata.get_all("Requires-Dist") or ())
    return {canonicalize_name(asked.name) for asked in requirements if "extra" not in str(asked.marker)}


def _field(metadata: PackageMetadata, name: str) -> str:
    return next(iter(metadata.get_all(name) or ()), "")


def _license(metadata: PackageMetadata) -> str:
    text = _field(metadata, "License-Expression") or _field(metadata, "License")
    if not text or text == "Dual License":
        kinds = [kind for kind in metadata.get_all("Classifier") or () if kind.startswith("License")]
        text = " or ".join(dict.fromkeys(kind.rpartition(" :: ")[2] for kind in kinds))
    return SPDX.get(text, text)


def _owner(metadata: PackageMetadata) -> str:
    """Return who makes a package, without addresses; else where its source is."""
    names = [name for field in ("Author", "Maintainer") for name in _field(metadata, field).split(", ")]
    for field in ("Author-email", "Maintainer-email"):
        names += [name for name, _ in getaddresses([_field(metadata, field)])]
    people = list(dict.fromkeys(name.strip() for name in names if name.strip() and "@" not in name))
    if not people:
        links = [link.partition(", ")[2] for link in metadata.get_all("Project-URL") or ()]
        home = next((link for link in links if "github.com/" in link), _field(metadata, "Home-page"))
        return "/".join(home.split("/")[2:4])
    more = len(people) - _MOST_OWNERS
    return ", ".join(people[:_MOST_OWNERS]) + (f", and {counted(more, 'other')}" if more > 0 else "")


def rows(found: Sequence[Package]) -> Iterator[tuple[str, ...]]:
    """Yield the row of each package."""
    for package in found:
        versions, last = ", ".join(package.versions), f"{package.last_release:%Y-%m}"
        yield package.name, versions, package.license, package.owner, last, package.reason


def table(found: Sequence[Package]) -> str:
    """Return the table in Markdown."""
    heads = ("package", "locked", "license", "by", "last release", "why it is here")
    return "\n".join("| " + " | ".join(row) + " |" for row in (heads, ("---",) * len(heads), *rows(found)))


def bill(found: Sequence[Package]) -> str:
    """Return the bill of materials: without date and serial number, so that the same packages give the same."""
    project = _project()
    top = f"pkg:pypi/{project['name']}@{project['version']}"
    refs = {package.name: [f"pkg:pypi/{package.name}@{each}" for each in package.versions] for package in found}
    held = {f"held:{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')}": name for name, *_ in HELD}
    needs: dict[str, list[str]] = {top: [*held], **{ref: [] for of_package in refs.values() for ref in of_package}}
    for package in found:
        for asking in [ref for name in package.asked_by for ref in refs[name]] or [top]:
            needs[asking] += refs[package.name]
    itself = {
        "type": "application",
        "bom-ref": top,
        "name": project["name"],
        "version": project["version"],
        "description": project["description"],
        "licenses": _licenses(project["license"]),
        "purl": top,
    }
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": itself},
        "components": [
            *(
                {
                    "type": "library",
                    "bom-ref": ref,
                    "publisher": package.owner,
                    "name": package.name,
                    "version": ref.rpartition("@")[2],
                    "licenses": _licenses(package.license),
                    "purl": ref,
                }
                for package in found
                for ref in refs[package.name]
            ),
            *(
                {
                    "type": "machine-learning-model" if "trained" in name else "file",
                    "bom-ref": ref,
                    "name": name,
                    "description": f"in the wheel; {place}",
                    "licenses": _licenses(of_held),
                }
                for ref, (name, of_held, place) in zip(held, HELD, strict=True)
            ),
        ],
        "dependencies": [{"ref": ref, "dependsOn": sorted(needed)} for ref, needed in needs.items()],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _licenses(text: str) -> list[dict[str, Any]]:
    """Return a license as CycloneDX has it: an SPDX expression, or a name where the metadata has no such."""
    if re.search(r" (AND|OR|WITH) ", text):
        return [{"expression": text}]
    is_spdx = re.fullmatch(r"[A-Za-z0-9.+-]+", text) is not None
    return [{"license": {"id" if is_spdx else "name": text}}]


def main() -> None:
    """Write both. Exits with words if a package is silent for long and nobody said why it is fit."""
    found = packages()
    if silent := [package.name for package in found if package.is_silent and package.name not in DONE]:
        sys.exit(f"no release for two years: {', '.join(silent)}. Look at each, and say in DONE why it is fit.")
    write_between(PAGE, "dependencies", table(found))
    BILL.write_text(bill(found), encoding="utf-8")


if __name__ == "__main__":
    main()
