"""The key of a district's work: the same key means the same result, so that it is not done again.

On its own because it is the one place that says what a result depends on.
"""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import version

from drillplanner.fleet.task import DistrictTask

#: Libraries that decide which of several equally good plans is found.
_DECIDING = ("ortools", "numpy")


def key_of(task: DistrictTask) -> str:
    """Return the SHA-256 of inputs, program with its packs of law, libraries, seed, and settings."""
    options = task.options
    parts = {
        "work": task.work.value,
        "inputs": task.bundle.digest,
        "program": task.program,
        "libraries": {name: version(name) for name in _DECIDING},
        "python": platform.python_version_tuple()[:2],
        "seed": options.seed,
        "as_of": None if options.as_of is None else options.as_of.isoformat(),
        "paper": options.paper,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
