"""The work on one district: bytes in, bytes out, in any process on any machine."""

from __future__ import annotations

import gc
import platform
import time
import traceback
from pathlib import Path

from drillplanner import api
from drillplanner.fleet.failures import failed
from drillplanner.fleet.figures import law_versions, question_counts
from drillplanner.fleet.result import DistrictResult, Outcome
from drillplanner.fleet.task import DistrictTask, TaskDone
from drillplanner.fleet.works import WORKS, Worked

#: Garbage is collected as seldom as on the command line: a task makes many small values, and keeps most.
_YOUNG_VALUES = 500_000
#: The calls of a trace that are kept: those nearest to a fault.
_CALLS = 4


def perform(task: DistrictTask) -> TaskDone:
    """Do the work of one district; whatever goes wrong with the district is in the result.

    Raises InputError only if this process runs another program than the one that sent the task.
    """
    if task.program != api.program_digest():
        raise api.InputError(_other_program())
    if gc.get_threshold()[0] < _YOUNG_VALUES:
        gc.set_threshold(_YOUNG_VALUES, 20, 20)
    began = time.thread_time()
    known = DistrictResult(folder=task.folder, work=task.work, outcome=Outcome.DONE)
    worked, place = Worked({}), Path()
    try:
        with api.unpacked(task.bundle) as place:
            prepared = api.prepare(place)
            known = known.model_copy(update=_known_of(prepared))
            worked = WORKS[task.work](prepared, task)
            result = known.model_copy(update=dict(worked.figures))
    except api.DrillplannerError as error:
        result = failed(known, error)
    except Exception:
        # A fault of the program at one district must not end the work of a state: it is kept with its trace.
        result = _crashed(known)
    seconds = time.thread_time() - began
    return TaskDone(_without_place(result, place), worked.made.files, worked.made.removed, seconds)


def _known_of(prepared: api.Prepared) -> dict[str, object]:
    """Return what is known of a district once its files were read, whether there is a plan or not."""
    district = prepared.workspace.district
    return {
        "district": district.name,
        "state": district.state,
        "year": district.year,
        "campuses": len(prepared.workspace.campuses),
        "laws": law_versions(prepared),
        "questions": question_counts(api.caveats_of_files(prepared)),
    }


def _crashed(known: DistrictResult) -> DistrictResult:
    words = traceback.format_exc(limit=-_CALLS)
    kind = words.strip().splitlines()[-1].partition(":")[0]
    sentence = f"A fault of drillplanner ({kind}). Please report it."
    return known.model_copy(update={"outcome": Outcome.CRASHED, "sentence": sentence, "words": words})


def _without_place(result: DistrictResult, place: Path) -> DistrictResult:
    """Return the result with the district's folder in texts that name the temporary one."""
    here = str(place)
    return result.model_copy(
        update={
            "sentence": result.sentence.replace(here, result.folder),
            "words": result.words.replace(here, result.folder),
            "notes": tuple(note.replace(here, result.folder) for note in result.notes),
        }
        if place.name
        else {}
    )


def _other_program() -> api.Problem:
    message = "this worker runs another version of drillplanner than the computer that sends the work"
    hint = "Install the same version on every machine, and start the workers again."
    return api.Problem(f"worker on {platform.node() or 'another machine'}", None, message, maybe=hint)
