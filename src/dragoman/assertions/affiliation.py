"""Memberships told by verbs and by nouns of change: "a rejoint", "le retrait du Mali de la Cédéao"."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from dragoman.assertions.beside_members import BesideMembers
from dragoman.assertions.change_nouns import ChangeNouns
from dragoman.assertions.fillers import Filler, Pronouns
from dragoman.assertions.frame_organisations import FrameOrganisations
from dragoman.assertions.gapped_members import gapped_members, with_more
from dragoman.assertions.gatherings import gathered_otherwise, in_clause_above
from dragoman.assertions.grammar import asks, case_of, is_bare_participle, is_compound, is_passive, is_reflexive, lemma
from dragoman.assertions.granted_status import green_light
from dragoman.assertions.joined_organisations import with_joined
from dragoman.assertions.lexicon import Rules, VerbFrame
from dragoman.assertions.modality import ModalityReader, Reading
from dragoman.assertions.parties import MembershipDraft, Parties, known_members, organisations_in
from dragoman.assertions.roles import Roles
from dragoman.assertions.wording import Wording
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# Relative pronouns that are no subject of their clause.
OTHER_RELATIVES = frozenset({"dont", "que", "qu", "auquel", "laquelle", "auxquels"})
STATES = frozenset({"state"})
# How far behind a verb "en tant que pays partenaire" may stand, in tokens.
FARTHEST_STATUS = 16
# The longest "à l'instar de la" before a name, in characters.
FARTHEST_ALIKE = 24
# How far behind a membership noun and its comma a name in an aside may stand, in tokens.
FARTHEST_NOUN = 6
# Frames behind whose organisation the members that are their subject may be listed.
COMPANY = frozenset({"makes-up", "founds"})
LISTING = frozenset({"makes-up", "is-part", "belongs"})


class Affiliation:
    """Finds the memberships that verbs and nouns of change tell in one sentence."""

    def __init__(self, text: ReadText, sentence: Sentence, rules: Rules, pronouns: Pronouns | None = None) -> None:
        self._text = text
        self._sentence = sentence
        self._rules = rules
        self.roles = Roles(text, sentence, rules, farther=pronouns)
        self.modality = ModalityReader(sentence, rules)
        self._parties = Parties(rules)
        self._beside = BesideMembers(sentence.tokens, rules)
        self._wording = Wording(sentence, rules)
        self._organisations = FrameOrganisations(sentence, rules, self.roles, self._parties, self._wording)
        self._nouns = ChangeNouns(sentence, rules, self.roles, self.modality, self._organisations)

    def drafts(self) -> Iterator[MembershipDraft]:
        """Every membership, in the order of its triggers."""
        for token in self._sentence.tokens:
            if token.chunk is not None:
                continue
            if token.pos in ("VERB", "AUX", "ADJ"):
                yield from self._by_relative(token)
                yield from self._first(
                    self._by_verb(token, frame) for frame in self._rules.verb_frames.get(lemma(token), ())
                )
            elif token.pos in ("NOUN", "PROPN"):
                yield from self._first(
                    self._nouns.drafts(token, frame) for frame in self._rules.noun_frames.get(lemma(token), ())
                )

    @staticmethod
    def _first(attempts: Iterator[list[MembershipDraft]]) -> list[MembershipDraft]:
        """The drafts of the first frame that gives any: a trigger means one thing."""
        return next((drafts for drafts in attempts if drafts), [])

    def _by_verb(self, verb: Token, frame: VerbFrame) -> list[MembershipDraft]:
        # "tous deux suspendus": the tree takes the participle for a part of the pronoun.
        passive = is_passive(self._sentence, verb) or (verb.dep == "fixed" and is_bare_participle(self._sentence, verb))
        if frame.voice == "participle":
            if not is_bare_participle(self._sentence, verb):
                return []
        elif frame.voice != "any" and passive != (frame.voice == "passive"):
            return []
        if frame.voice == "any" and passive and frame.organisation == "object":
            return []
        if frame.tense and not self._has_tense(verb, frame.tense):
            return []
        if not self._needs_met(verb, frame) or not self._reflexive_fits(verb, frame):
            return []
        noun = self.roles.object_noun(verb)
        apart = frame.object_noun and (noun is None or lemma(noun) not in map(fold, frame.object_noun))
        if apart:
            noun = self._noun_apart(verb, frame)
        if frame.object_noun and (noun is None or lemma(noun) not in map(fold, frame.object_noun)):
            return []
        carrier = noun if frame.object_noun and noun is not None else verb
        organisation = self._organisations.find(verb, carrier, frame, passive)
        member = self._member(verb, verb if apart else carrier, frame)
        allowed = green_light(self._sentence, self._rules, self.modality, verb) if frame.status == "full" else None
        if member is None and allowed is not None:
            member = self._parties.members_of(self.roles.subject(allowed))
        if organisation is None and member is not None and frame.frame == "joins":
            return self._joins_states(verb, member, frame)
        if organisation is None or member is None or not self._of_kinds(member, frame):
            return []
        if gathered_otherwise(self._text, self._sentence, verb, frame, organisation, self._rules):
            return []
        if frame.voice == "participle" and self._met_once(verb, organisation):
            return []
        reading = Reading(modality="planned") if allowed is not None else self.modality.of_verb(verb)
        each = with_joined(self._sentence, organisation)
        rows = [row for one in each for row in self._combine(verb, member, one, frame, reading)]
        return [*rows, *gapped_members(self._sentence, rows, self._rules)]

    def _joins_states(self, verb: Token, member: Filler, frame: VerbFrame) -> list[MembershipDraft]:
        """ "Admise à l'EAC, elle rejoint ainsi A, B et C": those who are joined belong already."""
        others = self._parties.members_of(self.roles.object(verb))
        within = self._wording.within_behind(verb)
        if others is None or len(others.mentions) < 2 or (within is None and not self._wording.follows_so(verb)):
            return []
        organisation = self._parties.organisations_of(within or self.roles.organisation_before(verb, 2))
        if organisation is None or {m.actor_kind for m in others.mentions} != {"state"}:
            return []
        rows = self._combine(verb, member, organisation, frame, self.modality.of_verb(verb))
        held = self._parties.pairs(verb, others, organisation, "full", "holds", "actual", frame.frame, Reading())
        return [*rows, *held] if rows else []

    def _met_once(self, verb: Token, organisation: Filler) -> bool:
        """ "réunis mardi au sein de l'OCS", "réunis au Conseil": a meeting, no belonging."""
        end = organisation.mentions[0].start
        met = any(verb.end <= t.start < end and t.kind not in ("since", "year", "month") for t in self._sentence.times)
        return met or any(mention.actor_kind == "body" for mention in organisation.mentions)

    @staticmethod
    def _of_kinds(member: Filler, frame: VerbFrame) -> bool:
        return not frame.only_kinds or all(m.actor_kind in frame.only_kinds for m in member.mentions)

    def _by_relative(self, verb: Token) -> list[MembershipDraft]:
        """ "les pays qu'elle comprend sont A, B et C": the list behind the copula."""
        wanted = ("comprises", "is-part")
        frame = next((f for f in self._rules.verb_frames.get(lemma(verb), ()) if f.frame in wanted), None)
        before = [fold(t.text).strip("'") for t in self._sentence.tokens[max(0, verb.index - 3) : verb.index]]
        relative = {"que", "qu"} if frame is not None and frame.frame == "comprises" else {"qui"}
        if frame is None or not relative & set(before):
            return []
        copula = False
        for token in self._sentence.tokens[verb.index + 1 : verb.index + FARTHEST_STATUS]:
            copula = copula or lemma(token) == "etre"
            if token.chunk is not None and (copula or frame.frame == "comprises"):
                member = self._parties.members_of(Filler(token.chunk.mentions, "grammar", "list behind the copula"))
                organisation = self._organisations.of_relative(verb, frame)
                if not copula or member is None or organisation is None:
                    return []
                return self._combine(verb, member, organisation, frame, self.modality.of_verb(verb))
        return []

    def _noun_apart(self, verb: Token, frame: VerbFrame) -> Token | None:
        """ "a gelé, dans les faits, sa participation": the object behind an insertion, with a possessive before it."""
        for token in self._sentence.tokens[verb.index + 1 : verb.index + FARTHEST_STATUS]:
            if token.pos in ("VERB", "AUX") and token.feats.get("VerbForm") == "Fin":
                return None
            before = fold(self._sentence.tokens[token.index - 1].text)
            if lemma(token) in map(fold, frame.object_noun) and before in ("sa", "son", "leur"):
                return token
        return None

    def _has_tense(self, verb: Token, tenses: list[str]) -> bool:
        parts = [verb, *self._sentence.children(verb, "aux")]
        if tenses == ["Compound"]:
            return len(parts) > 1
        finite = [part.feats.get("Tense") for part in parts if part.feats.get("VerbForm") == "Fin"]
        if lemma(verb).endswith("ir") and verb.text.endswith("it"):
            # "réunit": present and past are one form.
            finite.append("Pres")
        return len(parts) == 1 and any(tense in tenses for tense in finite)

    def _needs_met(self, verb: Token, frame: VerbFrame) -> bool:
        if frame.not_with and {lemma(t) for t in self._sentence.tokens} & set(map(fold, frame.not_with)):
            return False
        below = {lemma(token) for token in self._sentence.subtree(verb)}
        if frame.needs and not below & set(map(fold, frame.needs)):
            return False
        needed = frame.needs_for.get(lemma(verb))
        if needed:
            adverbs = {fold(token.text) for token in self._sentence.subtree(verb)}
            return bool(adverbs & set(map(fold, needed)))
        return True

    def _reflexive_fits(self, verb: Token, frame: VerbFrame) -> bool:
        if frame.never_reflexive and is_reflexive(self._sentence, verb):
            # "les ministres du Quad se réunissent, la Chine à l'ordre du jour"
            return False
        if not frame.reflexive_or or lemma(verb) in map(fold, frame.reflexive_or):
            return True
        return is_reflexive(self._sentence, verb)

    def _member(self, verb: Token, carrier: Token, frame: VerbFrame) -> Filler | None:
        if frame.member == "owner":
            # "les droits de vote de X": the tree hangs the owner on the complement.
            inner = (t for t in self._sentence.children(carrier, "nmod") if frame.needs and t.chunk is None)
            owners = (self._parties.members_of(self.roles.owner(t, of_states_only=True)) for t in (carrier, *inner))
            owner = next((found for found in owners if found is not None), None)
            return owner or self._subject_member(verb)
        if frame.member == "subject":
            return self._subject_member(verb) or self._listed_subject(verb, frame)
        if frame.member == "agent":
            return self._parties.members_of(self.roles.agent(verb))
        if frame.member == "object":
            told = self._parties.members_of(self.roles.object(verb))
            return with_more(self._sentence, told, self._rules) if told is not None else self._clitic_member(verb)
        prepositions = [fold(p) for p in frame.prepositions]
        return next(
            (f for f in map(self._parties.members_of, self.roles.oblique(verb, prepositions)) if f is not None), None
        )

    def _listed_subject(self, verb: Token, frame: VerbFrame) -> Filler | None:
        """ "Les six Etats qui composent X – A, B… –", "Trois pays appartiennent à X : A, B et C"."""
        if frame.frame not in LISTING:
            return None
        nouns = [*self._sentence.children(verb, "nsubj"), self._sentence.governor(verb)]
        plural = any(
            (n is not None and fold(n.text).rstrip("s") in self._rules.member_carriers)
            or (n is not None and fold(n.text) in self._rules.member_carriers)
            for n in nouns
        )
        behind = (t for t in self._sentence.tokens[verb.index + 1 :] if t.chunk is not None)
        organisation = next(behind, None)
        if not plural or organisation is None or not organisations_in(organisation.chunk):
            return None
        return self._beside.listed(organisation.index + 1)

    def _subject_member(self, verb: Token) -> Filler | None:
        governor = self._sentence.governor(verb)
        controls = governor is not None and lemma(governor) in self._rules.object_control
        if governor is not None and controls and self._wording.clitic_object(governor) is not None:
            # "ne l'ont pas invitée à rejoindre": whom the pronoun means is to join.
            return self._clitic_member(governor) if verb.feats.get("VerbForm") == "Inf" else None
        told = self.roles.subject(verb)
        found = self._parties.members_of(told)
        if found is None or any(mention.actor_kind != "state" for mention in found.mentions):
            # "il" behind "l'organisation": who belongs is a state.
            found = self._parties.members_of(self.roles.subject(verb, STATES)) or found
        relative = self._wording.relative_before(verb, OTHER_RELATIVES) is not None
        if found is None and relative:
            # "la Celac, dont A et B ne font pas partie": the tree takes the antecedent for the subject.
            found = self._parties.members_of(self._wording.subject_before(verb))
        if found is None and (told is None or is_bare_participle(self._sentence, verb)):
            found = self._parties.members_of(self._worded_subject(verb))
        return found

    def _worded_subject(self, verb: Token) -> Filler | None:
        """Of a verb that the tree gives no subject: the name before it, before its relative, or behind its front."""
        governor = self._sentence.governor(verb)
        if governor is not None and governor.chunk is not None and verb.feats.get("VerbForm") == "Inf":
            # "il n'est pas question pour l'Irlande d'entrer"
            pour = case_of(self._sentence, governor) == "pour"
            return Filler(governor.chunk.mentions, "parse", f"for whom {verb.text!r} is said") if pour else None
        finite = verb
        while governor is not None and finite.feats.get("VerbForm") == "Inf" and finite.dep == "xcomp":
            finite, governor = governor, self._sentence.governor(governor)
        around = self._wording.subject_around_relative(finite)
        return around or self._wording.subject_before(finite) or self._wording.fronted_by(verb)

    def _clitic_member(self, verb: Token) -> Filler | None:
        """ "l'en a exclue": the one state named before the pronoun in the sentence."""
        clitic = self._wording.clitic_object(verb)
        if clitic is None:
            return None
        subject = self.roles.subject(verb)
        acting = {mention.start for mention in subject.mentions} if subject is not None else set()
        named: dict[str, Mention] = {}
        for token in self._sentence.tokens[: clitic.index]:
            for mention in known_members(token.chunk.mentions, self._rules) if token.chunk is not None else ():
                if mention.start not in acting and mention.actor is not None:
                    named.setdefault(mention.actor, mention)
        if len(named) != 1:
            return None
        return Filler(tuple(named.values()), "reference", f"pronoun {clitic.text!r}: the only state named before")

    def _combine(
        self, trigger: Token, member: Filler, organisation: Filler, frame: VerbFrame, reading: Reading
    ) -> list[MembershipDraft]:
        of_whom = asks(self._sentence, trigger)
        asked = of_whom == "own"
        if of_whom == "another":
            # "a demandé au Gabon de quitter l'Union": whoever is asked has applied for nothing.
            reading.opened = False
            reading.modality = "requested" if reading.modality == "actual" else reading.modality
        if reading.purpose and not asked:
            # "l'intérêt des pays pour rejoindre les Brics": who is to join is not told by the subject of the clause.
            return []
        alone = frame.plural and len(self._with_company(trigger, member, frame).mentions) < 2
        if (reading.opened and not asked) or alone:
            return []
        if frame.only_org and not all(m.actor in frame.only_org for m in organisation.mentions):
            return []
        status, bears, modality = frame.status, frame.bears, reading.modality
        if modality == "negated" and bears == "holds" and status == "full":
            status, modality = ("withdrawn" if reading.no_longer else "none"), "actual"
            if reading.future:
                bears, modality = "starts", "planned"
        elif (
            modality == "negated"
            and bears == "starts"
            and status == "full"
            and reading.never
            and is_compound(self._sentence, trigger)
        ):
            status, bears, modality = "none", "holds", "actual"
        elif status != "full" and modality == "planned" and self._decided(trigger, member, frame):
            # "a décidé de suspendre X": by the one who decides, the decision is the act.
            modality = "actual"
        elif bears == "holds" and modality == "planned":
            bears = "starts"
        elif status == "withdrawn" and reading.announced and modality in ("actual", "planned"):
            status, modality = "withdrawing", "actual"
        elif status == "full" and bears == "starts" and asked:
            status = "applicant"
            modality = "actual" if modality in ("requested", "proposed") else modality
        elif (
            status == "full" and bears == "starts" and modality == "actual" and lemma(trigger) in self._rules.returning
        ):
            status, bears = "suspended", "ends"
        elif status == "full" and bears == "starts":
            status = self._as_status(trigger) or status
        if bears == "starts" and status == "suspended" and self._lasts(trigger):
            bears = "holds"
        if frame.member == "subject":
            member = self._with_company(trigger, self._with_alike(trigger, member), frame)
        return self._parties.pairs(trigger, member, organisation, status, bears, modality, frame.frame, reading)

    def _with_company(self, trigger: Token, member: Filler, frame: VerbFrame) -> Filler:
        """ "X forme avec A et B le GUAM": those behind "avec" make up the organisation too."""
        if frame.frame not in COMPANY:
            return member
        found = (self._parties.members_of(filler) for filler in self.roles.oblique(trigger, ["avec"]))
        company = next((filler for filler in found if filler is not None), None)
        known = {mention.actor for mention in member.mentions}
        extra = company.mentions if company is not None else ()
        return replace(member, mentions=(*member.mentions, *(m for m in extra if m.actor not in known)))

    def _decided(self, trigger: Token, member: Filler, frame: VerbFrame) -> bool:
        """Whether an organisation has decided it of a member; what a member decides of itself is still to come."""
        governor = self._sentence.governor(trigger)
        if governor is None or lemma(governor) not in self._rules.deciding or frame.member not in ("object", "owner"):
            return False
        subject = self.roles.subject(trigger)
        deciders = {mention.actor for mention in subject.mentions} if subject is not None else set()
        return not deciders & {mention.actor for mention in member.mentions}

    def _with_alike(self, trigger: Token, member: Filler) -> Filler:
        """ "A l'instar du Mali, le Gabon a été suspendu", "…, tout comme l'Albanie": those compared with as well."""
        text = self._text.document.text
        extra: list[Mention] = []
        for token in self._sentence.tokens:
            before = fold(text[max(self._sentence.start, token.start - FARTHEST_ALIKE) : token.start])
            enclosed = self._rules.alike_aside.search(before) and text[token.end : token.end + 1] == ","
            if self._is_beside_member_noun(token) or in_clause_above(self._sentence, token, trigger):
                continue
            if token.chunk is not None and (self._rules.alike.search(before) or enclosed):
                extra += known_members(token.chunk.mentions, self._rules)
        known = {mention.actor for mention in member.mentions}
        return replace(member, mentions=(*member.mentions, *(m for m in extra if m.actor not in known)))

    def _is_beside_member_noun(self, name: Token) -> bool:
        """ "Membre, avec le Mali, de l'AES, X a quitté…": an aside of the noun, of no other change."""
        before = self._sentence.tokens[max(0, name.index - FARTHEST_NOUN) : name.index]
        mark = next((t for t in reversed(before) if t.text == ","), None)
        noun = self._sentence.tokens[mark.index - 1] if mark is not None and mark.index else None
        return noun is not None and fold(noun.text).removesuffix("s") in self._rules.member_nouns

    def _as_status(self, trigger: Token) -> str | None:
        """ "admis en tant qu'observateur": the status that the clause names behind "comme" or "statut de"."""
        words = self._rules.affiliation.members
        statuses = {fold(noun): status for noun, status in words.nouns.items()}
        openers = {*map(fold, words.as_status), "qu", "d", "de", *map(fold, words.carriers)}
        near = self._sentence.tokens[trigger.index + 1 : trigger.index + FARTHEST_STATUS]
        opened = False
        for before, token in pairwise(near):
            opened = opened or fold(before.text).strip("'") in map(fold, words.as_status)
            status = statuses.get(fold(token.text).rstrip("s"))
            if opened and status not in (None, "full") and fold(before.text).strip("'") in openers:
                return status
        return None

    def _lasts(self, trigger: Token) -> bool:
        """ "suspendu depuis 2017", "était suspendu depuis": a participle with "depuis" tells a state."""
        parts = list(self._sentence.children(trigger, "aux"))
        if parts:
            state = len(parts) == 1 and parts[0].feats.get("Tense") in ("Pres", "Imp") and lemma(parts[0]) == "etre"
            return state and any(time.kind == "since" for time in self._sentence.times)
        governor = self._sentence.governor(trigger)
        stays = governor is not None and lemma(governor) in ("rester", "demeurer")
        behind = any(time.start > trigger.end for time in self._sentence.times)
        beside = is_bare_participle(self._sentence, trigger) and not behind
        return stays or beside or any(time.kind == "since" for time in self._sentence.times)
