"""What is on paper, as frozen values: chart, people, packet of forms, exercise, and program.

A record states what someone wrote down, right or wrong; None means not stated. The rules judge it.
"""

from drillplanner.audit.charts.record.charted_position import (
    ChartedPosition,
    CommandMember,
    CustodyStep,
    PositionState,
)
from drillplanner.audit.charts.record.command_record import ChartSettings, ChartWaiver, CommandRecord
from drillplanner.audit.charts.record.exercise import (
    AreaForImprovement,
    AssignedEvaluator,
    ExerciseDates,
    ExerciseDocument,
    ExerciseDocumentKind,
    ExerciseEvent,
    ExerciseRecord,
    ExerciseRole,
    ExerciseStaff,
    GuideRecord,
    GuideTarget,
    GuideTask,
    ImprovementAction,
    Module,
    StatedObjective,
)
from drillplanner.audit.charts.record.form_packet import (
    FormBlock,
    FormPacket,
    FormPage,
    NeededResource,
    PacketForm,
    RosterEntry,
    SafetyHazard,
    SignatureLine,
)
from drillplanner.audit.charts.record.occasion import CommandTransfer, Occasion, Places, PlanStep, PlanStepKind
from drillplanner.audit.charts.record.people import (
    CourseDelivery,
    HeldCertificate,
    OutsideAgency,
    Person,
    SameDayPost,
)
from drillplanner.audit.charts.record.program import (
    ExerciseProgram,
    OpenImprovementAction,
    PreparednessPlan,
    PreparednessPriority,
    ProgramExercise,
)

__all__ = [
    "AreaForImprovement",
    "AssignedEvaluator",
    "ChartSettings",
    "ChartWaiver",
    "ChartedPosition",
    "CommandMember",
    "CommandRecord",
    "CommandTransfer",
    "CourseDelivery",
    "CustodyStep",
    "ExerciseDates",
    "ExerciseDocument",
    "ExerciseDocumentKind",
    "ExerciseEvent",
    "ExerciseProgram",
    "ExerciseRecord",
    "ExerciseRole",
    "ExerciseStaff",
    "FormBlock",
    "FormPacket",
    "FormPage",
    "GuideRecord",
    "GuideTarget",
    "GuideTask",
    "HeldCertificate",
    "ImprovementAction",
    "Module",
    "NeededResource",
    "Occasion",
    "OpenImprovementAction",
    "OutsideAgency",
    "PacketForm",
    "Person",
    "Places",
    "PlanStep",
    "PlanStepKind",
    "PositionState",
    "PreparednessPlan",
    "PreparednessPriority",
    "ProgramExercise",
    "RosterEntry",
    "SafetyHazard",
    "SameDayPost",
    "SignatureLine",
    "StatedObjective",
]
