"""drillplanner plans a school district's year of emergency drills and proves the plan.

The library's front door is :mod:`drillplanner.api`; the command line is :mod:`drillplanner.cli`.
The rooms of the house and the arrows between them are in ``docs/architecture.md``.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
