"""Run many small searches in parallel, with answers in the order of the questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from drillplanner.progress import Progress, silent
from drillplanner.solve.problem.plans import Effort

Question = TypeVar("Question")
Answer = TypeVar("Answer")


def map_in_order(
    search: Callable[[Question], Answer],
    questions: Sequence[Question],
    workers: int,
    tell: tuple[str, Progress] = ("", silent),
) -> list[Answer]:
    """Return the answer to each question. ``tell`` is the name of the stage, and where to report progress.

    Threads are enough, since CP-SAT releases the interpreter's lock while it searches. In a process of its own a
    search does not hear of a request to stop.
    """
    if len(questions) <= 1 or workers == 1:
        return _collect_with_progress((search(question) for question in questions), len(questions), tell)
    from concurrent.futures import ThreadPoolExecutor  # imported here, since one campus does not need it

    with ThreadPoolExecutor(workers) as threads:
        return _collect_with_progress(threads.map(search, questions), len(questions), tell)


def search_in_order(
    search: Callable[[Question, Effort], Answer],
    questions: Sequence[Question],
    effort: Effort,
    workers: int,
    tell: tuple[str, Progress] = ("", silent),
) -> list[Answer]:
    """Return the answer to each question, each with an equal part of what the effort's budget has left."""
    efforts = effort.apart(len(questions))
    answers = map_in_order(lambda asked: search(*asked), list(zip(questions, efforts, strict=True)), workers, tell)
    effort.budget.take_all(tuple(part.budget for part in efforts))
    return answers


def _collect_with_progress(answers: Iterable[Answer], total: int, tell: tuple[str, Progress]) -> list[Answer]:
    stage, progress = tell
    found = []
    for done, answer in enumerate(answers, start=1):
        found.append(answer)
        if stage:
            progress(stage, done, total)
    return found
