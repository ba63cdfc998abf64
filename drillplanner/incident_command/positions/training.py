"""Courses, certificates, and families of everyday titles, however a staff list spells them."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from drillplanner.files.yaml_document import Document, parse_as, read_document
from drillplanner.model import Frozen, StaffMember

_FOLDER = Path(__file__).parent / "data"
_COURSE = re.compile(r"\b(IS|ICS|I|G)[- ]?0*(\d{1,4})(?:\.?[A-Z]{1,3})?\b", re.IGNORECASE)


class Certificate(Frozen):
    """A certificate, with the phrases that staff lists use for it."""

    code: str
    name: str
    phrases: tuple[str, ...]


class _TrainingFile(Frozen):
    tiers: dict[Literal["T0", "T1", "T2", "T3", "T4"], tuple[str, ...]]
    instructor_led: tuple[str, ...] = ()
    same_course: dict[str, str]
    certificates: tuple[Certificate, ...]


class _TitleFile(Frozen):
    families: dict[str, tuple[str, ...]]


class Training(Frozen):
    """The tables of courses, certificates, and title families."""

    tiers: dict[str, tuple[str, ...]]
    same_course: dict[str, str]
    certificates: tuple[Certificate, ...]
    title_families: dict[str, tuple[str, ...]]
    instructor_led: tuple[str, ...] = ()

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of all certificates."""
        return frozenset(certificate.code for certificate in self.certificates)

    @cached_property
    def families(self) -> frozenset[str]:
        """The names of all families of everyday titles."""
        return frozenset(self.title_families)

    @cached_property
    def names(self) -> dict[str, str]:
        """The printed name of each certificate, by code. A course prints as its code."""
        return {certificate.code: certificate.name for certificate in self.certificates}

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each printed course and certificate, in the order in which to take them."""
        courses = [course for tier in self.tiers.values() for course in tier]
        return {name: place for place, name in enumerate(dict.fromkeys((*courses, *self.names.values())))}

    @cached_property
    def _certificate_phrases(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        codes: dict[str, list[str]] = {}
        for certificate in self.certificates:
            for phrase in certificate.phrases:
                codes.setdefault(phrase.lower(), []).append(certificate.code)
        return tuple(sorted(((p, tuple(c)) for p, c in codes.items()), key=lambda pair: (-len(pair[0]), pair[0])))

    @cached_property
    def _title_phrases(self) -> tuple[tuple[str, str], ...]:
        pairs = [(phrase, family) for family, phrases in self.title_families.items() for phrase in phrases]
        return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))

    def family_of(self, title: str) -> str | None:
        """Return the family of an everyday title, or None. The longest phrase wins, then the leftmost."""
        text = _flat(title)
        best: tuple[int, int] | None = None
        family: str | None = None
        for phrase, phrase_family in self._title_phrases:
            place = _find_phrase(phrase, text)
            if place is not None and (best is None or (-len(phrase), place) < best):
                best, family = (-len(phrase), place), phrase_family
        return family

    def codes_held_by(self, person: StaffMember) -> frozenset[str]:
        """Return the codes of a person's courses and certificates, whatever their dates."""
        return self.codes_in(tuple(certificate.name for certificate in person.dated_certifications))

    def codes_in(self, entries: tuple[str, ...]) -> frozenset[str]:
        """Return the codes of the courses and certificates that these entries of a staff list name."""
        codes_found: set[str] = set()
        for entry in entries:
            text = _flat(entry)
            for match in _COURSE.finditer(text):
                course = f"{match[1].upper()}-{match[2]}"
                codes_found.add(self.same_course.get(course, course))
            for phrase, codes in self._certificate_phrases:
                place = _find_phrase(phrase, text)
                while place is not None:
                    codes_found.update(codes)
                    text = f"{text[:place]}\n{text[place + len(phrase) :]}"
                    place = _find_phrase(phrase, text)
        return frozenset(codes_found)


def _flat(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").replace(".", " ").split())


def _find_phrase(phrase: str, text: str) -> int | None:
    """Return the index of ``phrase`` in ``text`` as whole words, or None."""
    match = re.search(rf"(?<![a-z0-9]){re.escape(phrase)}s?(?![a-z0-9])", text)
    return None if match is None else match.start()


@cache
def load_training(folder: Path = _FOLDER) -> Training:
    """Read ``training.yaml`` and ``staff_titles.yaml``.

    Raises InputError for a table that cannot be read.
    """
    courses = parse_as(_TrainingFile, _document(folder, "training.yaml"))
    titles = parse_as(_TitleFile, _document(folder, "staff_titles.yaml"))
    return Training(
        tiers={str(tier): names for tier, names in courses.tiers.items()},
        same_course=courses.same_course,
        certificates=courses.certificates,
        title_families=titles.families,
        instructor_led=courses.instructor_led,
    )


def _document(folder: Path, name: str) -> Document:
    return read_document(folder / name, f"incident_command/positions/data/{name}")
