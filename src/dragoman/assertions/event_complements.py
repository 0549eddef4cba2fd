"""The parties of an event beside its trigger: objects, complements with a preposition, agents, owners."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from dragoman.assertions.event_clitics import relative_antecedent, relative_case
from dragoman.assertions.event_data import EventData
from dragoman.assertions.event_hanging import above, included
from dragoman.assertions.event_hosts import find_host, find_people
from dragoman.assertions.event_nouns import CLITICS, NounParties
from dragoman.assertions.event_places import EventPlaces
from dragoman.assertions.fillers import Filler, Pronouns, bare_object
from dragoman.assertions.frames import ACTOR_KINDS
from dragoman.assertions.grammar import case_of, is_passive, lemma
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token
from dragoman.register import load_register

ENVOYS = frozenset({"ambassador", "envoy"})
BETWEEN = "entre"
QUE = frozenset({"que", "qu"})
TARGETED = ("contre", "à", "envers", "avec", "en faveur de", "pour", "sur", "vers", "à l'encontre de", "à l'égard de")


@dataclass(frozen=True, slots=True)
class Party:
    """One party of an event."""

    mention: Mention
    filled_by: str
    reason: str

    @property
    def key(self) -> str:
        """What tells parties apart: the actor, else the words with their state."""
        return self.mention.actor or f"{self.mention.country}|{fold(self.mention.text)}"

    @property
    def known(self) -> bool:
        """Whether the actor or at least its state is known."""
        return self.mention.actor is not None or self.mention.country is not None


class EventComplements:
    """What stands beside the triggers of one sentence, but for their subjects."""

    def __init__(
        self,
        text: ReadText,
        sentence: Sentence,
        data: EventData,
        pronouns: Pronouns | None,
        meetings: frozenset[str] = frozenset(),
    ) -> None:
        self._text = text
        self._sentence = sentence
        self._data = data
        self._nouns = NounParties(text, sentence, data, pronouns, meetings)
        self.places = EventPlaces(text, sentence, data)

    def parties(self, filler: Filler | None, kinds: Collection[str] = (), *, capitals: bool = False) -> list[Party]:
        """The mentions of a filler that can take part in an event; all of `kinds` when given.

        `capitals`: a capital stands for its state ("a promis à Kiev").
        """
        if filler is None:
            return []
        allowed = kinds or ACTOR_KINDS
        found = []
        for mention in filler.mentions:
            party = self._as_state(mention) if capitals else mention
            fits = party.actor_kind in allowed or (filler.armed and "military" in allowed)
            # "son homologue indien": a person, though nobody says who.
            fits = fits or (mention.adjective and "person" in allowed and not filler.armed)
            if fits and (party.actor is not None or party.country is not None):
                found.append(Party(party, filler.filled_by, filler.reason))
        return found

    @staticmethod
    def _as_state(mention: Mention) -> Mention:
        state = mention.country
        if mention.actor_kind != "place" or state is None or load_register().capital_of(state) != mention.actor:
            return mention
        reason = "capital for its state: it is spoken or given to"
        return replace(mention, actor=state, actor_kind="state", kind="metonym", reason=reason)

    def agent(self, verb: Token) -> Filler | None:
        """The agent of a passive ("par X"); nouns count for the one whose they are ("par une salve iranienne")."""
        children = list(self._sentence.children(verb, "obl", "nmod"))
        # "placés sous sanctions par X": the tree hangs the agent on the noun before.
        below = [b for c in children if c.chunk is None for b in self._sentence.children(c, "nmod")]
        for child in (*children, *below):
            case = case_of(self._sentence, child)
            if case == "par" or (child.dep == "obl:agent" and case in ("de", "")):
                return self._nouns.find(child, f"agent of {verb.text!r}", wide=True)
        for child in self._sentence.children(verb, "conj"):
            # "ont été attaqués et pillés par X"
            if child.pos == "VERB" and is_passive(self._sentence, child) and not self.has_subject(child):
                return self.agent(child)
        return self._agent_below(verb)

    def _agent_below(self, verb: Token) -> Filler | None:
        """ "déclarés persona non grata par X": the agent that the tree hangs on the predicate behind the verb."""
        for token in self._sentence.tokens[verb.index + 1 :]:
            if token.text in (",", ";", ":") or token.pos in ("VERB", "AUX"):
                return None
            if token.dep == "obl:agent" and case_of(self._sentence, token) == "par":
                return self._nouns.find(token, f"agent of {verb.text!r}", wide=True)
        return None

    def object(self, verb: Token, *, wide: bool = False, besides: Token | None = None) -> Filler | None:
        """The direct object; `wide` as in `NounParties.find`; `besides` is a word that is not looked at."""
        if verb.dep == "acl:relcl" and any(
            fold(m.text).strip("'") in QUE for m in self._sentence.children(verb, "mark")
        ):
            # "X, qu'il a accusé d'armer Y"
            return self._nouns.antecedent(verb)
        spoken = self._nouns.spoken.object(verb)
        if spoken is not None:
            return spoken
        for child in self._sentence.children(verb, "obj", "iobj", "obl", "expl:comp"):
            if besides is not None and child.index == besides.index:
                continue
            said = fold(child.text).strip("'")
            if child.chunk is None and said in QUE:
                return self._nouns.antecedent(verb)
            clitic = child.pos == "PRON" or (child.pos == "DET" and child.dep.startswith("obj"))
            if child.chunk is None and clitic and said in CLITICS and said not in ("lui", "leur"):
                return self._nouns.pronoun(child)
            if child.dep.startswith("obj") or (child.dep == "iobj" and not case_of(self._sentence, child)):
                found = self._nouns.find(child, f"object of {verb.text!r}", wide=wide)
                if found is not None and not case_of(self._sentence, child):
                    return found
        for child in self._sentence.children(verb, "obl"):
            named = None if case_of(self._sentence, child) else included(self._sentence, child, self._data)
            if named is not None:
                return named
        return bare_object(self._sentence, verb, "xcomp", "obl", "ccomp", "dep")

    def oblique(
        self, governor: Token, preposition: str, *, wide: bool = False, besides: Token | None = None
    ) -> Iterator[Filler]:
        """Complements of a verb or noun with a preposition."""
        wanted = fold(preposition)
        for child in self._sentence.children(governor, "obl", "nmod", "obj", "iobj", "advmod", "dep", "xcomp"):
            if besides is not None and child.index == besides.index:
                continue
            if relative_case(self._sentence, child) == wanted:
                antecedent = relative_antecedent(self._sentence, child)
                found = (
                    self._nouns.find(antecedent, f"antecedent of {child.text!r}") if antecedent is not None else None
                )
                if found is not None:
                    yield found
            elif case_of(self._sentence, child) == wanted and not (wanted == "a" and self._is_joined(child)):
                reason = f"complement of {governor.text!r} with {preposition!r}"
                found = self._nouns.find(child, reason, wide=wide or wanted == BETWEEN)
                if found is not None:
                    yield found
            elif wanted == "a" and child.pos == "PRON" and fold(child.text) in ("lui", "leur"):
                if any(mark.text == "," for mark in self._sentence.tokens[child.index + 1 : child.index + 2]):
                    # "X est, lui, arrivé"
                    continue
                found = self._nouns.pronoun(child)
                if found is not None:
                    yield found
        told = self._nouns.spoken.receiver(governor) if wanted == "a" and governor.pos == "VERB" else None
        if told is not None:
            yield told

    def astray(self, verb: Token, preposition: str) -> Iterator[Filler]:
        """ "a eu des échanges à propos de ce dossier avec X": a complement that the tree hangs on what it is about."""
        for token in self._sentence.tokens[verb.index + 1 :]:
            if token.text in (",", ";", ":", "(") or token.pos == "SCONJ" or token.feats.get("VerbForm") == "Fin":
                return
            head = self._sentence.governor(token)
            if head is None or case_of(self._sentence, token) != preposition or not verb.index < head.index:
                continue
            if (
                verb.index in above(self._sentence, head)
                and case_of(self._sentence, head)
                and lemma(head) not in self._data.shared
            ):
                found = self._nouns.find(token, f"complement of {verb.text!r} with {preposition!r}, hung astray")
                if found is not None:
                    yield found

    def _is_joined(self, token: Token) -> bool:
        """ "l'adhésion de X à l'Otan": the organisation that is joined is no party."""
        if token.chunk is None or token.chunk.head.actor_kind not in ("organisation", "bloc", "body"):
            return False
        for before in reversed(self._sentence.tokens[: token.index]):
            if before.pos in ("ADP", "DET", "ADJ", "PROPN") or before.chunk is not None:
                continue
            return lemma(before) in self._data.joining
        return False

    def inside(self, noun: Token) -> Filler | None:
        """ "son ambassadeur en Israël": the state that the words of an office name as its place."""
        chunk = noun.chunk
        if chunk is None:
            return None
        for mention in self._text.mentions:
            if chunk.start < mention.start < chunk.end and mention.actor_kind in ("state", "organisation"):
                return Filler((mention,), "grammar", f"named inside {noun.text!r}")
        host = find_host(self._text, chunk)
        return Filler((host,), "grammar", host.reason) if host is not None else None

    def posted(self, noun: Token) -> Filler | None:
        """ "l'ambassadeur iranien en France": the state where an envoy is posted."""
        host = find_host(self._text, noun.chunk) if noun.chunk is not None else None
        return Filler((host,), "grammar", host.reason) if host is not None else None

    def people(self, word: Token | None) -> Filler | None:
        """ "des milliers de Géorgiens": the people whom a word, or what it counts, names."""
        named = [word, *self._sentence.children(word, "nmod", "obl")] if word is not None else []
        found = [find_people(token.chunk.head) for token in named if token.chunk is not None]
        mentions = tuple(mention for mention in found if mention is not None)
        return Filler(mentions, "parse", "people of the state") if mentions else None

    def sender(self, noun: Token) -> Filler | None:
        """ "l'ambassadrice de X (, Y)": the state whose envoy somebody is."""
        chunk = noun.chunk
        if chunk is None or chunk.head.actor_kind != "person":
            return None
        for office in self._text.offices:
            sent = office.position in ENVOYS and chunk.start <= office.start < chunk.end
            actor = load_register().actors.get(office.of or "") if sent else None
            if actor is not None and actor.kind in ("state", "organisation"):
                reason = f"whose {office.position} it is"
                state = replace(chunk.head, actor=actor.id, actor_kind=actor.kind, country=actor.country, reason=reason)
                return Filler((state,), "grammar", reason)
        return None

    def resumed(self, verb: Token) -> Iterator[Filler]:
        """ "a rencontré X à Rome, Y et Z": the people whom the tree hangs on the place before them, or leaves loose."""
        if not any(child.chunk is not None for child in self._sentence.children(verb, "obj")):
            return
        for place in self._sentence.children(verb, "obl"):
            if place.chunk is not None and place.chunk.head.actor_kind == "place":
                behind = [c for c in self._sentence.children(verb, "obl") if not case_of(self._sentence, c)]
                for child in (*self._sentence.children(place, "conj"), *behind):
                    person = child.chunk is not None and child.chunk.head.actor_kind == "person"
                    if child.chunk is not None and person and child.index > place.index:
                        yield Filler(child.chunk.mentions, "parse", f"object of {verb.text!r} behind its place")

    def owner(self, noun: Token) -> Filler | None:
        """Whose a noun is: an adjective of a state, a possessive, or "de X"."""
        return self._nouns.owner(noun)

    def target(self, noun: Token) -> Filler | None:
        """At whom a noun is directed ("des sanctions contre X")."""
        for preposition in TARGETED:
            found = next(self.oblique(noun, preposition, wide=True), None)
            if found is not None:
                return found
        for child in self._sentence.children(noun, "acl"):
            # "l'embargo qui frappe la Somalie"
            if lemma(child) in self._data.hitting and not is_passive(self._sentence, child):
                return self.object(child, wide=True)
        return None

    def participles(self, noun: Token) -> list[Token]:
        """The participles on a noun of event that add who did it and to whom ("les menaces adressées par X à Y")."""
        known = self._data.support | self._data.authoring
        found = [child for child in self._sentence.children(noun, "acl", "amod") if lemma(child) in known]
        for name in self._sentence.children(noun, "nmod"):
            if name.chunk is not None:
                # "l'invasion de X, lancée par Y": said of the invasion.
                found += [c for c in self._sentence.children(name, "acl") if lemma(c) in self._data.waging]
        return [c for c in found if c.feats.get("VerbForm") == "Part" and c.feats.get("Tense") != "Pres"]

    def apposed(self, noun: Token) -> Filler | None:
        """ "X, en visite à Y": the name right before the comma that a noun and its preposition stand behind."""
        first = min([noun.index, *(child.index for child in self._sentence.children(noun, "case", "det"))])
        if first < 2 or self._sentence.tokens[first - 1].text not in (",", "(", "–"):
            return None
        name = self._sentence.tokens[first - 2]
        if name.chunk is None or name.chunk.head.actor_kind in ("place", "medium", None):
            return None
        return Filler(name.chunk.mentions, "grammar", f"name that {noun.text!r} stands right behind")

    def host(self, place: Mention) -> Party | None:
        """ "s'est rendu à Moscou": the state in whose capital a visitor is, unless he came for something else."""
        state = self._as_state(place)
        if state is place or place.country in self._data.seats:
            return None
        words = {
            word for t in self._sentence.tokens if t.chunk is None for word in (lemma(t), fold(t.text).rstrip("s"))
        }
        return None if words & self._data.gatherings else Party(state, "grammar", "its capital is visited")

    def possessor(self, noun: Token) -> Filler | None:
        """Whom a possessive on a noun points to ("ses homologues")."""
        return self._nouns.possessor(noun)

    def has_possessive(self, noun: Token) -> bool:
        """Whether a possessive stands on a noun."""
        return self._nouns.has_possessive(noun)

    def has_subject(self, verb: Token) -> bool:
        """Whether a clause has a subject of its own in the text."""
        return any(True for _ in self._sentence.children(verb, "nsubj", "expl:subj"))
