"""Drill law as data: the kinds of requirement, the packs, and the duties that they give."""

from drillplanner.mandates.credit import settle
from drillplanner.mandates.law_book import LawBook, derive_duties, setting_of, stand_ins_at
from drillplanner.mandates.layers import met_through
from drillplanner.mandates.loading import (
    bundled_fire_codes,
    bundled_states,
    load_fire_code,
    load_law,
    load_pack,
    load_state_pack,
)
from drillplanner.mandates.mandate import Duty, Mandate, NotEncoded, Source
from drillplanner.mandates.match import Known, Match
from drillplanner.mandates.pack import Pack
from drillplanner.mandates.requirement import Credit, Judgement, Requirement, Scene
from drillplanner.mandates.tasks import derive_tasks
from drillplanner.mandates.window import Setting, Window

__all__ = [
    "Credit",
    "Duty",
    "Judgement",
    "Known",
    "LawBook",
    "Mandate",
    "Match",
    "NotEncoded",
    "Pack",
    "Requirement",
    "Scene",
    "Setting",
    "Source",
    "Window",
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
    "settle",
    "stand_ins_at",
]
