"""First stage: from source bytes to a clean, dated Document.

sources (find, metadata) → decoding (bytes to text) → layout (lines) → page (what each line is, by `cutting`, `stamps`
and `credits`) → dating (clues to a date) → reading (the Document).
"""
