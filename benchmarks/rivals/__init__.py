"""Our solver beside a single CP-SAT model, the same model on HiGHS, and a greedy rule."""
