"""The adjectives of states on a noun ("les forces de sécurité nigérianes")."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dragoman.assertions.event_data import EventData
from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import case_of, lemma
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

LINKS = frozenset({"amod", "conj", "appos", "nmod", "acl", "dep", "advmod", "flat"})
LONGEST_CHAIN = 4
# How many tokens behind its noun an adjective stands.
FARTHEST = 14


class StateAdjectives:
    """Finds the states whose adjectives stand on the nouns of one sentence."""

    def __init__(self, text: ReadText, sentence: Sentence, mentions: Iterable[Mention], data: EventData) -> None:
        self._text = text
        self._sentence = sentence
        self._data = data
        self._adjectives = {m.start: m for m in mentions if m.adjective and (m.actor is not None or m.country)}

    def on(self, noun: Token) -> Filler | None:
        """The states of all adjectives that hang on a noun."""
        found: list[Mention] = []
        tokens = self._sentence.tokens
        for token in tokens[max(0, noun.index - 1) : noun.index + FARTHEST]:
            inner = token.start + token.text.rfind("-") + 1
            mention = self._adjectives.get(token.start) or self._adjectives.get(inner)
            before, hyphen, _ = token.text.partition("-")
            inside = hyphen and mention is not None and mention.start > token.start
            if inside and fold(before) not in self._data.compounds:
                # "des milices pro-iraniennes" are not Iran's, "un sommet ibéro-américain" is not America's.
                continue
            if found and not token.dep.startswith("conj") and noun.feats.get("Number") == "Sing":
                # "un policier kosovar albanais": of which people he is.
                break
            if mention is not None and token.index != noun.index and self._hangs_on(token, noun):
                found += [*self._compounded(mention), mention]
        if not found:
            return None
        return Filler(tuple(found), "parse", f"adjective on {noun.text!r}")

    def joined(self, token: Token) -> Filler | None:
        """ "les autorités kényanes et ougandaises": an adjective that is coordinated with the whole name before."""
        mention = self._adjectives.get(token.start) if token.dep == "conj" else None
        return Filler((mention,), "parse", f"adjective {token.text!r}") if mention is not None else None

    def _compounded(self, mention: Mention) -> Iterator[Mention]:
        """ "les pourparlers irano-américains": the state that the beginning of a compound adjective stands for."""
        text, start = self._text.document.text, mention.start
        while start > 0 and (text[start - 1].isalpha() or (text[start - 1] == "-" and start == mention.start)):
            start -= 1
        words = text[start : mention.start].removesuffix("-")
        state = self._data.compounds.get(fold(words)) if text[start : mention.start].endswith("-") else None
        if state is not None:
            end = start + len(words)
            yield replace(mention, start=start, end=end, text=words, actor=state, country=state)

    def _hangs_on(self, adjective: Token, noun: Token) -> bool:
        """Whether an adjective hangs on a noun, over other adjectives, or a complement that it does not fit."""
        if any(lemma(t) in self._data.descent for t in self._sentence.tokens[noun.index + 1 : adjective.index]):
            # "un policier d'origine serbe"
            return False
        token = adjective
        plural = adjective.feats.get("Number") == "Plur" and adjective.text.endswith(("s", "x"))
        plural = plural and not adjective.text.endswith(("ais", "ois"))
        if plural and noun.feats.get("Number") == "Sing":
            # "la destruction de trente drones ukrainiens"
            return False
        if adjective.index == noun.index + 1 and self._is_loose(adjective, noun):
            return True
        for _ in range(LONGEST_CHAIN):
            if token.dep.partition(":")[0] not in LINKS or case_of(self._sentence, token):
                return False
            governor = self._sentence.governor(token)
            if governor is None:
                return False
            if governor.index == noun.index:
                return True
            if governor.head == noun.index and self._is_passed_over(adjective, governor, noun):
                return True
            if governor.start not in self._adjectives and governor.pos != "ADJ":
                return False
            token = governor
        return False

    def _is_loose(self, adjective: Token, noun: Token) -> bool:
        """ "entrer en territoire soudanais": behind a bare noun the tree gives the adjective to the verb."""
        bare = case_of(self._sentence, noun) and not any(True for _ in self._sentence.children(noun, "det"))
        verb = self._sentence.governor(noun)
        under = verb is not None and verb.pos == "VERB" and adjective.head == verb.index
        return bool(bare) and adjective.pos == "ADJ" and under

    def _is_passed_over(self, adjective: Token, complement: Token, noun: Token) -> bool:
        """ "les forces de l'ordre équatoriennes": an adjective means the noun before whose form it has.

        "un avion de combat pakistanais": nobody's is what only says of which kind the noun before is.
        """
        if complement.pos != "NOUN" or case_of(self._sentence, complement) != "de":
            return False
        if lemma(complement) in self._data.describing and not any(
            True for _ in self._sentence.children(complement, "det")
        ):
            return True
        genders = [token.feats.get("Gender") for token in (adjective, noun, complement)]
        if genders[0] is not None and genders[0] == genders[1] != genders[2]:
            # "l'armée de l'Air indienne"
            return True
        numbers = [token.feats.get("Number") for token in (adjective, noun, complement)]
        return numbers[0] == numbers[1] == "Plur" and numbers[2] == "Sing"
