"""Memberships told by a noun for the member: "X, membre de l'Otan", "les pays membres – A, B et C –", "X est observateur".

A grammar over words and chunks decides; the tree settles only what is said of a predicate (negation, tense).
"""

import re
from collections.abc import Iterator

from dragoman.assertions.affiliation import MEMBER_KINDS, ORGANISATION_KINDS, MembershipDraft
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.modality import ModalityReader, Reading
from dragoman.assertions.roles import Filler, Roles, lemma
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import Chunk, ReadText, Sentence, Token

OPENING = frozenset({"(", "–", "—", "-", ":", ","})
COPULAS = frozenset({"être", "etre", "devenir", "rester", "demeurer"})
BECOMING = frozenset({"devenir"})
FARTHEST_COMPLEMENT = 7


class Belonging:
    """Finds membership nouns in one sentence and who they are said of."""

    def __init__(self, text: ReadText, sentence: Sentence, rules: Rules, roles: Roles) -> None:
        self._text = text.document.text
        self._sentence = sentence
        self._tokens = sentence.tokens
        self._rules = rules
        self._members = rules.affiliation.members
        self._nouns = {fold(noun): status for noun, status in self._members.nouns.items()}
        self._adjectives = {fold(word): status for word, status in self._members.adjectives.items()}
        self._carriers = frozenset(map(fold, self._members.carriers))
        self._roles = roles
        self._modality = ModalityReader(sentence, rules)

    def drafts(self) -> Iterator[MembershipDraft]:
        """Every membership that a noun for the member tells."""
        index = 0
        while index < len(self._tokens):
            found = self._noun_at(index)
            if found is None:
                index += 1
                continue
            last, status, negative = found
            yield from self._rows(index, last, status, negative)
            index = last + 1

    def _noun_at(self, index: int) -> tuple[int, str, bool] | None:
        """Index of the last word of a membership noun that starts here, its status, whether it is negated ("non membre")."""
        token = self._tokens[index]
        if token.chunk is not None:
            return None
        word = _stem(token)
        status = self._nouns.get(word)
        last = index
        if word in self._carriers and index + 1 < len(self._tokens):
            following = _stem(self._tokens[index + 1])
            if following in self._nouns and self._tokens[index + 1].chunk is None:
                status, last = self._nouns[following], index + 1
            elif following in self._adjectives:
                status, last = self._adjectives[following], index + 1
        if status is None:
            return None
        while last + 1 < len(self._tokens) and self._tokens[last + 1].chunk is None:
            following = _stem(self._tokens[last + 1])
            if following not in self._adjectives:
                break
            status, last = self._adjectives[following], last + 1
        if status == "partner" and not self._is_partner_status(index, last):
            return None
        before = fold(self._tokens[index - 1].text) if index else ""
        negative = before in ("non", "non-") or fold(token.text).startswith("non ")
        return last, status, negative

    def _is_partner_status(self, index: int, last: int) -> bool:
        near = {lemma(token) for token in self._tokens[max(0, index - 3) : last + 4]}
        return bool(near & set(map(fold, self._members.partner_words)))

    def _rows(self, first: int, last: int, status: str, negative: bool) -> list[MembershipDraft]:
        organisation, after = self._organisation(last)
        plural = self._is_plural(first)
        listed = self._listed(after if after is not None else last + 1) if plural else None
        if organisation is None:
            organisation = self._antecedent(first, listed is not None)
        if organisation is None:
            return []
        member, reading, bears = self._member(first, last, after, plural, listed)
        if member is None:
            return []
        return self._pairs(first, member, organisation, status, bears, reading, negative)

    def _pairs(
        self, first: int, member: Filler, organisation: Filler, status: str, bears: str, reading: Reading, negative: bool
    ) -> list[MembershipDraft]:
        modality = reading.modality
        if negative and modality == "actual":
            status, modality = "none", "actual"
        elif modality == "negated" and bears == "holds":
            status, modality = ("withdrawn" if reading.no_longer else "none"), "actual"
        return [
            MembershipDraft(one, other, status, bears, modality, self._tokens[first], "member-noun", reading, member, organisation)
            for one in member.mentions
            for other in organisation.mentions
            if one.actor != other.actor
        ]

    def _is_plural(self, first: int) -> bool:
        token = self._tokens[first]
        if token.feats.get("Number") == "Plur":
            return True
        return fold(token.text).endswith("s") and fold(token.text) != "pays" or (
            fold(token.text) == "pays" and first + 1 < len(self._tokens) and fold(self._tokens[first + 1].text).endswith("s")
        )

    def _organisation(self, last: int) -> tuple[Filler | None, int | None]:
        """The organisation behind "de" or "à", past words that narrow the status; and the index after it."""
        limit = min(len(self._tokens), last + 1 + FARTHEST_COMPLEMENT)
        for index in range(last + 1, limit):
            token = self._tokens[index]
            if token.chunk is not None:
                found = _organisations(token.chunk)
                joined = fold(self._text[self._tokens[index - 1].start : token.start])
                if found and re.match(r"(?:de|du|des|d|a|au|aux|l|le|la|les|dans|sein|aupres)\b", joined):
                    return Filler(found, "grammar", "complement of the membership noun"), index + 1
                return None, None
            if token.pos in ("VERB", "AUX") and token.feats.get("VerbForm") == "Fin" or token.text in ",.;:(–—":
                return None, None
        return None, None

    def _antecedent(self, first: int, listed: bool) -> Filler | None:
        """The organisation that a bare "pays membres" or "en … membre" means: the only one named before."""
        token = self._tokens[first]
        with_en = any(fold(t.text) == "en" and t.pos == "PRON" for t in self._tokens[max(0, first - 4) : first])
        if not listed and not with_en:
            return None
        return self._roles.organisation_before(token)

    # Members --------------------------------------------------------------------------------------------------------

    def _member(
        self, first: int, last: int, after: int | None, plural: bool, listed: Filler | None
    ) -> tuple[Filler | None, Reading, str]:
        if listed is not None:
            return listed, Reading(), "holds"
        predicate = self._predicate(first, plural)
        if predicate is not None:
            return predicate
        apposed = self._apposed(first, plural)
        if apposed is not None:
            return apposed, self._above(first), "holds"
        behind = self._behind(after if after is not None else last + 1, plural)
        if behind is not None:
            return behind, Reading(), "holds"
        return None, Reading(), "holds"

    def _above(self, first: int) -> Reading:
        return Reading()

    def _listed(self, index: int) -> Filler | None:
        """Names behind a bracket, dash, colon or "à savoir" right after the noun: they are its members."""
        tokens = self._tokens
        at = index
        opened = False
        while at < len(tokens) and at < index + 5:
            token = tokens[at]
            if token.chunk is not None:
                members = _members(token.chunk)
                return Filler(members, "grammar", "list behind the membership noun") if opened and members else None
            word = fold(token.text)
            if token.text in OPENING:
                opened = opened or token.text != ","
            elif word in self._opener_words():
                opened = True
            elif token.pos not in ("DET", "ADP"):
                return None
            at += 1
        return None

    def _opener_words(self) -> frozenset[str]:
        return frozenset(word for opener in self._members.list_openers for word in fold(opener).split())

    def _predicate(self, first: int, plural: bool) -> tuple[Filler | None, Reading, str] | None:
        """ "X est membre", "X est devenue le 31e membre", "X a obtenu le statut d'observateur"."""
        token = self._head_of_noun(first)
        copula = next(iter(self._sentence.children(token, "cop")), None)
        if copula is not None:
            subject = self._subject_of(token)
            if subject is None:
                return None
            return _only_members(subject), self._modality.of_verb(token), "holds"
        governor = self._sentence.governor(token)
        for _ in range(3):
            if governor is None or governor.pos in ("VERB", "AUX"):
                break
            governor = self._sentence.governor(governor)
        if governor is None or governor.pos not in ("VERB", "AUX"):
            return None
        name = lemma(governor)
        as_member = any(fold(c.text) == "comme" for c in self._sentence.children(token, "case"))
        if name not in COPULAS and name not in _STATUS_VERBS and not as_member:
            return None
        subject = self._subject_of(governor)
        if name in ("accueillir", "compter", "admettre", "accepter", "recevoir") and not as_member:
            return None
        if subject is None or _only_members(subject) is None:
            return None
        bears = "starts" if name in BECOMING or name in _STATUS_VERBS or as_member else "holds"
        return _only_members(subject), self._modality.of_verb(governor), bears

    def _head_of_noun(self, first: int) -> Token:
        """Of "Etat membre" the word that the tree takes for the head."""
        token = self._tokens[first]
        governor = self._sentence.governor(token)
        if governor is not None and abs(governor.index - token.index) <= 2 and _stem(governor) in (*self._nouns, *self._carriers):
            return governor
        return token

    def _subject_of(self, token: Token) -> Filler | None:
        return self._roles.subject(token)

    def _apposed(self, first: int, plural: bool) -> Filler | None:
        """ "X, membre de", "X et Y, Etats membres de", "X (membre de": the names right before the mark."""
        at = first - 1
        while at >= 0 and (self._tokens[at].pos in ("DET", "ADJ", "NUM", "ADV") or fold(self._tokens[at].text) in _FILLERS):
            at -= 1
        if at < 1 or self._tokens[at].text not in (",", "(", "–", "—", "-"):
            return None
        before = self._tokens[at - 1]
        if before.text in (")", ",") and at >= 2:
            before = self._tokens[at - 2]
        if before.chunk is None:
            return None
        members = _members(before.chunk)
        if not members:
            return None
        if not plural and len(members) > 1:
            members = members[-1:]
        return Filler(members, "grammar", "names that the membership noun stands beside")

    def _behind(self, index: int, plural: bool) -> Filler | None:
        """ "un nouveau membre, la Biélorussie": the name behind the comma, closed by a comma or stop."""
        tokens = self._tokens
        if index >= len(tokens) or tokens[index].text != "," or plural:
            return None
        at = index + 1
        while at < len(tokens) and tokens[at].pos == "DET":
            at += 1
        if at < len(tokens) and tokens[at].chunk is not None:
            members = _members(tokens[at].chunk)
            closed = at + 1 >= len(tokens) or tokens[at + 1].text in (",", ".", ";", ")", "»")
            if members and closed:
                return Filler(members, "grammar", "name in apposition behind the membership noun")
        return None


