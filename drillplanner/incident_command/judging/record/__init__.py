"""What is on paper, as frozen values: the chart with its people, the packet of forms, the exercise, the programme.

A record says what somebody wrote down, right or wrong; None means that it is not said. The rules judge it.
"""

from drillplanner.incident_command.judging.record.charted import ChartedPosition, CustodyStep, Member, State
from drillplanner.incident_command.judging.record.command_record import CommandRecord, Settings, Waiver
from drillplanner.incident_command.judging.record.exercise import (
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
from drillplanner.incident_command.judging.record.occasion import Occasion, Places, Step, StepKind, Transfer
from drillplanner.incident_command.judging.record.packet import (
    Block,
    Entry,
    Form,
    Hazard,
    NeededResource,
    Packet,
    Page,
    Signature,
)
from drillplanner.incident_command.judging.record.people import (
    Certificate,
    Delivery,
    Elsewhere,
    OutsideAgency,
    Person,
)
from drillplanner.incident_command.judging.record.programme import (
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
