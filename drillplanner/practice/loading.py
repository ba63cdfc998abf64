"""Loading of practice packs: the bundled levels, and a district's own file with other numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.input_folder import InputFolder, Link
from drillplanner.files.yaml_document import YAML_ENDINGS, Document, parse_as, parse_document, read_document
from drillplanner.files.yaml_text import KeyPath
from drillplanner.law.packs.loading import with_groups
from drillplanner.model import PRACTICE_OFF
from drillplanner.practice.pack import GoodPractice, LevelOnAnother, OwnPractice, PracticePack

_PACKS = Path(__file__).parent / "packs"


@dataclass(frozen=True)
class OwnNumber:
    """The number that a district can change in a practice of one kind: its field, and the numbers allowed."""

    field: str
    least: int
    most: int
    unit: str

    @property
    def allowed(self) -> str:
        """The numbers allowed, in words."""
        return f"{self.least} to {self.most} {self.unit}"

    def changed(self, practice: GoodPractice, number: int) -> GoodPractice:
        """Return the practice with another number, which its title then says."""
        asks = practice.asks.model_copy(update={self.field: number})
        return practice.model_copy(
            update={"asks": asks, "title": f"{practice.title} (here: {number} {self.unit})"}
        )


#: The number of each kind of practice; kinds that are not here have none.
OWN_NUMBERS = {
    "count": OwnNumber("min", 1, 20, "a period"),
    "apart": OwnNumber("days", 2, 365, "days"),
    "each_part": OwnNumber("parts", 2, 10, "parts"),
    "early": OwnNumber("school_days", 1, 120, "school days"),
    "at_times": OwnNumber("most_percent", 0, 100, "percent"),
}


def bundled_practices() -> tuple[str, ...]:
    """Return the names of the bundled levels, in order."""
    return tuple(sorted(path.stem for path in _PACKS.glob("*.yaml")))


def load_practice(name: str, folder: Path) -> PracticePack | None:
    """Return the level of that name, or a district's own from a file in its folder; None for ``none``.

    Raises InputError for a name that is neither, for a file outside the folder, and for every problem in the file.
    """
    if name == PRACTICE_OFF:
        return None
    if name in bundled_practices():
        return _bundled(name)
    if not name.endswith(YAML_ENDINGS):
        raise InputError(
            Problem(
                "district.yaml",
                None,
                "practice: there is no such level",
                name,
                ", ".join((*bundled_practices(), PRACTICE_OFF, "a .yaml file of your own")),
                "docs/a-good-year.md says what each level asks for.",
            )
        )
    document = parse_document(InputFolder(folder).read(Link(name, "district.yaml")), name)
    if not isinstance(document.data, dict):
        message = "the file is empty or not a list of keys"
        raise InputError(document.problem((), message, allowed="lines such as 'based_on: baseline'"))
    return _with_changes(parse_as(OwnPractice, document), document)


@lru_cache
def _bundled(name: str) -> PracticePack:
    path = _PACKS / f"{name}.yaml"
    document = with_groups(read_document(path, f"practice/packs/{path.name}"))
    if "based_on" not in document.data:
        return parse_as(PracticePack, document)
    level = parse_as(LevelOnAnother, document)
    return level.on(_bundled(level.based_on))


def _with_changes(own: OwnPractice, document: Document) -> PracticePack:
    """Return the level that the file is based on, with its changes.

    Raises InputError for a level or an id that does not exist, and for a number that does not suit its entry.
    """
    if own.based_on not in bundled_practices():
        message = "there is no such level of good practice"
        raise InputError(document.problem(("based_on",), message, own.based_on, ", ".join(bundled_practices())))
    base = _bundled(own.based_on)
    ids = [practice.practice_id for practice in base.practices]
    unknown: list[tuple[KeyPath, str]] = [(("numbers", name), name) for name in own.numbers if name not in ids]
    unknown += [(("off", place), name) for place, name in enumerate(own.off) if name not in ids]
    message = f"the level '{own.based_on}' has no such practice"
    problems = [document.problem(path, message, name, ", ".join(ids)) for path, name in unknown]
    practices = [practice for practice in base.practices if practice.practice_id not in own.off]
    for place, practice in enumerate(practices):
        number = own.numbers.get(practice.practice_id)
        if number is None:
            continue
        kept = OWN_NUMBERS.get(practice.asks.kind)
        if kept is None or not kept.least <= number <= kept.most:
            message = "this practice has no number" if kept is None else "this practice cannot have that number"
            allowed = "no number; it can be left out, in 'off'" if kept is None else kept.allowed
            problems.append(document.problem(("numbers", practice.practice_id), message, number, allowed))
        else:
            practices[place] = kept.changed(practice, number)
    if problems:
        raise InputError(problems)
    return base.model_copy(
        update={
            "pack_id": document.file,
            "name": f"{base.name}, with changes of the district",
            "practices": tuple(practices),
        }
    )
