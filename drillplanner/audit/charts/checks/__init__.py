"""The checks: one function a rule, one module a family of rules."""
