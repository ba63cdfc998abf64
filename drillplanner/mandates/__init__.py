"""Drill law as data: the kinds of requirement, the packs, and the duties that they give."""

from drillplanner.mandates.law_book import LawBook, derive_duties
from drillplanner.mandates.loading import bundled_states, load_law, load_pack, load_state_pack
from drillplanner.mandates.mandate import Duty, Mandate, NotEncoded, Source
from drillplanner.mandates.match import Match
from drillplanner.mandates.pack import Pack
from drillplanner.mandates.requirement import Judgement, Requirement, Scene
from drillplanner.mandates.tasks import derive_tasks
from drillplanner.mandates.window import Window

__all__ = [
    "Duty",
    "Judgement",
    "LawBook",
    "Mandate",
    "Match",
    "NotEncoded",
    "Pack",
    "Requirement",
    "Scene",
    "Source",
    "Window",
    "bundled_states",
    "derive_duties",
    "derive_tasks",
    "load_law",
    "load_pack",
    "load_state_pack",
]
