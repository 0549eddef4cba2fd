"""The clause grammar of attribution: where "…, a déclaré X" and "selon X, …" begin and end, before the parse.

The parser attaches inverted speech and source phrases wrongly more often than not, and spoils the sentence that they
stand in. So they are found by their words, and parsed apart.
"""

from collections.abc import Sequence
from itertools import pairwise

from dragoman.mentions.source_clauses import SourceClauses
from dragoman.mentions.word_row import DASHES, STOPS, Cut
from dragoman.model.names import fold
from dragoman.model.sentence import Clause

# How many words the grammar looks ahead for the speaker behind a verb of speech.
FARTHEST_SPEAKER = 24
# The longest stretch without a verb before an inserted clause ("La flotte, a dit X, restera…"), in words.
LONGEST_TOPIC = 8
# Acts of verbs that take an object far more often than they stand behind what was said.
STANDS = frozenset({"refuse", "accuse", "welcome", "deny"})
POSSESSIVES = frozenset({"son", "sa", "ses", "leur", "leurs"})


class ClauseCutter(SourceClauses):
    """Finds the clauses of one sentence."""

    def cuts(self) -> list[Cut]:
        """The clauses in order; they never overlap."""
        found: list[Cut] = []
        index = 0
        while index < len(self._words):
            cut = self._source(index) or self._inverted(index)
            if cut is None:
                index += 1
                continue
            found.append(cut)
            index = max(cut.last, index + 1)
        return found

    def asides(self, cuts: Sequence[Cut]) -> list[range]:
        """The adverbial phrases outside the clauses (", pour sa part,") that carry nothing and draw words to them."""
        taken = {index for cut in cuts for index in range(cut.first, cut.last)}
        found: list[range] = []
        index = 0
        while index < len(self._words):
            last = self._behind_phrase(index)
            # "en marge du sommet" is a phrase of its noun's; "refuse pour l'instant de livrer" is its verb's.
            governs = last < len(self._words) and self._folded[last] in self._speech.genitives
            governs = governs and not (self._folded[last].startswith("d") and self._is_infinitive(last + 1))
            if last == index or governs or not taken.isdisjoint(range(index, last)):
                index += 1
                continue
            first = index
            comma_before = index > 0 and self._words[index - 1].text == ","
            comma_behind = last < len(self._words) and self._words[last].text == ","
            if comma_behind and (comma_before or index == 0):
                first, last = (index - 1 if comma_before else index), last + 1
            if taken.isdisjoint(range(first, last)):
                found.append(range(first, last))
            index = last
        return found

    # "…, a déclaré X"

    def _inverted(self, index: int) -> Cut | None:
        """The inverted clause whose verb group begins at a word; None where none does."""
        quoted = self._behind_quotation(index)
        # "…, M. Bey, indique un communiqué": the comma belongs to the name, and what is told has its verb before.
        named = index > 0 and self._ends_in_comma[index - 1] and not self._is_bare(index)
        if index == 0 or not (quoted or named or self._words[index - 1].text in (",", *DASHES)):
            return None
        at = index
        while at < len(self._words) and (
            self._folded[at] in self._speech.openers or self._folded[at] in ("l'", "se", "s'")
        ):
            at += 1
        reading = self._reading(at)
        if reading is not None:
            return self._cut(index, self._end_of(reading, index), at, pronoun=reading - 1)
        group = self._group(at, quoted=quoted)
        if group is None:
            return None
        verb, end, lemmas, pronoun = group
        if pronoun is None and end < len(self._words) and self._opens[end] and self._is_bare(index):
            # "X, dit « le Lion », a été arrêté": a second name.
            return None
        if named and not quoted and self._folded[end : end + 1] not in (["un"], ["une"]):
            return None
        if pronoun is None and end < len(self._words) and self._folded[end].replace("'", "") in ("que", "qu"):
            return None
        if pronoun is not None:
            return self._cut(index, self._end_of(max(end, pronoun + 1), index), verb, lemmas, pronoun=pronoun)
        # Without a comma only somebody who can speak may stand behind ("« le Sourd » a repris la tête").
        comma = self._words[index - 1].text in (",", *DASHES)
        speaker = self._speaker(end, quoted=quoted and comma)
        if speaker is None:
            return None
        if not quoted and self._is_object(lemmas, speaker, index):
            return None
        last = self._end_of(speaker + 1, index)
        if not quoted and last >= len(self._words) - 1 and self._is_inserted(index, speaker):
            return None
        if quoted and self._is_relative_alone(index):
            # "X, qui accuse Y de « jouer », a réagi": the quotation is the relative's.
            return None
        acts = {verb.act for name in lemmas for verb in self._speech.verbs[name]}
        if not quoted and acts <= STANDS and "," in (w.text for w in self._words[: index - 1]) and self._is_bare(index):
            # "Le Conseil, garant du droit, a exclu X": no verb stands before that could be what X said.
            return None
        if not quoted and self._is_deed(speaker):
            return None
        return self._cut(index, last, verb, lemmas, speaker=speaker)

    def _is_deed(self, speaker: int) -> bool:
        """ "X, dont Y, a exigé l'organisation d'un dialogue": what is organised stands behind what seems to speak."""
        behind = self._folded[speaker + 1 : speaker + 3]
        return self._words[speaker].text[:1].islower() and behind in (["d'", "un"], ["d'", "une"])

    def _cut(
        self,
        first: int,
        last: int,
        verb: int,
        lemmas: tuple[str, ...] = (),
        *,
        speaker: int | None = None,
        pronoun: int | None = None,
    ) -> Cut:
        """The inverted clause between two words, with the indices of its verb and of who speaks."""
        starts = (self._words[at].start if at is not None else None for at in (speaker, pronoun))
        bounds = (self._words[first].start, self._words[last - 1].end)
        return Cut(Clause(*bounds, "inverted", self._words[verb].start, lemmas, *starts), first, last)

    def _reading(self, at: int) -> int | None:
        """The index behind "peut-on lire", which begins at a word."""
        for phrase in self._speech.readings:
            said = [word.strip(" -'") for word in self._folded[at : at + len(phrase) + 2] if word.strip(" -'")]
            if tuple(said[: len(phrase)]) == phrase:
                count = len(phrase) + sum(1 for word in self._folded[at : at + len(phrase)] if not word.strip(" -'"))
                return at + count
        return None

    def _behind_quotation(self, index: int) -> bool:
        """Whether the words before end a quotation, with or without a comma behind its mark."""
        for back in (1, 2):
            if index - back >= 0:
                if self._closes[index - back]:
                    return True
                if self._words[index - back].text not in (",", *DASHES):
                    return False
        return False

    def _group(self, at: int, *, quoted: bool) -> tuple[int, int, tuple[str, ...], int | None] | None:
        """The verb group from a word on: index of the verb, index behind the group, lemmas, index of the pronoun."""
        words, folded, speech = self._words, self._folded, self._speech
        pronoun: int | None = None
        while at < len(words) and folded[at].strip("'") in {c.strip("'") for c in speech.clitics}:
            at += 1
        if at >= len(words):
            return None
        # "lancé" folds to "lance": only the accent tells the participle.
        accented = text_ends_in_participle(words[at].text)
        lemmas = () if accented else speech.finite.get(folded[at], ())
        auxiliary = folded[at] in speech.auxiliaries
        verb = at
        after, found = self._pronoun_behind(at + 1)
        if found is not None:
            pronoun, at = found, after - 1
        performed = self._performed(at + 1 if auxiliary else verb, at + 1) if pronoun is not None else None
        if performed is not None:
            return (*performed, pronoun)
        if auxiliary:
            at += 1
            while at < len(words) and (self._behind_adverbs(at) > at or folded[at] in ("ete",)):
                at = max(at + 1, self._behind_adverbs(at))
            if at >= len(words):
                return None
            participle = speech.participles.get(folded[at], ())
            if not participle:
                return None
            verb, lemmas = at, participle
        if not lemmas:
            return None
        end = at + 1
        fixed = self._fixed(lemmas, end, quoted=quoted or pronoun is not None)
        if fixed is None:
            return None
        lemmas, end = fixed
        return verb, end, lemmas, pronoun

    def _performed(self, performing: int, behind: int) -> tuple[int, int, tuple[str, ...]] | None:
        """ "a-t-elle tenu à préciser", "tient-il à ajouter": index of the infinitive, index behind it, its lemma.

        `performing` is the index of the verb that tells that something was said; the infinitive stands behind it, or
        behind the pronoun that ends before `behind`.
        """
        folded = self._folded
        if performing >= len(folded) or folded[performing] not in self._speech.performers:
            return None
        at = max(performing + 1, behind)
        if at + 1 >= len(folded) or folded[at].strip("'") not in ("a", "de", "d", "par"):
            return None
        lemma = folded[at + 1]
        return (at + 1, at + 2, (lemma,)) if lemma in self._speech.infinitives else None

    def _fixed(self, lemmas: tuple[str, ...], end: int, *, quoted: bool) -> tuple[tuple[str, ...], int] | None:
        """Lemmas whose fixed words ("savoir" behind "faire") stand behind, and the index behind those.

        Verbs that tell speech only beside a quotation ("poursuivre") need one.
        """
        plain = []
        for lemma in lemmas:
            for verb in self._speech.verbs[lemma]:
                if "inverted" not in verb.complements or (not quoted and "clause" not in verb.complements):
                    continue
                for phrase in verb.with_:
                    parts = fold(phrase).split()
                    if self._folded[end : end + len(parts)] == parts:
                        return (lemma,), end + len(parts)
                if not verb.with_:
                    plain.append(lemma)
        return (tuple(dict.fromkeys(plain)), end) if plain else None

    def _pronoun_behind(self, at: int) -> tuple[int, int | None]:
        """The index behind "-t-il", and that of the pronoun; None where none stands there."""
        if at < len(self._words) and self._folded[at].strip() == "t":
            at += 1
        if at + 1 < len(self._words) and self._words[at].text == "-" and self._folded[at + 1] in self._speech.pronouns:
            # The tokenizer leaves the hyphen of "ont-elles" alone.
            return at + 2, at + 1
        if (
            at < len(self._words)
            and self._words[at].text.startswith("-")
            and self._folded[at].strip() in self._speech.pronouns
        ):
            return at + 1, at
        return at, None

    def _speaker(self, at: int, *, quoted: bool) -> int | None:
        """Index of the words that name the speaker behind a verb: the first noun phrase without a preposition."""
        words, folded, speech = self._words, self._folded, self._speech
        behind_preposition = inserted = False
        if at < len(words) and folded[at] == "des" and words[at].chunk is None:
            # "ont indiqué des témoins"
            return self._noun_speaker(at, quoted=quoted)
        stop = min(len(words), at + FARTHEST_SPEAKER)
        while at < stop:
            word = words[at]
            if word.chunk is not None:
                if not behind_preposition:
                    return (
                        at
                        if word.chunk.head.actor_kind not in ("place", None) or word.chunk.head.kind != "name"
                        else None
                    )
                behind_preposition = False
            elif self._behind_adverbs(at) > at:
                at = self._behind_adverbs(at)
                continue
            elif not behind_preposition and self._is_demonstrative(at):
                return at
            elif folded[at] in speech.prepositions:
                behind_preposition = True
                if self._is_infinitive(at + 1):
                    return None
            elif folded[at] in speech.determiners:
                if not behind_preposition:
                    return self._noun_speaker(at, quoted=quoted)
            elif word.text == ",":
                if self._is_named(at):
                    return at + 1
                # "a averti, hier, le ministre": the comma that closes what another opened.
                closes = inserted and self._is_phrase(at + 1)
                inserted = not closes and self._insertion(at)
                if not quoted and not closes and not inserted:
                    return None
            elif word.text in STOPS or folded[at].strip("'") in speech.subordinators:
                return None
            elif word.text[:1].isupper() and not behind_preposition and word.text[:1].isalpha():
                return at
            else:
                behind_preposition = False
            at += 1
        return None

    def _is_infinitive(self, at: int) -> bool:
        """Whether a word in lower case ends like an infinitive ("continuerait d'aider")."""
        if at >= len(self._words) or self._words[at].chunk is not None or self._time[at]:
            return False
        if self._folded[at] in self._speech.determiners:
            # "pour notre portail"
            return False
        word = self._words[at].text
        return word.islower() and word.endswith(("er", "ir", "oir", "dre", "tre", "ire"))

    def _is_phrase(self, at: int) -> bool:
        """Whether a noun phrase without a preposition begins at a word."""
        words = self._words[at : at + 1]
        return bool(words) and (words[0].chunk is not None or self._folded[at] in self._speech.determiners)

    def _insertion(self, at: int) -> bool:
        """Whether what a comma opens is a time or a place, behind which the speaker may come."""
        return at + 1 < len(self._words) and (self._time[at + 1] or self._folded[at + 1] in self._speech.prepositions)

    def _is_named(self, at: int) -> bool:
        """ "a déclaré lors d'une visite à Oslo, Lina Berg, …": whether a person stands between a comma and the next."""
        named = self._words[at + 1 : at + 2]
        if not named or named[0].chunk is None or named[0].chunk.head.actor_kind != "person":
            return False
        return at + 2 >= len(self._words) or self._words[at + 2].text in (",", *STOPS)

    def _noun_speaker(self, at: int, *, quoted: bool) -> int | None:
        """Index of the noun or chunk behind a determiner, if it can speak."""
        words = self._words
        ahead = at + 1
        while ahead < len(words) and self._folded[ahead] in self._speech.determiners:
            ahead += 1
        if ahead >= len(words):
            return None
        chunk = words[ahead].chunk
        if chunk is not None:
            return ahead if chunk.head.actor_kind != "place" else None
        for back in range(ahead, min(ahead + 3, len(words))):
            later = words[back].chunk
            if later is not None and back > ahead and later.head.kind == "role":
                return back
            if self._folded[back] in self._speech.speaker_nouns or self._folded[back] in self._speech.voices:
                return back
        return ahead if quoted and words[ahead].text.replace("-", "").isalpha() else None

    def _end_of(self, at: int, index: int) -> int:
        """Index behind the clause: where the quotation goes on, another clause begins, or the sentence ends.

        `at` is the index behind the speaker, `index` that of the first word of the clause. A clause inside the words
        that it attributes ("La flotte, a dit X, restera…") ends with the next comma.
        """
        inside = self._is_inside(index)
        for ahead in range(at, len(self._words)):
            word = self._words[ahead]
            if word.chunk is not None:
                continue
            if self._opens[ahead] and self._resumes(ahead, at):
                return ahead
            if self._closes[ahead] or word.text == ";":
                return ahead
            if word.text == "," and (inside or self._inverted(ahead + 1) or self._source(ahead + 1)):
                return ahead
            if inside and word.text in STOPS:
                return ahead
        last = len(self._words)
        return last - 1 if last > at and self._words[last - 1].text in STOPS else last

    def _is_inside(self, index: int) -> bool:
        """Whether the words that a clause attributes go on behind it."""
        if self._words[index - 1].text not in (",", *DASHES):
            return False
        at = self._words[index].start
        if any(q.start <= at < q.end for q in self._quotations):
            return True
        first = max((i + 1 for i in range(index) if self._words[i].text in (";", ":")), default=0)
        if index - first > LONGEST_TOPIC or any(self._closes[i] for i in range(first, index)):
            return False
        return self._is_bare(index, first)

    def _is_inserted(self, index: int, speaker: int) -> bool:
        """ "La lettre, datée de mardi, demande une enquête": an insertion before the verb, its object behind it."""
        comma = any(word.text == "," for word in self._words[: index - 1])
        thing = self._words[speaker].chunk is None and self._folded[speaker - 1] in ("un", "une", "des")
        return (comma and thing and self._is_bare(index)) or self._is_relative_alone(index)

    def _is_relative_alone(self, index: int) -> bool:
        """ "X, qui soutient Y, a rappelé son ambassadeur": the only verb before is of a relative on the subject."""
        marks = [-1, *(i for i in range(index) if self._words[i].text == ",")]
        stretches = [range(first + 1, last) for first, last in pairwise(marks) if last > first + 1]
        relative = [self._folded[s[0]].strip("'") in self._speech.relatives for s in stretches]
        bare = all(self._is_bare(s[-1] + 1, s[0]) for s, of in zip(stretches, relative, strict=True) if not of)
        return relative[:1] == [False] and relative[-1] and bare

    def _is_object(self, lemmas: Sequence[str], speaker: int, index: int) -> bool:
        """ "X, furieux, a rappelé son ambassadeur", "X, voisin de Y, assure la présidence": no speaker, but the object.

        A noun of another sense of the verb that begins at a word, owned or where no verb stands before the clause.
        """
        others = {fold(noun) for lemma in lemmas for verb in self._speech.verbs[lemma] for noun in verb.not_objects}
        chunk = self._words[speaker].chunk
        noun = self._folded[speaker] if chunk is None else fold(chunk.head.text).partition(" ")[0]
        owned = self._folded[speaker - 1] in POSSESSIVES
        return (owned or self._is_bare(index)) and bool({noun, noun.removesuffix("s")} & others)

    def _resumes(self, index: int, at: int) -> bool:
        """Whether an opening mark goes on with the quotation: right behind a comma or colon, not inside a name."""
        before = self._words[index - 1].text if index else ""
        return before in (",", ":", *DASHES, ".") and index >= at


def text_ends_in_participle(word: str) -> bool:
    """Whether a word ends like the past participle of a verb in -er."""
    return word.lower().rstrip("s").rstrip("e").endswith("é")
