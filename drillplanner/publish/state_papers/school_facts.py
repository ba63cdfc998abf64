"""What a state's paper says of the school and the district: from the workspace; what it does not know is blank."""

from __future__ import annotations

from collections.abc import Mapping

from drillplanner.publish.core.request import PublishRequest

_PRINCIPAL = "principal"


def school_facts(request: PublishRequest, campus_id: str) -> Mapping[str, str]:
    """Return the values of fields about the school, by name; a fact that no file has is empty."""
    workspace = request.workspace
    numbers, site = workspace.district.state_numbers, workspace.site_of(campus_id)
    campus = workspace.campus_by_id.get(campus_id)
    dates = workspace.calendar.dates_at(campus_id)
    signer = site.letters_signed_by
    return {
        "district_name": request.plan.district,
        "district_code": numbers.district,
        "school_name": request.campus_name(campus_id),
        "school_code": numbers.schools.get(campus_id, ""),
        "school_phone": signer.telephone,
        "principal": signer.name if signer.title.lower() == _PRINCIPAL else "",
        "school_year": request.plan.year,
        "first_school_day": f"{dates[0]:%m/%d/%Y}" if dates else "",
        "last_school_day": f"{dates[-1]:%m/%d/%Y}" if dates else "",
        "enrollment": "" if campus is None or campus.enrollment is None else str(campus.enrollment),
    }
