"""The catalogue of forms against the numbers and titles of FEMA 502-2, written down a second time (FRM-17)."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from drillplanner.files.errors import InputError
from drillplanner.files.shipped import shipped_folder
from drillplanner.publish.core.form_catalogue import BlockFill, FormDefinition, FormNeed, Structure, load_forms

#: Blocks by form: the titles in their order, numbered from 1.
TITLES = {
    "201": "Incident Name|Incident Number|Date/Time Initiated|Map/Sketch|Situation Summary and Health and "
    "Safety Briefing|Prepared by|Current and Planned Objectives|Current and Planned Actions, "
    "Strategies, and Tactics|Current Organization|Resource Summary",
    "202": "Incident Name|Operational Period|Objective(s)|Operational Period Command Emphasis|Site Safety "
    "Plan Required?|Incident Action Plan|Prepared by|Approved by Incident Commander",
    "203": "Incident Name|Operational Period|Incident Commander(s) and Command Staff|Agency/Organization "
    "Representatives|Planning Section|Logistics Section|Operations Section|Finance/Administration "
    "Section|Prepared by",
    "204": "Incident Name|Operational Period|Branch / Division / Group / Staging Area|Operations "
    "Personnel|Resources Assigned|Work Assignments|Special Instructions|Communications|Prepared by",
    "205": "Incident Name|Date/Time Prepared|Operational Period|Basic Radio Channel Use|Special "
    "Instructions|Prepared by (Communications Unit Leader)",
    "205A": "Incident Name|Operational Period|Basic Local Communications Information|Prepared by",
    "206": "Incident Name|Operational Period|Medical Aid Stations|Transportation (air or "
    "ground)|Hospitals|Special Medical Emergency Procedures|Prepared by (Medical Unit "
    "Leader)|Approved by (Safety Officer)",
    "207": "Incident Name|Operational Period|Organization Chart|Prepared by",
    "208": "Incident Name|Operational Period|Safety Message/Expanded Safety Message, Safety Plan, Site "
    "Safety Plan|Site Safety Plan Required?|Prepared by",
    "211": "Incident Name|Incident Number|Check-In Location|Start Date/Time|Check-In Information|Order "
    "Request #|Date/Time Check-In|Leader's Name|Total Number of Personnel|Incident Contact "
    "Information|Home Unit or Agency|Departure Point, Date and Time|Method of Travel|Incident "
    "Assignment|Other Qualifications|Data Provided to Resources Unit|Prepared by",
    "213": "Incident Name (Optional)|To (Name and Position)|From (Name and "
    "Position)|Subject|Date|Time|Message|Approved by|Reply|Replied by",
    "214": "Incident Name|Operational Period|Name|ICS Position|Home Agency (and Unit)|Resources "
    "Assigned|Activity Log|Prepared by",
    "215A": "Incident Name|Incident Number|Date/Time Prepared|Operational Period|Incident "
    "Area|Hazards/Risks|Mitigations|Prepared by (Safety Officer and Operations Section Chief)",
    "221": "Incident Name|Incident Number|Planned Release Date/Time|Resource or Personnel Released|Order "
    "Request Number|Resource or Personnel|Remarks|Travel Information|Reassignment "
    "Information|Prepared by",
}
NAMES = {
    "201": "Incident Briefing",
    "202": "Incident Objectives",
    "203": "Organization Assignment List",
    "204": "Assignment List",
    "205": "Incident Radio Communications Plan",
    "205A": "Communications List",
    "206": "Medical Plan",
    "207": "Incident Organization Chart",
    "208": "Safety Message/Plan",
    "211": "Incident Check-In List",
    "213": "General Message",
    "214": "Activity Log",
    "215A": "Incident Action Plan Safety Analysis",
    "221": "Demobilization Check-Out",
}
FEDERAL = {form.number: form for form in load_forms() if form.number is not None}
#: Who signs, by form and block: FRM-06.
SIGNED = {"202": ("7", "8"), "206": ("7", "8"), "215A": ("8",), "214": ("8",), "201": ("6",), "208": ("5",)}


def test_form_numbers_and_titles_are_those_of_the_booklet() -> None:
    assert {number: form.title for number, form in FEDERAL.items()} == NAMES


@pytest.mark.parametrize("number", sorted(TITLES))
def test_blocks_have_the_official_numbers_and_titles(number: str) -> None:
    blocks = FEDERAL[number].blocks
    assert [block.title for block in blocks] == TITLES[number].split("|")
    assert [block.number for block in blocks] == [str(place) for place in range(1, len(blocks) + 1)]


@pytest.mark.parametrize(("number", "blocks"), sorted(SIGNED.items()))
def test_the_blocks_to_sign_are_those_of_the_booklet(number: str, blocks: tuple[str, ...]) -> None:
    signed = {block.number for block in FEDERAL[number].blocks if BlockFill.SIGNATURE in block.fill}
    assert signed == set(blocks)


@pytest.mark.parametrize(
    ("structure", "must"),
    [
        (Structure.L1, "201 203 207 214"),
        (Structure.L2, "201 202 203 204 205A 206 207 208 214"),
        (Structure.L3, "201 202 203 204 205 205A 206 207 208 211 213 214 215A"),
        (Structure.EXERCISE, "201 202 203 204 205 205A 206 207 208 211 213 214 215A 221"),
    ],
)
def test_each_structure_needs_its_forms(structure: Structure, must: str) -> None:
    always = [number for number, form in FEDERAL.items() if form.needed[structure] is FormNeed.ALWAYS]
    assert always == must.split()


def test_each_form_has_a_template_and_each_template_a_form() -> None:
    folder = shipped_folder("templates") / "forms"
    drawn = {path.stem for path in folder.glob("*.typ")} - {"frame", "packet"}
    # Chart, role list and script are drawn by the templates that the sheet of a drill has too.
    assert drawn | {"form_203", "form_207", "drill_sheet"} == {form.id for form in load_forms()}


@pytest.mark.parametrize(
    ("name", "maker"), [("forms", "overview"), ("compared", "compared"), ("blocks", "blocks")]
)
def test_the_page_of_forms_is_current(name: str, maker: str) -> None:
    docs = Path(__file__).parents[3] / "docs"
    made = runpy.run_path(str(docs / "make_forms_page.py"))[maker]()
    page = (docs / "forms.md").read_text(encoding="utf-8")
    written = page.partition(f"<!-- {name} -->")[2].partition(f"<!-- end of {name} -->")[0]
    assert written.strip() == made, "run: python docs/make_forms_page.py"


GOOD = """\
number: "299"
title: Sample Form
order: 1
prepared_by: somebody
approved_by: null
readers: somebody
needed: {L1: always, L2: never, L3: always, exercise: always}
in_action_plan: false
source: https://example.org/299
basis: {blocks: A, needed: D}
blocks:
  - {number: "1", title: Name, holds: a name, fill: [pen]}
