"""The words for response actions in place of the placeholders of a scenario file.

On its own because it is the only place where placeholders of scenarios are filled: rules, screening, and papers
all see the final text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from drillplanner.files.errors import InputError, Problem
from drillplanner.files.read_result import in_line_order
from drillplanner.files.yaml_document import Document
from drillplanner.files.yaml_text import KeyPath
from drillplanner.model import ENGLISH
from drillplanner.model.scenarios.response_actions import (
    ACTIONS,
    PLACEHOLDER_FORMS,
    UnknownPlaceholderError,
    Vocabulary,
)

#: The key of a scenario under which texts in other languages are, by language.
_TRANSLATIONS = "translations"


def with_action_words(document: Document, vocabulary: Vocabulary) -> Document:
    """Return a scenario's document with a district's words for response actions.

    Raises InputError: a text names an unknown action; every such text is a problem with its line.
    """
    problems: list[Problem] = []

    def filled(text: str, path: KeyPath) -> str:
        language = str(path[1]) if len(path) > 1 and path[0] == _TRANSLATIONS else ENGLISH
        try:
            return vocabulary.fill(text, language)
        except UnknownPlaceholderError as error:
            allowed = f"{PLACEHOLDER_FORMS}; the actions are {', '.join(ACTIONS)}"
            maybe = "Without angle brackets, it is an ordinary word."
            problems.append(document.problem(path, str(error), text, allowed, maybe))
            return text

    data = _mapped(document.data, (), filled)
    if problems:
        raise InputError(in_line_order(problems))
    return replace(document, data=data)


def _mapped(value: Any, path: KeyPath, change: Callable[[str, KeyPath], str]) -> Any:  # noqa: ANN401 (raw input)
    if isinstance(value, str):
        return change(value, path)
    if isinstance(value, dict):
        return {key: _mapped(inner, (*path, key), change) for key, inner in value.items()}
    if isinstance(value, list):
        return [_mapped(inner, (*path, number), change) for number, inner in enumerate(value)]
    return value
