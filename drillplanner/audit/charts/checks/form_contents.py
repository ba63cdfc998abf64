"""Check single forms: dates, required forms, channels, hazards, plain language, blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.checks.form_agreement import packet_of
from drillplanner.audit.charts.record import PacketForm
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import forms_table
from drillplanner.incident_command.positions.catalog import Tier

_DATE = re.compile(r"(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])/\d{4}")
_TIME = re.compile(r"([01]\d|2[0-3]):?[0-5]\d")
_TEN_CODE = re.compile(r"\b(?:10|11)-\d{1,2}\b(?!-)")
_CODE_COLOR = re.compile(
    r"\bcode\s+(?:red|blue|yellow|green|black|white|gray|grey|silver|pink|orange|purple|adam)\b", re.IGNORECASE
)
_ACRONYM = re.compile(r"(?<![\w/-])[A-Z]{2,6}(?![\w/-])")


def dates_and_times(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-07: mm/dd/yyyy and the 24-hour clock."""
    for form in packet_of(case).forms:
        for values, pattern, format_name in (
            (form.dates, _DATE, "month/day/year"),
            (form.times, _TIME, "24-hour time"),
        ):
            if values is None:
                yield MissingFact(
                    f"the {'dates' if values is form.dates else 'times'} printed on it", (form.number,)
                )
                continue
            for value in values:
                if value.strip() and not pattern.fullmatch(value.strip()):
                    yield CheckFault(f"'{value}' on ICS {form.number} is no {format_name}.", (form.number,))


