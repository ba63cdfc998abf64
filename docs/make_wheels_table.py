"""Writes into docs/what-is-installed.md for which systems and Pythons the registry has ready-made packages.

Run ``python docs/make_wheels_table.py`` after ``make lock``; a test fails until it names the locked versions. It
needs ``uv``, which asks the registry that the machine's own settings name.
"""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import parse_wheel_filename

from benchmarks.page import write_between

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "what-is-installed.md"
PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))
#: From the newest system that we ask for to the oldest that anybody could have.
MACS = ((26, 0), (15, 0), (14, 0), (13, 0), (12, 0), (11, 0), (10, 13))
GLIBCS = (39, 34, 31, 28, 27, 24, 17)


@dataclass(frozen=True)
class System:
    """A kind of computer, as markers of requirements name it, and its versions, the newest first."""

    title: str
    environment: Mapping[str, str]
    versions: Mapping[str, tuple[str, ...]]


def _windows() -> System:
    return System(
        "Windows x64",
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
        {"any that runs Python 3.11": ("win_amd64",)},
    )


def _mac(processor: str, machine: str) -> System:
    return System(
        f"macOS {processor}",
        {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": machine},
        {
            f"macOS {'.'.join(map(str, version[: 1 if version[0] > 10 else 2]))}": tuple(
                mac_platforms(version, machine)
            )
            for version in MACS
        },
    )


def _linux(machine: str, title: str) -> System:
    return System(
        f"Linux {title}",
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": machine},
        {
            f"glibc 2.{version}": tuple(f"manylinux_2_{older}_{machine}" for older in range(version, 4, -1))
            + (f"manylinux2014_{machine}",) * (version >= 17)
            for version in GLIBCS
        },
    )


SYSTEMS = (
    _windows(),
    _mac("Apple silicon", "arm64"),
    _mac("Intel", "x86_64"),
    _linux("x86_64", "x86-64"),
    _linux("aarch64", "ARM64"),
)


@dataclass(frozen=True)
class LockedPackage:
    """A package of the lock file: where it is needed, and the tags of its wheels."""

    name: str
    version: str
    marker: Marker | None
    wheels: tuple[frozenset[Tag], ...]

    def is_for_all(self) -> bool:
        """Return whether one wheel serves every system."""
        return any(str(tag).endswith("-none-any") for wheel in self.wheels for tag in wheel)

    def is_needed(self, system: System, python: tuple[int, int]) -> bool:
        """Return whether a system with this Python needs the package."""
        version = ".".join(map(str, python))
        environment = {**system.environment, "python_version": version, "python_full_version": f"{version}.1"}
        return self.marker is None or self.marker.evaluate({**environment, "implementation_name": "cpython"})

    def has_wheel(self, platforms: Sequence[str], python: tuple[int, int]) -> bool:
        """Return whether a wheel fits these platforms and this Python."""
        fitting = {*cpython_tags(python, platforms=platforms), *compatible_tags(python, platforms=platforms)}
        return any(wheel & fitting for wheel in self.wheels)


def packages_of_the_lock() -> list[LockedPackage]:
    """Ask the registry for all wheels of the packages that the lock names and running needs."""
    done = subprocess.run(
        [
            *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--no-header"),
            *("--format", "pylock.toml", "--constraint", "requirements/lock.txt", "pyproject.toml"),
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [_package(entry) for entry in tomllib.loads(done.stdout)["packages"]]


def _package(entry: Mapping[str, Any]) -> LockedPackage:
    files = [wheel["url"].rsplit("/", 1)[-1].split("#")[0] for wheel in entry.get("wheels", ())]
    return LockedPackage(
        entry["name"],
        entry["version"],
        Marker(entry["marker"]) if "marker" in entry else None,
        tuple(parse_wheel_filename(file)[3] for file in files),
    )


def rows(packages: Sequence[LockedPackage]) -> Iterator[list[str]]:
    """Yield for each package with parts for a system what there is; last, the oldest system that has all."""
    built = [package for package in packages if not package.is_for_all()]
    for package in built:
        yield [f"{package.name} {package.version}", *(_cell(package, system) for system in SYSTEMS)]
    yield ["**oldest system with all**", *(f"**{_oldest(built, system)}**" for system in SYSTEMS)]


def _cell(package: LockedPackage, system: System) -> str:
    newest = next(iter(system.versions.values()))
    needed = [python for python in PYTHONS if package.is_needed(system, python)]
    missing = [python for python in needed if not package.has_wheel(newest, python)]
    if not needed:
        return "not needed"
    if missing:
        return "**none for " + ", ".join(".".join(map(str, python)) for python in missing) + "**"
    first, last = (".".join(map(str, python)) for python in (needed[0], needed[-1]))
    return first if first == last else f"{first} to {last}"


def _oldest(packages: Sequence[LockedPackage], system: System) -> str:
    """Return the oldest version of the system for which every package has a wheel for every Python."""
    enough = [
        name
        for name, platforms in system.versions.items()
        if all(
            package.has_wheel(platforms, python)
            for package in packages
            for python in PYTHONS
            if package.is_needed(system, python)
        )
    ]
    return enough[-1] if enough else "none"


def table(packages: Sequence[LockedPackage]) -> str:
    """Return the table, and below it the packages that are the same everywhere."""
    heads = ["package", *(system.title for system in SYSTEMS)]
    lines = [heads, ["---"] * len(heads), *rows(packages)]
    same = sorted(f"{package.name} {package.version}" for package in packages if package.is_for_all())
    return "\n".join(
        [
            *("| " + " | ".join(line) + " |" for line in lines),
            "",
            f"The other {len(same)} packages are the same for every system: {', '.join(same)}.",
        ]
    )


if __name__ == "__main__":
    write_between(PAGE, "wheels", table(packages_of_the_lock()))
