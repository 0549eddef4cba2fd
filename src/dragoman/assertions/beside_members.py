"""The members that stand beside a membership noun: listed behind it, in apposition to it, fronted by it."""

from collections.abc import Sequence

from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import lemma
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.member_nouns import MemberNoun, is_part_of
from dragoman.assertions.parties import known_members
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import Chunk, Token

LIST_MARKS = frozenset({"(", "–", "—", "-", ":"})
SIDE_MARKS = frozenset({",", "(", "–", "—", "-"})
FARTHEST_COMPLEMENT = 8
FARTHEST_FRONT = 14
# How far before its noun the word stands that carries it, in tokens: "seul pays francophone membre de".
NEAREST_CARRIER = 4


class BesideMembers:
    """Finds the names that a membership noun of one sentence stands beside."""

    def __init__(self, tokens: Sequence[Token], rules: Rules) -> None:
        self._tokens = tokens
        self._rules = rules
        self._words = rules.affiliation.members

    def members_in(self, chunk: Chunk | None) -> tuple[Mention, ...]:
        """The mentions of a chunk that can be members; none when one of them cannot."""
        return known_members(chunk.mentions, self._rules) if chunk is not None else ()

    def listed(self, index: int) -> Filler | None:
        """Names behind a bracket, dash, colon, "dont" or "à savoir" right after the noun: they are its members."""
        openers = {word for opener in self._words.list_openers for word in fold(opener).split()}
        opened, bare = False, True
        for token in self._tokens[index : index + 6]:
            word = fold(token.text)
            if token.chunk is not None:
                members = self.members_in(token.chunk)
                # "les Etats membres de l'AES le Mali, le Burkina Faso et le Niger": without a mark, but no "et".
                opened = opened or (len(members) > 1 and bare)
                return Filler(members, "grammar", "list behind the membership noun") if opened and members else None
            bare = bare and token.pos == "DET"
            if token.text in LIST_MARKS or word in openers:
                opened = True
            elif token.text != "," and token.pos not in ("DET", "ADP"):
                return None
        return None

    def before_them(self, index: int) -> Filler | None:
        """ "le huitième membre de X après A, B et C": several listed right behind "après" were members before."""
        openers = set(map(fold, self._rules.affiliation.after_others))
        near = self._tokens[index : index + 4]
        if not near or fold(near[0].text) not in openers:
            return None
        members = next((self.members_in(token.chunk) for token in near if token.chunk is not None), ())
        return Filler(members, "grammar", "members before the one told of") if len(members) > 1 else None

    def equated(self, index: int) -> Filler | None:
        """ "Ses membres sont A et B": the list behind the copula right after the noun."""
        copula = False
        for token in self._tokens[index : index + 5]:
            if token.chunk is not None:
                members = self.members_in(token.chunk)
                return Filler(members, "grammar", "list behind the copula") if copula and members else None
            if lemma(token) == "etre":
                copula = True
            elif token.pos not in ("DET", "ADV", "AUX") and token.text != ":":
                return None
        return None

    def closed_name(self, index: int) -> Filler | None:
        """ "un nouveau membre, la Biélorussie": a name that a mark closes."""
        for token in self._tokens[index : index + 3]:
            if token.chunk is not None:
                after = self._tokens[token.index + 1].text if token.index + 1 < len(self._tokens) else "."
                members = self.members_in(token.chunk)
                closed = after in (",", ".", ";", ")", "»", "–")
                return (
                    Filler(members, "grammar", "name in apposition behind the membership noun")
                    if members and closed
                    else None
                )
            if token.pos != "DET":
                return None
        return None

    def stands_among(self, noun: MemberNoun) -> bool:
        """Whether a plural noun stands behind "parmi", or behind "fait partie des"."""
        before = self._tokens[max(0, noun.first - 3) : noun.first]
        near = {fold(token.text) for token in before}
        part = bool(before) and fold(before[-1].text) == "des" and is_part_of(before)
        return noun.plural and (part or not near.isdisjoint(map(fold, self._words.among)))

    def among(self, noun: MemberNoun, behind: int) -> Filler | None:
        """ "Parmi les membres de l'Opep figurent A et B", "Parmi les candidats à l'UE, A passe pour…"."""
        if not self.stands_among(noun):
            return None
        for token in self._tokens[behind : behind + 5]:
            if token.chunk is not None:
                members = self.members_in(token.chunk)
                return Filler(members, "grammar", "named among the members") if members else None
        return None

    def inverted(self, noun: MemberNoun) -> Filler | None:
        """ "dont sont membres A, B et C": the names right behind the noun."""
        for token in self._tokens[noun.last + 1 : noun.last + 3]:
            members = self.members_in(token.chunk)
            if members:
                return Filler(members, "grammar", "subject behind the membership noun")
        return None

    def apposed(self, noun: MemberNoun) -> Filler | None:
        """ "X, membre de", "X et Y, Etats membres de", "X (membre de": the names right before the mark."""
        nominal = self._tokens[noun.first - 1].chunk if noun.first else None
        if nominal is not None and nominal.head.kind == "nominal":
            # "les cinq pays fondateurs de l'Asean": a noun for states named before.
            members = self.members_in(nominal)
            return Filler(members, "grammar", "states that the membership noun describes") if members else None
        at = self._first_apposed(noun) - 1
        while at >= 0 and (
            self._tokens[at].pos in ("DET", "ADJ", "NUM", "ADV")
            or fold(self._tokens[at].text) in _FILLERS
            or (noun.first - at < NEAREST_CARRIER and fold(self._tokens[at].text) in self._rules.member_carriers)
        ):
            at -= 1
        if at < 1 or self._tokens[at].text not in SIDE_MARKS:
            return None
        before = self._tokens[at - 1]
        if before.text in (")", ",") and at >= 2:
            before = self._tokens[at - 2]
        members = self.members_in(before.chunk)
        if not members:
            return None
        return Filler(
            members if noun.plural else members[-1:], "grammar", "names that the membership noun stands beside"
        )

    def _first_apposed(self, noun: MemberNoun) -> int:
        """ "X, allié de Y et membre de Z": where the coordinated apposition starts."""
        before = self._tokens[noun.first - 1] if noun.first else None
        if before is None or fold(before.text) != "et":
            return noun.first
        for token in reversed(self._tokens[max(0, before.index - FARTHEST_COMPLEMENT) : before.index]):
            if token.pos in ("VERB", "AUX"):
                return noun.first
            if token.text in SIDE_MARKS:
                return token.index + 1
        return noun.first

    def fronted(self, noun: MemberNoun, behind: int) -> Filler | None:
        """ "Membre de l'Otan depuis 1952, la Turquie entretient": an apposition at the head of the sentence."""
        before = self._tokens[: noun.first]
        if any(token.chunk is not None or token.pos == "VERB" for token in before):
            return None
        words = [fold(token.text) for token in before]
        if any(token.pos == "ADP" for token in before) and not {"tant", "comme", "qualite"} & set(words):
            # "Avec les Etats membres de l'Asean, A et B": others than they.
            return None
        comma = next(
            (t for t in self._tokens[behind : behind + FARTHEST_FRONT] if t.text == "," or t.chunk is not None), None
        )
        if comma is None or comma.chunk is not None:
            return None
        for token in self._tokens[comma.index + 1 : comma.index + 4]:
            if token.chunk is not None:
                members = self.members_in(token.chunk)
                fits = members and (len(members) > 1) == noun.plural
                return Filler(members, "grammar", "subject behind the fronted membership noun") if fits else None
            if token.pos not in ("DET", "ADV"):
                return None
        return None


_FILLERS = frozenset(
    {
        "tous",
        "toutes",
        "tout",
        "egalement",
        "aussi",
        "autre",
        "nouveau",
        "pourtant",
        "non",
        "deux",
        "trois",
        "par",
        "ailleurs",
    }
)
