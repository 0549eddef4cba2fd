"""Chunks: mentions, offices with their holders, and enumerations, each standing as one word for the parser."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dragoman.mentions.listed_names import with_pairs, with_states
from dragoman.mentions.scene import Lead
from dragoman.mentions.titles import Masks, TitleBook
from dragoman.model.mention import Mention, OfficeMention
from dragoman.model.names import fold
from dragoman.model.sentence import Chunk, Word

# As many commas between names of one sort make a list, even where a name that nobody knows interrupts it.
# How far back a clause that a name ends may begin, in characters.
LONGEST_CLAUSE = 200
SHORTEST_BARE_LIST = 2
PAIR = 2


class Chunker:
    """Builds the chunks of one text."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        offices: Sequence[OfficeMention],
        leads: Mapping[int, Lead],
        titles: TitleBook,
    ) -> None:
        """`leads`: the form of address, the rank or the roles around a name, by the start of the name."""
        self._text = text
        self._joints = titles.joints
        self._bridges = titles.bridges
        self._masks = titles.masks
        self._leads = leads
        self._mentions = mentions
        self._offices = offices

    def chunks(self) -> list[Chunk]:
        """All chunks in order; they never overlap."""
        base = self._without_overlaps(self._office_chunks() + self._plain_chunks())
        return self._enumerations(self._with_doubles(base))

    def _office_chunks(self) -> list[Chunk]:
        """One chunk for each person with the offices that touch the name."""
        found: list[Chunk] = []
        for office in self._offices:
            holder = office.holder
            if holder is not None and office.side == "enumeration" and self._is_owner_beside(office, holder):
                # "les ministres du Mali, A, et | du Niger, B"
                end = self._closing(office.of_start, holder.end)
                found.append(Chunk(office.of_start, end, (holder,), self._masks.person))
                continue
            if holder is None or office.side in ("none", "enumeration", "copula"):
                continue
            lead = self._leads.get(holder.start, Lead(holder.start))
            start, end = min(office.start, lead.start), max(office.end, holder.end, lead.end)
            if found and found[-1].end > start and found[-1].head.start == holder.start:
                start = min(start, found[-1].start)
                end = max(end, found[-1].end)
                found.pop()
            mask = self._first_word(office.start) if start == office.start else self._masks.person
            found.append(Chunk(start, self._closing(start, end), (holder,), mask))
        return found

    def _is_owner_beside(self, office: OfficeMention, holder: Mention) -> bool:
        """Whether the state of one of several holders stands right before the name."""
        between = self._text[office.of_end : holder.start]
        return office.of_start < holder.start and self._joints["owner"].fullmatch(between) is not None

    def _closing(self, start: int, end: int) -> int:
        """Past the comma that closes an apposition inside the chunk, unless another follows ("X, arrivé lundi,")."""
        closes = "," in self._text[start:end] and self._text[end : end + 2] == ", "
        return end + 1 if closes and self._joints["insertion"].match(self._text, end + 2) is None else end

    def _plain_chunks(self) -> list[Chunk]:
        found = []
        for mention in self._mentions:
            if mention.adjective:
                continue
            if mention.members:
                parties = tuple(_standing_for(member, mention) for member in mention.members)
                found.append(Chunk(mention.start, mention.end, parties, self._first_word(mention.start), plural=True))
                continue
            found.append(self._plain(mention))
        return found

    def _plain(self, mention: Mention) -> Chunk:
        lead = self._leads.get(mention.start)
        if lead is None or mention.actor_kind != "person":
            return Chunk(mention.start, mention.end, (mention,), self._mask(mention))
        end = max(mention.end, lead.end)
        if lead.noun is not None or lead.end:
            end = self._closing(lead.start, end)
        mask = self._mask(mention) if lead.noun is None else self._first_word(lead.noun)
        return Chunk(lead.start, end, (mention,), mask)

    def _first_word(self, start: int) -> str:
        match = re.compile(r"[\w-]+").match(self._text, start)
        word = match.group() if match else "ministre"
        return self._masks.head_words.get(word.lower(), word.lower())

    def _mask(self, mention: Mention) -> str:
        if mention.kind in ("role", "nominal"):
            return self._first_word(mention.start)
        if mention.actor_kind == "person":
            return self._masks.person
        if mention.kind == "metonym" and " " not in mention.text:
            return self._masks.capital
        # "Le Caire", "La Haye": the article of a name is taken for a pronoun.
        words = [word for word in re.split(r"[\s'’]", mention.text) if len(word) > 1]
        return next((word for word in words if fold(word) not in self._masks.articles), mention.text)

    @staticmethod
    def _without_overlaps(chunks: list[Chunk]) -> list[Chunk]:
        """The longest chunk wherever two overlap."""
        kept: list[Chunk] = []
        for chunk in sorted(chunks, key=lambda c: (c.start, -(c.end - c.start))):
            if kept and chunk.start < kept[-1].end:
                if chunk.end - chunk.start > kept[-1].end - kept[-1].start:
                    kept[-1] = chunk
                continue
            kept.append(chunk)
        return kept

    def _with_doubles(self, chunks: list[Chunk]) -> list[Chunk]:
        """ "l'Alliance atlantique (l'OTAN)", "OTSC (Organisation du traité…)": one chunk for two names of one actor."""
        joined: list[Chunk] = []
        for chunk in chunks:
            last = joined[-1] if joined else None
            if last is not None and last.head.actor is not None and last.head.actor == chunk.head.actor:
                between = self._text[last.end : chunk.start]
                if between == " " and last.head.kind == "nominal":
                    joined[-1] = replace(last, end=chunk.end)
                    continue
                if (
                    self._joints["double"].fullmatch(between)
                    and "(" in between
                    and self._text[chunk.end : chunk.end + 1] == ")"
                ):
                    joined[-1] = replace(last, end=chunk.end + 1)
                    continue
            joined.append(chunk)
        return joined

    def _enumerations(self, chunks: list[Chunk]) -> list[Chunk]:
        found: list[Chunk] = []
        chunks = with_states(self._text, chunks, self._joints)
        chunks = with_pairs(self._text, chunks, self._joints, self._masks.groups["state"])
        index = 0
        while index < len(chunks):
            last = self._run(chunks, index)
            members = chunks[index : last + 1]
            if len(members) == PAIR and self._is_one(*members):
                found.append(Chunk(members[0].start, members[1].end, members[1].mentions, members[0].mask))
            elif len(members) > 1:
                mentions = tuple(mention for member in members for mention in member.mentions)
                mask = self._masks.groups[_sort(members[0])]
                found.append(Chunk(members[0].start, members[-1].end, mentions, mask, plural=True))
            else:
                found.append(members[0])
            index = last + 1
        return found

    def _run(self, chunks: list[Chunk], first: int) -> int:
        """Index of the last member of the enumeration that starts at `first`."""
        last, commas, joined = first, first, False
        while last + 1 < len(chunks) and _sort(chunks[last + 1]) == _sort(chunks[first]):
            between = self._text[chunks[last].end : chunks[last + 1].start]
            if self._text[chunks[last].end - 1] == "," and not self._is_source(chunks[first]):
                # "A, ministre russe, B, ministre iranien, et C": the comma belongs to the apposition.
                between = f",{between}"
            if self._joints["and"].fullmatch(between):
                if self._splits(chunks, first, last + 1):
                    break
                last, joined = last + 1, True
                commas = last
            elif self._joints["comma"].fullmatch(between) and not joined:
                last += 1
            else:
                break
        if joined:
            return max(commas, last) if last == commas else commas
        listed = last - first >= SHORTEST_BARE_LIST or (last > first and self._is_listed(chunks, first, last))
        return last if listed else first

    def _is_one(self, first: Chunk, second: Chunk) -> bool:
        """ "le chef de l'opposition et ancien président X": a second role without article is of the same person."""
        role, joint = first.head, self._text[first.end : second.start].split()
        unnamed = role.kind == "role" and role.actor is None and len(first.mentions) == 1
        bare = len(joint) == 1 and self._text[second.start].islower()
        return unnamed and bare and len(second.mentions) == 1 and second.head.actor_kind == "person"

    def _is_source(self, chunk: Chunk) -> bool:
        """ "Selon A, directeur de X, B et C ont…": who tells it is none of those told of."""
        return self._bridges["name_source"].search(self._text[max(0, chunk.start - 20) : chunk.start]) is not None

    def _splits(self, chunks: list[Chunk], first: int, last: int) -> bool:
        """ "X soutient l'Ukraine et la Pologne a annoncé": the last name is the subject of a clause of its own."""
        after = self._text[chunks[last].end : chunks[last].end + 20]
        before = self._text[max(0, chunks[first].start - 12) : chunks[first].start]
        if self._joints["governed"].search(self._text[chunks[last - 1].end : chunks[last].start]) is not None:
            # "Le sommet des dirigeants de X et de Y a duré": behind a preposition stands no subject.
            return False
        if last == first + 1 and self._joints["between"].search(before) is not None:
            # "La rencontre entre X et Y a duré": "entre" wants two.
            return False
        if self._joints["by"].search(before) is not None:
            # "L'accord signé par X et Y a été publié": no clause that could end before "et".
            clause = self._text[max(0, chunks[first].start - LONGEST_CLAUSE) : chunks[first].start]
            if self._joints["finite"].search(self._joints["mark"].split(clause)[-1]) is None:
                return False
        return (
            self._joints["singular_next"].match(after) is not None
            and _sort(chunks[first]) != "person"
            and first != last
        )

    def _is_listed(self, chunks: list[Chunk], first: int, last: int) -> bool:
        """Whether commas alone make a list here: inside brackets, behind a colon or between dashes."""
        opened = (
            self._joints["listed"].search(self._text[max(0, chunks[first].start - 6) : chunks[first].start]) is not None
        )
        return opened and (last > first + 1 or self._text[chunks[last].end : chunks[last].end + 1] == ")")


