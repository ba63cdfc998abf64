"""Reports of two independent checkers of accessible PDF, outloud and pdfua.

Both come with ``pip install -e .[test]``. docs/forms.md says what they can and cannot detect.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True)
class Reading:
    """The result of both checkers for one file.

    ``errors`` are whole sentences with checker, rule, and page. ``remarks`` count what is not an error: findings
    of lower severity by checker, rule, and severity, and rules that a checker could not evaluate.
    """

    sha256: str
    checkers: str
    pages: int
    errors: tuple[str, ...]
    remarks: tuple[tuple[str, int], ...]


def checkers() -> str:
    """Return both checkers with their versions. With another version, a file is read again."""
    return f"outloud {version('outloud')}, pdfua {version('pdfua')}"


def sha256_of(path: Path) -> str:
    """Return the hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def complaints(path: Path) -> tuple[str, ...]:
    """Return the errors that the checkers report, each with the checker's name, rule, and page."""
    return read_by_both(path).errors


def read_by_both(path: Path) -> Reading:
    """Return the result of both checkers for the file. If one cannot read it or crashes, that is an error too."""
    errors: list[str] = []
    remarks: Counter[str] = Counter()
    pages = _outloud(path, errors, remarks)
    _pdfua(path, errors, remarks)
    return Reading(sha256_of(path), checkers(), pages, tuple(errors), tuple(sorted(remarks.items())))


def _outloud(path: Path, errors: list[str], remarks: Counter[str]) -> int:
    import outloud

    result = outloud.check(str(path))
    if result.error:
        errors.append(f"outloud could not read it: {result.error}")
    errors += [f"outloud {run.rule} crashed: {run.reason}" for run in result.runs if run.status == "crashed"]
    for finding in result.findings:
        if finding.severity == "error":
            errors.append(f"outloud {finding.rule}, page {finding.page}: {finding.message} ({finding.evidence})")
        else:
            remarks[f"outloud {finding.rule}, {finding.severity}"] += finding.count
    return int(result.stats.get("pages", 0))


def _pdfua(path: Path, errors: list[str], remarks: Counter[str]) -> None:
    import pdfua

    try:
        report = pdfua.validate(str(path))
    except pdfua.PdfuaError as error:
        errors.append(f"pdfua could not read it: {error}")
        return
    for finding in report.findings:
        if finding.severity is pdfua.Severity.ERROR:
            errors.append(f"pdfua {finding.rule_id}: {finding.message}")
        else:
            remarks[f"pdfua {finding.rule_id}, {finding.severity.name.lower()}"] += 1
    for rule in report.skipped:
        remarks[f"pdfua {rule.rule_id}, not evaluated"] += 1
