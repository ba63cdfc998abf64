"""The sheets of each drill, read back from the PDF."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from benchmarks.pdf_checkers import complaints
from drillplanner.files.errors import InputError
from drillplanner.model import (
    GradeBand,
    Route,
    SpokenScript,
    Translation,
)
from drillplanner.model.scenarios.scripts import StaffScript
from drillplanner.publish.core.paper.tiers import PaperAmount
from drillplanner.publish.core.request import PublishRequest
from drillplanner.publish.core.typst.pdf import PdfJob, typeset_pdf
from drillplanner.publish.core.typst.printing import make_pdfs
from drillplanner.publish.packets.drill_sheets import OUTPUT
from drillplanner.publish.sheets.drill_page import DrillView, drill_view
from drillplanner.publish.sheets.jobs import sheet_jobs
from tests.incident_command.people import person
from tests.publish.sheets.oak_school import ALL_POSITIONS, POSITIONS, fire_drill, make_request, staff

LETTER = (612.0, 792.0)
LONG = "Bartholomew-Alexander Featherstonehaugh-Smythe"


def read(pdf: bytes) -> tuple[pypdf.PdfReader, list[str]]:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return reader, [" ".join(page.extract_text().split()) for page in reader.pages]


def sheet(request: PublishRequest) -> tuple[pypdf.PdfReader, list[str]]:
    """Return the first drill's PDF and the text of its pages."""
    job = next(sheet_jobs(request))
    return read(typeset_pdf(job.content, job.timestamp)[0])


@pytest.fixture(scope="module")
def fire() -> tuple[pypdf.PdfReader, list[str]]:
    return sheet(make_request((fire_drill(),)))


def test_pages_are_us_letter_landscape_for_the_chart_and_portrait_for_the_rest(
    fire: tuple[pypdf.PdfReader, list[str]],
) -> None:
    sizes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in fire[0].pages]
    assert sizes[0] == LETTER[::-1]
    landscape = sizes.count(LETTER[::-1])
    assert len(sizes) - landscape >= 2
    assert sizes == [LETTER[::-1]] * landscape + [LETTER] * (len(sizes) - landscape)


def test_every_page_says_that_it_is_a_drill_and_names_its_plan_and_status(
    fire: tuple[pypdf.PdfReader, list[str]],
) -> None:
    pages = fire[1]
    for number, text in enumerate(pages, start=1):
        # The letters of the band are spaced out, so extracted text may have spaces between them.
        assert text.replace(" ", "").count("EXERCISE/DRILL") == 2
        assert "Plan feedc0de of 08/01/2025" in text
        assert "Not legal advice." in text
        assert "Layout follows FEMA 502-2; not an official form." in text
        assert "All people here are invented." in text
        assert f"Page {number} of {len(pages)}" in text


def test_the_chart_has_the_blocks_of_the_form_and_the_people(fire: tuple[pypdf.PdfReader, list[str]]) -> None:
    text = " ".join(fire[1])
    for words in (
        "INCIDENT ORGANIZATION CHART (ICS 207)",
        "1. Incident Name: DRILL – Oak Street Elementary – Fire drill – 10/07/2025",
        "2. Operational Period:",
        "Date From: 10/07/2025 Date To: 10/07/2025",
        "Time From: 09:40 Time To: 09:50",
        "3. Organization Chart",
        "4. Prepared by:",
        "Name: Sample Librarian 6",
        "Position/Title: Documentation Unit Leader",
        "IAP Page",
        "Sample Principal 0",
        "2nd Sample Assistant Principal 1",
        "Site Security Group Supervisor",
        "Site check and security",
        "1 teacher with a class",
        "also: Public information, Planning, Logistics",
        "On call, not opened at the start:",
        "First aid – Sample School Nurse 2",
    ):
        assert words in text, words


def test_no_telephone_number_is_printed(fire: tuple[pypdf.PdfReader, list[str]]) -> None:
    assert "555" not in "".join(fire[1])
    assert "radio Ch 1" in fire[1][0].replace("\u00a0", " ")


