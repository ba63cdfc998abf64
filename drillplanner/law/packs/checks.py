"""Checks of packs beyond the types of their fields. Each problem names the line that it concerns."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from drillplanner.files.errors import Problem
from drillplanner.files.yaml_document import Document
from drillplanner.law.duties.credit import separate_groups
from drillplanner.law.duties.mandate import Mandate
from drillplanner.law.kinds.permissions_and_tasks.stand_in import StandIn
from drillplanner.law.match import Match
from drillplanner.law.packs.pack import Pack, known_facts, known_subjects
from drillplanner.model.topological_order import find_cycle


@dataclass(frozen=True)
class ReadPack:
    """A pack with the document it was read from, for line numbers."""

    pack: Pack
    document: Document


def problems_within(read: ReadPack) -> Iterator[Problem]:
    """Yield the problems of one pack by itself."""
    yield from _unknown_sources(read)
    yield from _unknown_facts_and_subjects(read)


def problems_between(packs: list[ReadPack]) -> Iterator[Problem]:
    """Yield the problems of packs that are used together: ids, and credit of drills for several mandates."""
    yield from _repeated_ids(packs)
    yield from _unknown_partners(packs)
    yield from _contradictory_credit(packs)
    yield from _incomplete_separate_groups(packs)
    yield from _stand_ins_for_separate_mandates(packs)
    yield from _credit_cycles(packs)
    yield from _undecided_credit(packs)


def _mandates_of(packs: list[ReadPack]) -> Iterator[tuple[ReadPack, int, Mandate]]:
    for read in packs:
        for index, mandate in enumerate(read.pack.mandates):
            yield read, index, mandate


def _unknown_sources(read: ReadPack) -> Iterator[Problem]:
    known = read.pack.sources
    yield from _unknown_sources_of_fire_code(read)
    parts = [
        *(("mandates", index, entry.mandate_id, entry.sources) for index, entry in enumerate(read.pack.mandates)),
        *(
            ("not_encoded", index, entry.mandate_id, entry.sources)
            for index, entry in enumerate(read.pack.not_encoded)
        ),
    ]
    for part, index, mandate_id, sources in parts:
        for position, source in enumerate(sources):
            if source not in known:
                yield read.document.problem(
                    (part, index, "sources", position),
                    f"{mandate_id} names a source that the pack does not list",
                    source,
                    ", ".join(sorted(known)),
                )


def _unknown_sources_of_fire_code(read: ReadPack) -> Iterator[Problem]:
    record = read.pack.fire_code
    for position, source in enumerate(() if record is None else record.sources):
        if source not in read.pack.sources:
            yield read.document.problem(
                ("fire_code", "sources", position),
                "the record of the fire code names a source that the pack does not list",
                source,
                ", ".join(sorted(read.pack.sources)),
            )


def unknown_restatements(
    of_state: ReadPack, of_codes: list[ReadPack], restated: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield the entries of ``fire_code.restated`` that name no mandate of the model code, or none of the pack."""
    known_of_codes = {mandate.mandate_id for _, _, mandate in _mandates_of(of_codes)}
    known = {mandate.mandate_id for _, _, mandate in _mandates_of([of_state])}
    for of_code, of_pack in restated.items():
        for mandate_id, allowed in ((of_code, known_of_codes), (of_pack, known)):
            if mandate_id not in allowed:
                yield of_state.document.problem(
                    ("fire_code", "restated", of_code),
                    "'restated' names a mandate that is not there",
                    mandate_id,
                    ", ".join(sorted(allowed)),
                )


def _unknown_facts_and_subjects(read: ReadPack) -> Iterator[Problem]:
    facts, subjects = known_facts() | read.pack.facts, known_subjects()
    for index, mandate in enumerate(read.pack.mandates):
        for fact in mandate.applies_if:
            if fact not in facts:
                yield read.document.problem(
                    ("mandates", index, "applies_if"),
                    f"{mandate.mandate_id} depends on a fact that is not known",
                    fact,
                    ", ".join(sorted(facts)),
                    "Maybe add it to 'facts' of this pack, with the question that a coordinator can answer.",
                )
        # Some kinds have a second set of drills in addition to 'match'.
        matches = [part for _, part in mandate.requirement if isinstance(part, Match)]
        for subject in dict.fromkeys(subject for match in matches for subject in match.subjects or ()):
            if subject not in subjects:
                yield read.document.problem(
                    ("mandates", index, "requirement"),
                    f"{mandate.mandate_id} asks for a subject that is not known",
                    subject,
                    ", ".join(sorted(subjects)),
                )


