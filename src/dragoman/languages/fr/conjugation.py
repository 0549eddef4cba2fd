"""Third-person forms of French verbs by rule; what no rule gives stands in speaking.yaml."""

from dragoman.languages.verb_forms import Forms

REFLEXIVES = ("se ", "s'", "s’")


def third_person(lemma: str) -> Forms:
    """The regular third-person forms of a verb in -er or -ir (finir), without its reflexive pronoun.

    Accents that a stem changes ("révéler", "révèle") are left as in the infinitive, since forms are compared folded.

    >>> sorted(third_person("annoncer").participles)
    ['annoncé', 'annoncée', 'annoncées', 'annoncés']
    """
    verb = lemma
    for mark in REFLEXIVES:
        verb = verb.removeprefix(mark)
    stem, ending = verb[:-2], verb[-2:]
    if ending == "er":
        soft = stem + "e" if stem.endswith("g") else stem
        doubled = {stem + stem[-1] + "e", stem + stem[-1] + "ent"} if stem.endswith(("el", "et")) else set()
        finite = {stem + e for e in ("e", "ent", "era", "eront", "erait", "eraient", "èrent")}
        finite |= {soft + e for e in ("ait", "aient", "a")} | doubled
        return Forms(frozenset(finite), frozenset(stem + e for e in ("é", "ée", "és", "ées")), soft + "ant")
    finite = {stem + e for e in ("it", "issent", "issait", "issaient", "ira", "iront", "irait", "irent")}
    return Forms(frozenset(finite), frozenset(stem + e for e in ("i", "ie", "is", "ies")), stem + "issant")