def test_the_role_list_has_all_official_blocks_in_order(fire: tuple[pypdf.PdfReader, list[str]]) -> None:
    text = " ".join(fire[1])
    text = text[text.index("ORGANIZATION ASSIGNMENT LIST") :]
    blocks = [
        "ORGANIZATION ASSIGNMENT LIST (ICS 203)",
        "1. Incident Name:",
        "2. Operational Period:",
        "3. Incident Commander(s) and Command Staff:",
        "4. Agency/Organization Representatives:",
        "5. Planning Section:",
        "6. Logistics Section:",
        "7. Operations Section:",
        "8. Finance/Administration Section:",
        "9. Prepared by:",
    ]
    positions = [text.index(block) for block in blocks]
    assert positions == sorted(positions)
    assert "No outside agency is expected." in text
    assert "choices of this planner, not federal requirements" in text
    assert "each jurisdiction decides who takes what" in text


def test_the_drill_page_has_facts_script_tasks_and_debrief(fire: tuple[pypdf.PdfReader, list[str]]) -> None:
    text = " ".join(fire[1][2:])
    for words in (
        "Fire drill by the primary route – Oak Street Elementary",
        "Tuesday, October 7, 2025",
        "9:40–9:50 AM (10 minutes)",
        "NJ-01 (N.J.S.A. 18A:41-1)",
        "Grades PK-K",
        "We walk like ducks.",
        "Grades 1-2",
        "Close with: It was a drill. It is over.",
        "Families, by letter",
        "10/06/2025 (the day before), parents: Send the notice.",
        "Ask each person beforehand.",
        "What went well?",
        "Written by hand on the day",
        "Led by (signature)",
        "invented for tests",
    ):
        assert words in text, words
    # The campus has no older grades.
    assert "Proceed to the field." not in text


def test_staff_read_their_own_script_before_those_for_children() -> None:
    request = make_request((fire_drill(),))
    script = StaffScript(say=("Take your key.",), do=("Lock the door.",), close="It was a drill. It is over.")
    scenarios = tuple(
        scenario.model_copy(update={"staff_script": script}) if scenario.scenario_id == "fire" else scenario
        for scenario in request.workspace.scenarios
    )
    request = replace(request, workspace=request.workspace.model_copy(update={"scenarios": scenarios}))
    text = " ".join(sheet(request)[1][2:])
    assert text.index("Take your key.") < text.index("We walk like ducks.")
    assert "Lock the door." in text


def test_the_pdf_is_accessible_and_describes_the_lines_of_authority_in_words(
    fire: tuple[pypdf.PdfReader, list[str]],
) -> None:
    reader = fire[0]
    assert reader.metadata is not None
    assert reader.metadata.title == "DRILL – Oak Street Elementary – Fire drill – 10/07/2025"
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en-US"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    descriptions = [
        str(element["/Alt"])
        for element in map(reader.get_object, range(1, len(reader.xref.get(0, {})) + 1))
        if isinstance(element, pypdf.generic.DictionaryObject) and "/Alt" in element
    ]
    assert descriptions
    assert (
        "To the Student Care Group Supervisor report: Class Supervision, Student Accounting Team Leader"
        in " ".join(descriptions)
    )
    fonts = {str(font) for page in reader.pages for font in _fonts(page)}
    assert fonts
    assert all("SourceSansPro" in font for font in fonts), fonts


def _fonts(page: pypdf.PageObject) -> list[str]:
    resources: Any = page["/Resources"]
    return [font.get_object()["/BaseFont"] for font in resources["/Font"].values()]


def test_an_attending_agency_is_on_the_chart_and_the_role_list() -> None:
    _, pages = sheet(make_request((fire_drill(agencies=("engine-7",)),)))
    assert "Engine 7 (invented)" in pages[0]
    assert "Agency representative" in pages[0]
    text = " ".join(pages)
    block = text[text.index("4. Agency") : text.index("5. Planning")]
    assert "Engine 7 (invented)" in block
    assert "Liaison" in block


def test_without_a_staff_list_all_positions_are_printed_as_vacant() -> None:
    _, pages = sheet(make_request((fire_drill(),), people=()))
    assert pages[0].count("VACANT") == len(POSITIONS)
    assert "8 posts vacant or short of people" in pages[0]
    assert pages[1].count("VACANT: no staff list for this campus") == len(POSITIONS)
    assert "Name: Position/Title: Signature: Date/Time:" in pages[0]


