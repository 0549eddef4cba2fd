"""Whom words that name nobody by themselves speak for: a ministry, a text, an assembly, a collective, a counterpart."""

from dataclasses import replace

from dragoman.assertions.discourse import Discourse
from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import lemma
from dragoman.assertions.sharing import OPENING
from dragoman.languages.speech import Speech
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import Chunk, ReadText, Sentence, Token

SPEAKER_KINDS = frozenset(
    {"state", "organisation", "bloc", "body", "person", "medium", "armed_group", "military", "party", "company"}
)
FARTHEST_VOICE = 16
# How many sentences back a body that spoke is "le département", and what it can be.
FARTHEST_BODY, BODY_KINDS = 2, frozenset({"state", "organisation", "bloc", "body"})
DEFINITE = frozenset({"le", "la", "l", "ce", "cet", "cette"})
# Qualifiers that bring in somebody new ("un autre diplomate", "un diplomate").
UNCERTAIN = frozenset({"autre", "un", "une", "certain", "certaine", "premier", "premiere", "ancien", "ancienne"})


class Voices:
    """Finds the actors behind nouns and chunks of one document that can speak."""

    def __init__(self, text: ReadText, speech: Speech, discourse: Discourse) -> None:
        self._text = text
        self._speech = speech
        self._discourse = discourse
        self._organs = discourse.organs
        self._adjectival = {m.start: m for m in text.mentions if m.adjective and m.actor is not None}

    def of_chunk(
        self, chunk: Chunk, reason: str = "stands before the colon", filled_by: str = "grammar"
    ) -> Filler | None:
        """The actors of a chunk, if every one can speak."""
        shared = self._is_shared(chunk.mentions)
        able = (m for m in chunk.mentions if m.actor_kind in SPEAKER_KINDS or m.kind == "role")
        mentions = tuple(self._acting(m, shared=shared) for m in able)
        if len(mentions) != len(chunk.mentions):
            return None
        return Filler(mentions, "grammar" if filled_by == "grammar" else "parse", reason)

    def of_subject_noun(self, sentence: Sentence, noun: Token) -> Filler | None:
        """Whom a subject that is no name stands for: "les ministres de l'Asean", "l'armée de terre kényane"."""
        if noun.chunk is not None and self._is_shared(noun.chunk.mentions):
            return self.of_chunk(noun.chunk, f"states of the {noun.text!r}")
        if lemma(noun) in self._speech.counterparts and noun.feats.get("Number") != "Plur":
            return self._counterpart(sentence, noun)
        if lemma(noun) in self._speech.taking_up and noun.feats.get("Number") != "Plur":
            return self._taken_up(sentence, noun)
        collective = lemma(noun) in self._speech.collectives and noun.feats.get("Number") == "Plur"
        if not collective and lemma(noun) not in self._speech.standing:
            return None
        return self._spoken_by(sentence, noun) or (self._discourse.assembled(noun, sentence) if collective else None)

    def _counterpart(self, sentence: Sentence, noun: Token) -> Filler | None:
        """ "son homologue letton": the one person of that state whose office somebody of another state holds."""
        behind = sentence.following(noun)
        adjectives = self._adjectives(sentence, behind) if behind is not None else ()
        country = adjectives[0].country if len(adjectives) == 1 else None
        return self._discourse.counterpart(country, noun) if country is not None else None

    def _taken_up(self, sentence: Sentence, noun: Token) -> Filler | None:
        """ "a ajouté le haut diplomate américain", "Son Excellence a dit": the person of before, if of that state."""
        tokens = sentence.tokens
        at = noun.index - 1
        while at > 0 and fold(tokens[at].text) in self._speech.qualifiers - UNCERTAIN:
            at -= 1
        before = fold(tokens[at].text).strip("'") if at >= 0 else ""
        if before not in DEFINITE and (before, lemma(noun)) != ("son", "excellence"):
            return None
        behind = sentence.following(noun)
        states = self._adjectives(sentence, behind) if behind is not None else ()
        if behind is not None and (len(states) > 1 or (not states and behind.pos in ("ADJ", "ADP", "NOUN", "PROPN"))):
            # "le responsable de l'usine", "le responsable militaire" is somebody else.
            return None
        pronoun = "lui" if before in ("l", "son") else "elle" if before in ("la", "cette") else "il"
        found = self._discourse.resolve(pronoun, sentence, noun.start, speaking=True)
        if found is None or any(m.actor_kind != "person" for m in found.mentions):
            return None
        fitting = not states or found.mentions[0].country in (None, states[0].country)
        return found if fitting else None

    def _spoken_by(self, sentence: Sentence, noun: Token) -> Filler | None:
        """Whom a noun speaks for: the actor behind it, who issued the text, the one state whose organ it is."""
        told = self._voice(sentence, noun) or self._issued_by(sentence, noun) or self._of_text(sentence, noun)
        return told or self._organs.find(sentence, noun) or self._same_body(sentence, noun)

    def _issued_by(self, sentence: Sentence, noun: Token) -> Filler | None:
        """ "une déclaration publiée mardi par les autorités ghanéennes": who issued a text; a medium hands it on."""
        if lemma(noun) not in self._speech.texts:
            return None
        behind = sentence.tokens[noun.index + 1 : noun.index + FARTHEST_VOICE]
        issued = next((t for t in behind if t.pos == "VERB" or t.text == ","), None)
        if issued is None or lemma(issued) not in self._speech.issuing or issued.feats.get("Tense") != "Past":
            return None
        agent = next((t for t in sentence.tokens[issued.index + 1 : issued.index + FARTHEST_VOICE] if t.chunk), None)
        if agent is None or agent.chunk is None or agent.chunk.head.actor_kind == "medium":
            return None
        between = [fold(t.text).strip("'") for t in sentence.tokens[issued.index + 1 : agent.index]]
        by = "par" in between and not set(between[between.index("par") + 1 :]) - {"le", "la", "l", "les"}
        return self._spoken_for(agent.chunk, noun) if by else None

    def _same_body(self, sentence: Sentence, noun: Token) -> Filler | None:
        """ "a ajouté le département", "l'institution": the state or organisation that spoke before."""
        behind = sentence.following(noun)
        before = fold(sentence.tokens[noun.index - 1].text).strip("'") if noun.index else ""
        if lemma(noun) not in self._speech.same_bodies or before not in DEFINITE:
            return None
        named = any(t.chunk is not None and not sentence.is_quoted(t) for t in sentence.tokens[: noun.index])
        if named or (behind is not None and behind.pos in ("ADJ", "ADP", "NOUN", "PROPN")):
            return None
        found = self._discourse.last_speaker(sentence, FARTHEST_BODY)
        kinds = {m.actor_kind for m in found.mentions} if found is not None else set()
        return found if kinds and kinds <= BODY_KINDS else None

    def _of_text(self, sentence: Sentence, noun: Token) -> Filler | None:
        """ "le texte", "le communiqué" for whoever was told to have issued it."""
        before = fold(sentence.tokens[noun.index - 1].text).strip("'") if noun.index else ""
        definite = before in ("le", "la", "l", "ce", "cette") and lemma(noun) in self._speech.texts
        return self._discourse.issuer(sentence) if definite else None

    def _voice(self, sentence: Sentence, noun: Token) -> Filler | None:
        """The actor behind a noun that speaks for it: "un porte-parole de l'armée", "le ministère ougandais"."""
        tokens = sentence.tokens
        for token in tokens[noun.index + 1 : noun.index + FARTHEST_VOICE]:
            if token.chunk is not None:
                at = token.index - 1
                while at > noun.index and (tokens[at].pos == "NUM" or tokens[at].text[:1].isdigit()):
                    # "du 49e Forum"
                    at -= 1
                before = fold(tokens[at].text).strip("'")
                article = fold(tokens[at - 1].text).strip("'") if at > 0 else ""
                joined = before in ("de", "du", "des", "d") or (
                    before in ("la", "l", "le", "les") and article in ("de", "d")
                )
                number = tokens[noun.index - 1] if noun.index else noun
                part = number.pos == "NUM" and not number.text.isdigit() and lemma(noun) in self._speech.collectives
                if part and token.chunk.head.actor_kind in ("organisation", "bloc"):
                    # "deux ministres de l'Union": some of them are not all.
                    return None
                return self._spoken_for(token.chunk, noun) if joined else None
            if lemma(token) in self._speech.against:
                # "les dirigeants de l'opposition malienne"
                return None
            adjectives = self._adjectives(sentence, token)
            if adjectives:
                plural = noun.feats.get("Number") == "Plur"
                return Filler(adjectives if plural else adjectives[:1], "grammar", f"adjective on {noun.text!r}")
            if token.pos in ("VERB", "AUX") or token.text in (",", ".", ";"):
                return None
        return None

    def _adjectives(self, sentence: Sentence, first: Token) -> tuple[Mention, ...]:
        """The states whose adjectives stand at a word and are joined to it ("jordanien, irakien et égyptien")."""
        found: list[Mention] = []
        for token in sentence.tokens[first.index : first.index + FARTHEST_VOICE]:
            if token.start in self._adjectival:
                found.append(self._adjectival[token.start])
            elif not found or not (token.text == "," or token.pos == "CCONJ"):
                break
        return tuple(found)

    def _spoken_for(self, chunk: Chunk, noun: Token) -> Filler | None:
        reason = f"whom {noun.text!r} speaks for"
        head = chunk.head
        if len(chunk.mentions) == 1 and head.actor_kind == "place" and head.country is not None:
            # "le communiqué de Bogota": the capital stands for its state.
            state = replace(head, actor=head.country, actor_kind="state", reason="capital of the state")
            return Filler((state,), "grammar", reason)
        return self.of_chunk(chunk, reason)

    def _medium_behind(self, sentence: Sentence, noun: Token) -> Filler | None:
        """ "l'agence de presse russe Interfax": the medium that a noun before it tells the sort of."""
        for token in sentence.tokens[noun.index + 1 : noun.index + FARTHEST_VOICE]:
            if token.chunk is not None:
                return self.of_chunk(token.chunk, "medium named") if token.chunk.head.actor_kind == "medium" else None
            if token.pos not in ("ADJ", "NOUN", "ADP", "PROPN", "DET") and token.text not in OPENING:
                return None
        return None

    def _acting(self, mention: Mention, *, shared: bool) -> Mention:
        """ "l'armée kényane", "la porte-parole du ministère kényan": without id or name it speaks for its state.

        So do those that one plural stands for ("les chefs de la diplomatie malienne et nigérienne").
        """
        if mention.actor is not None or mention.country is None:
            return mention
        voice = fold(mention.text.partition(" ")[0]) in self._speech.voices
        if mention.actor_kind in ("military", "body") or voice or shared:
            return replace(mention, actor=mention.country, actor_kind="state", reason=f"{mention.reason}; its state")
        return mention

    def _able(self, filler: Filler | None) -> Filler | None:
        if filler is None or any(m.actor_kind not in SPEAKER_KINDS and m.kind != "role" for m in filler.mentions):
            return None
        shared = self._is_shared(filler.mentions)
        return replace(filler, mentions=tuple(self._acting(m, shared=shared) for m in filler.mentions))

    def _is_shared(self, mentions: tuple[Mention, ...]) -> bool:
        """Whether one plural of those who speak for states stands for all of several mentions."""
        if len(mentions) == 1 or len({(m.start, m.end) for m in mentions}) > 1:
            return False
        return fold(mentions[0].text.partition(" ")[0]).removesuffix("s") in self._speech.collectives
