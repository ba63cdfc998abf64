"""What was wrong with papers before there were tiers: checks of finished pages, each of which fails on old ones.

The old papers are still printed: ``--paper full`` is what every drill had. Findings about charts are cases of the
judge (``tests/audit/charts``); those about papers that differ are in ``tests/publish/agreement``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from drillplanner.model import DrillType
from drillplanner.publish.core.paper.tiers import PaperAmount
from drillplanner.publish.forms.activity_log import ActivityLog
from drillplanner.publish.forms.assignments import Assignment
from drillplanner.publish.forms.packet import DrillFormPacket
from tests.publish.forms.invented_school import pages_of, pdf_of, request_of
from tests.publish.forms.test_paper_tiers import TIERS, papers_of

Pages = Sequence[str]
_OWN_WORDS = 25


def has_more_pages_than_a_routine_drill_needs(pages: Pages) -> bool:
    return len(pages) > TIERS["routine"].most_pages


def does_not_begin_with_who_when_where_and_the_words_that_stop_it(pages: Pages) -> bool:
    needed = ("In command:", "Then:", "Counts people:", "Assembly:", "To stop", "9:40")
    return not all(words in pages[0] for words in needed)


def does_not_end_with_the_record(pages: Pages) -> bool:
    return "Drill Record" not in pages[-1]


def has_a_page_of_lines_alone(pages: Pages) -> bool:
    """Beyond what all pages share, and the titles and labels of its form, a page says almost nothing."""
    words = [set(re.findall(r"[A-Za-z]{3,}", page)) for page in pages]
    shared = set.intersection(*words)
    return any(len(page - shared) < _OWN_WORDS for page in words)


def names_training_that_people_lack(pages: Pages) -> bool:
    return any("†" in page or "Training still open" in page for page in pages)


def has_a_log_for_somebody_who_supervises_nobody(packet: DrillFormPacket) -> bool:
    chart = packet.context.chart
    posts = {
        sheet.position_id
        for form in packet.forms
        for sheet in form.sheets
        if isinstance(sheet, (Assignment, ActivityLog))
    }
    scribe = "PLN-DOC"  # keeps the log of all
    return any(not chart.reports(post) and len(chart.by_id[post].people) == 1 for post in posts - {scribe})


CHECKS: tuple[Callable[[Pages], bool], ...] = (
    has_more_pages_than_a_routine_drill_needs,
    does_not_end_with_the_record,
    has_a_page_of_lines_alone,
    names_training_that_people_lack,
)


@pytest.fixture(scope="module")
def packets() -> dict[PaperAmount, DrillFormPacket]:
    """Return the papers of one fire drill, by tiers and as they were."""
    request = request_of("L2", drill={"drill_type": DrillType.FIRE_EVACUATION})
    return {amount: papers_of(replace(request, paper=amount)) for amount in PaperAmount}


@pytest.fixture(scope="module")
def printed(packets: dict[PaperAmount, DrillFormPacket]) -> dict[PaperAmount, list[str]]:
    """Return the text of their pages."""
    return {amount: pages_of(pdf_of(packet)) for amount, packet in packets.items()}


@pytest.mark.parametrize("is_wrong", CHECKS)
def test_each_finding_is_gone_and_would_be_found_again(
    is_wrong: Callable[[Pages], bool], printed: dict[PaperAmount, list[str]]
) -> None:
    assert is_wrong(printed[PaperAmount.FULL]), "the check passes on the old papers, so it proves nothing"
    assert not is_wrong(printed[PaperAmount.TIERS])


def test_the_first_page_was_a_chart(packets: dict[PaperAmount, DrillFormPacket]) -> None:
    old = pages_of(pdf_of(packets[PaperAmount.FULL].only("form_207", "form_203")))
    assert does_not_begin_with_who_when_where_and_the_words_that_stop_it(old)
    new = pages_of(pdf_of(packets[PaperAmount.TIERS]))
    assert not does_not_begin_with_who_when_where_and_the_words_that_stop_it(new)


def test_everybody_had_an_activity_log(packets: dict[PaperAmount, DrillFormPacket]) -> None:
    request = request_of("exercise", drill={"drill_type": DrillType.FULL_SCALE})
    assert has_a_log_for_somebody_who_supervises_nobody(papers_of(replace(request, paper=PaperAmount.FULL)))
    assert not has_a_log_for_somebody_who_supervises_nobody(papers_of(request))
