"""The exercise programme after HSEEP: what each drill is as an exercise, and how the exercises of a year build on
each other.

HSEEP and NIMS are policy that grants may ask for, not statutes. The doctrine of the field is data in ``data/``,
each file with its sources and the marks of how sure it is; a choice of ours is never shown as a federal
requirement.
"""
