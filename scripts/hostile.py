"""Texts made to break or to slow a reader: a piece again and again. What they are read as the tests say; how the time
grows with their length `scripts/growth.py` measures, since a clock has no place in a test.

PAGES are read whole, LINES only cut into sentences and quotations, BYTES are files as found; each is a name with the
piece, and how many of it make the text.
"""

PAGES = {
    "quotation marks": ("«", 10_000),
    "closed quotations": ("« » ", 5_000),
    "straight marks": ('"', 10_000),
    "mixed marks": ('« “ " ” » ', 1_000),
    "unclosed quotations": ("Il a dit : « La Suède a rejoint l'Otan. ", 100),
    "one sentence of 5,000 words": ("la Suède a rejoint l'Otan et un mot ", 625),
    "one list of 1,000 states": ("La Russie, ", 1_000),
    "offices without end": ("le président russe Vladimir Poutine et ", 200),
    "names without end": ("Jean Dupont ", 1_500),
    "initials": ("nommé J. ", 2_000),
    "titles": ("ministre ", 2_000),
    "days": ("a rejoint le 3 mars 2024 ", 600),
    "brackets": ("( ) ", 3_000),
    "lines": ("\n", 30_000),
    "spaces": (" ", 30_000),
    "elisions": ("membre l'", 1_500),
}
LINES = {
    "opening marks": ("«", 10_000),
    "pairs of marks": ("«»", 5_000),
    "straight marks": ('"', 10_000),
    "quotations": ("« a » “b” ", 3_000),
    "open lines": ("« La Suède.\n", 3_000),
    "open and not": ("« Oui.\nmot\n", 3_000),
    "words": ("mot ", 5_000),
    "stops": ("mot. ", 10_000),
    "abbreviations": ("M. ", 10_000),
    "initials": ("J.-", 10_000),
    "lines with stops": (".\n", 10_000),
    "lines": ("\n", 30_000),
    "spaces": (" ", 30_000),
    "spaced stops": (". ", 10_000),
    "brackets": (".)", 10_000),
    "closing marks": (".»", 10_000),
    "digits": ("9", 30_000),
    "short lines": ("a\nb\n", 10_000),
}
BYTES = {
    "sentences": ("Le ministre a rencontré son homologue à Paris. Il a promis de l'aide. ", 8_000),
    "letters": ("a", 3_000_000),
    "digits": ("1-2-3-", 500_000),
    "quotes": ("«", 1_000_000),
    "stamps": ("25 juin 2024\n", 60_000),
    "marks": ("\u0301\u0327", 400_000),
    "brackets": ("( ", 1_000_000),
}
