"""Members told by a list of states, by the shape of the sentence: "X regroupe A, B et C", "X, fondée par A et B".

The tree and the chunks lose long lists; here only words count that stand right before or behind the whole list.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from dragoman.assertions.fillers import Filler
from dragoman.assertions.gatherings import gathering_between
from dragoman.assertions.grammar import lemma
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.member_list_data import ListPattern, load_member_lists
from dragoman.assertions.member_nouns import stem
from dragoman.assertions.modality import Reading
from dragoman.assertions.parties import ORGANISATION_KINDS, MembershipDraft, Parties
from dragoman.assertions.roles import Roles
from dragoman.assertions.state_lists import DASHES, StateList, StateLists
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# How many sentences back the organisation may be named that a list takes up, its own among them.
NEAR = 3
# How far before the list the word stands that tells it, in tokens.
FARTHEST = 8
# How far from the head of its sentence the name stands that a pronoun takes up, in characters.
LONGEST_OPENING = 40
# The rules as rows name them; the second of seats on a council.
TOLD, SEAT = "told-list", "council-seat"
SYMBOL = re.compile(r"<[OL](\d+)>")


class ToldLists:
    """Finds the members that lists of states tell in the sentences of one text."""

    def __init__(self, text: ReadText, rules: Rules, language: str) -> None:
        self._text = text
        self._rules = rules
        self._data = load_member_lists(language)
        self._lists = StateLists(text, rules, self._data)
        self._states = sorted(m.start for m in text.mentions if m.actor_kind == "state" and not m.adjective)

    def drafts(self, sentence: Sentence, roles: Roles) -> Iterator[MembershipDraft]:
        """The memberships of the lists in a sentence."""
        within = bisect_left(self._states, sentence.end) - bisect_left(self._states, sentence.start)
        if not within or not sentence.tokens or (within < 2 and self._data.sign.search(self._folded(sentence)) is None):
            return
        shape, marks = self._shape(sentence)
        for pattern in self._data.patterns:
            for found in pattern.compiled.finditer(shape):
                if pattern.needed is None or pattern.needed.search(found["noun"]):
                    yield from self._told(sentence, roles, pattern, found, marks)

    def _shape(self, sentence: Sentence) -> tuple[str, list[StateList | Mention]]:
        """The folded words with <O0> for an organisation and <L1> for a list, and what the numbers mean."""
        lists = list(self._lists.between(sentence.start, sentence.end, sentence.times))
        listed = [(each.start, each.end) for each in lists]
        marked: list[StateList | Mention] = [*lists]
        for mention in self._text.mentions:
            inside = sentence.start <= mention.start and mention.end <= sentence.end
            free = not any(start <= mention.start < end for start, end in listed)
            if inside and free and not mention.adjective and mention.actor_kind in ORGANISATION_KINDS and mention.actor:
                marked.append(mention)
        marked.sort(key=lambda each: each.start)
        words = self._lists.masked(sentence.start, sentence.end, sentence.times)
        folded = _with_dashes(words)
        told, at = "", 0
        kept: list[StateList | Mention] = []
        for each in marked:
            if each.start - sentence.start < at:
                continue
            told += _plain(folded[at : each.start - sentence.start])
            told += f"<{'O' if isinstance(each, Mention) else 'L'}{len(kept)}>"
            kept.append(each)
            at = each.end - sentence.start
        return told + _plain(folded[at:]), kept

    def _told(
        self,
        sentence: Sentence,
        roles: Roles,
        pattern: ListPattern,
        found: re.Match[str],
        marks: list[StateList | Mention],
    ) -> Iterator[MembershipDraft]:
        """The rows of one match: of its list, and of every list in brackets behind it."""
        first = found.start("list")
        named = [marks[int(each[1])] for each in SYMBOL.finditer(found.string, found.start(), found.end())]
        besides = found.start("besides") if "besides" in pattern.compiled.groupindex else -1
        lists = [
            mark
            for each in SYMBOL.finditer(found.string, first, found.end())
            if isinstance(mark := marks[int(each[1])], StateList)
        ]
        outer = SYMBOL.search(found.string, besides) if besides >= 0 else None
        if outer is not None and isinstance(mark := marks[int(outer[1])], StateList):
            # "Outre A, X comprend B et C"
            lists.append(mark)
        status = self._status(pattern, found)
        trigger = self._trigger(sentence, lists[0], before=pattern.list_last)
        if status is None or trigger is None or len(lists[0].mentions) < pattern.told.several:
            return
        if pattern.told.recent and any(time.kind in ("year", "month") for time in sentence.times):
            return
        organisation = self._organisation(sentence, roles, pattern, found, trigger, named)
        if organisation is None:
            return
        rule = SEAT if pattern.told.only else TOLD
        for each in lists:
            for group in each.groups:
                member = Filler(group, "grammar", "list of states")
                yield from Parties(self._rules).pairs(
                    trigger, member, organisation, status, pattern.told.bears, pattern.told.modality, rule, Reading()
                )

    def _status(self, pattern: ListPattern, found: re.Match[str]) -> str | None:
        """As what the states of a match belong: as the noun says, else as the pattern does."""
        noun = found["noun"] if "noun" in pattern.compiled.groupindex else None
        told = {self._rules.member_adjectives.get(word.removesuffix("s")) for word in (noun or "").split()}
        return next((status for status in sorted(filter(None, told))), pattern.told.status)

    def _trigger(self, sentence: Sentence, told: StateList, *, before: bool) -> Token | None:
        """The verb or noun that tells the list, else the last word before it."""
        if before:
            near = [t for t in reversed(sentence.tokens) if t.end <= told.start and t.chunk is None]
        else:
            near = [t for t in sentence.tokens if t.start >= told.end and t.chunk is None]
        told_by = [token for token in near[:FARTHEST] if token.pos not in ("PUNCT", "DET", "ADP")]
        verbs = self._rules.verb_frames.keys()
        sure = (t for t in told_by if lemma(t) in verbs or stem(t) in self._rules.member_nouns)
        # "Les Brics – A, B et C –": nothing but the name stands there.
        named = next((t for t in reversed(sentence.tokens) if t.end <= told.start and t.chunk is not None), None)
        return next(sure, told_by[0] if told_by else named)

    def _organisation(
        self,
        sentence: Sentence,
        roles: Roles,
        pattern: ListPattern,
        found: re.Match[str],
        trigger: Token,
        named: list[StateList | Mention],
    ) -> Filler | None:
        only = pattern.told.only
        told = next((m for m in named if isinstance(m, Mention) and (not only or m.actor in only)), None)
        if only and told is None:
            seats = self._data.seats.search(found[0]) is not None
            return self._nearest(sentence, trigger, only, far=seats)
        if told is not None or pattern.told.organisation == "named":
            return Filler((told,), "grammar", "named beside the list") if told is not None else None
        taken = found["taken"] if "taken" in pattern.compiled.groupindex else None
        if taken in self._data.pronouns:
            return self._topic(sentence, trigger)
        return roles.organisation_before(trigger, NEAR)

    def _folded(self, sentence: Sentence) -> str:
        return fold(self._text.document.text[sentence.start : sentence.end])

    def _nearest(self, sentence: Sentence, trigger: Token, only: list[str], *, far: bool) -> Filler | None:
        """The last mention of one of some organisations before a word and near it; if `far`, wherever in the text."""
        first = self._text.sentences[max(0, self._text.sentences.index(sentence) - NEAR + 1)].start
        told = [m for m in self._text.mentions if m.actor in only and (far or first <= m.start < trigger.end)]
        before = [m for m in told if m.start < trigger.end] or told[:1]
        return Filler((before[-1],), "reference", "the last named before the list") if before else None

    def _topic(self, sentence: Sentence, trigger: Token) -> Filler | None:
        """Whom "elle" means that opens a list: the organisation with which a sentence just before begins."""
        at = self._text.sentences.index(sentence)
        for index in range(at, max(-1, at - NEAR), -1):
            before = self._text.sentences[index]
            here = [
                m
                for m in self._text.mentions
                if before.start <= m.start < min(before.end, trigger.start) and m.actor_kind in ORGANISATION_KINDS
            ]
            told = {m.actor for m in here if m.actor is not None}
            if not told or (index < at and self._folded(before).startswith(self._data.pronouns)):
                # "Elle a été fondée…": the sentence takes up the same one.
                continue
            first = next(m for m in self._text.mentions if m.start >= before.start and m.actor is not None)
            opens = first is here[0] and first.start - before.start <= LONGEST_OPENING
            if gathering_between(self._text, here[0], trigger, self._rules):
                return None
            return Filler((here[0],), "reference", "the organisation told of before") if opens else None
        return None


def _plain(words: str) -> str:
    """A stretch of words with single blanks, and one mark for each time."""
    return re.sub(r" +", " ", re.sub(r"¤+", "¤", words))


def _with_dashes(words: str) -> str:
    """Folded words in which a dash between blanks stays one."""
    return "".join(
        "-" if mark in DASHES and words[max(0, at - 1)].isspace() and words[at + 1 : at + 2].isspace() else plain
        for at, (mark, plain) in enumerate(zip(words, fold(words), strict=True))
    )