@pytest.mark.parametrize("positions", [POSITIONS, ALL_POSITIONS])
def test_names_of_over_forty_letters_are_printed_in_full_inside_the_page(
    positions: tuple[str, ...],
) -> None:
    assert len(LONG) > 40
    people = staff(lambda place, title: f"{LONG} {place}", times=3)
    request = make_request(
        (fire_drill(),), people=people, positions=positions, campus_name=f"{LONG} Memorial School"
    )
    reader, pages = sheet(request)
    staff_names = {member.name for member in people if not member.teaches}
    content = json.loads(next(sheet_jobs(request)).content)
    # A line may break at a hyphen, so names are searched for without spaces.
    printed = "".join("".join(pages).split())
    for block in content["role_blocks"]:
        for post in block["posts"]:
            for listed in post["people"]:
                assert listed["name"] in staff_names
                # On the chart and on the role list.
                assert printed.count("".join(listed["name"].split())) >= 2
    for page in reader.pages:
        _assert_text_is_inside(page)


def test_a_header_of_many_words_is_one_line_and_tagged_as_a_header(tmp_path: Path) -> None:
    name = "Academy of the Arts and of the Sciences for Girls at the Bay of the West"
    request = make_request((fire_drill(),), campus_name=name)
    (job,) = sheet_jobs(request)
    pdf, _ = typeset_pdf(job.content, job.timestamp)
    _, pages = read(pdf)
    assert len(pages) == 3
    assert {text[: text.index("…") + 1] for text in pages} == {"Academy of the Arts and…"}
    for text in pages:
        assert name in " ".join(text.split())
    path = tmp_path / "sheet.pdf"
    path.write_bytes(pdf)
    assert complaints(path) == ()


def test_without_a_planning_section_the_commander_prepares_the_forms() -> None:
    two = (person("p", "Principal", teaches=True, name="Ann"), person("t", "Teacher", teaches=True))
    (job,) = sheet_jobs(make_request((fire_drill(),), people=two))
    assert json.loads(job.content)["prepared_by"] == {"name": "Ann", "position": "Incident Commander"}
    assert "1 teacher with 2 classes" in job.content


def _assert_text_is_inside(page: pypdf.PageObject) -> None:
    width, height = float(page.mediabox.width), float(page.mediabox.height)

    def visit(text: str, _cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            assert 0 <= tm[4] <= width
            assert 0 <= tm[5] <= height

    page.extract_text(visitor_text=visit)


def test_the_chart_of_a_large_organization_spans_several_pages() -> None:
    people = staff(lambda place, title: f"{LONG} {place}", times=3)
    reader, pages = sheet(make_request((fire_drill(),), people=people, positions=ALL_POSITIONS))
    chart_pages = [
        text for page, text in zip(reader.pages, pages, strict=True) if page.mediabox.width > page.mediabox.height
    ]
    assert "3. Organization Chart: command and sections" in chart_pages[0]
    assert any("3. Organization Chart: Operations Section Chief" in text for text in chart_pages[1:])
    assert "part 1 of 2" in chart_pages[0]
    assert "posts below: see part 2" in chart_pages[0].replace("\n", " ")
    assert "also on part 1" in chart_pages[1]
    drawn = " ".join(chart_pages)
    for title in ("Response Branch Director", "Student Services Branch Director", "Ground Support Unit Leader"):
        assert drawn.count(title) >= 1, title


def test_a_sheet_with_letters_that_no_font_has_is_still_made_and_accessible() -> None:
    people = staff(lambda place, title: {0: "አበበ \U0001f600", 1: "Łucja Đặng"}.get(place, f"Sample {place}"))
    job = next(sheet_jobs(make_request((fire_drill(),), people=people)))
    pdf, lacking = typeset_pdf(job.content, job.timestamp)
    assert lacking == ("በ", "አ", "\U0001f600")
    reader, pages = read(pdf)
    assert "��� �" in pages[0]
    assert "Łucja Đặng" in pages[0]
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data()  # type: ignore[index]


def test_names_in_many_scripts_are_printed_with_the_bundled_fonts() -> None:
    names = ("Nguyễn Thị Hương", "Ольга Щербакова-Ђорђевић", "張偉 喆珺", "עמית לוי", "محمد الحسيني", "김철수")
    people = staff(lambda place, title: names[place] if place < len(names) else f"Sample {place}")
    job = next(sheet_jobs(make_request((fire_drill(),), people=people)))
    pdf, lacking = typeset_pdf(job.content, job.timestamp)
    assert lacking == ()
    reader, pages = read(pdf)
    for name in ("Nguyễn Thị Hương", "Ольга Щербакова-Ђорђевић", "張偉 喆珺"):
        assert any(name in page for page in pages[1:])
    used = {str(font).partition("+")[2] for page in reader.pages for font in _fonts(page)}
    assert {"NotoSansHebrew-Bold", "NotoSansArabic-Bold", "NotoSansSC-Regular", "NotoSansKR-Regular"} <= used


def test_quotes_and_backslashes_in_names_are_printed_as_plain_text() -> None:
    odd = '#"\\")]) $x$ *a* _b_ \\n // <c> @d ` \' = -'
    people = staff(lambda place, title: odd if place == 0 else f"Sample {place}")
    _, pages = sheet(make_request((fire_drill(),), people=people))
    assert odd in pages[0]


def test_the_same_plan_gives_the_same_bytes_with_any_number_of_threads(tmp_path: Path) -> None:
    drills = tuple(fire_drill(number) for number in range(1, 9))
    pdfs = {}
    for threads in (1, 3):
        jobs = [replace(job, path=tmp_path / str(threads) / job.path) for job in sheet_jobs(make_request(drills))]
        results = list(make_pdfs(jobs, threads))
        assert [result.path for result in results] == [job.path for job in jobs]
        assert all(result.missing_letters == () for result in results)
        pdfs[threads] = [result.path.read_bytes() for result in results]
    assert pdfs[1] == pdfs[3]
    assert len(set(pdfs[1])) == 8


def test_files_are_named_by_campus_date_and_drill(tmp_path: Path) -> None:
    notes: list[str] = []
    request = make_request((fire_drill(), fire_drill(2, drill_id="../x y/2")), tell=notes.append)
    written = list(OUTPUT.write(request, tmp_path))
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "sheets/oak/2025-10-07-oak-fire-evacuation-01.pdf",
        "sheets/oak/2025-10-08-..-x-y-2.pdf",
        "sheets/oak/scripts.pdf",
    ]
    assert all(path.read_bytes().startswith(b"%PDF-1.7") for path in written)
    assert notes == []
    in_full = list(OUTPUT.write(replace(request, paper=PaperAmount.FULL), tmp_path))
    assert in_full == written[:2]


