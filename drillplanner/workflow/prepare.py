"""Read and validate a workspace, its law, and its scenarios: where every command starts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from drillplanner.appropriateness import coverages_at, judge_scenario_once, limits_by_bands, profile_of, seasons_at
from drillplanner.files.changes.workspace_lock import finish_if_interrupted
from drillplanner.files.errors import InputError
from drillplanner.files.reading.shell_words import with_folder
from drillplanner.law import (
    Attendance,
    LocalFireDrills,
    Pack,
    derive_duties,
    load_law,
    pack_of_attendance,
    spared_grades_at,
    stand_ins_at,
)
from drillplanner.model import Campus, DevelopmentalLimits, District, Workspace, practice_of
from drillplanner.practice import load_practice
from drillplanner.practice.district import practice_limits
from drillplanner.workflow.dangling_references import dangling_references
from drillplanner.workflow.prepared import Prepared


def prepare(folder: Path, instead: Mapping[str, bytes] | None = None) -> Prepared:
    """Read and validate a workspace, its law and its scenarios.

    ``instead`` holds the bytes of files, by name, that replace those of the folder.
    Raises InputError with every problem found.
    """
    from drillplanner.intake.workspace.reader import read_workspace
    from drillplanner.intake.workspace.scenario_files import has_own_scenarios
    from drillplanner.records import LOG_FILE
    from drillplanner.records.as_happened import with_recorded_causes
    from drillplanner.records.fields.asked import unknown_district_fields
    from drillplanner.records.improvement_ledger import read_ledger
    from drillplanner.records.unlisted_campuses import UnlistedEntry, unlisted_campus_sentences
    from drillplanner.workflow.kept_records.kept_log import read_kept_records

    finish_if_interrupted(folder)
    workspace = read_workspace(folder, instead)
    kept = read_kept_records(folder, workspace)
    log = kept.log
    ledger, unlisted_in_ledger = read_ledger(folder, workspace)
    unlisted_in_log = (UnlistedEntry(LOG_FILE, record.row, record.campus_id) for record in log.unlisted)
    workspace = with_recorded_causes(workspace, log.entries)
    district = workspace.district
    law = load_law(
        district.state,
        folder / "mandates",
        district.fire_codes,
        _local_fire_drills(district),
        _chosen_attendance(district),
    )
    if district.record_fields and (wrong := unknown_district_fields(district)):
        raise InputError(wrong)
    if problems := tuple(dangling_references(law, workspace, has_own_scenarios(folder, instead or {}))):
        raise InputError(problems)
    profile, answers = profile_of(workspace.district.state), workspace.district.line_answers
    screenings = {
        scenario.scenario_id: judge_scenario_once(scenario, profile, answers=answers)
        for scenario in workspace.scenarios
    }
    stand_ins = {campus.campus_id: stand_ins_at(law, workspace, campus) for campus in workspace.campuses}
    duties = derive_duties(law, workspace)
    practice = load_practice(practice_of(district), folder)
    by_practice, unanswered = practice_limits(practice, law, duties, workspace)
    return Prepared(
        folder,
        workspace,
        law,
        duties,
        screenings,
        stand_ins,
        limits_with_practice(workspace, by_practice),
        {campus.campus_id: spared_grades_at(law, workspace, campus) for campus in workspace.campuses},
        practice,
        unanswered,
        log.entries,
        ledger,
        log.unlisted,
        (
            *(with_folder(sentence, str(folder)) for sentence in log.disputed),
            *unlisted_campus_sentences((*unlisted_in_log, *unlisted_in_ledger), workspace.campus_by_id),
        ),
        kept.notices,
        kept.done,
    )


def _local_fire_drills(district: District) -> LocalFireDrills | None:
    number = district.fire_drills_a_year
    if number is None:
        return None
    return LocalFireDrills(a_year=number, said_by=district.fire_drills_said_by, given_on=district.stamp_date)


def _chosen_attendance(district: District) -> tuple[Pack, ...]:
    """Return the pack of ``attend``, whose agencies intake has checked; none without an entry."""
    entries = [(chosen, district.wanted_agency(chosen.agency)) for chosen in district.attend]
    known = [Attendance(chosen=chosen, agency=agency) for chosen, agency in entries if agency is not None]
    return (pack_of_attendance(known, district.stamp_date),) if known else ()


def limits_with_practice(
    workspace: Workspace, by_practice: Mapping[str, DevelopmentalLimits]
) -> dict[str, DevelopmentalLimits]:
    """Return what the developmental rules ask of each campus's year, and what good practice asks, by campus id."""
    return {
        campus_id: limits.with_more(by_practice[campus_id]) if campus_id in by_practice else limits
        for campus_id, limits in developmental_limits(workspace).items()
    }


def developmental_limits(workspace: Workspace) -> dict[str, DevelopmentalLimits]:
    """Return what the developmental rules ask of each campus's year, by campus id.

    Campuses with the same grade bands share the part that does not depend on bells and seasons.
    """
    profile = profile_of(workspace.district.state)
    known = limits_by_bands((campus.bands for campus in workspace.campuses), workspace.scenarios, profile)
    return {
        campus.campus_id: _with_occasions(known[campus.bands], campus, workspace) for campus in workspace.campuses
    }


def _with_occasions(limits: DevelopmentalLimits, campus: Campus, workspace: Workspace) -> DevelopmentalLimits:
    """Add the moments of the campus's school day and the seasons of its year."""
    bells = None if campus.bell_schedule is None else workspace.bells[campus.bell_schedule]
    periods = () if bells is None else bells.full_day_periods
    dates = workspace.calendar.dates_at(campus.campus_id)
    return limits.model_copy(
        update={
            "coverages": coverages_at(campus.bands, workspace.scenarios, periods),
            "seasons": seasons_at(workspace.district.state, workspace.scenarios, dates),
        }
    )
