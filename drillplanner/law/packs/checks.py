"""What a pack must keep beyond the shape of its fields; each complaint with the line it is about."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
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
    """A pack and the file that it was read from."""

    pack: Pack
    document: Document


def problems_within(read: ReadPack) -> Iterator[Problem]:
    """What is wrong with one pack by itself."""
    yield from _unknown_sources(read)
    yield from _unknown_words(read)


def problems_between(packs: list[ReadPack]) -> Iterator[Problem]:
    """What is wrong with packs that are read together."""
    yield from _doubled_ids(packs)
    yield from _unknown_partners(packs)
    yield from _contradictory_credit(packs)
    yield from _half_separate_groups(packs)
    yield from _two_ways_in(packs)
    yield from _credit_cycles(packs)
    yield from _unsettled_credit(packs)


def _each(packs: list[ReadPack]) -> Iterator[tuple[ReadPack, int, Mandate]]:
    for read in packs:
        for index, mandate in enumerate(read.pack.mandates):
            yield read, index, mandate


def _unknown_sources(read: ReadPack) -> Iterator[Problem]:
    known = read.pack.sources
    parts = [("mandates", index, one.mandate_id, one.sources) for index, one in enumerate(read.pack.mandates)]
    parts += [
        ("not_encoded", index, one.mandate_id, one.sources) for index, one in enumerate(read.pack.not_encoded)
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


def _unknown_words(read: ReadPack) -> Iterator[Problem]:
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
        # A kind may speak of a second set of drills beside 'match'.
        matches = [part for _, part in mandate.requirement if isinstance(part, Match)]
        for subject in dict.fromkeys(subject for match in matches for subject in match.subjects or ()):
            if subject not in subjects:
                yield read.document.problem(
                    ("mandates", index, "requirement"),
                    f"{mandate.mandate_id} asks for a subject that is not known",
                    subject,
                    ", ".join(sorted(subjects)),
                )


def _doubled_ids(packs: list[ReadPack]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for read in packs:
        for mandate_id in read.pack.ids:
            if mandate_id in seen:
                message = f"the mandate id is already used by the pack '{seen[mandate_id]}'"
                yield read.document.problem(
                    _path_of(read.pack, mandate_id), message, mandate_id, "an id of its own"
                )
            seen[mandate_id] = read.pack.pack_id


def _path_of(pack: Pack, mandate_id: str) -> tuple[str | int, ...]:
    """Where the last entry of that id stands."""
    places = [
        *(("mandates", index, one.mandate_id) for index, one in enumerate(pack.mandates)),
        *(("not_encoded", index, one.mandate_id) for index, one in enumerate(pack.not_encoded)),
        *(("open_questions", index, one.record) for index, one in enumerate(pack.open_questions)),
    ]
    return next((part, index) for part, index, own in reversed(places) if own == mandate_id)


def _unknown_partners(packs: list[ReadPack]) -> Iterator[Problem]:
    known = {mandate.mandate_id: mandate for _, _, mandate in _each(packs)}
    for read, index, mandate in _each(packs):
        named = [("also_counts_for", count) for count in mandate.also_counts_for]
        named += [("separate_from", one) for one in mandate.separate_from]
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
        for index, one in enumerate(read.pack.sets_aside):
            if one.mandate not in known:
                yield read.document.problem(
                    ("sets_aside", index), "a mandate that no pack has is set aside", one.mandate
                )


def _contradictory_credit(packs: list[ReadPack]) -> Iterator[Problem]:
    shared = _pairs(packs, "also_counts_for")
    for read, index, mandate in _each(packs):
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
        for _, _, mandate in _each(packs)
        for partner in getattr(mandate, field)
    }


def _half_separate_groups(packs: list[ReadPack]) -> Iterator[Problem]:
    mandates = {mandate.mandate_id: (read, index) for read, index, mandate in _each(packs)}
    separate = _pairs(packs, "separate_from")
    for group in separate_groups(mandate for _, _, mandate in _each(packs)):
        for pair in itertools.combinations(sorted(group & set(mandates)), 2):
            if frozenset(pair) not in separate:
                read, index = mandates[pair[0]]
                yield read.document.problem(
                    ("mandates", index),
                    f"{pair[0]} and {pair[1]} are separate from a third mandate, so they must be from each other",
                    None,
                    "all of a group separate from each other",
                )


def _two_ways_in(packs: list[ReadPack]) -> Iterator[Problem]:
    """Stand-ins whose drills also count, in their own name, for a mandate that is separate from their target.

    Such a drill would have two ways to the target, through the stand-in's allowance and past it, and nobody could
    say how often it stood in.
    """
    mandates = {mandate.mandate_id: mandate for _, _, mandate in _each(packs)}
    partners = {
        mandate_id: group - {mandate_id} for group in separate_groups(mandates.values()) for mandate_id in group
    }
    for read, index, mandate in _each(packs):
        requirement = mandate.requirement
        if not isinstance(requirement, StandIn):
            continue
        for partner in sorted(partners.get(requirement.instead_of, frozenset()) & set(mandates)):
            if any(_overlap(requirement.match, own) for own in _minimum_matches(mandates[partner])):
                yield read.document.problem(
                    ("mandates", index),
                    f"drills of {mandate.mandate_id} count for {partner} too, which is separate from "
                    f"{requirement.instead_of}",
                    None,
                    f"a 'match' of the stand-in without drills that {partner} counts",
                )


def _credit_cycles(packs: list[ReadPack]) -> Iterator[Problem]:
    """Stand-ins in a ring: each would be met by the other's drills, and nothing would be owed."""
    at: dict[tuple[str, str], tuple[ReadPack, int]] = {}
    for read, index, mandate in _each(packs):
        requirement = mandate.requirement
        if not isinstance(requirement, StandIn):
            continue
        for _, _, other in _each(packs):
            types = {one for match in _minimum_matches(other) for one in match.types}
            if types & set(requirement.match.types) and other.mandate_id != requirement.instead_of:
                at[other.mandate_id, requirement.instead_of] = (read, index)
    if not find_cycle(at):
        return
    import networkx  # slow to import, and needed only here

    for cycle in networkx.simple_cycles(networkx.DiGraph(at.keys())):
        read, index = at[cycle[0], cycle[1 % len(cycle)]]
        yield read.document.problem(
            ("mandates", index),
            f"credit runs in a circle: drills of {' stand in for those of '.join([*cycle, cycle[0]])}",
            None,
            "stand-ins in one direction",
        )


