"""First screens: what matters of a command's outcome, in 40 lines; ``--all`` and a file hold everything."""