def _repeated_ids(packs: list[ReadPack]) -> Iterator[Problem]:
    pack_by_id: dict[str, str] = {}
    for read in packs:
        for mandate_id in read.pack.ids:
            if mandate_id in pack_by_id:
                message = f"the mandate id is already used by the pack '{pack_by_id[mandate_id]}'"
                yield read.document.problem(
                    _path_of(read.pack, mandate_id), message, mandate_id, "an id of its own"
                )
            pack_by_id[mandate_id] = read.pack.pack_id


def _path_of(pack: Pack, mandate_id: str) -> tuple[str | int, ...]:
    """Return the path of the last entry with that id."""
    entries = [
        *(("mandates", index, entry.mandate_id) for index, entry in enumerate(pack.mandates)),
        *(("not_encoded", index, entry.mandate_id) for index, entry in enumerate(pack.not_encoded)),
        *(("open_questions", index, entry.record) for index, entry in enumerate(pack.open_questions)),
    ]
    return next((part, index) for part, index, entry_id in reversed(entries) if entry_id == mandate_id)


def _unknown_partners(packs: list[ReadPack]) -> Iterator[Problem]:
    known = {mandate.mandate_id: mandate for _, _, mandate in _mandates_of(packs)}
    for read, index, mandate in _mandates_of(packs):
        named = [("also_counts_for", partner) for partner in mandate.also_counts_for]
        named += [("separate_from", partner) for partner in mandate.separate_from]
        requirement = mandate.requirement
        if isinstance(requirement, StandIn):
            named.append(("requirement", requirement.instead_of))
        for field, partner in named:
            if partner not in known:
                yield read.document.problem(
                    ("mandates", index, field),
                    f"{mandate.mandate_id} names a mandate that no pack has",
                    partner,
                    ", ".join(sorted(known)),
                )
            elif field != "also_counts_for" and not (
                _asks_for_a_number(known[partner]) and (field == "requirement" or _asks_for_a_number(mandate))
            ):
                yield read.document.problem(
                    ("mandates", index, field),
                    f"{mandate.mandate_id} shares drills out with another, and not both ask for a number of them",
                    partner,
                    "mandates of kind count with 'min'",
                )
    for read in packs:
        for index, entry in enumerate(read.pack.sets_aside):
            if entry.mandate not in known:
                yield read.document.problem(
                    ("sets_aside", index), "a mandate that no pack has is set aside", entry.mandate
                )


def _contradictory_credit(packs: list[ReadPack]) -> Iterator[Problem]:
    shared = _pairs(packs, "also_counts_for")
    for read, index, mandate in _mandates_of(packs):
        for partner in mandate.separate_from:
            if frozenset((mandate.mandate_id, partner)) in shared or partner == mandate.mandate_id:
                yield read.document.problem(
                    ("mandates", index, "separate_from"),
                    f"one drill cannot both count and not count for {mandate.mandate_id} and another",
                    partner,
                )


def _pairs(packs: list[ReadPack], field: str) -> set[frozenset[str]]:
    return {
        frozenset((mandate.mandate_id, partner))
        for _, _, mandate in _mandates_of(packs)
        for partner in getattr(mandate, field)
    }


def _incomplete_separate_groups(packs: list[ReadPack]) -> Iterator[Problem]:
    mandates = {mandate.mandate_id: (read, index) for read, index, mandate in _mandates_of(packs)}
    separate = _pairs(packs, "separate_from")
    for group in separate_groups(mandate for _, _, mandate in _mandates_of(packs)):
        for pair in itertools.combinations(sorted(group & set(mandates)), 2):
            if frozenset(pair) not in separate:
                read, index = mandates[pair[0]]
                yield read.document.problem(
                    ("mandates", index),
                    f"{pair[0]} and {pair[1]} are separate from a third mandate, so they must be from each other",
                    None,
                    "all of a group separate from each other",
                )


