"""The start of the program, by name and by ``python -m drillplanner``."""

from __future__ import annotations

#: New objects between two looks for garbage. With Python's own 700 a tenth of a short command went into looking.
_OBJECTS_BETWEEN_LOOKS = 50_000


def main() -> None:
    """Run the command line; Ctrl-C ends it without a traceback, from the first moment to the last."""
    try:
        _run()
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _run() -> None:
    import gc
    import signal

    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS)
    # While the program loads, nothing is to be tidied up: the system ends it. The command line takes over after.
    # A shell that wants it ignored, for work in the background, is obeyed.
    is_heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_heard:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from drillplanner.cli import main as command_line

    try:
        if is_heard:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        command_line()
    finally:
        # What is left is the end of Python itself, which would print where it was.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # It would also look through memory for garbage, a fifth of a short command; the system frees it anyway.
        gc.freeze()


if __name__ == "__main__":
    main()