_STATUS_VERBS = frozenset({"obtenir", "acquérir", "acquerir", "recevoir", "décrocher", "decrocher", "accorder", "octroyer"})
_FILLERS = frozenset({"tous", "toutes", "tout", "egalement", "aussi", "autre", "nouveau", "ancien", "pourtant", "non", "deux", "trois"})


def _stem(token: Token) -> str:
    word = fold(token.text)
    if word.startswith("non "):
        word = word[4:]
    return word[:-1] if word.endswith("s") and word != "pays" else word


def _members(chunk: Chunk | None) -> tuple[Mention, ...]:
    if chunk is None:
        return ()
    fitting = tuple(m for m in chunk.mentions if m.actor is not None and m.actor_kind in MEMBER_KINDS)
    return fitting if len(fitting) == len(chunk.mentions) else ()


def _organisations(chunk: Chunk) -> tuple[Mention, ...]:
    fitting = tuple(m for m in chunk.mentions if m.actor is not None and m.actor_kind in ORGANISATION_KINDS)
    return fitting if len(fitting) == len(chunk.mentions) else ()


def _only_members(filler: Filler) -> Filler | None:
    fitting = tuple(m for m in filler.mentions if m.actor is not None and m.actor_kind in MEMBER_KINDS)
    return filler if len(fitting) == len(filler.mentions) else None