def _stand_ins_for_separate_mandates(packs: list[ReadPack]) -> Iterator[Problem]:
    """Yield stand-ins whose drills also count directly for a mandate that is separate from their target.

    In the flow of credit, such a drill could reach that group with or without the stand-in's allowance, so the
    number of drills that stand in would not be defined.
    """
    mandates = {mandate.mandate_id: mandate for _, _, mandate in _mandates_of(packs)}
    partners = {
        mandate_id: group - {mandate_id} for group in separate_groups(mandates.values()) for mandate_id in group
    }
    for read, index, mandate in _mandates_of(packs):
        requirement = mandate.requirement
        if not isinstance(requirement, StandIn):
            continue
        for partner in sorted(partners.get(requirement.instead_of, frozenset()) & set(mandates)):
            if any(_overlap(requirement.match, match) for match in _minimum_matches(mandates[partner])):
                yield read.document.problem(
                    ("mandates", index),
                    f"drills of {mandate.mandate_id} count for {partner} too, which is separate from "
                    f"{requirement.instead_of}",
                    None,
                    f"a 'match' of the stand-in without drills that {partner} counts",
                )


def _credit_cycles(packs: list[ReadPack]) -> Iterator[Problem]:
    """Yield stand-ins in a circle: drills of each would meet the next, so nothing would be required."""
    edges: dict[tuple[str, str], tuple[ReadPack, int]] = {}
    for read, index, mandate in _mandates_of(packs):
        requirement = mandate.requirement
        if not isinstance(requirement, StandIn):
            continue
        for _, _, other in _mandates_of(packs):
            types = {drill_type for match in _minimum_matches(other) for drill_type in match.types}
            if types & set(requirement.match.types) and other.mandate_id != requirement.instead_of:
                edges[other.mandate_id, requirement.instead_of] = (read, index)
    if not find_cycle(edges):
        return
    import networkx  # slow to import, and needed only here

    for cycle in networkx.simple_cycles(networkx.DiGraph(edges.keys())):
        read, index = edges[cycle[0], cycle[1 % len(cycle)]]
        yield read.document.problem(
            ("mandates", index),
            f"credit runs in a circle: drills of {' stand in for those of '.join([*cycle, cycle[0]])}",
            None,
            "stand-ins in one direction",
        )


def _undecided_credit(packs: list[ReadPack]) -> Iterator[Problem]:
    """Yield pairs of minimums on the same drills if no pack says whether one drill meets both."""
    decided = _pairs(packs, "also_counts_for") | _pairs(packs, "separate_from")
    minimums = [
        (read, index, mandate) for read, index, mandate in _mandates_of(packs) if _minimum_matches(mandate)
    ]
    for (other, _, first), (read, index, second) in itertools.combinations(minimums, 2):
        if other is not read and (other.pack.shares_credit or read.pack.shares_credit):
            continue
        if _may_share(first, second) and frozenset((first.mandate_id, second.mandate_id)) not in decided:
            yield read.document.problem(
                ("mandates", index),
                f"{first.mandate_id} and {second.mandate_id} count the same drills, "
                "and no pack says whether one drill meets both",
                None,
                "the other's id in 'also_counts_for' or in 'separate_from' of one of them",
            )


def _may_share(first: Mandate, second: Mandate) -> bool:
    """Check whether some drill could count for both, judged by their matches and their time in force."""
    if first.effective.until and second.effective.since and first.effective.until < second.effective.since:
        return False
    if second.effective.until and first.effective.since and second.effective.until < first.effective.since:
        return False
    return any(_overlap(match, other) for match in _minimum_matches(first) for other in _minimum_matches(second))


def _overlap(first: Match, second: Match) -> bool:
    for name in ("types", "formats", "audiences", "routes"):
        of_first, of_second = getattr(first, name), getattr(second, name)
        if of_first is not None and of_second is not None and not set(of_first) & set(of_second):
            return False
    return True


def _asks_for_a_number(mandate: Mandate) -> bool:
    """Check whether its drills can be shared out with those of other mandates."""
    return mandate.requirement.counts_credited_drills and mandate.requirement.minimum is not None


def _minimum_matches(mandate: Mandate) -> tuple[Match, ...]:
    """Return the set of drills of which a mandate asks for a number, or nothing if it asks for no number."""
    demand = mandate.requirement.minimum
    return () if demand is None else (demand.match,)
