"""Drill law as data: the kinds of requirement, the packs, and the duties that they give."""

from drillplanner.law.duties.credit import assign_credit as assign_credit
from drillplanner.law.duties.layers import met_through as met_through
from drillplanner.law.duties.mandate import (
    Duty as Duty,
    Force as Force,
    Mandate as Mandate,
    NotEncoded as NotEncoded,
    Source as Source,
)
from drillplanner.law.duties.spared_grades import SparedGrades as SparedGrades
from drillplanner.law.duties.tasks import derive_tasks as derive_tasks
from drillplanner.law.match import Match as Match, MatchContext as MatchContext
from drillplanner.law.packs.fire_code import (
    DrillTable as DrillTable,
    FireCodeRecord as FireCodeRecord,
    codes_to_load as codes_to_load,
)
from drillplanner.law.packs.law_book import (
    LawBook as LawBook,
    derive_duties as derive_duties,
    setting_of as setting_of,
    spared_grades_at as spared_grades_at,
    stand_ins_at as stand_ins_at,
)
from drillplanner.law.packs.attendance import Attendance as Attendance, pack_of_attendance as pack_of_attendance
from drillplanner.law.packs.loading import (
    bundled_fire_codes as bundled_fire_codes,
    bundled_states as bundled_states,
    load_fire_code as load_fire_code,
    load_law as load_law,
    load_pack as load_pack,
    load_state_pack as load_state_pack,
)
from drillplanner.law.packs.local_fire_drills import LocalFireDrills as LocalFireDrills
from drillplanner.law.packs.pack import Pack as Pack
from drillplanner.law.requirement import (
    Credit as Credit,
    Judgment as Judgment,
    Requirement as Requirement,
    CampusSchedule as CampusSchedule,
)
from drillplanner.law.window import Setting as Setting, Window as Window
