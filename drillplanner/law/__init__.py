"""Drill law as data: the kinds of requirement, the packs, and the duties that they give."""

from drillplanner.law.duties.credit import assign_credit
from drillplanner.law.duties.layers import met_through
from drillplanner.law.duties.mandate import Duty, Mandate, NotEncoded, Source
from drillplanner.law.duties.tasks import derive_tasks
from drillplanner.law.match import Match, MatchContext
from drillplanner.law.packs.law_book import LawBook, derive_duties, setting_of, stand_ins_at
from drillplanner.law.packs.loading import (
    bundled_fire_codes,
    bundled_states,
    load_fire_code,
    load_law,
    load_pack,
    load_state_pack,
)
from drillplanner.law.packs.pack import Pack
from drillplanner.law.requirement import Credit, Judgement, Requirement, Scene
from drillplanner.law.window import Setting, Window

__all__ = [
    "Credit",
    "Duty",
    "Judgement",
    "LawBook",
    "Mandate",
    "Match",
    "MatchContext",
    "NotEncoded",
    "Pack",
    "Requirement",
    "Scene",
    "Setting",
    "Source",
    "Window",
    "assign_credit",
    "bundled_fire_codes",
    "bundled_states",
    "derive_duties",
    "derive_tasks",
    "load_fire_code",
    "load_law",
    "load_pack",
    "load_state_pack",
    "met_through",
    "setting_of",
    "stand_ins_at",
]