def _unsettled_credit(packs: list[ReadPack]) -> Iterator[Problem]:
    """Pairs of minimums over the same drills of which nobody says whether one drill meets both."""
    settled = _pairs(packs, "also_counts_for") | _pairs(packs, "separate_from")
    minimums = [(read, index, mandate) for read, index, mandate in _each(packs) if _minimum_matches(mandate)]
    for (other, _, first), (read, index, second) in itertools.combinations(minimums, 2):
        if other is not read and (other.pack.shares_credit or read.pack.shares_credit):
            continue
        if _may_share(first, second) and frozenset((first.mandate_id, second.mandate_id)) not in settled:
            yield read.document.problem(
                ("mandates", index),
                f"{first.mandate_id} and {second.mandate_id} count the same drills, "
                "and no pack says whether one drill meets both",
                None,
                "the other's id in 'also_counts_for' or in 'separate_from' of one of them",
            )


def _may_share(first: Mandate, second: Mandate) -> bool:
    """Whether some drill could count for both, as far as their matches and their time in force tell."""
    if first.effective.until and second.effective.since and first.effective.until < second.effective.since:
        return False
    if second.effective.until and first.effective.since and second.effective.until < first.effective.since:
        return False
    return any(_overlap(match, other) for match in _minimum_matches(first) for other in _minimum_matches(second))


def _overlap(one: Match, other: Match) -> bool:
    for name in ("types", "formats", "audiences", "routes"):
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine is not None and theirs is not None and not set(mine) & set(theirs):
            return False
    return True


def _asks_for_a_number(mandate: Mandate) -> bool:
    """Check whether its drills can be shared out with those of other mandates."""
    return mandate.requirement.counts_credited_drills and mandate.requirement.minimum is not None


def _minimum_matches(mandate: Mandate) -> tuple[Match, ...]:
    """The sets of drills of which a mandate asks for a number: one, or none if it asks for no number."""
    demand = mandate.requirement.minimum
    return () if demand is None else (demand.match,)
