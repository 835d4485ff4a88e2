"""What is true of agreements, whatever stores or shows them.

Standard library only: no clock, no SQL, no Qt. Today is an argument. Values are
frozen; functions return values and Findings, and raise only for a bug.
Everyone may come in; this room goes nowhere else.
"""
