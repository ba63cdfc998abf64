"""The wheel, installed into an environment of its own outside the checkout, goes the whole way.

The environment holds the wheel and the packages that it names as its dependencies, and no others: what is missing
in the wheel or in the list of dependencies fails here. The packages are those of the test's own environment, so
that nothing is downloaded.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import venv
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from drillplanner import __version__
from tests.made_once import made_once

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def drillplanner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the program as installed from the wheel."""
    environment = made_once(tmp_path_factory, "installed", _install)
    return environment / ("Scripts" if os.name == "nt" else "bin") / "drillplanner"


def _install(environment: Path) -> None:
    """Build the wheel next to the folder, and make an environment of it there."""
    place = environment.parent
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(place)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = place.glob("drillplanner-*.whl")
    venv.create(environment, with_pip=False)
    site = _site(environment)
    for package in _needed().values():
        _link(package, site)
    pip = [sys.executable, "-m", "pip", "--python", str(environment), "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", "--no-compile", str(wheel)], check=True)


def _site(environment: Path) -> Path:
    (site,) = [*environment.glob("lib/python*/site-packages"), *environment.glob("Lib/site-packages")]
    return site


def _needed() -> dict[str, Distribution]:
    """Return the packages that the program's own metadata asks for, and what those ask for."""
    needed: dict[str, Distribution] = {}
    open_names = [_name(text) for text in _dependencies()]
    while open_names:
        name = open_names.pop()
        if name is None or name in needed:
            continue
        needed[name] = distribution(name)
        open_names += [_name(text) for text in needed[name].requires or ()]
    return needed


def _dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return list(project["dependencies"])


def _name(text: str) -> str | None:
    """Return the name of a required package; None if it is for another system, Python, or an extra."""
    requirement = Requirement(text)
    if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
        return None
    return re.sub(r"[-_.]+", "-", requirement.name).lower()


def _link(package: Distribution, site: Path) -> None:
    for top in {file.parts[0] for file in package.files or () if file.parts[0] not in {"..", "__pycache__"}}:
        link, source = site / top, Path(str(package.locate_file(top)))
        if not link.exists() and source.exists():
            link.symlink_to(source)


def _run(program: Path, place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [str(program), *arguments], cwd=place, env=environment, capture_output=True, text=True, check=False
    )


def test_the_environment_has_no_package_of_the_tests(drillplanner: Path) -> None:
    site = _site(drillplanner.parents[1])
    assert not (site / "pytest").exists()
    assert (site / "drillplanner" / "_shipped" / "templates").is_dir()
    assert not (site / "drillplanner").is_symlink()


def test_the_bill_of_materials_comes_with_the_wheel(drillplanner: Path) -> None:
    (bill,) = _site(drillplanner.parents[1]).glob("drillplanner-*.dist-info/sboms/*.json")
    assert bill.read_bytes() == (ROOT / "requirements" / "sbom.cdx.json").read_bytes()


def test_the_installed_program_says_its_version(drillplanner: Path, tmp_path: Path) -> None:
    done = _run(drillplanner, tmp_path, "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"drillplanner, version {__version__}\n", "")


def test_the_installed_program_goes_the_whole_way(drillplanner: Path, tmp_path: Path) -> None:
    (tmp_path / "schools.csv").write_text("name,grades\nMaple Elementary School,K-5\n", encoding="utf-8")
    for arguments in (
        ("init", "maple", "--state", "IL", "--year", "2025-26", "--campuses", "schools.csv"),
        ("plan", "maple"),
        ("publish", "maple"),
    ):
        done = _run(drillplanner, tmp_path, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "maple" / "out" / "report.html").is_file()
    assert list((tmp_path / "maple" / "out").rglob("*.pdf"))


def test_the_installed_program_reads_free_text(drillplanner: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("An officer fires blanks in the hallway while the children hide.", encoding="utf-8")
    done = _run(drillplanner, tmp_path, "screen", str(letter))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "blanks" in done.stdout


def test_the_installed_program_copies_the_example(drillplanner: Path) -> None:
    examples = _site(drillplanner.parents[1]) / "drillplanner" / "_shipped" / "examples"
    assert (examples / "livingston_nj" / "calendar.ics").is_file()
