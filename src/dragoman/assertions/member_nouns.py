"""The nouns for one who belongs ("membre", "pays candidat", "non membre"), found word by word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dragoman.assertions.lexicon import Rules
from dragoman.model.names import fold
from dragoman.model.sentence import Token

# How far behind "les pays de" a list of them may start, in tokens.
FARTHEST_LIST = 5
# The verb of belonging as lemma.
PART = "faire partie"


@dataclass(frozen=True, slots=True)
class MemberNoun:
    """A noun for a member: first and last token, status, and the words that change it.

    `one_of`: a superlative makes it one of the members ("le seul pays de l'Otan à").
    """

    first: int
    last: int
    status: str
    plural: bool
    negative: bool
    former: bool
    one_of: bool = False


class MemberNouns:
    """Finds membership nouns in one sentence.

    `is_listed` tells whether an organisation and a list of names follow, `has_organisation` whether the first does.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        rules: Rules,
        is_listed: Callable[[int], bool],
        has_organisation: Callable[[int], bool],
    ) -> None:
        self._tokens = tokens
        self._is_listed = is_listed
        self._has_organisation = has_organisation
        self._superlatives = rules.superlatives
        self._words = rules.affiliation.members
        self.nouns = rules.member_nouns
        self._adjectives = rules.member_adjectives
        self._negators = frozenset(map(fold, self._words.negators))
        self._things = rules.member_things
        self.carriers = rules.member_carriers

    def at(self, index: int) -> MemberNoun | None:
        """The membership noun that starts at a token, None where none does."""
        token = self._tokens[index]
        if token.chunk is not None:
            return None
        word = stem(token)
        status = self.nouns.get(word)
        if status == "founder" and index and stem(self._tokens[index - 1]) in self._things:
            # "le traité fondateur de l'Otan"
            return None
        last = index
        carried = word in self.carriers and index + 1 < len(self._tokens) and self._tokens[index + 1].chunk is None
        if carried:
            following = stem(self._tokens[index + 1])
            if following in self._negators and index + 2 < len(self._tokens):
                # "X, pays non membre de Y": the negation stands inside.
                inner = self.at(index + 2)
                if inner is not None:
                    return replace(inner, first=index, negative=True)
            if following in self.nouns or following in self._adjectives:
                status, last = self.nouns.get(following) or self._adjectives[following], index + 1
            elif word != "membre":
                return self._bare_carrier(index)
        if status is None:
            return None
        while last + 1 < len(self._tokens) and self._tokens[last + 1].chunk is None:
            following = stem(self._tokens[last + 1])
            if following not in self._adjectives:
                break
            status, last = self._adjectives[following], last + 1
        if status == "partner" and not self._is_partner_status(index, last):
            return None
        negative, former = self._before(index)
        return MemberNoun(index, last, status, self._is_plural(index, last), negative, former)

    def _bare_carrier(self, index: int) -> MemberNoun | None:
        """ "les pays de l'Asean, dont A et B": countries of an organisation are its members when they are listed."""
        plural = fold(self._tokens[index].text) in ("pays", "etats", "nations")
        if self._is_one_of(index):
            return MemberNoun(index, index, "full", False, False, False, one_of=True)
        if not plural or not self._is_plural_carrier(index):
            return None
        if not self._is_listed(index):
            return None
        return MemberNoun(index, index, "full", True, False, False)

    def _is_one_of(self, index: int) -> bool:
        """ "seul pays de l'Union à", "le premier Etat de l'Otan à", "X, pays de l'Asean": one of the members."""
        following = fold(self._tokens[index + 1].text).strip("'") if index + 1 < len(self._tokens) else ""
        if following not in ("de", "d", "du", "des") or not self._has_organisation(index) or not index:
            return False
        before = fold(self._tokens[index - 1].text)
        return before in self._superlatives or (before == "," and self._tokens[index - 2].chunk is not None)

    def _is_plural_carrier(self, index: int) -> bool:
        near = [fold(t.text) for t in self._tokens[max(0, index - 3) : index]]
        return not set(near) & {"le", "un", "ce", "du", "au", "son"} or fold(self._tokens[index].text) != "pays"

    def _is_plural(self, first: int, last: int) -> bool:
        texts = [fold(token.text) for token in self._tokens[first : last + 1]]
        if texts[0] == "pays":
            return len(texts) > 1 and texts[1].endswith("s")
        return texts[0].endswith("s") or self._tokens[first].feats.get("Number") == "Plur"

    def _is_partner_status(self, index: int, last: int) -> bool:
        near = {fold(token.text).rstrip("s") for token in self._tokens[max(0, index - 3) : last + 4]}
        told = bool(near & {fold(word).rstrip("s") for word in self._words.partner_words})
        return told or is_part_of(self._tokens[max(0, index - 3) : index])

    def _before(self, index: int) -> tuple[bool, bool]:
        near = [fold(t.text).strip("- ") for t in self._tokens[max(0, index - 2) : index]]
        text = fold(self._tokens[index].text)
        negative = text.startswith("non ") or (bool(near) and near[-1] in self._negators)
        former = text.startswith("ex ") or bool(set(near) & set(map(fold, self._words.former)))
        return negative, former


def is_part_of(before: Sequence[Token]) -> bool:
    """Whether the verb of belonging stands among the tokens right before a noun ("font partie des partenaires")."""
    return any(fold(token.lemma) == PART for token in before)


def stem(token: Token) -> str:
    """The folded word in the singular, without "non-" and "ex-"."""
    word = "suspendu" if token.lemma == "suspendre" else fold(token.text)
    for prefix in ("non ", "ex "):
        word = word.removeprefix(prefix)
    return word[:-1] if word.endswith("s") and word != "pays" else word