def test_one_note_lists_the_letters_that_the_fonts_cannot_print_on_all_sheets(tmp_path: Path) -> None:
    notes: list[str] = []
    people = staff(lambda place, title: "አበበ" if place == 0 else f"Sample {place}")
    list(OUTPUT.write(make_request((fire_drill(), fire_drill(2)), people=people, tell=notes.append), tmp_path))
    assert notes == [
        "2 sheets have letters that this program's fonts lack (በ, አ): \ufffd is printed for each. "
        "Maybe write these names in Latin letters."
    ]


def test_every_alternate_leads_once_over_the_year_of_a_campus() -> None:
    people = (person("p", "Principal"), person("a", "Secretary", name="Ann"), person("b", "Secretary", name="Bea"))
    drills = tuple(fire_drill(number) for number in (3, 1, 2))
    request = make_request(drills, people=people, positions=("PLN-DOC",))
    led = [json.loads(job.content)["prepared_by"]["name"] for job in sheet_jobs(request)]
    # Each of the three people leads each of the two positions once.
    assert sorted(led) == ["Ann", "Bea", "Sample p"]


def test_a_drill_without_its_scenario_says_so_and_activates_the_usual_positions() -> None:
    _, pages = sheet(make_request((fire_drill(scenario_id="gone"),)))
    assert "The scenario 'gone' is not in this workspace, so that there is no script." in " ".join(pages[2:])
    assert "Evacuation Group Supervisor" in " ".join(pages)
    _, pages = sheet(make_request((fire_drill(scenario_id=None, start=None, end=None),)))
    assert "No scenario is named for this drill" in " ".join(pages[2:])


