"""What is on paper, as frozen values: the chart with its people, the packet of forms, the exercise, the programme.

A record says what somebody wrote down, right or wrong; None means that it is not said. The rules judge it.
"""

from drillplanner.audit.charts.record.charted_position import ChartedPosition, CustodyStep, Member, State
from drillplanner.audit.charts.record.command_record import CommandRecord, Settings, Waiver
from drillplanner.audit.charts.record.exercise import (
    AreaForImprovement,
    AssignedEvaluator,
    CorrectiveAction,
    Document,
    DocumentKind,
    Exercise,
    ExerciseEvent,
    ExerciseRole,
    ExerciseStaff,
    Guide,
    Milestones,
    Module,
    Objective,
    Target,
    Task,
)
from drillplanner.audit.charts.record.form_packet import (
    Block,
    Entry,
    Form,
    Hazard,
    NeededResource,
    Packet,
    Page,
    Signature,
)
from drillplanner.audit.charts.record.occasion import Occasion, Places, Step, StepKind, Transfer
from drillplanner.audit.charts.record.people import (
    Certificate,
    Delivery,
    Elsewhere,
    OutsideAgency,
    Person,
)
from drillplanner.audit.charts.record.program import (
    OpenAction,
    PreparednessPlan,
    Priority,
    Programme,
    ProgrammeExercise,
)

__all__ = [
    "AreaForImprovement",
    "AssignedEvaluator",
    "Block",
    "Certificate",
    "ChartedPosition",
    "CommandRecord",
    "CorrectiveAction",
    "CustodyStep",
    "Delivery",
    "Document",
    "DocumentKind",
    "Elsewhere",
    "Entry",
    "Exercise",
    "ExerciseEvent",
    "ExerciseRole",
    "ExerciseStaff",
    "Form",
    "Guide",
    "Hazard",
    "Member",
    "Milestones",
    "Module",
    "NeededResource",
    "Objective",
    "Occasion",
    "OpenAction",
    "OutsideAgency",
    "Packet",
    "Page",
    "Person",
    "Places",
    "PreparednessPlan",
    "Priority",
    "Programme",
    "ProgrammeExercise",
    "Settings",
    "Signature",
    "State",
    "Step",
    "StepKind",
    "Target",
    "Task",
    "Transfer",
    "Waiver",
]
