"""The front door for a library user: each question about a workspace is one call.

::

    from drillplanner import api

    prepared = api.prepare(folder)      # read and validate
    api.plan(prepared, settings)        # solve, judge, write
    api.audit(prepared)                 # judge again, or anyone's schedule

Every name here is documented where it is defined, in ``drillplanner/workflow/``.
"""

from drillplanner.audit.schedule import AuditReport
from drillplanner.files.atomic_write import write_pieces, write_text, written_whole
from drillplanner.files.counting import counted
from drillplanner.files.errors import (
    DrillplannerError,
    InfeasibleError,
    InputError,
    OutOfTimeError,
    Problem,
    RefusedScenarioError,
)
from drillplanner.files.reading.bounded import read_file
from drillplanner.files.shipped import program_digest
from drillplanner.files.tables.csv_text import row_text
from drillplanner.model import DISCLAIMER, Caveat, Conflict, Frozen, Plan
from drillplanner.progress import Interruption, Progress, silent
from drillplanner.publish.core.html.page import fill_template, script_hash
from drillplanner.store.fleet_results import FleetResults, StoredResult, fleet_results
from drillplanner.workflow.answers.answer import answer
from drillplanner.workflow.answers.places import Answer
from drillplanner.workflow.audit import audit
from drillplanner.workflow.bundle.workspace_files import (
    Bundle,
    MadeFiles,
    is_published_whole,
    made_files,
    read_bundle,
    unpacked,
)
from drillplanner.workflow.bundle.write_back import is_updated_during_the_year, write_back
from drillplanner.workflow.caveats.before_you_rely import caveats_of_files, caveats_of_plan
from drillplanner.workflow.charts import judge_chart_files, judge_charts
from drillplanner.workflow.explain.current_plan import is_current
from drillplanner.workflow.explain.district import explain_district, explain_duty
from drillplanner.workflow.explain.drill import explain_drill
from drillplanner.workflow.in_words.drill_in_words import DrillInWords
from drillplanner.workflow.in_words.record_request import RecordRequest
from drillplanner.workflow.plan import (
    conflicts_in_words,
    plan,
    plan_with_report,
    proposed,
    search,
    search_settings,
)
from drillplanner.workflow.plan_files import PLAN_FILE, plan_digest, plan_file_bytes, read_plan, read_plan_if_any
from drillplanner.workflow.prepare import prepare
from drillplanner.workflow.prepared import Prepared
from drillplanner.workflow.publish import own_letter_findings, publication, publish
from drillplanner.workflow.recording.evidence import asked_fields, evidence
from drillplanner.workflow.recording.record import Recorded, record, recorded_drills
from drillplanner.workflow.recording.record_table import RecordedTable, record_table
from drillplanner.workflow.replan.changed_by_hand import is_changed_by_hand
from drillplanner.workflow.replan.replan import replan, replan_with_report
from drillplanner.workflow.replan.request import ReplanRequest
from drillplanner.workflow.replan.sentences import lost_duty_sentences
from drillplanner.workflow.screen import screen
from drillplanner.workflow.status.confirm import confirmed
from drillplanner.workflow.status.report import status

__all__ = [
    "DISCLAIMER",
    "PLAN_FILE",
    "Answer",
    "AuditReport",
    "Bundle",
    "Caveat",
    "Conflict",
    "DrillInWords",
    "DrillplannerError",
    "FleetResults",
    "Frozen",
    "InfeasibleError",
    "InputError",
    "Interruption",
    "MadeFiles",
    "OutOfTimeError",
    "Plan",
    "Prepared",
    "Problem",
    "Progress",
    "RecordRequest",
    "Recorded",
    "RecordedTable",
    "RefusedScenarioError",
    "ReplanRequest",
    "StoredResult",
    "answer",
    "asked_fields",
    "audit",
    "caveats_of_files",
    "caveats_of_plan",
    "confirmed",
    "conflicts_in_words",
    "counted",
    "evidence",
    "explain_district",
    "explain_drill",
    "explain_duty",
    "fill_template",
    "fleet_results",
    "is_changed_by_hand",
    "is_current",
    "is_published_whole",
    "is_updated_during_the_year",
    "judge_chart_files",
    "judge_charts",
    "lost_duty_sentences",
    "made_files",
    "own_letter_findings",
    "plan",
    "plan_digest",
    "plan_file_bytes",
    "plan_with_report",
    "prepare",
    "program_digest",
    "proposed",
    "publication",
    "publish",
    "read_bundle",
    "read_file",
    "read_plan",
    "read_plan_if_any",
    "record",
    "record_table",
    "recorded_drills",
    "replan",
    "replan_with_report",
    "row_text",
    "screen",
    "script_hash",
    "search",
    "search_settings",
    "silent",
    "status",
    "unpacked",
    "write_back",
    "write_pieces",
    "write_text",
    "written_whole",
]
