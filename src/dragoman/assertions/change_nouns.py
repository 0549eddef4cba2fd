"""Memberships told by nouns of change: "l'adhésion de X à Y", "le retrait", "la suspension"."""

from itertools import pairwise

from dragoman.assertions.fillers import Filler
from dragoman.assertions.frame_organisations import FrameOrganisations
from dragoman.assertions.grammar import case_of, is_passive, lemma
from dragoman.assertions.lexicon import NounFrame, Rules
from dragoman.assertions.modality import ModalityReader, Reading
from dragoman.assertions.parties import MembershipDraft, Parties
from dragoman.assertions.roles import MANNER, Roles
from dragoman.assertions.wording import Wording
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

# How far behind a noun of change its date may stand, in characters ("l'adhésion de X à l'Union européenne, le…").
LONGEST_NOUN_PHRASE = 90
# The longest "leur" with its spaces, in characters.
LONGEST_POSSESSIVE = 6
# How far behind it "dans son giron" may stand, in tokens.
FARTHEST_CIRCLE = 8
# How the tree calls the objects of verbs, with and without a preposition ("renoncer à l'adhésion").
OBJECTS = ("obj", "obl:arg")
DEFINITE = frozenset({"la", "sa", "leur", "l", "les", "leurs"})


class ChangeNouns:
    """Finds the memberships that nouns of change tell in one sentence."""

    def __init__(
        self,
        sentence: Sentence,
        rules: Rules,
        roles: Roles,
        modality: ModalityReader,
        organisations: FrameOrganisations,
    ) -> None:
        self._organisations = organisations
        self._sentence = sentence
        self._rules = rules
        self._parties = Parties(rules)
        self._roles = roles
        self._modality = modality
        self._wording = Wording(sentence, rules)

    def drafts(self, noun: Token, frame: NounFrame) -> list[MembershipDraft]:
        """The memberships that one noun tells under one frame."""
        if (frame.progress and not self._in_progress(noun)) or self._is_long_past(noun):
            return []
        carrier = self._through(noun, frame) or noun
        only_states = "de" in frame.prepositions
        member = self._parties.members_of(self._roles.owner(noun, of_states_only=only_states))
        if member is None and self._is_of_request(noun, frame):
            # "sa demande d'adhésion": who asks is to change.
            asked_by = self._sentence.governor(noun)
            member = self._parties.members_of(self._roles.owner(asked_by)) if asked_by is not None else None
        if member is None and carrier is not noun:
            member = self._parties.members_of(self._roles.owner(carrier))
        if member is None:
            member = self._parties.members_of(self._wording.owner_behind_target(noun))
        governor = self._sentence.governor(noun)
        if (
            member is None
            and governor is not None
            and lemma(governor) in self._rules.own_change
            and noun.dep in OBJECTS
        ):
            member = self._parties.members_of(self._roles.subject(governor))
        if member is None and governor is not None and lemma(governor) in self._rules.on_the_way:
            # "se trouve sur la voie de l'adhésion": who is on the way is to change.
            above = self._sentence.governor(governor)
            member = self._parties.members_of(self._roles.subject(above)) if above is not None else None
        if member is None and frame.progress:
            member = self._parties.members_of(self._beside(noun))
        organisation = self._target(noun, carrier, frame)
        if member is None or organisation is None:
            return []
        reading = self._modality.of_noun(noun)
        if frame.progress and governor is not None and lemma(governor) in self._rules.on_the_way:
            # "est en voie d'adhésion": the way is what is told, no wish.
            reading = self._modality.of_noun(governor)
        return self._noun_rows(noun, frame, member, organisation, reading)

    def _is_long_past(self, noun: Token) -> bool:
        """ "trente ans après son adhésion": no day of its own, and what has become of it since, others tell."""
        return any(
            time.kind in ("vague", "duration")
            and 0 <= noun.start - time.end <= LONGEST_POSSESSIVE
            and any(t.pos == "NUM" and time.start <= t.start < time.end for t in self._sentence.tokens)
            for time in self._sentence.times
        )

    def _is_of_request(self, noun: Token, frame: NounFrame) -> bool:
        above = self._sentence.governor(noun)
        return above is not None and above.chunk is None and lemma(above) in map(fold, frame.requested_by)

    def _in_progress(self, noun: Token) -> bool:
        """Whether "en cours d'" stands before the noun."""
        near = " ".join(fold(token.text) for token in self._sentence.tokens[max(0, noun.index - 4) : noun.index])
        return any(near.endswith(fold(words)) for words in self._rules.affiliation.members.in_progress)

    def _beside(self, noun: Token) -> Filler | None:
        """The name that "en cours d'adhésion" stands behind."""
        for token in reversed(self._sentence.tokens[max(0, noun.index - 6) : noun.index]):
            if token.chunk is not None:
                return Filler(token.chunk.mentions, "grammar", "name before the noun")
        return None

    def _target(self, noun: Token, carrier: Token, frame: NounFrame) -> Filler | None:
        """The organisation behind the noun, else the subject of its verb ("l'UA a levé la suspension")."""
        if frame.to_join:
            return self._joined_by(noun)
        prepositions = [fold(p) for p in frame.prepositions]
        if carrier is not noun:
            prepositions += ["a", "dans", "au"]
        manner = [c for c in self._sentence.children(carrier, "nmod") if case_of(self._sentence, c) in MANNER]
        owners = [
            c for part in (carrier, *manner) for c in self._sentence.children(part, "nmod") if c.chunk is not None
        ]
        heads = (carrier, noun, *owners)
        for filler in (filler for head in heads for filler in self._roles.oblique(head, prepositions)):
            found = self._parties.organisations_of(filler)
            if found is not None:
                return found
        worded = self._parties.organisations_of(self._wording.target_behind(noun, prepositions))
        if worded is not None:
            return worded
        governor = self._sentence.governor(noun)
        clitic = self._clitic(governor)
        if clitic is not None:
            return self._roles.organisation_before(clitic)
        own = self._own_circle(noun)
        if own is not None and governor is not None:
            return self._parties.organisations_of(self._roles.subject(governor))
        above = self._sentence.governor(governor) if governor is not None else None
        if governor is not None and above is not None and lemma(governor) in map(fold, frame.ended_by):
            # "demande à l'Union africaine la levée de sa suspension"
            fillers = self._roles.oblique(above, ["a", "de"])
            found = next((f for f in map(self._parties.organisations_of, fillers) if f is not None), None)
            if found is not None:
                return found
        if governor is not None and lemma(governor) in map(fold, (*frame.ended_by, *frame.held_by, *frame.set_by)):
            told = self._parties.organisations_of(self._roles.subject(governor))
            return told or self._organisations.leaders_of(governor)
        if governor is not None and lemma(governor) in self._rules.agreeing and noun.dep == "obj":
            # "l'Union africaine a approuvé l'entrée du Maroc": into what, the subject says.
            told = self._parties.organisations_of(self._roles.subject(governor))
            if told is not None:
                return told
        if frame.understood and fold(noun.text) in map(fold, frame.lemmas[:1]):
            return self._roles.organisation_before(noun)
        return None

    def _joined_by(self, noun: Token) -> Filler | None:
        """ "la candidature de X pour rejoindre Y": the organisation behind the infinitive."""
        verb = next((c for c in self._sentence.children(noun, "acl") if lemma(c) in self._rules.joining), None)
        if verb is None or not any(fold(c.text) == "pour" for c in self._sentence.children(verb, "mark", "case")):
            return None
        behind = self._sentence.tokens[verb.index + 1 : verb.index + FARTHEST_CIRCLE]
        name = next((token.chunk for token in behind if token.chunk is not None), None)
        return self._parties.organisations_of(Filler(name.mentions, "parse", "behind the infinitive")) if name else None

    def _clitic(self, governor: Token | None) -> Token | None:
        """ "la Syrie y a fait son retour": the clitic of a verb whose subject changes."""
        if governor is None or lemma(governor) not in self._rules.own_change:
            return None
        near = self._sentence.tokens[max(0, governor.index - 4) : governor.index]
        return next((token for token in near if fold(token.text) == "y"), None)

    def _own_circle(self, noun: Token) -> Token | None:
        """ "la Ligue a accueilli le retour de X dans son giron": the light noun of the one that acts."""
        near = self._sentence.tokens[noun.index + 1 : noun.index + FARTHEST_CIRCLE]
        for token, following in pairwise(near):
            if fold(token.text) in ("son", "leur") and lemma(following) in self._rules.light:
                return following
        return None

    def _through(self, noun: Token, frame: NounFrame) -> Token | None:
        """ "le gel de la participation": the noun whose owner and target count."""
        for child in self._sentence.children(noun, "nmod"):
            if lemma(child) in map(fold, frame.through):
                return child
        return None

    def _noun_rows(
        self, noun: Token, frame: NounFrame, member: Filler, organisation: Filler, reading: Reading
    ) -> list[MembershipDraft]:
        status, bears, modality = frame.status, frame.bears, reading.modality
        governor = self._sentence.governor(noun)
        passive = governor is not None and noun.dep == "nsubj" and is_passive(self._sentence, governor)
        linked = (
            noun.dep in ("obj", "nsubj:pass", "obl:arg") or passive or (governor is not None and governor.pos == "NOUN")
        )
        name = lemma(governor) if governor is not None and linked else ""
        above = self._sentence.governor(governor) if governor is not None else None
        if name in map(fold, frame.requested_by) and above is not None and lemma(above) in self._rules.applying:
            # "a déposé sa demande d'adhésion": the verb says it all.
            return []
        if name in map(fold, frame.requested_by):
            return self._parties.pairs(noun, member, organisation, "applicant", "holds", "actual", frame.frame, reading)
        settled = self._settled(noun, frame, name, modality)
        if settled is not None:
            return self._parties.pairs(noun, member, organisation, *settled, modality, frame.frame, reading)
        if name in self._rules.suspending and status == "full":
            since = any(time.kind == "since" for time in self._sentence.times)
            bears = "holds" if since else "starts"
            return self._parties.pairs(noun, member, organisation, "suspended", bears, "actual", frame.frame, reading)
        if name == "fin" or name in self._rules.suspending:
            return []
        if frame.status == "applicant" and name in self._rules.applying and not passive:
            # "déposera sa candidature": the verb says it all.
            return []
        asking = self._asking(noun)
        if asking is not None and status != "applicant":
            mine = self._roles.subject(asking)
            own = mine is not None and {m.actor for m in mine.mentions} & {m.actor for m in member.mentions}
            if own and status == "full":
                return []
            reading.opened, modality = False, "requested" if modality == "actual" else modality
            bears = "ends" if name in map(fold, frame.ended_by) else bears
            return self._parties.pairs(noun, member, organisation, status, bears, modality, frame.frame, reading)
        if reading.opened:
            return []
        if name in map(fold, frame.ended_by):
            return self._parties.pairs(noun, member, organisation, status, "ends", modality, frame.frame, reading)
        if name in map(fold, frame.held_by):
            return self._parties.pairs(noun, member, organisation, status, "holds", "actual", frame.frame, reading)
        if name in map(fold, frame.set_by):
            reading.licence = reading.licence or f"object of {name!r}"
            modality = "actual" if modality == "planned" else modality
        if modality == "requested" and not reading.announced:
            modality = "proposed"
        if modality == "actual" and not frame.progress:
            if reading.announced and frame.announced is not None:
                status = frame.announced
            elif reading.announced and status == "full":
                modality = "planned"
            elif not (reading.realised or reading.licence or self._past_date(noun) or self._is_told_of(noun, status)):
                return []
        if status == "applicant" and modality in ("proposed", "planned"):
            # Whatever is to become of a candidacy, it is there.
            modality = "actual"
        return self._parties.pairs(noun, member, organisation, status, bears, modality, frame.frame, reading)

    def _settled(self, noun: Token, frame: NounFrame, name: str, modality: str) -> tuple[str, str] | None:
        """Status and bearing of what its verb, named by lemma, makes of it: an end, or a notice taken note of."""
        governor = self._sentence.governor(noun)
        if frame.status == "full" and self._is_ended(noun, governor):
            return "withdrawn", "starts"
        if frame.announced is not None and name in map(fold, frame.noted_by) and modality == "actual":
            return frame.announced, "holds"
        return None

    def _is_ended(self, noun: Token, governor: Token | None) -> bool:
        """ "met fin à l'adhésion de X"."""
        objects = self._sentence.children(governor, "obj") if governor is not None and noun.dep != "obj" else ()
        return (
            governor is not None
            and governor.pos == "VERB"
            and any(lemma(each) in self._rules.ending_objects for each in objects)
        )

    def _is_told_of(self, noun: Token, status: str) -> bool:
        """ "La candidature de X à Y est au point mort": a candidacy that something definite is told of is there."""
        articles = {fold(child.text).strip("'") for child in self._sentence.children(noun, "det")}
        return status == "applicant" and bool(articles & DEFINITE)

    def _asking(self, noun: Token) -> Token | None:
        """ "demande la suspension de X", "… la levée de sa suspension": the verb that asks for the change."""
        governor = self._sentence.governor(noun)
        if governor is not None and governor.pos == "NOUN" and noun.dep == "nmod":
            noun, governor = governor, self._sentence.governor(governor)
        asked = governor is not None and noun.dep == "obj" and lemma(governor) in self._rules.asking_that
        return governor if asked else None

    def _past_date(self, noun: Token) -> bool:
        """ "l'entrée de X dans Y, en juin 2017": a day behind the noun in a clause that is not about the future."""
        return any(
            noun.start < time.start < noun.end + LONGEST_NOUN_PHRASE and time.anchor == "text" and time.date is not None
            for time in self._sentence.times
        ) and not self._governed_by_future(noun)

    def _governed_by_future(self, noun: Token) -> bool:
        governor = self._sentence.governor(noun)
        return governor is not None and any(
            part.feats.get("Tense") == "Fut" or part.feats.get("Mood") == "Cnd"
            for part in (governor, *self._sentence.children(governor, "aux", "cop"))
        )
