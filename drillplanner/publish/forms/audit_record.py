"""A form packet as a record for the chart audit, so that our packets are checked like any others.

The audit (``audit/charts``) has its own list of the official blocks and its own reading of every rule. The record
has only what is printed: the values of each form, and their text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any, TypeVar

from drillplanner.audit.charts import record
from drillplanner.incident_command.chart.role_chart import Post
from drillplanner.publish.core.dates import form_date, form_time
from drillplanner.publish.core.form_catalogue import FormDefinition
from drillplanner.publish.forms.activity_log import ActivityLog
from drillplanner.publish.forms.assignments import Assignment
from drillplanner.publish.forms.briefing import Briefing, Objectives
from drillplanner.publish.forms.communications import CommunicationsList, RadioPlan
from drillplanner.publish.forms.context import DrillContext, Signer
from drillplanner.publish.forms.packet import DrillFormPacket, FilledForm, FormValue
from drillplanner.publish.forms.safety import MedicalPlan, SafetyAnalysis, SafetyMessage
from drillplanner.publish.sheets.content import incident_name

_DATE = re.compile(r"\b\d{1,4}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b(?!-)")
_TIME = re.compile(r"\b\d{1,2}:\d{2}(?: ?[AaPp]\.?[Mm]\.?)?")
#: Forms that list the whole organization; the audit compares them.
_ORGANIZATION_FORMS = ("201", "203", "205A", "207")

Fields = dict[str, Any]
_Line = TypeVar("_Line", record.RosterEntry, record.SignatureLine)


def packet_record(packet: DrillFormPacket) -> record.FormPacket:
    """Return the record of the packet's federal forms.

    None of our forms names a student or says that an action plan is required.
    """
    forms = [form for filled in packet.forms for form in _forms(filled, packet.context)]
    return record.FormPacket(
        forms=tuple(map(_in_unified_command, forms) if packet.context.chart.unified else forms),
        student_names=(),
        says_plan_is_required=False,
    )


def _forms(filled: FilledForm, context: DrillContext) -> Iterator[record.PacketForm]:
    if filled.form.number is None:
        return
    common = _shared_fields(filled.form, context)
    if not filled.sheets:  # chart and role list are drawn from the chart itself
        yield record.PacketForm(**common, **_entry_text((), common))
    for sheet in filled.sheets:
        yield record.PacketForm(**common, **_entry_text((sheet,), common), **_sheet_fields(sheet))


def _shared_fields(form: FormDefinition, context: DrillContext) -> Fields:
    titles = {block.title for block in form.blocks}
    drill = context.drill
    date = form_date(drill.date)
    fields: Fields = {
        "number": form.number,
        "incident_name": incident_name(context.details),
        "blocks": tuple(
            record.FormBlock(number=block.number, title=block.title) for block in form.blocks if not block.left_out
        ),
    }
    if "Incident Number" in titles:
        fields["incident_number"] = drill.drill_id
    if "Operational Period" in titles:
        fields["period"] = f"{date} {form_time(drill.start)} to {date} {form_time(drill.end)}".strip()
    if form.number in _ORGANIZATION_FORMS:
        posts = (*context.chart.posts, *context.chart.on_call) if form.number == "205A" else context.chart.posts
        fields["organisation"] = tuple(_roster_entries(posts, everyone=form.number == "205A"))
    return fields


def _roster_entries(posts: Iterable[Post], *, everyone: bool) -> Iterator[record.RosterEntry]:
    for post in posts:
        for person in (*post.people, *(post.alternates if everyone else ())):
            yield record.RosterEntry(position=post.position_id, person=person.staff_id)


def _in_unified_command(form: record.PacketForm) -> record.PacketForm:
    """Return the form with the school's commander as the school's member of unified command."""

    def renamed(lines: tuple[_Line, ...] | None) -> tuple[_Line, ...] | None:
        return lines and tuple(
            line.model_copy(update={"position": "CMD-UC"}) if line.position == "CMD-IC" else line for line in lines
        )

    return form.model_copy(
        update={
            "organisation": renamed(form.organisation),
            "supervisors": renamed(form.supervisors),
            "signatures": renamed(form.signatures),
            "team": "CMD-UC" if form.team == "CMD-IC" else form.team,
        }
    )


def _entry_text(sheets: tuple[FormValue, ...], common: Fields) -> Fields:
    """Return the text of a form, with all dates and times in it."""
    words = [common["incident_name"], common.get("period", ""), *_strings([asdict(sheet) for sheet in sheets])]
    text = "\n".join(word for word in words if word)
    return {
        "pages": (record.FormPage(drill_band=True, text=text),),
        "dates": tuple(_DATE.findall(text)),
        "times": tuple(_TIME.findall(text)),
    }


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in ("position_id", "staff_id"):
                yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)


def _sheet_fields(sheet: FormValue) -> Fields:
    read = _READERS.get(type(sheet))
    return {} if read is None else read(sheet)


def _signed(**blocks: Signer | tuple[Signer, ...]) -> tuple[record.SignatureLine, ...]:
    """Return the signature lines by block; ``b8`` is block 8."""
    return tuple(
        record.SignatureLine(block=block[1:], position=signer.position_id, person=signer.staff_id or None)
        for block, signers in blocks.items()
        for signer in (signers if isinstance(signers, tuple) else (signers,))
    )


def _radios(contacts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(contact.removeprefix("radio ") for contact in contacts if contact))


def _briefing(sheet: Briefing) -> Fields:
    return {"objectives": sheet.objectives, "signatures": _signed(b6=sheet.prepared_by)}


def _objectives(sheet: Objectives) -> Fields:
    return {
        "objectives": sheet.objectives,
        "ticked": tuple(tick.label.removeprefix("ICS ") for tick in sheet.ticks if tick.ticked),
        "site_safety_plan": sheet.safety_plan,
        "signatures": _signed(b7=sheet.prepared_by, b8=sheet.approved_by),
    }


def _assignment(sheet: Assignment) -> Fields:
    return {
        "team": sheet.position_id,
        "supervisors": tuple(
            record.RosterEntry(position=leader.position_id, person=leader.staff_id)
            for leader in sheet.leaders
            if leader.staff_id
        ),
        "channels": _radios(line.contact for line in sheet.communications),
    }


def _medical_plan(sheet: MedicalPlan) -> Fields:
    return {"signatures": _signed(b7=sheet.prepared_by, b8=sheet.approved_by)}


def _safety_analysis(sheet: SafetyAnalysis) -> Fields:
    return {
        "hazards": tuple(
            record.SafetyHazard(hazard=hazard.hazard, mitigation=hazard.mitigation) for hazard in sheet.hazards
        ),
        "signatures": _signed(b8=(sheet.safety_officer, sheet.operations_chief)),
    }


def _communications_list(sheet: CommunicationsList) -> Fields:
    return {
        "private_numbers": any(re.search(r"\d{3}", contact.methods) for contact in sheet.contacts),
        "marked_sensitive": sheet.notice != "",
    }


_READERS: dict[type, Callable[[Any], Fields]] = {
    Briefing: _briefing,
    Objectives: _objectives,
    Assignment: _assignment,
    RadioPlan: lambda sheet: {"channels": tuple(channel.name for channel in sheet.channels)},
    CommunicationsList: _communications_list,
    MedicalPlan: _medical_plan,
    SafetyMessage: lambda sheet: {
        "site_safety_plan": sheet.safety_plan_at != "",
        "signatures": _signed(b5=sheet.prepared_by),
    },
    ActivityLog: lambda sheet: {"team": sheet.position_id},
    SafetyAnalysis: _safety_analysis,
}
