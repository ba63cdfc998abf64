"""The exercises of a year together: their order, priorities, and gaps."""
