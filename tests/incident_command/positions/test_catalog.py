"""The catalog: complete, consistent, and refused if it contradicts itself."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError
from drillplanner.files.shipped import shipped_folder
from drillplanner.files.yaml_document import parse_as, read_document
from drillplanner.incident_command.positions import load_catalog as loading
from drillplanner.incident_command.positions.catalog import (
    CertaintyMark,
    FilledBy,
    OrganizationLevel,
    Section,
    Tier,
)
from drillplanner.incident_command.positions.load_catalog import load_catalog, unknown_positions
from drillplanner.incident_command.positions.training import load_training
from drillplanner.model import DrillType, Scenario
from tests.builders import scenario

CATALOG = Path(loading.__file__).parent / "data"

#: The 44 positions of a school's command tree, by section; then the 12 support roles outside it: exercise
#: staff and the district's operations center.
EXPECTED = {
    Section.COMMAND: "CMD-IC CMD-UC CMD-DIC CMD-SO CMD-PIO CMD-LNO CMD-AR",
    Section.OPERATIONS: "OPS-OSC OPS-SFC OPS-EVC OPS-SR OPS-SRM OPS-MED OPS-MEDM OPS-MRG OPS-STC OPS-WNG OPS-TCH "
    "OPS-ACC OPS-AFN OPS-CIT OPS-SRL OPS-STG REU-BD REU-TRF REU-GRT REU-CHK REU-ACC REU-ASM REU-PAR REU-RUN "
    "REU-PRB REU-EXT",
    Section.PLANNING: "PLN-PSC PLN-DOC PLN-SIT PLN-RES",
    Section.LOGISTICS: "LOG-LSC LOG-SUP LOG-STF LOG-COM LOG-TRN",
    Section.FINANCE: "FIN-FSC FIN-TIM FIN-PUR",
}
BESIDE = [
    "DST-EOC",
    *(f"EXR-{code}" for code in ("DIR", "PTL", "LCT", "CTL", "SAF", "LEV", "EVL", "FAC", "SIM", "ACT", "OBS")),
]
#: Layers and gates that are ours: two school branches, three leads of a reunification, the two gates.
OURS = {"OPS-RBD", "OPS-SBD", "REU-CIL", "REU-SAL", "REU-RAL", "OPS-RQG", "OPS-RLG"}


def test_every_position_is_there_in_the_order_of_the_sections() -> None:
    catalog = load_catalog()
    for section, ids in EXPECTED.items():
        assert {position.id for position in catalog.positions if position.section is section} - OURS == set(
            ids.split()
        )
    assert {role.id for role in catalog.beside} == set(BESIDE)
    assert sum(len(ids.split()) for ids in EXPECTED.values()) + len(BESIDE) == 57
    sections = [position.section for position in catalog.positions]
    assert sections == sorted(sections, key=list(Section).index)


def test_exercise_staff_are_outside_the_command_tree() -> None:
    catalog = load_catalog()
    for role in catalog.beside:
        assert role.id not in catalog.by_id
        assert role.exclusion == (("X5",) if role.chart == "exercise" else ())
        assert role.duties.endswith(".")
        assert role.used_for


#: What each kind of drill opens at the start (+) and on call (o), and what the simulation cell plays (s).
CORE = """
hold: SFC DOC | MED AFN COM
secure: SFC DOC | MED AFN COM
cardiac: SFC MED DOC | LNO AFN COM
bus_evacuation: SO EVC STC AFN DOC TRN | MED
fire_evacuation: SO SFC EVC STC AFN DOC | UC LNO OSC MED COM
evacuation_other: SO SFC EVC STC AFN DOC | UC LNO OSC MED COM
lockdown: SO SFC AFN CIT DOC COM | UC PIO LNO MED STC SIT
shelter_hazmat: SO SFC STC AFN DOC COM | UC LNO MED CIT SIT SUP STF
severe_weather: SO SFC STC AFN DOC SIT COM | MED
bomb_threat: SO LNO SFC EVC STC AFN DOC COM | UC PIO OSC MED CIT SRL SIT PSC LSC TRN
earthquake: SO OSC SFC EVC SR MED STC AFN SRL DOC SIT PSC LSC COM SUP STF | UC PIO LNO CIT
off_site: SO PIO LNO OSC SFC EVC STC AFN DOC PSC LSC COM TRN SUP STF | UC MED CIT SRL SIT
reunification: SO PIO LNO OSC SFC STC AFN CIT SRL BD DOC SIT PSC LSC COM TRN SUP STF | UC MED
functional: SO PIO LNO OSC DOC SIT PSC LSC COM FSC | UC
full_scale: UC SO PIO LNO OSC SFC EVC SR MED STC AFN CIT SRL BD DOC SIT PSC LSC COM TRN SUP STF FSC
"""
SIMULATED = ["SFC", "EVC", "SR", "MED", "STC", "AFN", "CIT", "SRL", "BD", "TRN", "SUP", "STF"]
#: Opened in addition to the core set: teams that come with their leader, and what each position's record adds.
WITH_THEM = {"IC", "TCH", "ACC", "SRM", "MEDM", "STG"}
ON_CALL_BESIDE = {"CIT", "ACC", "STG", "RES", "DIC", "TIM", "PUR"}


@pytest.mark.parametrize("row", CORE.strip().splitlines(), ids=lambda row: row.split(":")[0])
def test_the_core_set_of_each_kind_of_drill(row: str) -> None:
    kind, _, rest = row.partition(":")
    start, _, on_call = (set(part.split()) for part in rest.partition("|"))
    off_site = kind == "off_site"
    drill_type = DrillType.EVACUATION_OTHER if off_site else DrillType(kind)
    positions = [
        position for position in load_catalog().positions if position.id[:3] != "REU" or position.id == "REU-BD"
    ]
    opened = {
        position.id[4:]
        for position in positions
        if drill_type in position.opened_at_start or (off_site and position.off_site == "at_start")
    }
    waiting = {
        position.id[4:]
        for position in positions
        if drill_type in position.on_call or (off_site and position.off_site == "on_call")
    }
    assert start <= opened <= start | WITH_THEM
    assert on_call <= waiting - opened <= on_call | ON_CALL_BESIDE


def test_a_functional_exercise_simulates_the_teams_in_the_field() -> None:
    simulated = {
        position.id for position in load_catalog().positions if DrillType.FUNCTIONAL in position.simulated
    }
    assert {position_id[4:] for position_id in simulated} >= set(SIMULATED)
    assert not any(
        DrillType.FUNCTIONAL in load_catalog().by_id[position_id].opened_at_start for position_id in simulated
    )


def test_the_chain_of_command_ends_at_the_incident_commander_alone() -> None:
    catalog = load_catalog()
    for position in catalog.positions:
        top, seen = position.id, [position.id]
        while (supervisor := catalog.by_id[top].reports_to) is not None:
            assert supervisor not in seen
            seen.append(supervisor)
            top = supervisor
        assert top == ("CMD-UC" if position.id == "CMD-UC" else "CMD-IC")


def test_operations_treats_casualties_and_our_choices_are_marked() -> None:
    catalog = load_catalog()
    assert catalog.by_id["OPS-MED"].section is Section.OPERATIONS
    assert catalog.by_id["OPS-MED"].form_203.block == 7
    for position in catalog.positions:
        assert position.basis.opening is CertaintyMark.D or position.id == "CMD-IC"
        assert position.basis.people is CertaintyMark.D or position.filled_by is FilledBy.AGENCIES
        assert position.duties.endswith(".")


def test_the_incident_commander_is_opened_for_every_kind_of_drill_and_every_kind_has_a_tier() -> None:
    catalog = load_catalog()
    assert set(catalog.by_id["CMD-IC"].opened_at_start) == set(DrillType)
    assert set(catalog.tiers) == set(DrillType)
    assert catalog.tiers[DrillType.SECURE] is Tier.L1
    assert catalog.tiers[DrillType.FIRE_EVACUATION] is Tier.L2
    assert catalog.tiers[DrillType.REUNIFICATION] is Tier.L3


def test_positions_filled_by_staff_have_preferred_titles() -> None:
    for position in load_catalog().positions:
        if position.filled_by is FilledBy.STAFF and position.level is not OrganizationLevel.TEAM:
            assert position.preferred_titles, position.id


@pytest.mark.parametrize("path", sorted(shipped_folder("scenarios").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_bundled_scenario_opens_known_positions(path: Path) -> None:
    document = read_document(path)
    known = load_catalog().by_id
    assert set(document.data["positions"]) <= set(known)
    whole = parse_as(Scenario, document.__class__(document.file, {**document.data, "scenario_id": path.stem}))
    assert unknown_positions(whole) == ()


def test_an_unknown_position_is_reported_with_the_closest_match() -> None:
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
def test_a_catalog_that_contradicts_itself_is_refused(
    tmp_path: Path, file: str, before: str, after: str, message: str
) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(CATALOG, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_catalog(folder)
    assert message in str(caught.value)


def test_training_tiers_grow_and_every_certificate_can_be_recognized() -> None:
    training = load_training()
    steps = [set(training.tiers[tier]) for tier in ("T0", "T1", "T2", "T3", "T4")]
    assert all(low <= high for low, high in pairwise(steps))
    assert all(certificate.phrases for certificate in training.certificates)
