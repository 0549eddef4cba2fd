"""Whom a pronoun can mean: the subjects and speakers of a document, sentence by sentence, as far as they were read."""

import re
from dataclasses import dataclass, replace

from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import lemma
from dragoman.assertions.named_together import MINISTER, is_minister, joined_last
from dragoman.assertions.organs import Organs
from dragoman.languages.speech import Speech
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# How many sentences back a pronoun reaches.
FARTHEST = 3
TOPIC_KINDS = frozenset(
    {"state", "organisation", "bloc", "body", "person", "armed_group", "military", "party", "company"}
)
SINGLE = ("person", "state", "organisation", "bloc", "body")
SINGULAR, PLURAL, FEMININE = frozenset({"il", "elle"}), frozenset({"ils", "elles"}), frozenset({"elle", "elles"})
# Pronouns that show no gender: "lui" stands for "l'", "lui", "son" and "sa" too.
EITHER = frozenset({"on", "lui"})
FEMININE_DEMONSTRATIVES = frozenset({"cette", "celle", "celle ci", "cette derniere"})
PLURAL_DEMONSTRATIVES = frozenset({"ces", "ceux", "celles"})
PLURAL_ARTICLES = ("les", "des", "aux", "ces")
LONGEST_ARTICLE = 5
# "les deux ministres", "de l'ASEAN".
TWO, PAIR, OF = "deux", 2, frozenset({"de", "du", "des", "d"})
LONGEST_TITLE = 24
# Where the words that belong to a name begin at the latest.
BOUNDARY = re.compile(
    r"[,.;:«»()\n]\s|\s(?:et|avec|par|que|à)\s|\s(?=(?:de|du|au)\s)|(?<!\bde)\s(?=(?:le|la|un|une)\s)",
)
# The head of a point, before its first word.
POINT = re.compile(r"\s*(?:\(?[0-9ivxIVX]{1,4}[.)]|[-–—•])?\s*")


@dataclass(frozen=True, slots=True)
class Topic:
    """One who was spoken of or spoke; `mentions` is empty where nothing names the speaker.

    `says`: the subject of a verb of speech, before it is known whether anything is reported; `main`: the subject of the
    main clause of its sentence; `gender`: that which the article of an unnamed one shows.
    """

    at: int
    mentions: tuple[Mention, ...]
    spoke: bool
    says: bool = False
    main: bool = False
    gender: str | None = None


