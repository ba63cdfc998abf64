"""The exercise program (HSEEP): each drill as an exercise, and how the exercises of a year build on each other.

HSEEP and NIMS are policy that grants may require, not statutes. The doctrine is data in ``doctrine/data/``; each
file lists its sources and how sure we are of them. A choice of ours is never shown as a federal requirement.
"""
