"""The printed packets, read back from the PDF."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from drillplanner.model import SpeakerAnnouncements
from drillplanner.publish.core.form_catalogue import load_forms
from tests.publish.forms.invented_school import (
    TIERS,
    misplaced_words,
    packet,
    packet_of,
    pages,
    pages_of,
    pdf,
    pdf_of,
    request_of,
    with_scenario,
)

#: An exercise has the same forms as a large drill with an agency (L3), so it is not read again.
PRINTED = sorted(set(TIERS) - {"exercise"})
FORMS = {form.number: form for form in load_forms() if form.number is not None}
NAME = re.compile(r"1\. Incident Name(?: \(Optional\))?: DRILL – Oak Street Elementary – [A-Za-z -]+ – 10/07/2025")


def pages_with(tier: str, number: str) -> list[str]:
    return [page for page in pages(tier) if f"ICS {number} ·" in page or f"ICS {number}, Page" in page]


@pytest.mark.parametrize("tier", PRINTED)
def test_every_form_has_a_bookmark_in_the_order_of_the_packet(tier: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf(tier)))
    titles = [str(item["/Title"]) for item in reader.outline if not isinstance(item, list)]
    numbers = [match[1] for title in titles if (match := re.search(r"\(ICS (\w+)\)", title))]
    assert list(dict.fromkeys(numbers)) == list(packet(tier).numbers)
    assert titles[0] == "Command Post Sheet"
    assert titles[-2:] == ["Sign-In Sheet", "Role Cards"]


@pytest.mark.parametrize(
    ("tier", "number"), [(tier, number) for tier in PRINTED for number in packet(tier).numbers]
)
def test_each_form_prints_its_blocks_in_order(tier: str, number: str) -> None:
    text = " ".join(pages_with(tier, number))
    form = FORMS[number]
    shown = [block for block in form.blocks if not block.left_out]
    if number == "201":  # its block 6 is at the bottom of each page
        shown = [block for block in shown if block.number != "6" and (tier != "L1" or int(block.number) < 9)]
    if number == "211":  # block 17 follows the table, whose columns are the blocks 7 to 15
        assert all(
            f"Blocks {', '.join(('6', '8', '12', '13'))} and 16" in page for page in pages_with(tier, number)
        )
    positions = [text.find(f"{block.number}. {block.title}") for block in shown]
    assert -1 not in positions, [
        block.title for block, position in zip(shown, positions, strict=True) if position < 0
    ]
    assert positions == sorted(positions)


@pytest.mark.parametrize("tier", PRINTED)
def test_every_page_says_that_it_is_a_drill_and_names_its_plan_and_status(tier: str) -> None:
    all_pages = pages(tier)
    for number, text in enumerate(all_pages, start=1):
        assert text.replace(" ", "").count("EXERCISE/DRILL") >= 2
        assert "Plan feedc0de of 08/01/2025" in text
        assert "Not legal advice." in text
        assert "Layout follows FEMA 502-2; not an official form." in text
        assert f"Page {number} of {len(all_pages)}" in text


@pytest.mark.parametrize("tier", PRINTED)
def test_incident_name_number_and_period_are_the_same_on_every_form(tier: str) -> None:
    names, periods, numbers = set(), set(), set()
    for number in packet(tier).numbers:
        first = pages_with(tier, number)[0]
        names.add(NAME.search(first)[0].replace(" (Optional)", ""))  # type: ignore[index]
        periods.update(re.findall(r"Date From: \S+ Date To: \S+ Time From: \S+ Time To: \S+", first))
        numbers.update(re.findall(r"2\. Incident Number: (\S+)", first))
    assert len(names) == 1
    assert periods == {"Date From: 10/07/2025 Date To: 10/07/2025 Time From: 09:40 Time To: 09:50"}
    assert numbers == {packet(tier).context.drill.drill_id}


@pytest.mark.parametrize("tier", PRINTED)
def test_dates_and_times_on_the_federal_forms_have_the_format_of_the_forms(tier: str) -> None:
    for number in packet(tier).numbers:
        for page in pages_with(tier, number):
            assert not re.search(r"\b\d{4}-\d{2}-\d{2}\b(?!-)|\b\d{1,2}:\d{2} ?[AP]M\b", page)
            assert all(re.fullmatch(r"\d{2}/\d{2}/\d{4}", date) for date in re.findall(r"\S*\d/\d\S*", page))


def test_pages_are_us_letter(tier: str = "L3") -> None:
    sizes = {
        tuple(float(side) for side in page.mediabox[2:]) for page in pypdf.PdfReader(io.BytesIO(pdf(tier))).pages
    }
    assert sizes == {(612.0, 792.0), (792.0, 612.0)}


def test_only_forms_of_the_action_plan_have_its_page_numbers() -> None:
    for number, form in FORMS.items():
        for page in pages_with("L3", number):
            assert ("IAP Page" in page) == form.in_action_plan


INJECTIONS = ('#eval("1")', "{{7*7}}", "$x^2$", "*bold* _it_ <label> @ref", '\\u{41} #import "x"', "// c /* d */")


def test_markup_in_names_and_texts_is_printed_as_plain_text() -> None:
    def hostile(place: int, title: str) -> str:
        return f"{INJECTIONS[place % len(INJECTIONS)]} {place}"

    request = with_scenario(
        request_of("L2", names=hostile, campus_name="#panic() $x$ School"),
        title='Title {{7*7}} #eval("2")',
        objectives=("Objective $y$ #lorem(5)",),
        accommodations=("Support #set page(width: 1pt)",),
    )
    some_forms = packet_of(request).only(
        "command_post", "form_202", "form_203", "form_205a", "form_207", "form_208", "role_cards"
    )
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(some_forms)))
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    for words in (*INJECTIONS, "#panic()$x$School", 'Title{{7*7}}#eval("2")', "Objective$y$#lorem(5)"):
        assert words.replace(" ", "") in text
    assert "Support#setpage(width:1pt)" in text


LONG = "Maximiliane-Konstantina Featherstonehaugh"


def test_names_of_40_and_300_letters_stay_inside_the_page() -> None:
    assert len(LONG) >= 40
    long_word = "Superintendent" * 22
    request = with_scenario(
        request_of("L2", names=lambda place, title: LONG if place else long_word, campus_name=f"{LONG} School"),
        title="T" * 300,
    )
    data = pdf_of(packet_of(request))
    assert misplaced_words(data) == []
    text = "".join(pages_of(data)).replace(" ", "")
    assert long_word in text
    assert "T" * 300 in text


def test_the_command_post_sheet_has_the_words_on_the_speaker() -> None:
    plain = pages_of(pdf_of(packet_of(request_of("L1")).only("command_post")))[0]
    assert "Say first: This is a drill. This is a drill. Hold drill." in plain
    words = SpeakerAnnouncements(
        begin=("This is a drill.", "Evacuate!"),
        stop=("Stop the drill.",),
        end=("It is over.",),
        before_end="Count.",
    )
    data = pdf_of(packet_of(with_scenario(request_of("L1"), announcements=words)).only("command_post"))
    text = pages_of(data)[0]
    assert "Say first" not in text
    for words_ in (
        "To begin",
        "This is a drill. Evacuate!",
        "Stop the drill.",
        "To end Count. It is over.",
        "Hold!",
    ):
        assert words_ in text, text
    assert misplaced_words(data) == []


@pytest.mark.parametrize("tier", PRINTED)
def test_no_words_overlap_or_are_outside_the_margins(tier: str) -> None:
    assert misplaced_words(pdf(tier)) == []
