"""Fuzzing with Hypothesis: `make fuzz`, for FUZZ_MINUTES (10). Not part of the tests.

Every crash becomes a test of its own in tests/, with the text that Hypothesis found.
"""
