"""What the file of a drill is called, whatever is in it."""

from __future__ import annotations

from drillplanner.model import Drill


def drill_file_name(drill: Drill) -> str:
    """``2025-10-06-oak-fire-01.pdf``; whatever a file system or a shell could trip over is a hyphen."""
    safe = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "-" for sign in drill.drill_id
    )
    return f"{drill.date.isoformat()}-{safe}.pdf"
