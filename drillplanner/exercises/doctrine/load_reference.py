"""Read the doctrine's lists from ``data/*.yaml`` and check them against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import ConfigDict

from drillplanner.exercises.doctrine.reference import (
    COMPLEX_DRILL,
    CapabilityEntry,
    ChecklistItem,
    Conduct,
    ConductRole,
    DocumentKindEntry,
    DrillGroup,
    MilestoneEntry,
    ProgressionStep,
    ProposedPriority,
    RatingEntry,
    Reference,
    TypeEntry,
)
from drillplanner.files.errors import InputError, Problem
from drillplanner.files.yaml_document import Document, parse_as, read_document
from drillplanner.model import (
    CoreCapability,
    DrillFormat,
    DrillType,
    ExerciseType,
    Frozen,
    HazardFamily,
    LeadColumn,
    Milestone,
    Rating,
)
from drillplanner.model.topological_order import find_cycle

_FOLDER = Path(__file__).parent / "data"
Parsed = TypeVar("Parsed", bound=Frozen)


class _File(Frozen):
    """A data file; ``basis`` (how sure each part is) and ``sources`` are for its readers."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True, populate_by_name=True)
    basis: dict[str, str] | str = ""
    sources: tuple[str, ...] = ()


class _Capabilities(_File):
    capabilities: dict[CoreCapability, CapabilityEntry]


class _Types(_File):
    types: dict[ExerciseType, TypeEntry]
    drill_types: dict[DrillType, ExerciseType]
    formats: dict[DrillFormat, ExerciseType]
    teaching: tuple[DrillType, ...]


class _Ratings(_File):
    ratings: dict[Rating, RatingEntry]
    roll_up: str


class _Milestones(_File):
    milestones: dict[Milestone, MilestoneEntry]
    lead_days: dict[LeadColumn, dict[Milestone, int]]
    never_on: tuple[str, ...]


class _Documents(_File):
    kinds: dict[str, DocumentKindEntry]
    documents: dict[ExerciseType, tuple[str, ...]]
    complex_drill: tuple[str, ...]


class _Roles(_File):
    roles: tuple[ConductRole, ...]


class _Progression(_File):
    edges: tuple[ProgressionStep, ...]
    hazard_families: dict[str, HazardFamily]
    subject_functions: dict[str, tuple[DrillType, ...] | Literal["all"]]


class _Evaluations(_File):
    groups: tuple[DrillGroup, ...]


class _Checklist(_File):
    source: str
    items: dict[str, ChecklistItem]


class _Priorities(_File):
    priorities: tuple[ProposedPriority, ...]


class _Conduct(_File, Conduct):
    """Conduct with the basis and sources of its file."""


@cache
def load_reference(folder: Path = _FOLDER) -> Reference:
    """Read the lists in ``folder``.

    Raises InputError for a file that cannot be read, and for lists that do not fit together: a capability, type,
    or kind of drill without an entry, an unknown document or role, steps that form a cycle.
    """
    capabilities, _ = _read(_Capabilities, folder, "core_capabilities.yaml")
    types, types_document = _read(_Types, folder, "exercise_types.yaml")
    ratings, _ = _read(_Ratings, folder, "ratings.yaml")
    milestones, milestones_document = _read(_Milestones, folder, "milestones.yaml")
    documents, documents_document = _read(_Documents, folder, "documents.yaml")
    roles, roles_document = _read(_Roles, folder, "staff_roles.yaml")
    progression, progression_document = _read(_Progression, folder, "progression.yaml")
    evaluations, evaluations_document = _read(_Evaluations, folder, "drill_evaluation.yaml")
    conduct, _ = _read(_Conduct, folder, "conduct.yaml")
    checklist, _ = _read(_Checklist, folder, "nims_checklist.yaml")
    priorities, _ = _read(_Priorities, folder, "priorities.yaml")
    groups = {kind: group for group in evaluations.groups for kind in group.types}
    by_type = {kind.value: names for kind, names in documents.documents.items()}
    problems = [
        *_missing_entries(milestones_document, "milestones", Milestone, milestones.milestones),
        *_missing_entries(milestones_document, "lead_days", LeadColumn, milestones.lead_days),
        *_missing_entries(types_document, "types", ExerciseType, types.types),
        *_missing_entries(types_document, "formats", DrillFormat, types.formats),
        *_missing_entries(documents_document, "documents", ExerciseType, documents.documents),
        *_missing_entries(evaluations_document, "groups", DrillType, groups),
    ]
    problems += _unknown_documents(documents, documents_document)
    problems += _unknown_roles(roles, roles_document)
    if find_cycle([(step.before, step.after) for step in progression.edges]):
        problems.append(progression_document.problem(("edges",), "the steps come back to where they began"))
    if problems:
        raise InputError(problems)
    files = (capabilities, types, ratings, milestones, documents, roles, evaluations)
    return Reference(
        capabilities=capabilities.capabilities,
        types=types.types,
        type_by_drill_type=types.drill_types,
        type_by_format=types.formats,
        teaching=types.teaching,
        ratings=ratings.ratings,
        roll_up=ratings.roll_up,
        milestones=milestones.milestones,
        lead_days=milestones.lead_days,
        document_kinds=documents.kinds,
        documents={**by_type, COMPLEX_DRILL: documents.complex_drill},
        roles=roles.roles,
        steps=progression.edges,
        hazard_families=progression.hazard_families,
        subject_functions={
            subject: tuple(DrillType) if functions == "all" else functions
            for subject, functions in progression.subject_functions.items()
        },
        never_on=milestones.never_on,
        groups=groups,
        conduct=Conduct.model_validate(conduct.model_dump(exclude={"basis", "sources"})),
        checklist=checklist.items,
        checklist_source=checklist.source,
        priorities=priorities.priorities,
        sources=tuple(dict.fromkeys(source for file in files for source in file.sources)),
    )


def _read(shape: type[Parsed], folder: Path, name: str) -> tuple[Parsed, Document]:
    document = read_document(folder / name, shown_as=f"exercises/doctrine/{folder.name}/{name}")
    return parse_as(shape, document), document


def _unknown_documents(documents: _Documents, document: Document) -> Iterator[Problem]:
    for names in (*documents.documents.values(), documents.complex_drill):
        for name in names:
            if name not in documents.kinds:
                yield document.problem(("documents",), "there is no such document", name)


def _unknown_roles(roles: _Roles, document: Document) -> Iterator[Problem]:
    known = {role.id for role in roles.roles}
    for place, role in enumerate(roles.roles):
        for other in (role.shared_with, role.otherwise):
            if other is not None and other not in known:
                yield document.problem(("roles", place), "there is no such role", other)


def _missing_entries(
    document: Document, key: str, keys_wanted: Iterable[str], given: Iterable[str]
) -> Iterator[Problem]:
    keys_given = set(given)
    for key_wanted in keys_wanted:
        if key_wanted not in keys_given:
            yield document.problem((key,), f"an entry is missing in '{key}'", str(key_wanted))
