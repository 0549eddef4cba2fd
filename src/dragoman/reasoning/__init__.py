"""Reasoning over the record: assertions of the same thing are one fact, facts that cannot both hold contradict.

Nothing here depends on the language of a report, and nothing is written: facts are computed when they are asked for.
"""
