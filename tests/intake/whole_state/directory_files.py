"""NCES directory files for tests: the columns of the real files, invented districts and schools.

The columns of ``ccd_lea_029``, ``ccd_sch_029``, and ``ccd_sch_129`` are those of 2024-25 that bear on this, in
their order. State number 99 is no state's, so that no LEAID here is a district's.
"""

from __future__ import annotations

from pathlib import Path

LEA_COLUMNS = (
    "SCHOOL_YEAR,FIPST,STATENAME,ST,LEA_NAME,STATE_AGENCY_NO,UNION,ST_LEAID,LEAID,LCITY,PHONE,SY_STATUS,"
    "SY_STATUS_TEXT,UPDATED_STATUS,UPDATED_STATUS_TEXT,LEA_TYPE,LEA_TYPE_TEXT,GSLO,GSHI,OPERATIONAL_SCHOOLS"
)
SCHOOL_COLUMNS = (
    "SCHOOL_YEAR,FIPST,STATENAME,ST,SCH_NAME,LEA_NAME,STATE_AGENCY_NO,ST_LEAID,LEAID,ST_SCHID,NCESSCH,SCHID,LCITY,"
    "SY_STATUS,SY_STATUS_TEXT,UPDATED_STATUS,UPDATED_STATUS_TEXT,SCH_TYPE_TEXT,CHARTER_TEXT,GSLO,GSHI,LEVEL"
)
CHARACTERISTICS_COLUMNS = "SCHOOL_YEAR,ST,SCH_NAME,LEAID,NCESSCH,VIRTUAL,VIRTUAL_TEXT"
OPEN, CLOSED, FUTURE = ("1", "Open"), ("2", "Closed"), ("7", "Future")


def district(
    leaid: str, name: str, *, status: tuple[str, str] = OPEN, kind: str = "1", st: str = "TX", number: str = ""
) -> str:
    state_number = f"{st}-{number or leaid[2:]}"
    return (
        f"2024-2025,99,STATE,{st},{name},01,,{state_number},{leaid},Sample,(555)555-0100,1,Open,{status[0]},"
        f"{status[1]},{kind},Some type,PK,12,2"
    )


def school(
    number: str,
    name: str,
    grades: tuple[str, str] = ("PK", "05"),
    *,
    status: tuple[str, str] = OPEN,
    district_name: str = "SAMPLE ISD",
    st: str = "TX",
) -> str:
    leaid = number[:-5]
    return (
        f"2024-2025,99,STATE,{st},{name},{district_name},01,{st}-{leaid[2:]},{leaid},{st}-1,{number},{number[5:]},"
        f"Sample,1,Open,{status[0]},{status[1]},Regular School,No,{grades[0]},{grades[1]},Elementary"
    )


def online(number: str, virtual: str) -> str:
    return f"2024-2025,TX,A School,{number[:7]},{number},{virtual},Some words"


def written(path: Path, columns: str, *rows: str, ends: str = "\r\n") -> Path:
    path.write_text(ends.join((columns, *rows, "")), encoding="utf-8", newline="")
    return path
