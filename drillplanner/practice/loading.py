"""Loading of practice packs: the bundled levels, and a district's own file with other numbers."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.yaml_document import Document, parse_as, read_document
from drillplanner.law.packs.loading import with_groups
from drillplanner.practice.pack import GoodPractice, OwnPractice, PracticePack

_PACKS = Path(__file__).parent / "packs"
#: The word in district.yaml for a plan of the law alone.
PRACTICE_OFF = "none"


def bundled_practices() -> tuple[str, ...]:
    """Return the names of the bundled levels, in order."""
    return tuple(sorted(path.stem for path in _PACKS.glob("*.yaml")))


def load_practice(name: str, folder: Path) -> PracticePack | None:
    """Return the level of that name, or a district's own from a file in its folder; None for ``none``.

    Raises InputError for a name that is neither, and for every problem in the district's file.
    """
    if name == PRACTICE_OFF:
        return None
    if name in bundled_practices():
        return _bundled(name)
    path = folder / name
    if path.suffix != ".yaml" or not path.is_file():
        raise InputError(
            Problem(
                "district.yaml",
                None,
                "there is no such level of good practice, and no such file in the workspace",
                name,
                ", ".join((*bundled_practices(), PRACTICE_OFF, "a .yaml file of your own")),
                "docs/a-good-year.md says what each level asks for.",
            )
        )
    document = read_document(path, name)
    return _with_changes(parse_as(OwnPractice, document), document)


@lru_cache
def _bundled(name: str) -> PracticePack:
    path = _PACKS / f"{name}.yaml"
    return parse_as(PracticePack, with_groups(read_document(path, f"practice/packs/{path.name}")))


def _with_changes(own: OwnPractice, document: Document) -> PracticePack:
    """Return the level that the file is based on, with its changes.

    Raises InputError for a level or an id that does not exist, and for a number that does not suit its entry.
    """
    if own.based_on not in bundled_practices():
        message = "there is no such level of good practice"
        raise InputError(document.problem(("based_on",), message, own.based_on, ", ".join(bundled_practices())))
    base = _bundled(own.based_on)
    ids = [practice.practice_id for practice in base.practices]
    unknown = [(("numbers", name), name) for name in own.numbers if name not in ids]
    unknown += [(("off", str(place)), name) for place, name in enumerate(own.off) if name not in ids]
    if unknown:
        message = f"the level '{own.based_on}' has no such practice"
        raise InputError([document.problem(path[:1], message, name, ", ".join(ids)) for path, name in unknown])
    practices = []
    for practice in base.practices:
        if practice.practice_id in own.off:
            continue
        number = own.numbers.get(practice.practice_id)
        changed = practice if number is None else with_number(practice, number)
        if changed is None:
            message = "this practice has no number, or not such a one; it can only be left out ('off')"
            path = ("numbers", practice.practice_id)
            raise InputError(document.problem(path, message, str(number), "1 or more"))
        practices.append(changed)
    return base.model_copy(
        update={
            "pack_id": document.file,
            "name": f"{base.name}, with changes of the district",
            "practices": tuple(practices),
        }
    )


def with_number(practice: GoodPractice, number: int) -> GoodPractice | None:
    """Return the practice with another number; None if it has none, or if the number does not suit it."""
    asks = practice.asks
    if number < 1:
        return None
    if asks.kind == "count":
        return practice.model_copy(update={"asks": asks.model_copy(update={"min": number})})
    if asks.kind == "apart" and number > 1:
        least = min(asks.least_days, number)
        return practice.model_copy(update={"asks": asks.model_copy(update={"days": number, "least_days": least})})
    if asks.kind == "at_times" and number <= 100:
        return practice.model_copy(update={"asks": asks.model_copy(update={"most_percent": number})})
    return None
