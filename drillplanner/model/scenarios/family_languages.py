"""The languages in which families can read: a file of ``languages/`` for each, named by its two letters."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticKnownError

from drillplanner.files.shipped import shipped_folder

#: The folder of the files, at the top of the repository.
LANGUAGES_FOLDER = "languages"


@cache
def language_codes() -> tuple[str, ...]:
    """Return the languages that have a file, by two letters (ISO 639-1), in the order of the alphabet."""
    return tuple(sorted(path.stem for path in shipped_folder("languages").glob("*.yaml")))


def language_file(code: str) -> Path:
    """Return the file of a language."""
    return shipped_folder("languages") / f"{code}.yaml"


def _with_a_file(value: object) -> object:
    if value not in language_codes():
        raise PydanticKnownError("enum", {"expected": ", ".join(f"'{code}'" for code in language_codes())})
    return value


#: A language that has a file, by its two letters.
FamilyLanguage = Annotated[str, BeforeValidator(_with_a_file)]