def forms_of_the_tier(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-08: the forms that the tier requires."""
    table = forms_table()
    required = list(table.must[case.tier])
    if case.occasion.who_would:
        required = [number for number in required if number not in table.where_people_act]
    if "204" in required and case.record.positions is not None and not case.top_teams():
        required.remove("204")  # no operations team, so no assignment list
    if missing := [number for number in required if number not in packet_of(case).numbers]:
        yield CheckFault(
            f"A drill of tier {case.tier.value} should have: {', '.join(missing)}. Not in the packet.",
            tuple(missing),
        )


def channels(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-09: the channels of ICS 204 are on ICS 205; two channels need an ICS 205."""
    packet = packet_of(case)
    plans = packet.forms_numbered("205")
    used: list[str] = []
    for form in packet.forms_numbered("204"):
        if form.channels is None:
            yield MissingFact("the channels in block 8", ("204", form.team or ""))
        used += form.channels or ()
    if any(form.channels is None for form in plans):
        yield MissingFact("the channels in block 4", ("205",))
        return
    used = list(dict.fromkeys(used))
    planned = {channel.casefold() for form in plans for channel in form.channels or ()}
    if not plans:
        if len(used) > 1:
            yield CheckFault(f"{len(used)} channels are used without an ICS 205: {', '.join(used)}.", ("205",))
        return
    if unknown := [channel for channel in used if channel.casefold() not in planned]:
        yield CheckFault(f"Channels on ICS 204 that ICS 205 does not have: {', '.join(unknown)}.", ("204", "205"))


def mitigations(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-10: each hazard of ICS 215A has a mitigation."""
    for form in packet_of(case).forms_numbered("215A"):
        if form.hazards is None:
            yield MissingFact("the hazards and what is done about them", ("215A",))
        for hazard in form.hazards or ():
            if not hazard.mitigation.strip():
                yield CheckFault(f"ICS 215A: nothing is done about '{hazard.hazard}'.", ("215A",))


def band_and_names(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-11: the drill band on each page, and no student's name."""
    packet = packet_of(case)
    unstated: list[str] = []
    for form in packet.forms:
        if form.pages is None or any(page.drill_band is None for page in form.pages):
            unstated.append(form.number)
        for number, page in enumerate(form.pages or (), start=1):
            if page.drill_band is False:
                yield CheckFault(
                    f"Page {number} of ICS {form.number} does not say that this is a drill.", (form.number,)
                )
            for name in packet.student_names or ():
                if _holds(page.text, name):
                    yield CheckFault(
                        f"Page {number} of ICS {form.number} holds the name of a student.", (form.number,)
                    )
    if unstated:
        yield MissingFact("whether the band stands on each page", tuple(dict.fromkeys(unstated)))
    if packet.student_names is None:
        yield MissingFact("which names are those of students")


def _holds(text: str, name: str) -> bool:
    parts = r"\s+".join(re.escape(part) for part in name.split())
    return bool(parts) and re.search(rf"(?<!\w){parts}(?!\w)", text, re.IGNORECASE) is not None


def arithmetic(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-14: need = required - have, never below zero."""
    for form in packet_of(case).forms_numbered("215"):
        if form.resources is None:
            yield MissingFact("the numbers in block 6", ("215",))
        for resource in form.resources or ():
            if resource.need != max(0, resource.required - resource.have):
                yield CheckFault(
                    f"ICS 215: of {resource.kind}, {resource.required} are required and {resource.have} on hand; "
                    f"needed are {max(0, resource.required - resource.have)}, not {resource.need}.",
                    ("215",),
                )


def no_plan_needed(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-15: below large drills nothing calls a written plan required; small ones have none."""
    packet = packet_of(case)
    if case.tier is Tier.L3:
        return
    if packet.says_plan_is_required:
        yield CheckFault(
            f"The packet calls a written action plan required; a drill of tier {case.tier.value} needs none."
        )
    elif packet.says_plan_is_required is None:
        yield MissingFact("whether the packet calls a written action plan required")
    if case.tier is Tier.L1 and "202" in packet.numbers:
        yield CheckFault(
            "The packet holds a written action plan (ICS 202), which a small drill does not need.", ("202",)
        )


def plain_language(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-16: no codes or unexplained acronyms. Lines in capitals are headings, not acronyms."""
    known = forms_table().known_words | {word.upper() for word in case.record.settings.words_explained}
    unstated: list[str] = []
    for form in packet_of(case).forms:
        if form.pages is None or not any(page.text for page in form.pages):
            unstated.append(form.number)
            continue
        text = "\n".join(page.text for page in form.pages)
        codes = [match.group() for pattern in (_TEN_CODE, _CODE_COLOR) for match in pattern.finditer(text)]
        acronyms = [
            match.group()
            for line in text.splitlines()
            if not line.isupper()
            for match in _ACRONYM.finditer(line)
            if match.group() not in known and f"({match.group()})" not in text
        ]
        if unclear := list(dict.fromkeys([*codes, *acronyms])):
            yield CheckFault(f"ICS {form.number} is not in plain language: {', '.join(unclear)}.", (form.number,))
    if unstated:
        yield MissingFact("the words on the form", tuple(dict.fromkeys(unstated)))


def official_blocks(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """FRM-17: block numbers and titles are those of the form."""
    table = forms_table()
    for form in packet_of(case).forms:
        official = table.blocks.get(form.number)
        if official is None:
            continue
        if form.blocks is None:
            yield MissingFact("the blocks as printed", (form.number,))
            continue
        faults = [*_wrong_blocks(form, official)]
        printed = {block.number for block in form.blocks}
        if form.number not in table.may_leave_out:
            faults += [f"{number} is missing" for number in official if number not in printed]
        if faults:
            yield CheckFault(f"ICS {form.number}: {'; '.join(faults)}.", (form.number,))


def _wrong_blocks(form: PacketForm, official: dict[str, str]) -> Iterator[str]:
    for block in form.blocks or ():
        title = official.get(block.number)
        if title is None:
            yield f"there is no block {block.number}"
        elif not _same_title(block.title, title):
            yield f"block {block.number} is '{title}', not '{block.title}'"


def _same_title(printed: str, official: str) -> bool:
    """Return whether the printed title is the official one; it may go on after a bracket, period, or colon."""
    printed_title, official_title = (
        " ".join(title.casefold().split()).rstrip(" :.") for title in (printed, official)
    )
    return printed_title == official_title or (
        forms_table().titles_may_go_on
        and printed_title.startswith(official_title)
        and not printed_title[len(official_title)].isalnum()
    )


CHECKS = {
    "FRM-07": dates_and_times,
    "FRM-08": forms_of_the_tier,
    "FRM-09": channels,
    "FRM-10": mitigations,
    "FRM-11": band_and_names,
    "FRM-14": arithmetic,
    "FRM-15": no_plan_needed,
    "FRM-16": plain_language,
    "FRM-17": official_blocks,
}