def _standing_for(member: Mention, group: Mention) -> Mention:
    """One of the parties that the words of a group mean, with these words for its own."""
    words = replace(member, start=group.start, end=group.end, text=group.text, kind="nominal")
    return replace(words, reason=group.reason, together=True)


def _sort(chunk: Chunk) -> str:
    kind = chunk.head.actor_kind
    if (
        kind is None
        and chunk.head.kind == "name"
        and chunk.head.candidates
        and all(len(c) == 3 for c in chunk.head.candidates)
    ):
        # A form that several states share ("Congo") stands in a list like any other state.
        return "state"
    if kind in ("state", "person"):
        return kind
    if kind in ("organisation", "bloc"):
        return "organisation"
    return "other"


def mask_words(
    text: str,
    spans: Sequence[tuple[int, int]],
    chunks: Sequence[Chunk],
    times: Sequence[tuple[int, int]],
    masks: Masks,
) -> list[Word]:
    """The words of one sentence as the parser sees them: `spans` are its tokens; a chunk or time is one word."""
    words: list[Word] = []
    pending: list[tuple[int, int, Chunk | None]] = [(chunk.start, chunk.end, chunk) for chunk in chunks]
    pending += [(s, e, None) for s, e in times if not any(s < chunk.end and chunk.start < e for chunk in chunks)]
    pending.sort(key=lambda item: item[0])
    skip_to = -1
    for start, end in spans:
        if start < skip_to:
            continue
        if pending and pending[0][0] <= start < pending[0][1]:
            first, last, chunk = pending.pop(0)
            following = text[last : last + 1].isspace()
            if chunk is None:
                words.append(Word(first, last, masks.time, following))
            else:
                if chunk.plural and words:
                    words[-1] = _plural_article(words[-1], masks)
                words.append(Word(first, last, _mask(chunk, words, masks), following, chunk))
            skip_to = last
            continue
        stop = pending[0][0] if pending and start < pending[0][0] < end else end
        # The parser's vocabulary knows the straight apostrophe only.
        words.append(Word(start, stop, text[start:stop].replace("’", "'"), text[stop : stop + 1].isspace()))
    return words


def _mask(chunk: Chunk, before: Sequence[Word], masks: Masks) -> str:
    """A common noun that agrees with the article before an organisation; acronyms are words unknown to the parser.

    People listed without an article stand as one person: behind no article a noun is read as anything.
    """
    if chunk.plural and chunk.mask == masks.groups["person"]:
        articled = bool(before) and before[-1].chunk is None and fold(before[-1].text) in masks.plural_articles
        return chunk.mask if articled else masks.person
    if _sort(chunk) != "organisation" or chunk.head.kind == "nominal":
        return chunk.mask
    article = fold(before[-1].text) if before else ""
    if chunk.plural or article in masks.plural_articles:
        return masks.many
    return masks.organisations.get(article, chunk.mask)


def _plural_article(word: Word, masks: Masks) -> Word:
    plural = masks.articles.get(fold(word.text)) if word.chunk is None else None
    if plural is None:
        return word
    return replace(word, text=plural.capitalize() if word.text[0].isupper() else plural, space_after=True)
