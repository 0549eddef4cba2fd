"""Members listed below a question or a heading: "Qui en fait partie ? Six pays : A, B et C", "Les membres de X :"."""

import re
from collections.abc import Iterator
from itertools import pairwise

from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import lemma
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.member_nouns import MemberNouns
from dragoman.assertions.modality import Reading
from dragoman.assertions.parties import MembershipDraft, Parties
from dragoman.assertions.roles import Roles
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# The rule as rows name it.
LISTED = "listed-below"
# The longest heading, in characters.
LONGEST_HEADING = 120
# How many lines above a heading with points below the organisation may be named.
FARTHEST_HEADING = 30
# As many names are a list even where words go on behind them; fewer may open a sentence of their own.
SURE_LIST = 3
# How far before the end of a sentence the members may stand that the next one takes up, in tokens.
FARTHEST_END = 7
UNIONS = ("organisation", "bloc")
# Frames of verbs that ask who belongs.
ASKED_BY = frozenset({"belongs", "is-part", "comprises", "gathers", "composed-of"})


class ListedMembers:
    """Finds the members that the lines below a question or a heading of one text list."""

    def __init__(self, text: ReadText, rules: Rules) -> None:
        self._text = text
        self._words = text.document.text
        self._rules = rules
        below = rules.affiliation.below
        self._asking = frozenset(map(fold, below.asking))
        patterns = (below.lead, below.joint, below.closed, below.bullet, below.resumed)
        self._lead, self._joint, self._closed, self._bullet, self._resumed = (
            re.compile(pattern, re.IGNORECASE) for pattern in patterns
        )
        self._of_union, self._to_come = re.compile(below.of_union), re.compile(below.to_come)
        self._point = re.compile(below.point, re.IGNORECASE)

    def drafts(self, sentence: Sentence, roles: Roles) -> Iterator[MembershipDraft]:
        """The memberships of the list below a sentence, if it asks for it or is its heading."""
        told = self._words[sentence.start : sentence.end].rstrip(' »”"')
        asked, opened = told.endswith("?"), told.endswith(":")
        heading = len(told) <= LONGEST_HEADING and self._words[sentence.end : sentence.end + 1] in ("\n", "")
        resumed = not (asked or opened) and self._resumed.match(self._words, sentence.end) is not None
        if not (asked or opened or resumed or (heading and told[-1:] not in ".!…")) or not sentence.tokens:
            return
        found = self._asked_for(sentence) if asked else self._headed(sentence)
        if found is None or any(self._is_state(m) for m in self._inside(sentence)) or self._to_come.search(fold(told)):
            return
        trigger, status = found
        if resumed and len(sentence.tokens) - trigger.index > FARTHEST_END:
            # "Les Etats membres de X ont puni trois pays. Il s'agit de…": others than the members.
            return
        members = self._points(sentence.end)
        organisation = self._organisation(sentence, roles, trigger, asked=asked, far=bool(members))
        if organisation is not None and not members:
            members = self._listed(sentence.end, bulleted=not (asked or opened or resumed))
        if organisation is not None and members:
            member = Filler(members, "grammar", "listed below the words that name the organisation")
            yield from Parties(self._rules).pairs(
                trigger, member, organisation, status, "holds", "actual", LISTED, Reading()
            )

    def _asked_for(self, sentence: Sentence) -> tuple[Token, str] | None:
        """ "Qui appartient à X ?", "Combien de membres compte X ?": the word that asks who belongs, and as what."""
        words = {fold(token.text).strip("'- ") for token in sentence.tokens if token.chunk is None}
        if not words & self._asking or words & self._rules.negative_particles:
            return None
        headed = self._headed(sentence)
        if headed is not None:
            return headed
        for token in sentence.tokens:
            frames = self._rules.verb_frames.get(lemma(token), ()) if token.chunk is None else ()
            if any(frame.frame in ASKED_BY for frame in frames):
                return token, "full"
        return None

    def _headed(self, sentence: Sentence) -> tuple[Token, str] | None:
        """The noun for members in the plural, and their status."""
        nouns = MemberNouns(sentence.tokens, self._rules, lambda _: False, lambda _: False)
        for token in sentence.tokens:
            noun = nouns.at(token.index)
            if noun is not None and noun.plural:
                return None if noun.negative or noun.former else (token, noun.status)
        # "Les Etats du Commonwealth :", "Pays ayant rejoint la Ligue :"
        words = fold(self._words[sentence.start : sentence.end])
        union = next((m for m in self._inside(sentence) if m.actor_kind in UNIONS), None)
        if union is None or self._of_union.fullmatch(words, 0, union.start - sentence.start) is None:
            return None
        return (sentence.tokens[0], "full") if not words[union.end - sentence.start :].strip(" :") else None

    def _organisation(
        self, sentence: Sentence, roles: Roles, trigger: Token, *, asked: bool, far: bool
    ) -> Filler | None:
        named = {m.actor: m for m in self._inside(sentence) if m.actor_kind in UNIONS and m.actor is not None}
        if named:
            told = tuple(named.values())
            return Filler(told, "grammar", "named in the words above the list") if len(told) == 1 else None
        if asked and not any(fold(token.text) in ("en", "y") for token in sentence.tokens):
            return None
        return roles.organisation_before(trigger, FARTHEST_HEADING) if far else roles.organisation_before(trigger)

    def _inside(self, sentence: Sentence) -> Iterator[Mention]:
        return (m for m in self._text.mentions if sentence.start <= m.start < sentence.end and not m.adjective)

    @staticmethod
    def _is_state(mention: Mention) -> bool:
        return mention.actor_kind == "state" and mention.actor is not None and not mention.adjective

    def _points(self, at: int) -> tuple[Mention, ...]:
        """The states with which the points right behind an offset begin, one a line; none where a line has none."""
        listed: list[Mention] = []
        while (point := self._point.match(self._words, at)) is not None:
            end = self._words.find("\n", point.end())
            end = len(self._words) if end < 0 else end
            # "Royaume d'Arabie saoudite", "République libanaise": what opens a point may be of the name.
            names = (m for m in self._text.mentions if at < m.start <= point.end() < m.end and self._is_state(m))
            state = next(names, None)
            if state is None:
                break
            listed.append(state)
            at = end
        return tuple(listed) if len(listed) >= 2 else ()

    def _listed(self, at: int, *, bulleted: bool) -> tuple[Mention, ...]:
        """The states listed right behind an offset with nothing but joints between; none where they open a clause."""
        states = sorted((m for m in self._text.mentions if m.start >= at and self._is_state(m)), key=lambda m: m.start)
        if not states or self._lead.fullmatch(self._words, at, states[0].start) is None:
            return ()
        if bulleted and self._bullet.search(self._words, at, states[0].start) is None:
            return ()
        listed = [states[0]]
        for before, state in pairwise(states):
            if self._joint.fullmatch(self._words, before.end, state.start) is None:
                break
            listed.append(state)
        closed = self._closed.match(self._words, listed[-1].end)
        if closed is None or len(listed) < 2 or (closed["goes_on"] and len(listed) < SURE_LIST):
            return ()
        return tuple(listed)