"""


def forms_in(folder: Path, **texts: str) -> tuple[FormDefinition, ...]:
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_forms(folder)


def test_a_new_form_needs_one_file(tmp_path: Path) -> None:
    (form,) = forms_in(tmp_path, form_299=GOOD)
    assert (form.id, form.name) == ("form_299", "ICS 299, Sample Form")


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("[pen]", "[pencil]", "form_299.yaml:12"),
        ("L2: never", "L2: when", "'when' names the circumstances"),
        ("source: https://example.org/299\n", "", "does not say where it was read"),
        ("L2: never, ", "", "'needed' does not say whether it is printed at every structure"),
        (
            "blocks:\n",
            'blocks:\n  - {number: "1", title: B, holds: b, fill: [pen]}\n',
            "two blocks have the same number",
        ),
    ],
)
def test_a_form_that_contradicts_itself_is_refused(tmp_path: Path, wrong: str, right: str, message: str) -> None:
    assert wrong in GOOD
    with pytest.raises(InputError) as caught:
        forms_in(tmp_path, form_299=GOOD.replace(wrong, right))
    assert message in str(caught.value)


def test_two_forms_cannot_have_the_same_order(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        forms_in(tmp_path, form_299=GOOD, again=GOOD)
    assert "two forms have the same order" in str(caught.value)
    assert "two forms have the same number" in str(caught.value)
