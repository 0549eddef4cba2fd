"""Texts made to break or to slow a reader: a piece again and again. What they are read as the tests say; how the time
grows with their length `scripts/growth.py` measures, since a clock has no place in a test.

PAGES are read whole, LINES only cut into sentences and quotations, BYTES are files as found; each is a name with the
piece, and how many of it make the text. SPEECH is read whole as well; each is a name with the function that makes a
text of about that many words.
"""

from collections.abc import Callable

MARKS = "«»“”„\"''‹›‘’"
SPEECH_VERBS = (
    "dit déclare affirme ajoute souligne estime promet menace dément accuse dénonce salue rejette propose rappelle"
)

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
SPEECH: dict[str, Callable[[int], str]] = {
    **{f"marks {mark!r}": (lambda n, mark=mark: mark * (n * 10)) for mark in MARKS},  # type: ignore[misc]
    "mixed marks": lambda n: MARKS * n,
    "closed quotations": lambda n: "« oui » " * n,
    "quotations that never close": lambda n: "Il a dit : « La Russie a menacé l'Otan. " * (n // 10),
    "one sentence": lambda n: "la Russie a dit à l'Otan que Kiev ment et " * (n // 10),
    "nested quotations": lambda n: "« Il dit " * (n // 4) + "oui" + " »" * (n // 4),
    "one quotation": lambda n: "« " + "Moscou a condamné l'Otan. " * (n // 8) + "»",
    "bullets": lambda n: "• Moscou demande à Kiev de se rendre\n" * (n // 8),
    "a table": lambda n: "Moscou\ta dit\t« non »\n" * (n // 8),
    "speech verbs": lambda n: f"{SPEECH_VERBS}. " * (n // 15),
    "inverted clauses": lambda n: "A-t-il dit. , a ajouté Lavrov. " * (n // 10),
    "commas": lambda n: "," * (n * 2),
    "words and commas": lambda n: "Moscou, " * (n // 4),
    "sources": lambda n: "selon Moscou, d'après Kiev, " * (n // 8),
    "that": lambda n: "Moscou a dit que " * (n // 8),
    "interviews": lambda n: "Q : Que dit Moscou ?\nR : Moscou condamne l'Otan.\n" * (n // 10),
}