def test_unknown_positions_are_found_before_anything_is_written(tmp_path: Path) -> None:
    request = make_request((fire_drill(),), positions=("CMD-IC", "OPS-XYZ"))
    with pytest.raises(InputError) as caught:
        list(OUTPUT.write(request, tmp_path))
    assert "scenarios/fire.yaml: 'positions' names a position that is not in the catalogue" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_raises_an_error(tmp_path: Path) -> None:
    (tmp_path / "sheets").write_text("in the way", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        list(OUTPUT.write(make_request(tuple(fire_drill(n) for n in range(1, 6))), tmp_path))


def test_no_more_files_are_written_after_the_caller_stops(tmp_path: Path) -> None:
    jobs = [
        PdfJob(job.content, tmp_path / f"{number}.pdf", job.timestamp)
        for number, job in enumerate(list(sheet_jobs(make_request((fire_drill(),)))) * 60)
    ]
    sheets = make_pdfs(jobs, threads=1)
    next(sheets)
    sheets.close()  # type: ignore[attr-defined]
    assert len(list(tmp_path.glob("*.pdf"))) < 20


def translated_request() -> PublishRequest:
    """Return a request with texts for families in two languages, and Spanish scripts for two grade bands.

    The campus has only one of these bands.
    """
    request = make_request((fire_drill(),))
    spanish = Translation(
        title="Simulacro de incendio",
        for_families="Su hijo practica la salida.",
        scripts={
            GradeBand.GRADES_1_2: SpokenScript(say=("Caminamos como patos.",), close="Fue un simulacro."),
            GradeBand.GRADES_9_12: SpokenScript(say=("Salgan con calma.",), close="Terminó."),
        },
    )
    scenarios = tuple(
        scenario.model_copy(update={"for_families": "Your child walks out.", "translations": {"es": spanish}})
        if scenario.scenario_id == "fire"
        else scenario
        for scenario in request.workspace.scenarios
    )
    return replace(request, workspace=request.workspace.model_copy(update={"scenarios": scenarios}))


def test_texts_in_other_languages_are_on_an_extra_page() -> None:
    reader, pages = sheet(translated_request())
    without = sheet(make_request((fire_drill(),)))[1]
    assert len(pages) == len(without) + 1
    last = pages[-1]
    assert "Your child walks out." in last
    assert "Su hijo practica la salida." in last
    assert "Caminamos como patos." in last
    assert (
        last.index("What families read")
        < last.index("Lo que leen las familias")
        < last.index("De 1.º a 2.º grado")
    )
    assert "Para cerrar: Fue un simulacro." in last
    assert "Salgan con calma." not in last  # the campus has no such grades
    assert "EXERCISE / DRILL" in last
    assert tuple(float(side) for side in reader.pages[-1].mediabox[2:]) == LETTER


def test_spanish_text_is_tagged_for_screen_readers() -> None:
    reader, _ = sheet(translated_request())
    languages = {str(element["/Lang"]) for element in _elements(reader) if "/Lang" in element}
    assert any(language.startswith("es") for language in languages)


def _elements(reader: pypdf.PdfReader) -> list[Any]:
    """Return every element of the document's structure."""
    elements: list[Any] = []
    waiting: list[Any] = [reader.trailer["/Root"]["/StructTreeRoot"]]  # type: ignore[index]
    while waiting:
        element = waiting.pop()
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            waiting.extend(element)
        elif isinstance(element, dict):
            elements.append(element)
            if "/K" in element:
                waiting.append(element["/K"])
    return elements


def test_a_requirement_that_is_only_presumed_is_marked_on_the_sheet() -> None:
    request = make_request((fire_drill(),))
    (verdict,) = request.verdicts
    of_task = verdict.model_copy(update={"duty": "NJ-12/oak/year", "mandate": "NJ-12"})

    def page(presumed: bool) -> DrillView:
        verdicts = tuple(each.model_copy(update={"presumed": presumed}) for each in (verdict, of_task))
        asked = replace(request, verdicts=verdicts)
        return drill_view(asked.details(asked.plan.drills[0]))

    def counts_for(view: DrillView) -> str:
        return next(fact["value"] for fact in view["facts"] if fact["name"] == "Counts for")

    known, presumed = page(presumed=False), page(presumed=True)
    assert counts_for(known) == "NJ-01 (N.J.S.A. 18A:41-1)"
    assert counts_for(presumed) == "NJ-01 (N.J.S.A. 18A:41-1; presumed: not known law)"
    assert [task["asked_by"] for task in known["tasks"]] == ["NJ-12"]
    assert [task["asked_by"] for task in presumed["tasks"]] == ["NJ-12 (presumed: not known law)"]


def test_a_sheet_names_the_way_out_only_of_a_drill_that_has_one() -> None:
    drill = fire_drill()

    def names(route: Route | None) -> list[str]:
        request = make_request((drill.model_copy(update={"route": route}),))
        return [fact["name"] for fact in drill_view(request.details(request.plan.drills[0]))["facts"]]

    assert "Way out" not in names(None)
    assert names(Route.PRIMARY) == [*names(None)[:-4], "Way out", *names(None)[-4:]]
