"""What a verb of speech reports, by the tree and the words: a clause, an infinitive, a noun phrase, a quotation."""

from collections.abc import Iterator

from dragoman.assertions.content_nouns import ContentNouns
from dragoman.assertions.grammar import case_of, lemma
from dragoman.assertions.reported_words import ReportedWords, Stretch
from dragoman.assertions.sharing import compound_before
from dragoman.assertions.speech_ends import SpeechEnds
from dragoman.languages.speech import Speech, SpeechNoun, SpeechVerb
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# How far behind a verb of speech its "que" may stand, and a quotation that it introduces, in tokens.
FARTHEST_QUE = 26
FARTHEST_QUOTATION, FARTHEST_COLON = 14, 30
FARTHEST_FIXED = 7
FARTHEST_INFINITIVE, FARTHEST_BEHIND_RELATIVE = 14, 45
# Prepositions of what is said of an object.
# Acts that may take up what a main clause told: "…, ce que X dément".
TAKING_A_STAND = frozenset({"deny", "refuse", "accuse", "welcome"})
COMPLETING = frozenset({"de", "comme"})
RELATIVES = frozenset({"qui", "que", "dont", "qu'"})
# The longest words that tie a noun of speech to its content ("selon lesquelles"), in characters.
LONGEST_LINK = 24
# One or two quoted words are no quotation of what somebody said.
FEWEST_WORDS = 3


