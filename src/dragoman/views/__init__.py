"""Questions that are asked of a record, with the register beside it: read-only, and typed rows as answers.

Each view is a function over an open record and a register. None of them loads what reads documents.
"""
