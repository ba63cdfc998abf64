"""What a chart says in words about outside agencies: who comes, who commands, who meets them where, and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

from drillplanner.exercises.doctrine.load_reference import load_reference
from drillplanner.incident_command.chart.role_chart import AgencySeat, ResponderPlan, RoleChart
from drillplanner.model import CommandHandling, DrillType
from drillplanner.publish.core import words
from drillplanner.publish.core.dates import form_time

_WITH_RULES = (DrillType.FUNCTIONAL, DrillType.FULL_SCALE)

#: How a time of day is written.
Clock = Callable[[time], str]


def responder_sentences(chart: RoleChart, staging: str = "", clock: Clock = form_time) -> tuple[str, ...]:
    """Return the sentences about responders; none if no agency comes and the drill is no large exercise.

    ``staging`` is the staging area as the school wrote it down; empty leaves a line to write on. ``clock`` writes
    the times. A functional or full-scale exercise also has its weapons and safety rule.
    """
    plan = chart.responders
    sentences = []
    if plan is not None:
        names = words.join_words(tuple(_name_and_invitation(seat) for seat in chart.agencies))
        sentences.append(f"Responders: {names}. {_command_sentence(plan, chart, clock)}")
        sentences.append(f"{_meeting_sentence(plan, chart)} Staging area: {staging or '_' * 24}.")
    elif chart.drill_type is DrillType.FUNCTIONAL:
        sentences.append("Responders: none come; the simulation cell plays them.")
    if chart.drill_type in _WITH_RULES:
        weapons = load_reference().conduct.weapons[0]
        sentences.append(f"Weapons: {weapons} All safety rules are in the exercise plan.")
    return tuple(sentences)


def agency_contact(seat: AgencySeat, chart: RoleChart) -> str:
    """Return with whom an agency works, in a few words, as lists print it."""
    invited = "" if seat.attends else " (to be invited)"
    if seat.in_command:
        return f"shares command{invited}"
    contact = f"{chart.by_id[seat.reports_to].short}{invited}"
    return f"takes command when briefed; until then {contact}" if seat.takes_command else contact


def _name_and_invitation(seat: AgencySeat) -> str:
    return seat.name if seat.attends else f"{seat.name} (to be invited)"


def briefing_moment(plan: ResponderPlan, clock: Clock = form_time) -> str:
    """Return when responders are briefed: ``at about 09:45 (minute 5)``."""
    minute = f"minute {plan.briefing_minute}"
    return f"at {minute}" if plan.briefing_at is None else f"at about {clock(plan.briefing_at)} ({minute})"


def _command_sentence(plan: ResponderPlan, chart: RoleChart, clock: Clock) -> str:
    moment = briefing_moment(plan, clock)
    match plan.command:
        case CommandHandling.UNIFIED:
            sharing = words.join_words(tuple(seat.name for seat in chart.agencies if seat.in_command))
            return (
                f"Unified command of the school and {sharing}, from the briefing (ICS 201) {moment}: one set of "
                "objectives, one plan; all posts are told."
            )
        case CommandHandling.TRANSFERRED:
            return (
                f"Command passes to the officer of {plan.lead_agency} after a face-to-face briefing (ICS 201) "
                f"{moment}; all posts are told, and the school's commander stays at the command post."
            )
        case CommandHandling.SCHOOL:
            return f"The school keeps command and briefs them (ICS 201) {moment}."


def _meeting_sentence(plan: ResponderPlan, chart: RoleChart) -> str:
    liaison, manager = chart.by_id[plan.liaison], chart.by_id[plan.staging_manager]
    who = liaison.primary.name if liaison.primary else "______"
    meets = f"{who} ({liaison.title}) meets them."
    if manager is liaison:
        return meets
    return f"{meets} {manager.primary.name if manager.primary else '______'} ({manager.title}) runs staging."