class Discourse:
    """Subjects and speakers of one document, added in the order of the text."""

    def __init__(self, text: ReadText, speech: Speech) -> None:
        self._text = text
        self.full = text.document.text
        self._speech = speech
        self.organs = Organs(text, speech)
        self._starts = {sentence.start: index for index, sentence in enumerate(text.sentences)}
        self._topics: dict[int, list[Topic]] = {}
        self._spoken: set[int] = set()
        self._issuers: dict[int, Filler] = {}
        self._heads = re.compile(r"\s(?:" + "|".join(map(re.escape, map(fold, speech.speaking.heads_of))) + r")\b")
        self._points: tuple[tuple[Mention, ...], int] = ((), 0)
        feminine, masculine = (
            sorted(map(re.escape, map(fold, words)), key=len, reverse=True)
            for words in (speech.speaking.feminine, speech.speaking.masculine)
        )
        self._feminine = re.compile(r"(?:\b(?:" + "|".join(feminine) + r")\b|^(?:la|une|sa)\s)")
        self._masculine = re.compile(r"(?:\b(?:" + "|".join(masculine) + r")(?:\b|\s)|^(?:le|un)\s)")
        self._gender: dict[str, set[str]] = {}
        for mention in text.mentions:
            self._learn(mention, mention.start, mention.end)
        for chunk in (token.chunk for sentence in text.sentences for token in sentence.tokens if token.chunk):
            # "le chef de l'opposition, X": the article stands before the role.
            if len(chunk.mentions) == 1 and chunk.head.actor_kind == "person":
                self._learn(chunk.head, chunk.start, chunk.end)
        self._held: set[tuple[str | None, str | None]] = {(m.position, m.actor) for m in text.mentions}
        self._held |= {(o.position, o.holder.actor) for o in text.offices if o.holder is not None}

    def _learn(self, mention: Mention, first: int, last: int) -> None:
        """Whether the words around a mention, at these offsets, show its gender ("la ministre", "M.")."""
        if mention.actor is None or mention.adjective:
            return
        found = self._gender.setdefault(mention.actor, set())
        shown = self._shown(first, last)
        if shown is not None:
            found.add(shown)

    def _shown(self, first: int, last: int) -> str | None:
        """The gender that the words between two offsets, and the article or title before them, show."""
        full = self._text.document.text
        start = max(0, first - LONGEST_TITLE)
        # "le ministre de la Défense X": the article behind "de" is not that of the name.
        before = BOUNDARY.split(full[start:first])[-1]
        said = fold((before + full[first:last])[:60]).strip()
        if self._feminine.search(said):
            return "feminine"
        return "masculine" if self._masculine.search(said) else None

    def _learn_from(self, pronoun: str, mentions: tuple[Mention, ...]) -> None:
        """Whoever was "elle" once is no "il" later."""
        person = mentions[0]
        if len(mentions) == 1 and person.actor_kind == "person" and person.actor is not None and pronoun in SINGULAR:
            self._gender.setdefault(person.actor, set()).add("feminine" if pronoun in FEMININE else "masculine")

    def index_of(self, sentence: Sentence) -> int:
        """Index of a sentence of the text."""
        return self._starts[sentence.start]

    def add(
        self,
        sentence: Sentence,
        at: int,
        mentions: tuple[Mention, ...],
        *,
        spoke: bool,
        says: bool = False,
        main: bool = False,
    ) -> None:
        """Note a subject or speaker of a sentence."""
        fitting = (m for m in mentions if m.actor_kind in TOPIC_KINDS)
        # An office of a state whose holder nothing names ("le Premier ministre irakien") still acts for it.
        kept = tuple(m for m in fitting if m.actor is not None or (m.actor_kind == "person" and m.country is not None))
        # A role whom nothing names stands in the way of whoever was named before.
        unnamed = not kept and any(m.actor is None and m.actor_kind == "person" for m in mentions)
        if kept or spoke or unnamed:
            gender = self._shown(at, at + LONGEST_TITLE) if unnamed else None
            self._topics.setdefault(self.index_of(sentence), []).append(Topic(at, kept, spoke, says, main, gender))

    def note_issuer(self, sentence: Sentence, issuer: Filler) -> None:
        """Note who issued the text that a sentence tells of ("X a publié un communiqué")."""
        self._issuers[self.index_of(sentence)] = issuer

    def open_points_with(self, issuers: tuple[Mention, ...], body: int) -> None:
        """Note who issued a communiqué: "ils" at the head of one of its points, behind `body`, means them."""
        self._points = (issuers, body)

    def _opening(self, pronoun: str, at: int) -> Filler | None:
        """Those who issued the communiqué whose point a plural pronoun opens."""
        issuers, body = self._points
        line = self._text.document.text.rfind("\n", 0, at) + 1
        heads = at > body and POINT.fullmatch(self._text.document.text[line:at]) is not None
        plural = issuers and heads and pronoun in PLURAL
        return Filler(issuers, "reference", "issued the communiqué") if plural else None

    def assembled(self, noun: Token, sentence: Sentence) -> Filler | None:
        """Whom a plural means that names nobody ("les ministres ont…", "des deux Parties").

        Those who issued the communiqué; in a report, as a subject, the organisation of whose meeting it tells.
        """
        issuers, body = self._points
        if lemma(noun) not in self._speech.collectives:
            return None
        both = noun.index > 1 and fold(sentence.tokens[noun.index - 1].text) == TWO
        article = sentence.tokens[noun.index - 1 - both] if noun.index > both else None
        if article is None or fold(article.text) not in PLURAL_ARTICLES or self._is_described(noun, sentence):
            return None
        if issuers and noun.start > body and (not both or len(issuers) == PAIR):
            return Filler(issuers, "reference", f"{noun.text!r}: issued the communiqué")
        acts = noun.dep.startswith("nsubj") and not both and lemma(noun) in self._speech.attending
        gathered = self.organs.gathered(noun.start) if acts and fold(article.text) == "les" else None
        return Filler((gathered,), "reference", f"{noun.text!r}: those who were gathered") if gathered else None

    def _is_described(self, noun: Token, sentence: Sentence) -> bool:
        """Whether words behind a plural tell of whom it is ("les ministres maliens", not "les chefs d'Etat")."""
        full = self._text.document.text
        titled = self._heads.match(fold(full[noun.end : noun.end + LONGEST_TITLE * 2]))
        ending = noun.end + titled.end() if titled is not None else noun.end
        behind = next((t for t in sentence.tokens[noun.index + 1 :] if t.start >= ending - 1), None)
        told = behind is not None and (behind.pos in ("ADJ", "PROPN") or fold(behind.text).strip("'") in OF)
        return told or any(True for _ in sentence.children(noun, "acl:relcl"))

    def issuer(self, sentence: Sentence) -> Filler | None:
        """Who issued the text told of last, a few sentences before at most; None when nothing tells."""
        here = self.index_of(sentence)
        for index in range(here - 1, max(-1, here - FARTHEST - 1), -1):
            if index in self._issuers:
                return replace(self._issuers[index], filled_by="reference", reason="issued the text")
        return None

    def resolve(self, word: str, sentence: Sentence, at: int, *, speaking: bool = False) -> Filler | None:
        """Whom a personal pronoun at an offset means, None where two are possible or nobody is.

        `speaking`: it is the subject of a verb of speech, so that who spoke before, or a person, is meant.
        """
        return self.look(word, sentence, at, speaking=speaking)[1]

    def resolve_inside(self, word: str, sentence: Sentence, at: int) -> Filler | None:
        """The same for a pronoun that tells who does something: the party of its sentence that agrees comes first."""
        pronoun = fold(word).strip("- ").removeprefix("t ")
        here = self._topics.get(self.index_of(sentence), ())
        if any(topic.at < at and self.fits(topic, pronoun) for topic in here):
            return self.resolve(word, sentence, at)
        beside = self._named_here(pronoun, sentence, at)
        if beside is None:
            return self.resolve(word, sentence, at)
        return Filler((beside,), "reference", f"pronoun {word!r}: the one party of its sentence that agrees")

    def look(self, word: str, sentence: Sentence, at: int, *, speaking: bool = False) -> tuple[bool, Filler | None]:
        """Whether a pronoun can mean anybody at all, and whom, if it is one alone."""
        pronoun = fold(word).strip("- ").removeprefix("t ")
        if pronoun not in SINGULAR | PLURAL | EITHER:
            return False, None
        opening = self._opening(pronoun, at)
        if opening is not None:
            return True, opening
        found, filler = self._search(word, pronoun, sentence, at, speaking=speaking)
        if not found and speaking:
            found, filler = self._search(word, pronoun, sentence, at, speaking=False)
        return found, filler

    def _search(
        self, word: str, pronoun: str, sentence: Sentence, at: int, *, speaking: bool
    ) -> tuple[bool, Filler | None]:
        """Whether anybody can be meant, and who, if it is one alone."""
        here, reason = self.index_of(sentence), f"pronoun {word!r}: the subject or speaker before"
        doubtful: Topic | None = None
        for index in range(here, max(-1, here - FARTHEST - 1), -1):
            fitting = [
                topic
                for topic in self._topics.get(index, ())
                if topic.at < at
                and self.fits(topic, pronoun)
                and (not speaking or _can_speak(topic, here=index == here))
                and (doubtful is None or not topic.mentions or topic.mentions[0].actor_kind == "person")
            ]
            if fitting and index != here and pronoun in SINGULAR and all(map(self._is_doubtful, fitting)):
                # "Elle négocie. Moscou menace. Elle démissionne": a person is rather "elle" than a capital.
                doubtful = doubtful or fitting[-1]
                continue
            if not fitting:
                continue
            spoken = [topic for topic in fitting if topic.spoke]
            chosen = spoken[-1:] if spoken and index != here else fitting
            actors = {_parties(topic.mentions) for topic in chosen}
            if len(actors) > 1 and index == here:
                # In its own sentence the subject of the main clause comes first.
                actors = {_parties(chosen[0].mentions)}
            leading = [topic for topic in chosen if topic.main]
            if len(actors) > 1 and len({_parties(topic.mentions) for topic in leading}) == 1:
                # "Elle a obtenu que la Croatie cède. Elle…": whoever a sentence is about, before others that it names.
                chosen, actors = leading, {_parties(leading[0].mentions)}
            if len(actors) != 1 or not chosen[0].mentions:
                return True, None
            self._learn_from(pronoun, chosen[0].mentions)
            return True, Filler(chosen[0].mentions, "reference", reason)
        return (True, Filler(doubtful.mentions, "reference", reason)) if doubtful is not None else (False, None)

    def _named_here(self, pronoun: str, sentence: Sentence, at: int) -> Mention | None:
        """ "a remercié la Suède pour l'aide qu'elle apporte": the one party whose own article shows the gender."""
        if pronoun not in SINGULAR:
            return None
        wanted = "feminine" if pronoun in FEMININE else "masculine"
        named = [m for m in self._text.mentions if sentence.start <= m.start < at and not m.adjective and not m.members]
        found = {m.actor: m for m in named if m.actor is not None and self._article(m) == wanted}
        rivals = any(m.actor_kind == "person" for m in named)
        return next(iter(found.values())) if len(found) == 1 and not rivals else None

    def _article(self, mention: Mention) -> str | None:
        """The gender of the article right before a party that is no person ("la Suède", "le Hamas")."""
        if mention.actor_kind not in TOPIC_KINDS:
            return None
        word = fold(self._text.document.text[max(0, mention.start - LONGEST_ARTICLE) : mention.start]).split(" ")[-2:-1]
        return "feminine" if word in (["la"], ["cette"]) else "masculine" if word in (["le"], ["ce"]) else None

    def in_office(self, role: Mention, sentence: Sentence) -> Filler | None:
        """Who spoke or was spoken of last among those whom the text gives the office of a role that stands open.

        "a poursuivi le Premier ministre", of two prime ministers the one who spoke before.
        """
        here = self.index_of(sentence)
        for index in range(here, max(-1, here - FARTHEST - 1), -1):
            fitting = [
                topic
                for topic in self._topics.get(index, ())
                if topic.at < role.start and len(topic.mentions) == 1 and self._can_hold(topic.mentions[0], role)
            ]
            chosen = [topic for topic in fitting if topic.spoke][-1:] or fitting
            if len({topic.mentions[0].actor for topic in chosen}) == 1:
                return Filler(chosen[0].mentions, "reference", f"{role.text!r}: who held the office and spoke before")
            if chosen:
                return None
        return None

    def counterpart(self, country: str, noun: Token) -> Filler | None:
        """The one person of a state, named before, who holds an office that somebody of another state holds too."""
        people = [m for m in self._text.mentions if m.start < noun.start and m.actor_kind == "person" and m.country]
        abroad = {m.actor for m in people if m.country != country}
        shared = {position for position, actor in self._held if position is not None and actor in abroad}
        found = {m.actor: m for m in people if m.country == country and any((p, m.actor) in self._held for p in shared)}
        found.pop(None, None)
        if len(found) != 1:
            return None
        return Filler((next(iter(found.values())),), "reference", f"{noun.text!r}: the one counterpart of that state")

    def _can_hold(self, person: Mention, role: Mention) -> bool:
        if person.actor is None or (role.country is not None and role.country != person.country):
            return False
        if (role.position, person.actor) in self._held:
            return True
        held = [position for position, actor in self._held if actor == person.actor and position]
        return role.position == MINISTER and (role.country is not None or bool(held)) and is_minister(held)

    def last_named(self, word: str, sentence: Sentence, at: int) -> Filler | None:
        """The person named last before an offset, in its sentence or the one before, else any party ("ce dernier").

        A person of the other gender is nobody's "celle-ci".
        """
        here = self.index_of(sentence)
        first = self._text.sentences[max(0, here - 1)].start
        named = [
            m
            for m in self._text.mentions
            if first <= m.start < at and m.actor_kind in TOPIC_KINDS and not m.adjective and not m.members
        ]
        if fold(word).split("-")[0].split()[0] in PLURAL_DEMONSTRATIVES:
            several = tuple(joined_last(self._text, self._speech, named))
            meant = len(several) > 1 or (several and self._is_plural(Topic(at, several, spoke=False)))
            return Filler(several, "reference", "those named last before") if meant else None
        # "menacent l'Iran de sanctions si celui-ci…": one of its own sentence, and there rather a person.
        near = [m for m in named if m.start >= sentence.start] or named
        people = [m for m in near if m.actor_kind == "person"]
        last = (people or near)[-1:]
        if not last or (last[0].actor is None and last[0].country is None):
            return None
        gender = self._gender.get(last[0].actor or "", set())
        said = "feminine" if fold(word) in FEMININE_DEMONSTRATIVES else "masculine"
        if len(gender) == 1 and said not in gender:
            return None
        return Filler((last[0],), "reference", "the party named last before")

    def lone_person(self, word: str, sentence: Sentence) -> Filler | None:
        """ "La parole est à Lina Berg. Selon elle, …": the one person, of that gender, named the sentence before."""
        before = self._text.sentences[self.index_of(sentence) - 1] if self.index_of(sentence) else None
        if before is None or word not in ("lui", "elle"):
            return None
        named = [m for m in self._text.mentions if before.start <= m.start < before.end and m.actor_kind == "person"]
        named = [m for m in named if m.kind == "name" and not m.adjective] or named
        topic = Topic(before.start, tuple(named[-1:]), spoke=False)
        alone = len({m.actor for m in named}) == 1 and named[0].actor is not None
        fits = alone and self.fits(topic, "il" if word == "lui" else word)
        return Filler(topic.mentions, "reference", f"{word!r}: the one person of the sentence before") if fits else None

    def last_speaker(self, sentence: Sentence, reach: int) -> Filler | None:
        """Who spoke last, in a sentence at most `reach` before; None when nobody did or nothing names the speaker."""
        here = self.index_of(sentence)
        for index in range(here - 1, max(-1, here - reach - 1), -1):
            spoken = [topic for topic in self._topics.get(index, ()) if topic.spoke]
            if spoken:
                last = spoken[-1]
                reason = "goes on with what the last speaker said"
                alone = len({_parties(topic.mentions) for topic in spoken}) == 1
                return Filler(last.mentions, "reference", reason) if last.mentions and alone else None
        return None

    def fits(self, topic: Topic, pronoun: str) -> bool:
        """Whether a pronoun agrees with a topic as far as the text shows its gender and number."""
        if not topic.mentions:
            return topic.gender is None or pronoun in EITHER or (topic.gender == "feminine") == (pronoun in FEMININE)
        plural = self._is_plural(topic)
        if pronoun in PLURAL:
            first = topic.mentions[0]  # "les garde-côtes philippins": an adjective does not show how many.
            return plural or first.adjective or first.actor_kind not in SINGLE or self._is_plural_at(topic.at)
        if plural:
            return False
        gender = self._gender.get(topic.mentions[0].actor or "", set())
        if len(gender) == 1:
            return ("feminine" in gender) == (pronoun in FEMININE) or pronoun in EITHER
        return True

    def _is_doubtful(self, topic: Topic) -> bool:
        """Whether a topic is a party of which no article shows the gender ("Moscou"), and no person."""
        return bool(topic.mentions) and all(
            m.actor_kind != "person" and m.actor is not None and not self._gender.get(m.actor) for m in topic.mentions
        )

    def _is_plural(self, topic: Topic) -> bool:
        """Several parties, or one with a plural article ("les Etats-Unis", "les autorités tchadiennes")."""
        several = len(topic.mentions) > 1 or topic.mentions[0].together
        return several or self._is_plural_at(topic.mentions[0].start)

    def _is_plural_at(self, at: int) -> bool:
        return any(w in PLURAL_ARTICLES for w in fold(self.full[max(0, at - LONGEST_ARTICLE) : at]).split(" "))


def _parties(mentions: tuple[Mention, ...]) -> tuple[str | None, ...]:
    return tuple(mention.actor or mention.country for mention in mentions)


def _can_speak(topic: Topic, *, here: bool) -> bool:
    if topic.spoke or not topic.mentions or (here and topic.says):
        return True
    return any(mention.actor_kind == "person" for mention in topic.mentions)
