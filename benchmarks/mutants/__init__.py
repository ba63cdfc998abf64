"""Mutation testing: small faults are sown into rooms that promise proof, and the tests must notice them.

``python -m benchmarks.mutants --help`` says how to run it; ``docs/tests-that-notice.md`` has the scores and how to
read them. mutmut makes the faults; the tests run in forked children of one warm process.
"""
