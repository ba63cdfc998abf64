"""The catalogue: complete, consistent, and refused where it contradicts itself."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from drillplanner.documents import parse_as, read_document
from drillplanner.errors import InputError
from drillplanner.incident_command import load_positions as loading
from drillplanner.incident_command.load_positions import load_positions, unknown_positions
from drillplanner.incident_command.positions import FilledBy, Level, Mark, Section, Tier
from drillplanner.incident_command.training import load_training
from drillplanner.model import DrillType, Scenario
from drillplanner.shipped import shipped
from tests.builders import scenario

CATALOGUE = Path(loading.__file__).parent / "catalogue"

#: Every position of the command, operations, planning, logistics and finance sections of FEMA's school job list.
EXPECTED = {
    Section.COMMAND: "CMD-IC CMD-UC CMD-DIC CMD-SO CMD-PIO CMD-LNO CMD-AR",
    Section.OPERATIONS: "OPS-OSC OPS-RBD OPS-SBD OPS-SFC OPS-EVC OPS-SR OPS-SRM OPS-MED OPS-MEDM OPS-MRG OPS-STC "
    "OPS-TCH OPS-ACC OPS-AFN OPS-CIT OPS-SRL OPS-STG",
    Section.PLANNING: "PLN-PSC PLN-RES PLN-SIT PLN-DOC",
    Section.LOGISTICS: "LOG-LSC LOG-SUP LOG-STF LOG-COM LOG-TRN",
    Section.FINANCE: "FIN-FSC FIN-TIM FIN-PUR",
}


def test_every_position_is_there_in_the_order_of_the_sections() -> None:
    positions = load_positions().positions
    assert [one.id for one in positions] == " ".join(EXPECTED.values()).split()
    for section, ids in EXPECTED.items():
        assert {one.id for one in positions if one.section is section} == set(ids.split())


def test_the_chain_of_command_ends_at_the_incident_commander_alone() -> None:
    catalogue = load_positions()
    for position in catalogue.positions:
        above, seen = position.id, [position.id]
        while (upper := catalogue.by_id[above].reports_to) is not None:
            assert upper not in seen
            seen.append(upper)
            above = upper
        assert above == ("CMD-UC" if position.id == "CMD-UC" else "CMD-IC")


def test_casualties_are_treated_in_operations_and_choices_of_ours_are_marked_as_such() -> None:
    catalogue = load_positions()
    assert catalogue.by_id["OPS-MED"].section is Section.OPERATIONS
    assert catalogue.by_id["OPS-MED"].form_203.block == 7
    for position in catalogue.positions:
        assert position.basis.opening is Mark.D or position.id == "CMD-IC"
        assert position.basis.people is Mark.D or position.filled_by is FilledBy.AGENCIES
        assert position.duties.endswith(".")


def test_the_incident_commander_is_opened_for_every_kind_of_drill_and_every_kind_has_a_tier() -> None:
    catalogue = load_positions()
    assert set(catalogue.by_id["CMD-IC"].opened_at_start) == set(DrillType)
    assert set(catalogue.tiers) == set(DrillType)
    assert catalogue.tiers[DrillType.SECURE] is Tier.L1
    assert catalogue.tiers[DrillType.FIRE_EVACUATION] is Tier.L2
    assert catalogue.tiers[DrillType.REUNIFICATION] is Tier.L3


def test_only_titles_of_staff_say_for_whom_they_are() -> None:
    for position in load_positions().positions:
        if position.filled_by is FilledBy.STAFF and position.level is not Level.TEAM:
            assert position.preferred_titles, position.id


@pytest.mark.parametrize("path", sorted(shipped("scenarios").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_bundled_scenario_opens_known_positions(path: Path) -> None:
    document = read_document(path)
    known = load_positions().by_id
    assert set(document.data["positions"]) <= set(known)
    whole = parse_as(Scenario, document.__class__(document.file, {**document.data, "scenario_id": path.stem}))
    assert unknown_positions(whole) == ()


def test_an_unknown_position_is_named_with_its_neighbour() -> None:
    odd = scenario("odd", DrillType.FIRE_EVACUATION).model_copy(update={"positions": ("CMD-IC", "OPS-MEDD")})
    (problem,) = unknown_positions(odd)
    assert problem.file == "scenarios/odd.yaml"
    assert problem.value == "OPS-MEDD"
    assert problem.maybe in ("Maybe you meant 'OPS-MEDM'.", "Maybe you meant 'OPS-MED'.")
    assert "CMD-IC" in (problem.allowed or "")


@pytest.mark.parametrize(
    ("file", "before", "after", "message"),
    [
        ("command.yaml", "id: CMD-SO", "id: CMD-PIO", "a position id is used twice"),
        ("operations.yaml", "reports_to: CMD-IC", "reports_to: CMD-XX", "'reports_to' names an unknown position"),
        ("operations.yaml", "reports_to: CMD-IC", "reports_to: OPS-SFC", "the chain of command is a circle"),
        ("operations.yaml", "branch: OPS-RBD", "branch: OPS-XXX", "'branch' names an unknown position"),
        ("operations.yaml", "exclusion: [X3]", "exclusion: [X9]", "the exclusion class is unknown"),
        ("logistics.yaml", "title: Supply Unit Leader", "title: Supply Chief", "ends in 'Unit Leader'"),
        ("logistics.yaml", "section: logistics", "section: planning", "stands in the wrong file"),
        (
            "planning.yaml",
            "preferred_titles: [supervisor",
            "preferred_titles: [wizard",
            "not in staff_titles.yaml",
        ),
        (
            "operations.yaml",
            "certifications: [KEYS]",
            "certifications: [KEY]",
            "a certificate is not in training.yaml",
        ),
        (
            "finance.yaml",
            "on_call: [full_scale]",
            "on_call: [functional, full_scal]",
            "has a value that is not known",
        ),
        ("command.yaml", "merge_ok: [CMD-LNO]", "merge_ok: [CMD-LNO, X5]", "'merge_ok' names an unknown position"),
        ("drill_types.yaml", "  hold: L1\n", "", "some kinds of drill have no tier"),
    ],
)
def test_a_catalogue_that_contradicts_itself_is_refused(
    tmp_path: Path, file: str, before: str, after: str, message: str
) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(CATALOGUE, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_positions(folder)
    assert message in str(caught.value)


def test_tiers_of_training_grow_and_every_certificate_can_be_recognised() -> None:
    training = load_training()
    steps = [set(training.tiers[tier]) for tier in ("T0", "T1", "T2", "T3", "T4")]
    assert all(low <= high for low, high in pairwise(steps))
    assert all(one.phrases for one in training.certificates)
