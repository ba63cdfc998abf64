"""The Spanish of scenarios, letters and calendars: one term for one thing, usted to families, tú to a child."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pytest
from pydantic import BaseModel

from drillplanner.files.shipped import shipped_folder
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.intake.workspace.scenario_files import bundled_scenarios
from drillplanner.model import Frozen, GradeBand, SpeakerAnnouncements, SpokenScript
from drillplanner.model.scenarios.family_languages import language_file
from drillplanner.model.scenarios.spared_activity import TranslatedActivity

TERMS_FILE = shipped_folder("languages") / "terms" / "es.yaml"
#: Forms of tú, and of the vosotros that nobody uses in America.
TU = re.compile(r"\b(tú|tu|tus|te|ti|contigo|vos|vosotr[oa]s|vuestr[oa]s?|os)\b", re.IGNORECASE)
USTED = re.compile(r"\b(usted|vos|vosotr[oa]s|vuestr[oa]s?|os)\b", re.IGNORECASE)
USTEDES = re.compile(r"\bustedes\b|\b[^\W\d_]{3,}(an|en|anse|ense|anlo|enlo|anla|enla)\b", re.IGNORECASE)
#: What is filled in later, and the English word of the speaker, such as "<en.lockdown>".
FILLED_IN = re.compile(r"\{\w+\}|<[\w.]+>")
YOUNG = (GradeBand.PK_K, GradeBand.GRADES_1_2)


class Term(Frozen):
    """One term, and what is never written instead."""

    english: str
    spanish: str
    when: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    note: str = ""
    sources: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    @cached_property
    def wanted(self) -> re.Pattern[str]:
        return re.compile("|".join(self.forms or (re.escape(self.spanish),)), re.IGNORECASE)

    @cached_property
    def forbidden(self) -> re.Pattern[str]:
        return re.compile("|".join(self.never), re.IGNORECASE)

    @cached_property
    def asked_by(self) -> re.Pattern[str]:
        return re.compile("|".join(self.when), re.IGNORECASE)


class TermList(Frozen):
    """The whole list."""

    sources: dict[str, str]
    terms: tuple[Term, ...]


LIST = parse_as(TermList, read_document(TERMS_FILE))
TERMS = [pytest.param(term, id=term.english) for term in LIST.terms]


def pairs(english: Any, spanish: Any, place: str) -> Iterator[tuple[str, str, str]]:
    """Yield each Spanish text with its English one and its place; the English is empty if there is none."""
    if isinstance(spanish, str):
        yield place, english if isinstance(english, str) else "", spanish
    elif isinstance(spanish, dict):
        for key, value in spanish.items():
            yield from pairs(english.get(key, "") if isinstance(english, dict) else "", value, f"{place}.{key}")
    elif isinstance(spanish, list):
        originals = english if isinstance(english, list) and len(english) == len(spanish) else [""] * len(spanish)
        for number, (original, value) in enumerate(zip(originals, spanish, strict=True)):
            yield from pairs(original, value, f"{place}.{number}")


def read(path: Any) -> Any:
    return read_document(path).data


RAW = {path.stem: read(path) for path in bundled_scenarios()}
OF_SCENARIOS = [
    text for stem, data in RAW.items() for text in pairs(data, data.get("translations", {}).get("es", {}), stem)
]
OF_PAPERS = list(pairs(read(language_file("en")), read(language_file("es")), "languages/es"))
ALL = [*OF_SCENARIOS, *OF_PAPERS]
SCRIPTS = [
    (f"{stem} {band}", band, [line for _, _, line in pairs({}, script, "")])
    for stem, data in RAW.items()
    for band, script in data.get("translations", {}).get("es", {}).get("scripts", {}).items()
]


def test_the_list_names_its_sources_and_no_term_twice() -> None:
    english = [term.english for term in LIST.terms]
    assert len(set(english)) == len(english)
    assert {source for term in LIST.terms for source in term.sources} == set(LIST.sources)
    for term in LIST.terms:
        assert not term.never or not term.forbidden.search(term.spanish), term.english


@pytest.mark.parametrize("term", TERMS)
def test_no_spanish_text_has_a_word_that_the_list_rules_out(term: Term) -> None:
    found = [
        (place, text) for place, _, text in ALL if term.never and term.forbidden.search(FILLED_IN.sub("", text))
    ]
    assert found == []


@pytest.mark.parametrize("term", TERMS)
def test_an_english_term_has_its_spanish_term(term: Term) -> None:
    lacking = [
        (place, english, spanish)
        for place, english, spanish in OF_SCENARIOS
        if term.when and term.asked_by.search(english) and not term.wanted.search(spanish)
    ]
    assert lacking == []


def test_families_are_addressed_as_usted() -> None:
    for place, _, text in ALL:
        if "for_families" in place or place.startswith("languages/es.letters"):
            assert not TU.search(text), (place, text)


@pytest.mark.parametrize(("place", "band", "lines"), SCRIPTS, ids=[place for place, _, _ in SCRIPTS])
def test_a_child_is_tu_and_a_class_from_grade_3_up_is_ustedes(place: str, band: str, lines: list[str]) -> None:
    for line in lines:
        assert not USTED.search(line), line
        # A sentence is to one child or to all.
        for sentence in re.split(r"(?<=[.?!])\s+", line):
            assert not (re.search(r"\bustedes\b", sentence) and re.search(r"\b(tú|tus?|contigo)\b", sentence)), (
                line
            )
    if GradeBand(band) not in YOUNG:
        assert any(USTEDES.search(line) for line in lines), place


def shape(value: Any, translated: type[BaseModel]) -> Any:
    """Return what of a text can be translated: its keys and the lengths of its lists."""
    if isinstance(value, dict):
        return {key: shape_of(inner) for key, inner in value.items() if key in translated.model_fields and inner}
    return shape_of(value)


def shape_of(value: Any) -> Any:
    return [type(inner).__name__ for inner in value] if isinstance(value, list) else type(value).__name__


def parts(data: Any) -> Iterator[tuple[str, Any]]:
    """Yield each part of a scenario or of its translation that families read or children hear, with its shape."""
    yield "title", bool(data.get("title"))
    yield "for_families", bool(data.get("for_families"))
    yield "for_families_by_grade", [passage["bands"] for passage in data.get("for_families_by_grade", [])]
    yield "announcements", shape(data.get("announcements", {}), SpeakerAnnouncements)
    for band, script in data.get("scripts", {}).items():
        yield f"scripts.{band}", shape(script, SpokenScript)
    for activity in data.get("instead", []):
        yield f"instead.{'/'.join(activity['bands'])}", shape(activity, TranslatedActivity)


@pytest.mark.parametrize("stem", sorted(RAW))
def test_every_english_text_for_families_and_children_has_its_spanish(stem: str) -> None:
    english, spanish = dict(parts(RAW[stem])), dict(parts(RAW[stem]["translations"]["es"]))
    if not RAW[stem].get("scripts"):
        # Only staff read the title, and hear the speaker.
        for staff_only in ("title", "announcements"):
            english.pop(staff_only)
            spanish.pop(staff_only)
    assert spanish == english
