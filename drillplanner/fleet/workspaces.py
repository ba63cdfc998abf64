"""The workspaces of a fleet: the folders in a folder, or those that a list names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from drillplanner import api

#: What makes a folder a workspace.
DISTRICT_FILE = "district.yaml"
#: Folders of a fleet that are no districts.
_OWN_FOLDERS = ("records", "report")
#: A small district costs more for each school than a large one: about as if each had five schools more.
_WORK_OF_A_DISTRICT = 5 * 80
_LIST_HINT = "Write one folder a line, as seen from the list's own folder. Lines that begin with # do not count."


@dataclass(frozen=True)
class Fleet:
    """The workspaces by name, in order, and the folder that keeps the results.

    ``others`` are folders next to the workspaces that have no ``district.yaml``: they are not planned, and said.
    ``of_list`` is the name of the file that lists the workspaces; empty if they are all of a folder.
    """

    folder: Path
    workspaces: Mapping[str, Path]
    others: tuple[str, ...] = ()
    of_list: str = ""

    @property
    def place(self) -> Path:
        """What a command names to mean this fleet: its folder, or the list."""
        return self.folder / self.of_list

    @property
    def place_in_commands(self) -> str:
        """Its place as pages name it, which may be read on another computer: from the folder's name on."""
        name = self.folder.resolve().name
        return f"{name}/{self.of_list}" if self.of_list else name

    @property
    def name(self) -> str:
        """Its name for people."""
        return Path(self.of_list).stem or self.folder.resolve().name

    def largest_first(self) -> tuple[str, ...]:
        """Return the names, those with the longest lists of schools first, so that the last one is a small one."""
        sizes = {name: _size(folder) for name, folder in self.workspaces.items()}
        return tuple(sorted(self.workspaces, key=lambda name: (-sizes[name], name)))

    def size(self, name: str) -> int:
        """Return about how much work a district is: the bytes of its list of schools, and a share for itself."""
        return _size(self.workspaces[name]) + _WORK_OF_A_DISTRICT


def fleet_of(place: Path) -> Fleet:
    """Return the fleet of a folder of workspaces, or of a text file that lists them.

    Raises InputError: there is none, or two workspaces of the list have one name.
    """
    if place.is_dir():
        return _in_folder(place)
    return Fleet(place.parent, _listed(place), of_list=place.name)


def _in_folder(folder: Path) -> Fleet:
    if (folder / DISTRICT_FILE).is_file():
        message = "this is the workspace of one district, not a folder of workspaces"
        hint = f"For one district: drillplanner plan {folder.name}"
        raise api.InputError(api.Problem(str(folder), None, message, maybe=hint))
    inner = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    districts = [path for path in inner if (path / DISTRICT_FILE).is_file()]
    workspaces = _without_links_to_the_same(folder, districts)
    if not workspaces:
        message = "no folder in it is a workspace"
        raise api.InputError(
            api.Problem(str(folder), None, message, allowed=f"folders with a {DISTRICT_FILE}", maybe=_INIT_HINT)
        )
    others = (path.name for path in inner if path not in districts and path.name not in _OWN_FOLDERS)
    return Fleet(folder, workspaces, tuple(others))


def _without_links_to_the_same(folder: Path, districts: Sequence[Path]) -> dict[str, Path]:
    """Return the districts by name, each once: two folders may be one district if one of them is a link.

    The folder itself is taken before its links, and else the first link. On Windows a junction is a link too.
    """
    inside = folder.resolve()
    links_last = sorted(districts, key=lambda path: (path.resolve() != inside / path.name, path.name))
    by_target: dict[Path, Path] = {}
    for path in links_last:
        by_target.setdefault(path.resolve(), path)
    return {path.name: path for path in sorted(by_target.values())}


_INIT_HINT = (
    "Make them all: drillplanner fleet init FOLDER --state NJ --nces FILE.csv; or one: drillplanner init "
    "FOLDER/my-district --state NJ"
)


def _listed(file: Path) -> dict[str, Path]:
    problems: list[api.Problem] = []
    found: dict[str, Path] = {}
    for line, text in _lines(file):
        path = file.parent / text
        if not (path / DISTRICT_FILE).is_file():
            problems.append(_at(file, line, f"there is no workspace: no {DISTRICT_FILE} in it", text))
        elif path.resolve().name in found:
            problems.append(_at(file, line, "another line names a folder of the same name", text))
        else:
            found[path.resolve().name] = path
    if not found and not problems:
        problems.append(api.Problem(str(file), None, "this list names no workspace", maybe=_LIST_HINT))
    if problems:
        raise api.InputError(problems)
    return dict(sorted(found.items()))


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        text = api.read_file(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = "this list is not text in UTF-8"
        raise api.InputError(api.Problem(str(file), None, message, maybe=_LIST_HINT)) from error
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()


def _at(file: Path, line: int, message: str, value: str) -> api.Problem:
    return api.Problem(str(file), line, message, value, maybe=_LIST_HINT)


def _size(folder: Path) -> int:
    """Return the bytes of the list of schools; of a workspace whose list has another name, 0."""
    try:
        return (folder / "campuses.csv").stat().st_size
    except OSError:
        return 0
