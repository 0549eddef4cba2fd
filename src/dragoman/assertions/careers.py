"""Offices told by "être", by "en tant que" and by presiding: what somebody was, is, will be or acts as."""

from collections.abc import Iterator, Sequence

from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import auxiliaries, is_passive, lemma
from dragoman.assertions.modality import ModalityReader
from dragoman.assertions.office_data import OccupancyDraft, OfficeChanges
from dragoman.assertions.roles import Roles
from dragoman.model.mention import Mention, OfficeMention
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token
from dragoman.register import load_register

# How far before an office the words of a capacity may begin, in characters.
LONGEST_CAPACITY = 30
# How far before "être" its relative pronoun is looked for, in words.
LONGEST_RELATIVE = 6
# What kinds of actors one presides over.
PRESIDED = ("organisation", "bloc")


def tense_of(sentence: Sentence, verb: Token) -> str:
    """The tense of a clause: "past", "present", "future", or "" where no form tells it."""
    parts = [verb, *auxiliaries(sentence, verb)]
    finite = [part for part in parts if part.feats.get("VerbForm") == "Fin" or part.feats.get("Tense") == "Fut"]
    tenses = {part.feats.get("Tense") for part in finite}
    composed = any(part.dep.startswith("aux:tense") or fold(part.text) in ("ete",) for part in parts)
    if "Fut" in tenses:
        return "" if composed else "future"
    if tenses & {"Imp", "Past"} or (composed and tenses):
        return "past"
    return "present" if tenses == {"Pres"} else ""


class Careers:
    """Finds in one sentence who was, is or acts as what, without any verb of change."""

    def __init__(
        self, sentence: Sentence, text: str, changes: OfficeChanges, roles: Roles, modality: ModalityReader
    ) -> None:
        self._sentence = sentence
        self._text = text
        self._changes = changes
        self._roles = roles
        self._modality = modality

    def drafts(self, offices: Sequence[OfficeMention]) -> Iterator[OccupancyDraft]:
        """Every occupancy so told."""
        beside = {office.start for office in offices if office.side != "none"}
        for office in offices:
            if office.start not in beside and not office.plural:
                token = self._sentence.token_at(office.start)
                if token is not None:
                    yield from self._was(office, token)
                    yield from self._acts_as(office, token)
        for token in self._sentence.tokens:
            if token.pos == "VERB" and lemma(token) in self._changes.presiding and token.chunk is None:
                yield from self._presides(token)

    def _was(self, office: OfficeMention, token: Token) -> Iterator[OccupancyDraft]:
        """ "il a été Premier ministre du Portugal de 1995 à 2002", "qui était ambassadeur à Paris"."""
        # The tree takes "a été ministre" for a passive at times.
        parts = self._sentence.children(token, "cop", "aux")
        copula = next((part for part in parts if lemma(part) in self._changes.being), None)
        if copula is None or token.start < copula.start:
            return
        told = {"past": ("ends", None), "present": ("holds", None), "future": ("starts", "planned")}
        bears, modality = told.get(tense_of(self._sentence, token), (None, None))
        person = one_person(self._roles.subject(token))
        if (
            bears is None
            or person is None
            or office.future
            or is_apart(self._sentence, person, copula, self._changes.relatives)
        ):
            return
        if bears == "ends" and any(time.kind == "since" for time in self._sentence.times):
            # "était ministre depuis 2020": when that ended, nothing says.
            return
        yield from self._told(person, office, "ends" if office.former else bears, "was", token, modality)

    def _acts_as(self, office: OfficeMention, token: Token) -> Iterator[OccupancyDraft]:
        """ "X, en sa qualité de président en exercice de l'UA", "reçue en tant que ministre"."""
        before = fold(self._text[max(0, office.start - LONGEST_CAPACITY) : office.start])
        verb = self._sentence.governor(token)
        if not self._changes.patterns["capacity"].search(before) or verb is None or verb.pos != "VERB":
            return
        if tense_of(self._sentence, verb) != "present" or lemma(verb) in self._changes.all_lemmas:
            return
        person = one_person(self._roles.subject(verb))
        if person is not None and one_person(self._roles.object(verb)) is None and not office.former:
            yield from self._told(person, office, "holds", "acts-as", token, None)

    def _presides(self, verb: Token) -> Iterator[OccupancyDraft]:
        """ "X préside l'Igad depuis mars", "elle est présidée par X": at a meeting one does no more than that."""
        passive = is_passive(self._sentence, verb)
        filler = self._roles.subject(verb, PRESIDED) if passive else self._roles.object(verb)
        whom = filler.mentions[0] if filler is not None and len(filler.mentions) == 1 else None
        person = one_person(self._roles.agent(verb) if passive else self._roles.subject(verb))
        if whom is None or person is None or whom.actor_kind not in PRESIDED or whom.actor is None:
            return
        if load_register().holders("president", whom.actor):
            # Of such an organisation the one who presides over a council or a session is another.
            return
        above = self._sentence.governor(verb)
        beside = passive and above is not None and above.chunk is not None and above.chunk.head == whom
        # "L'EAC, présidée par X": a participle right on the name.
        tense = tense_of(self._sentence, verb) or ("present" if beside else "")
        bears, modality = {"present": ("holds", None), "future": ("starts", "planned")}.get(tense, (None, None))
        if bears is not None:
            words = self._text[verb.start : verb.end]
            office = OfficeMention(
                verb.start, verb.end, words, "chair", whom.actor, "the organisation presided over", None, "none",
                whom.start, whom.end,
            )  # fmt: skip
            yield from self._told(person, office, bears, "presides", verb, modality)

    def _told(
        self, person: Mention, office: OfficeMention, bears: str, rule: str, trigger: Token, modality: str | None
    ) -> Iterator[OccupancyDraft]:
        reading = self._modality.of_verb(trigger)
        if reading.opened or reading.modality not in ("actual", "planned"):
            return
        how = modality or reading.modality
        yield OccupancyDraft(
            person, office, office.of, office.of_reason, bears, how, rule, trigger, reading, "parse",
            f"said of {person.text!r}",
        )  # fmt: skip


def one_person(filler: Filler | None) -> Mention | None:
    """The one person who fills a role."""
    if filler is None or len(filler.mentions) != 1:
        return None
    mention = filler.mentions[0]
    return mention if mention.actor_kind == "person" and mention.actor is not None else None


def is_apart(sentence: Sentence, person: Mention, verb: Token, relatives: Sequence[str]) -> bool:
    """ "par A et par B, qui sera président", "X, dont il a été le conseiller": whose clause it is, is not sure."""
    before = sentence.tokens[max(0, verb.index - LONGEST_RELATIVE) : verb.index]
    relative = next((token for token in reversed(before) if fold(token.text) in relatives), None)
    if relative is None or person.start > relative.start:
        return relative is not None and fold(relative.text) not in relatives[:1]
    between = [t.chunk for t in sentence.tokens if person.end <= t.start < relative.start and t.chunk is not None]
    others = any(chunk.head.actor_kind == "person" and chunk.head.actor != person.actor for chunk in between)
    return fold(relative.text) not in relatives[:1] or others
