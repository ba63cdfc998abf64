"""``python -m drillplanner``."""

from drillplanner.cli import main

if __name__ == "__main__":
    main()
