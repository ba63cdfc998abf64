"""Many small searches at once; answers come in the order of the questions, however many run beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from drillplanner.progress import Progress, silent

Question = TypeVar("Question")
Answer = TypeVar("Answer")


def map_in_order(
    search: Callable[[Question], Answer],
    questions: Sequence[Question],
    workers: int,
    tell: tuple[str, Progress] = ("", silent),
) -> list[Answer]:
    """The answer to each question. ``tell`` is what is being done, and who is told how far it is.

    Threads are enough, since CP-SAT lets go of the interpreter's lock while it searches. ``joblib`` runs them, so
    that another backend can be named around the call (``joblib.parallel_config``). One of other processes would
    have to carry the questions over, which the lock of an interruption does not let them do yet.
    """
    if len(questions) == 1 or workers == 1:
        return _collect_with_progress((search(question) for question in questions), len(questions), tell)
    from joblib import Parallel, delayed  # here, since one campus needs none of it

    run = Parallel(n_jobs=workers, prefer="threads", return_as="generator")
    return _collect_with_progress(run(delayed(search)(question) for question in questions), len(questions), tell)


def _collect_with_progress(answers: Iterable[Answer], many: int, tell: tuple[str, Progress]) -> list[Answer]:
    words, progress = tell
    found = []
    for done, answer in enumerate(answers, start=1):
        found.append(answer)
        if words:
            progress(words, done, many)
    return found