class SpeechContents:
    """Finds what the verbs of one sentence report."""

    def __init__(self, text: ReadText, sentence: Sentence, speech: Speech) -> None:
        self._text = text
        self._whole = text.document.text
        self._sentence = sentence
        self._speech = speech
        self._words = ReportedWords(text, sentence, speech)
        self._ends = SpeechEnds(text, sentence, speech)
        self._nouns = ContentNouns(text, sentence, speech)

    def find(self, verb: Token, entry: SpeechVerb) -> tuple[str | None, Stretch | None]:
        """In what shape the content of a verb comes, and its span."""
        before = self._what_before(verb) if entry.told or entry.act in TAKING_A_STAND else None
        if before is not None:
            return "before", before
        if "clause" in entry.complements:
            que = self._que(verb, told="object" in entry.audience, skipped=self._fixed(verb, entry))
            if que is not None and not self._is_relative(que, entry):
                return "clause", self._ends.until_close(que.end, verb)
        if "quote" in entry.complements:
            quotation = self._quotation_behind(verb)
            if quotation is not None and entry.colon and not self._is_behind_colon(quotation):
                quotation = None
            if quotation is not None and not (self._takes_noun(entry) and self._goes_on_behind(quotation)):
                return "quote", quotation
        said = self._nouns.predicate(verb, entry)
        if said is not None:
            return "noun", said
        if "infinitive" in entry.complements or "bare" in entry.complements:
            infinitive = self._infinitive(verb, entry)
            if infinitive is not None and not self._is_of_object(verb, infinitive, entry):
                group = self._sentence.children(infinitive, "mark", "case", "advmod", "expl", "aux", "obj", "iobj")
                own = (t for t in group if t.pos not in ("NOUN", "PROPN", "VERB") and not self._is_time(t))
                first = min([infinitive.start, *(t.start for t in own)])
                first = self._with_particle(max(first, verb.end))
                return "infinitive", self._ends.until_close(first, verb, adjuncts=infinitive)
        if entry.oblique:
            span = self._nouns.oblique(verb, entry)
            if span is not None:
                return "noun", span
        if "noun" in entry.complements:
            return "noun", self._nouns.of_object(verb, entry)
        return None, None

    @staticmethod
    def _takes_noun(entry: SpeechVerb) -> bool:
        return bool(entry.oblique) or "noun" in entry.complements

    def _goes_on_behind(self, quotation: Stretch) -> bool:
        """Whether a quotation is part of a longer phrase ("dénonce « une attaque lâche » contre le marché")."""
        behind = self._whole[quotation[1] : self._sentence.end].lstrip(' \u00a0\u202f»”"')
        return (
            not self._is_behind_colon(quotation)
            and behind[:1].isalpha()
            and behind.split(maxsplit=1)[0] not in ("et", "mais", "ou")
        )

    def _is_behind_colon(self, quotation: Stretch) -> bool:
        return self._whole[: quotation[0]].rstrip(' \u00a0\u202f«“"').endswith(":")

    def _what_before(self, verb: Token) -> Stretch | None:
        """ "…, ce que X dément": the content is what stands before; not so where X only judges it."""
        entries = self._speech.verbs.get(lemma(verb), ())
        if any(_judges(each) for each in entries):
            # "…, ce que X a qualifié de manœuvre", "ce que X juge inacceptable"
            return None
        tokens = self._sentence.tokens
        for token in tokens[max(1, verb.index - 6) : verb.index]:
            if fold(token.text).strip("'") in ("que", "qu") and fold(tokens[token.index - 1].text) == "ce":
                comma = tokens[token.index - 2] if token.index > 1 else None
                if comma is not None and comma.text == ",":
                    return self._words.trimmed(self._words.segment_start(comma.start), comma.start)
        return None

    def _que(self, verb: Token, *, told: bool, skipped: int) -> Token | None:
        """The "que" that opens the reported clause: no other finite verb stands between it and the verb of speech.

        `told`: the object of the verb is the one who is told ("prévient Kiev que…"). `skipped` counts the tokens behind
        the verb that belong to it ("fait savoir").
        """
        for token in self._sentence.tokens[verb.index + 1 + skipped : verb.index + FARTHEST_QUE]:
            if self._ends.in_other_clause(token.start, verb.start):
                continue
            if token.chunk is None and fold(token.text).strip("'") in ("que", "qu") and token.pos != "ADV":
                before = self._sentence.tokens[token.index - 1]
                if fold(before.text) in self._speech.before_que:
                    return None
                if before.pos == "CCONJ" and any(True for _ in self._sentence.children(verb, "mark")):
                    # "Si X répond et que Y accepte": the conjunction again.
                    return None
                graded = fold(self._sentence.tokens[before.index - 1].text) in self._speech.comparing
                if graded and before.pos in ("ADJ", "ADV") and not self._opens_clause(token):
                    # "un remaniement plus large que prévu"
                    return None
                joined = before.pos == "CCONJ" or token.pos == "PRON" or self._is_apposed(verb, token)
                if joined and not told and self._has_object(verb, token):
                    # "a rejeté le plan, que X critique", "rappelle une loi votée en mai et que X applique": a relative.
                    return None
                if not told and before.pos == "NOUN" and before.dep == "obj" and before.head == verb.index:
                    # "confirme l'importance que…": the noun is what is said; "le fait que" only ties the clause.
                    return token if lemma(before) == "fait" else None
                governor = self._sentence.governor(token)
                comparative = any(
                    fold(t.text) in self._speech.comparing for t in self._sentence.tokens[verb.index + 1 : token.index]
                )
                return None if comparative and governor is not None and governor.pos == "NOUN" else token
            if self._ends_search(token):
                return None
        return None

    def _opens_clause(self, que: Token) -> bool:
        """Whether a finite verb stands behind "que" before the next comma ("a dit plus tôt qu'il partait")."""
        for token in self._sentence.tokens[que.index + 1 :]:
            if token.text == ",":
                return False
            if token.pos in ("VERB", "AUX") and token.feats.get("VerbForm") == "Fin":
                return True
        return False

    def _is_relative(self, que: Token, entry: SpeechVerb) -> bool:
        """ "s'inquiète des opérations que X mène": whether a "que" belongs to the noun phrase that is the content."""
        before = self._sentence.tokens[que.index - 1]
        if not entry.oblique or "object" in entry.audience or before.pos != "NOUN" or lemma(before) == "fait":
            return False
        return case_of(self._sentence, before) in map(fold, entry.oblique)

    def _ends_search(self, token: Token) -> bool:
        """Whether no "que" behind a token belongs to the verb of speech before it: another verb stands there."""
        if token.text in (":", ";"):
            return True
        if token.pos not in ("VERB", "AUX"):
            return False
        if token.feats.get("VerbForm") in ("Fin", "Inf") or compound_before(self._sentence, token) is not None:
            return True
        # "lors d'une réunion suivant le sommet que…": a participle on a noun right before it.
        noun = self._sentence.tokens[token.index - 1].pos in ("NOUN", "PROPN", "ADJ")
        return token.feats.get("Tense") == "Pres" and not (noun and lemma(token) not in self._speech.verbs)

    def _fixed(self, verb: Token, entry: SpeechVerb) -> int:
        """How many tokens behind a verb reach to the end of the fixed words of its entry."""
        behind = self._sentence.tokens[verb.index + 1 : verb.index + FARTHEST_QUE]
        for words in entry.with_:
            last = fold(words).replace("'", " ").split()[-1]
            for count, token in enumerate(behind[:FARTHEST_FIXED], start=1):
                if fold(token.text).strip("'") == last:
                    return count
        return 0

    def _is_apposed(self, verb: Token, que: Token) -> bool:
        """ "contester le pacte, qu'elles jugent illégal": one comma, and right before it the object of the verb."""
        comma = self._sentence.tokens[que.index - 1]
        noun = self._sentence.tokens[que.index - 2]
        return comma.text == "," and noun.dep == "obj" and noun.head == verb.index

    def _has_object(self, verb: Token, before: Token) -> bool:
        """Whether an object of the verb stands before a token."""
        return any(verb.start < child.start < before.start for child in self._sentence.children(verb, "obj"))

    def _governed(self, verb: Token, *, asked: bool) -> Iterator[Token]:
        """What a verb governs, and what the tree hangs on the names that it governs ("demande à X de faire")."""
        for child in self._sentence.children(verb, "xcomp", "ccomp", "obl", "advcl", "obj", "iobj"):
            yield child
            if child.chunk is not None:
                yield from self._sentence.children(child, "acl", "xcomp")
            elif asked and child.pos == "NOUN" and (child.dep == "obj" or child.dep.startswith(("obl", "iobj"))):
                # "appelle les rebelles à partir", "demande à ses ressortissants de partir", whom nothing names.
                yield from self._sentence.children(child, "acl")

    def _infinitive(self, verb: Token, entry: SpeechVerb) -> Token | None:
        bare = "bare" in entry.complements
        # "plaide pour ouvrir un corridor": the preposition that the verb takes is no purpose.
        purposes = self._speech.purposes - {fold(preposition) for preposition in entry.oblique}
        asked = "object" in entry.audience or entry.act == "accuse" or entry.control == "object"
        for child in self._governed(verb, asked=asked):
            if child.feats.get("VerbForm") == "Inf" and child.start > verb.start and child.pos in ("VERB", "AUX"):
                marks = {fold(t.text).strip("'") for t in self._sentence.children(child, "mark", "case")}
                if not marks & purposes and not (bare and marks):
                    return child
            elif (
                child.start > verb.start
                and any(
                    t.pos == "AUX" and t.feats.get("VerbForm") == "Inf"
                    for t in self._sentence.children(child, "aux", "cop")
                )
                and child.pos in ("VERB", "ADJ", "NOUN")
            ):
                return child
        if "object" not in entry.audience and entry.act != "accuse":
            return None
        return self._infinitive_by_place(verb) or self._behind_relative(verb)

    def _is_time(self, token: Token) -> bool:
        """ "a affirmé vendredi travailler à…": when it was said."""
        return any(time.start <= token.start < time.end for time in self._sentence.times)

    def _with_particle(self, start: int) -> int:
        """The offset of a "ne" right before an infinitive that begins at an offset ("assure ne rien vouloir")."""
        before = [t for t in self._sentence.tokens if t.start < start][-1:]
        return before[0].start if before and fold(before[0].text).strip("'") in ("ne", "n") else start

    def _is_of_object(self, verb: Token, infinitive: Token, entry: SpeechVerb) -> bool:
        """ "réaffirme son engagement à aider": the infinitive belongs to the object, which is what is said."""
        if "noun" not in entry.complements or entry.control == "object":
            return False
        return any(
            verb.start < child.start < infinitive.start and child.pos == "NOUN" and child.chunk is None
            for child in self._sentence.children(verb, "obj")
        )

    def _infinitive_by_place(self, verb: Token) -> Token | None:
        """ "a accusé, hier, son voisin d'être…": the infinitive behind "de" or "à" that the tree hung elsewhere."""
        tokens = self._sentence.tokens
        for token in tokens[verb.index + 1 : verb.index + FARTHEST_INFINITIVE]:
            if token.text in (":", ";") or token.feats.get("VerbForm") == "Fin" or fold(token.text) in ("pour", "et"):
                return None
            if token.feats.get("VerbForm") == "Inf" and token.pos in ("VERB", "AUX"):
                marked = fold(tokens[token.index - 1].text).strip("'") in ("de", "d", "a")
                governor = self._sentence.governor(token) if token.pos == "AUX" else None
                above = self._sentence.governor(governor or token)
                if governor is not None and governor.index == verb.index:
                    # "l'accuse d'avoir « vendu le pays »"
                    return token if marked else None
                owned = above is not None and above.start > verb.start and above.dep in ("conj", "obj", "amod", "nmod")
                return (governor or token) if marked and owned else None
        return None

    def _behind_relative(self, verb: Token) -> Token | None:
        """ "accuse X, dont il a pris un port, de chercher…": the infinitive behind the commas of a relative."""
        tokens = self._sentence.tokens
        relative = False
        for token in tokens[verb.index + 1 : verb.index + FARTHEST_BEHIND_RELATIVE]:
            if token.text in (":", ";") or self._sentence.is_quoted(token):
                return None
            before = tokens[token.index - 1]
            if before.text == "," and fold(token.text) in RELATIVES:
                relative = True
            elif relative and before.text == ",":
                # At the comma that closes the relative, the first one.
                behind = tokens[token.index + 1 : token.index + 4] if fold(token.text).strip("'") in ("de", "d") else ()
                return next((t for t in behind if t.feats.get("VerbForm") == "Inf" and t.pos in ("VERB", "AUX")), None)
        return None

    def _quotation_behind(self, verb: Token) -> Stretch | None:
        """The quotation that a verb introduces, behind a colon or right behind the verb group."""
        tokens = self._sentence.tokens
        for token in tokens[verb.index + 1 : verb.index + FARTHEST_COLON]:
            opened = next((q for q in self._sentence.quotations if q.start - 2 <= token.start < q.start), None)
            if opened is not None and token.text in "«“„\"‘'":
                before = tokens[token.index - 1].text
                near = token.index - verb.index <= (FARTHEST_QUOTATION if before == "," else 3) or before == ":"
                if any(q.start <= verb.start < q.end <= opened.start for q in self._sentence.quotations):
                    # "« Y condamne cela. » Et d'ajouter : « … »": what follows is not what Y says.
                    return None
                enough = len(self._whole[opened.start : opened.end].split()) >= FEWEST_WORDS
                return self._words.trimmed(opened.start, opened.end) if near and enough else None
            if token.pos in ("VERB", "AUX") and token.feats.get("VerbForm") == "Fin" and token.head != verb.index:
                return None
            if token.pos == "AUX" and token.feats.get("VerbForm") == "Inf":
                # "indique avoir « détruit un dépôt »": the infinitive is reported, not the quotation alone.
                return None
        last = tokens[-1] if tokens else verb
        if last.text == ":" or (self._whole[self._sentence.start : self._sentence.end].rstrip().endswith(":")):
            return self._words.quotation_starting(self._sentence.end)
        return None

    def of_noun(self, noun: Token, entry: SpeechNoun) -> Stretch | None:
        """What a noun of speech reports: the clause or infinitive that hangs on it or on the name behind it."""
        last = noun.end
        for child in self._sentence.children(noun, "nmod", "obl"):
            last = max(last, child.end) if child.chunk is not None else last
        for token in self._sentence.tokens[noun.index + 1 : noun.index + FARTHEST_QUE]:
            if token.start < last or token.chunk is not None:
                continue
            if token.pos in ("VERB", "AUX") and token.feats.get("VerbForm") == "Fin":
                return None
            said = fold(self._whole[token.start : token.start + LONGEST_LINK])
            link = next((words for words in self._speech.noun_links if said.startswith(words)), None)
            # "a réagi à l'annonce de X, soulignant que": behind a comma a participle is the subject's.
            farthest = len(" ") if token.feats.get("VerbForm") == "Part" else len(", ")
            if link is not None and "clause" in entry.complements and token.start - last <= farthest:
                return self._words.trimmed(token.start + len(link), self._clause_end(noun, token))
            if token.feats.get("VerbForm") == "Inf" and "infinitive" in entry.complements:
                mark = self._sentence.tokens[token.index - 1]
                near = mark.start - last <= len(", ") and fold(mark.text).strip("'") in ("de", "d", "a")
                return self._words.trimmed(mark.start, self._clause_end(noun, token)) if near else None
        return None

    def _clause_end(self, noun: Token, token: Token) -> int:
        """Where the clause behind a noun of speech ends: its subtree, a clause of attribution, the verb of the noun."""
        governor = self._sentence.governor(token)
        top = governor if governor is not None and token.dep == "mark" and governor.index > token.index else token
        ends = [max(each.end for each in self._sentence.subtree(top))]
        ends += [clause.start for clause in self._sentence.clauses if clause.start > token.start]
        above = self._sentence.governor(noun)
        if above is not None and above.index > token.index:
            ends.append(min([above.start, *(each.start for each in self._sentence.children(above, "aux", "cop"))]))
        return min(ends)


def _judges(entry: SpeechVerb) -> bool:
    """Whether verbs tell what somebody thinks of an object: "juger inacceptable", "qualifier de", "décrire comme"."""
    said_of = "noun" in entry.complements and "clause" not in entry.complements
    return "predicate" in entry.complements or (said_of and bool(COMPLETING & set(entry.oblique)))
