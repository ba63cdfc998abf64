"""The packets as they are printed, read back from the PDF."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from drillplanner.publish.core.form_catalogue import load_forms
from tests.publish.forms.invented_school import (
    TIERS,
    opened,
    packet,
    packet_of,
    pages,
    pages_of,
    pdf,
    pdf_of,
    request_of,
    with_scenario,
)

#: An exercise has the forms of a large drill that an agency attends; it is not read a second time.
PRINTED = sorted(set(TIERS) - {"exercise"})
FORMS = {form.number: form for form in load_forms() if form.number is not None}
NAME = re.compile(r"1\. Incident Name(?: \(Optional\))?: DRILL – Oak Street Elementary – [A-Za-z -]+ – 10/07/2025")


def pages_with(tier: str, number: str) -> list[str]:
    return [page for page in pages(tier) if f"ICS {number} ·" in page or f"ICS {number}, Page" in page]


@pytest.mark.parametrize("tier", PRINTED)
def test_every_form_has_a_bookmark_in_the_order_of_the_packet(tier: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf(tier)))
    titles = [str(one["/Title"]) for one in reader.outline if not isinstance(one, list)]
    found = [match[1] for title in titles if (match := re.search(r"\(ICS (\w+)\)", title))]
    assert list(dict.fromkeys(found)) == list(packet(tier).numbers)
    assert titles[0] == "Command Post Sheet"
    assert titles[-2:] == ["Sign-In Sheet", "Role Cards"]


@pytest.mark.parametrize(
    ("tier", "number"), [(tier, number) for tier in PRINTED for number in packet(tier).numbers]
)
def test_each_form_prints_its_blocks_in_order(tier: str, number: str) -> None:
    text = " ".join(pages_with(tier, number))
    form = FORMS[number]
    shown = [block for block in form.blocks if not block.left_out]
    if number == "201":  # its block 6 stands at the foot of each page
        shown = [block for block in shown if block.number != "6" and (tier != "L1" or int(block.number) < 9)]
    if number == "211":  # block 17 follows the table, whose columns are the blocks 7 to 15
        assert all(
            f"Blocks {', '.join(('6', '8', '12', '13'))} and 16" in page for page in pages_with(tier, number)
        )
    places = [text.find(f"{block.number}. {block.title}") for block in shown]
    assert -1 not in places, [block.title for block, place in zip(shown, places, strict=True) if place < 0]
    assert places == sorted(places)


@pytest.mark.parametrize("tier", PRINTED)
def test_every_page_says_that_it_is_a_drill_and_what_it_is_not(tier: str) -> None:
    read = pages(tier)
    for number, text in enumerate(read, start=1):
        assert text.replace(" ", "").count("EXERCISE/DRILL") >= 2
        assert "Plan feedc0de of 08/01/2025" in text
        assert "Not legal advice." in text
        assert "Layout follows FEMA 502-2; not an official form." in text
        assert f"Page {number} of {len(read)}" in text


@pytest.mark.parametrize("tier", PRINTED)
def test_identity_and_period_are_the_same_on_every_form(tier: str) -> None:
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
def test_dates_and_hours_on_the_federal_forms_are_as_the_forms_want_them(tier: str) -> None:
    for number in packet(tier).numbers:
        for page in pages_with(tier, number):
            assert not re.search(r"\b\d{4}-\d{2}-\d{2}\b(?!-)|\b\d{1,2}:\d{2} ?[AP]M\b", page)
            assert all(re.fullmatch(r"\d{2}/\d{2}/\d{4}", one) for one in re.findall(r"\S*\d/\d\S*", page))


def test_pages_are_us_letter(tier: str = "L3") -> None:
    sizes = {
        tuple(float(side) for side in page.mediabox[2:]) for page in pypdf.PdfReader(io.BytesIO(pdf(tier))).pages
    }
    assert sizes == {(612.0, 792.0), (792.0, 612.0)}


def test_the_action_plan_has_pages_of_its_own_number() -> None:
    for number, form in FORMS.items():
        for page in pages_with("L3", number):
            assert ("IAP Page" in page) == form.in_action_plan


INJECTIONS = ('#eval("1")', "{{7*7}}", "$x^2$", "*bold* _it_ <label> @ref", '\\u{41} #import "x"', "// c /* d */")


def test_text_is_data() -> None:
    def hostile(place: int, title: str) -> str:
        return f"{INJECTIONS[place % len(INJECTIONS)]} {place}"

    request = with_scenario(
        request_of("L2", names=hostile, campus_name="#panic() $x$ School"),
        title='Title {{7*7}} #eval("2")',
        objectives=("Objective $y$ #lorem(5)",),
        accommodations=("Support #set page(width: 1pt)",),
    )
    few = packet_of(request).only(
        "command_post", "form_202", "form_203", "form_205a", "form_207", "form_208", "role_cards"
    )
    read = pypdf.PdfReader(io.BytesIO(pdf_of(few)))
    text = "".join("".join(page.extract_text().split()) for page in read.pages)
    for said in (*INJECTIONS, "#panic()$x$School", 'Title{{7*7}}#eval("2")', "Objective$y$#lorem(5)"):
        assert said.replace(" ", "") in text
    assert "Support#setpage(width:1pt)" in text


LONG = "Maximiliane-Konstantina Featherstonehaugh"


def test_forty_letters_and_three_hundred_stay_inside_the_page() -> None:
    assert len(LONG) >= 40
    endless = "Superintendent" * 22
    request = with_scenario(
        request_of("L2", names=lambda place, title: LONG if place else endless, campus_name=f"{LONG} School"),
        title="T" * 300,
    )
    data = pdf_of(packet_of(request))
    assert crowded(data) == []
    text = "".join(pages_of(data)).replace(" ", "")
    assert endless in text
    assert "T" * 300 in text


@pytest.mark.parametrize("tier", PRINTED)
def test_no_words_lie_on_each_other_or_outside_the_frame(tier: str) -> None:
    assert crowded(pdf(tier)) == []


def crowded(data: bytes) -> list[str]:
    """Words that lie on another word or outside the margins, with their page."""
    found = []
    with opened(data) as document:
        for page in document:
            words = sorted((one[1], one[3], one[0], one[2], one[4]) for one in page.get_text("words"))
            width, height = page.rect.width, page.rect.height
            for place, (top, bottom, left, right, word) in enumerate(words):
                if left < 20 or right > width - 20 or top < 15 or bottom > height - 8:
                    found.append(f"page {page.number + 1}: {word} outside")
                for other_top, other_bottom, other_left, other_right, other in words[place + 1 :]:
                    if other_top >= bottom:
                        break
                    across = min(right, other_right) - max(left, other_left)
                    # Boxes of words are as high as the typeface, not as the letters: lines may touch by a third.
                    down = (min(bottom, other_bottom) - other_top) / min(bottom - top, other_bottom - other_top)
                    if across > 1 and down > 0.45:
                        found.append(f"page {page.number + 1}: {word} on {other}")
    return found
