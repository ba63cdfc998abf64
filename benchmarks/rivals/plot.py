"""The measurements as a picture: time, memory, and cost above the bound, by number of campuses.

Contestants differ by markers, line styles, and labels, so that the picture can be read without color.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.rivals.contestants import CONTESTANTS, OURS
from benchmarks.rivals.measured import Measured
from benchmarks.rivals.table import in_order

#: A panel: its title, and the value of a measurement that it shows.
Panel = tuple[str, Callable[[Measured], "float | None"]]


def draw(measured: Iterable[Measured], path: Path) -> None:
    """Write an SVG with a row of panels for each list and capacity; the same measurements give the same bytes."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "rivals", "svg.fonttype": "none", "font.size": 9})
    from matplotlib import pyplot

    rows: dict[str, list[Measured]] = {}
    for result in in_order(measured):
        rows.setdefault(f"{result.schools}, agencies: {result.capacity.value}", []).append(result)
    figure, axes = pyplot.subplots(len(rows), 3, figsize=(11, 3.1 * len(rows)), squeeze=False, sharex="col")
    for row, (title, results) in zip(axes, rows.items(), strict=True):
        bounds = {
            result.campuses: result.bound for result in results if result.contestant == OURS and result.bound
        }
        panels: tuple[Panel, ...] = (
            ("processor seconds", _seconds),
            ("peak memory, MB", lambda result: result.peak_megabytes),
            ("cost, times the proven bound", lambda result, known=bounds: _above(result, known)),  # type: ignore[misc]
        )
        for axis, panel in zip(row, panels, strict=True):
            _fill(axis, results, panel)
        row[0].set_title(title, loc="left", fontweight="bold")
    for axis in axes[-1]:
        axis.set_xlabel("campuses")
    handles, labels = axes[0][0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="lower center", ncol=len(CONTESTANTS), frameon=False)
    figure.tight_layout(rect=(0, 0.12 / len(rows), 1, 1))
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def _fill(axis: Any, results: list[Measured], panel: Panel) -> None:  # noqa: ANN401 - Matplotlib is no dependency
    label, value = panel
    any_known = False
    for name, contestant in CONTESTANTS.items():
        points = [(result.campuses, value(result)) for result in results if result.contestant == name]
        known = [(x, y) for x, y in points if y is not None and y > 0]
        axis.plot(
            [x for x, _ in known],
            [y for _, y in known],
            label=contestant.title,
            marker=contestant.marker,
            linestyle=contestant.line,
            color=contestant.shade,
            markersize=5,
        )
        if known:
            axis.annotate(contestant.title, known[-1], xytext=(4, 3), textcoords="offset points", fontsize=7)
        any_known = any_known or bool(known)
    # Matplotlib refuses a logarithmic scale without data.
    axis.set_xscale("log" if any_known else "linear")
    axis.set_yscale("log" if any_known else "linear")
    axis.set_ylabel(label)
    axis.margins(x=0.25)
    axis.grid(visible=True, which="major", linewidth=0.4, color="0.8")


def _seconds(result: Measured) -> float | None:
    return result.processor_seconds if result.cost is not None else None


def _above(result: Measured, bounds: dict[int, int]) -> float | None:
    """Return a lawful plan's cost divided by our solver's bound, which holds for each plan with as few drills."""
    bound = bounds.get(result.campuses)
    return result.cost / bound if bound and result.cost is not None and result.is_lawful else None
