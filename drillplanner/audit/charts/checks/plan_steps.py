"""Check the plan that goes with a chart: order of steps, transfer of command, places."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.audit.charts.case.chart_case import ChartCase
from drillplanner.audit.charts.record import PlanStepKind
from drillplanner.audit.charts.rules.findings import CheckFault, MissingFact
from drillplanner.audit.charts.rules.tables import organization_table


def accounting_before_release(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-24: accounting comes before the first release."""
    steps = case.occasion.steps
    if steps is None:
        if releases := case.with_role(*organization_table().release):
            yield MissingFact("the steps of the plan in their order", tuple(release.id for release in releases))
        return
    kinds = [step.kind for step in steps]
    if PlanStepKind.RELEASE not in kinds:
        return
    if PlanStepKind.ACCOUNTING not in kinds[: kinds.index(PlanStepKind.RELEASE)]:
        late = PlanStepKind.ACCOUNTING in kinds
        yield CheckFault(
            "The plan releases people before all are accounted for."
            if late
            else "The plan releases people and never accounts for all."
        )


def transfer_of_command(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-27: arriving outside command gets a briefing, an effective time, and an announcement to all."""
    agencies = [agency for agency in case.record.agencies or () if agency.attends]
    arriving = tuple(agency.id for agency in agencies if agency.takes_command)
    if not arriving:
        unsure = tuple(agency.id for agency in agencies if agency.takes_command is None)
        if case.record.agencies is None:
            yield MissingFact("whether outside command will arrive")
        elif unsure:
            yield MissingFact("whether it takes or joins command when it arrives", unsure)
        return
    transfer, steps = case.occasion.transfer, case.occasion.steps
    if transfer is None:
        if steps is None:
            yield MissingFact("whether the plan hands command over", arriving)
        elif all(step.kind is not PlanStepKind.TRANSFER_OF_COMMAND for step in steps):
            yield CheckFault(
                "Outside command will arrive, and the plan has no step that hands command over.", arriving
            )
        else:
            yield MissingFact("how command is handed over: briefing, time, word to all", arriving)
        return
    timed = True if transfer.effective else transfer.timed
    missing = [
        part
        for part, is_planned in (
            ("a briefing on ICS 201", transfer.briefing),
            ("when it takes effect", timed),
            ("how everybody is told", transfer.told_to_all),
        )
        if is_planned is False
    ]
    if missing:
        yield CheckFault(f"The transfer of command lacks {' and '.join(missing)}.", arriving)
    for question, is_planned in (
        ("whether the new command is briefed on ICS 201", transfer.briefing),
        ("when the new command takes effect", timed),
        ("whether everybody is told of the new command", transfer.told_to_all),
    ):
        if is_planned is None:
            yield MissingFact(question, arriving)


def places(case: ChartCase) -> Iterator[CheckFault | MissingFact]:
    """ICS-28: one command post, and each place that a position of the chart needs."""
    plan_places = case.occasion.places
    if plan_places is None:
        yield MissingFact("where command post, assembly, staging and release are")
        return
    if len(plan_places.command_post) != 1:
        fault = (
            "no command post" if not plan_places.command_post else f"{len(plan_places.command_post)} command posts"
        )
        yield CheckFault(f"The plan names {fault}.", plan_places.command_post)
    table = organization_table()
    for purpose, named_places, roles in (
        ("assembly", plan_places.assembly, table.assembly),
        ("staging", plan_places.staging, table.staging),
        ("release", plan_places.release, table.release),
    ):
        users = case.with_role(*roles)
        if users and not named_places:
            yield CheckFault(f"The plan names no place for {purpose}.", tuple(user.id for user in users))


CHECKS = {
    "ICS-24": accounting_before_release,
    "ICS-27": transfer_of_command,
    "ICS-28": places,
}
