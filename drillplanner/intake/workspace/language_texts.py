"""The texts of bundled scenarios in the languages of a district, from ``languages/``.

On its own because these texts are not in the scenarios' files: a language is one file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from drillplanner.files.input_folder import InputFolder
from drillplanner.files.yaml_document import Document, parse_mapping
from drillplanner.model.scenarios.family_languages import LANGUAGES_FOLDER, language_file

#: Texts by scenario id, then by language.
LanguageTexts = Mapping[str, Mapping[str, Any]]

_SCENARIOS, _TRANSLATIONS = "scenarios", "translations"


def read_language_texts(languages: Iterable[str], files: InputFolder) -> LanguageTexts:
    """Return the texts of bundled scenarios in these languages; files that have any count among the inputs."""
    texts: dict[str, dict[str, Any]] = {}
    for code in languages:
        by_scenario = texts_in(code)
        if by_scenario:
            files.remember(f"bundled {LANGUAGES_FOLDER}/{code}.yaml", language_file(code).read_bytes())
        for scenario_id, text in by_scenario.items():
            texts.setdefault(scenario_id, {})[code] = text
    return texts


@cache
def texts_in(code: str) -> Mapping[str, Any]:
    """Return the texts of bundled scenarios in one language, by scenario id."""
    document = parse_mapping(language_file(code).read_bytes(), f"{LANGUAGES_FOLDER}/{code}.yaml")
    by_scenario: Mapping[str, Any] = document.data.get(_SCENARIOS) or {}
    return by_scenario


def with_language_texts(document: Document, texts: Mapping[str, Any]) -> Document:
    """Return a scenario's document with texts in other languages; the scenario's own ones win."""
    if not texts or not isinstance(document.data, dict):
        return document
    own = document.data.get(_TRANSLATIONS) or {}
    return replace(document, data={**document.data, _TRANSLATIONS: {**texts, **own}})
