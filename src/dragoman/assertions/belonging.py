"""Memberships told by a noun for the member: "X, membre de l'Otan", "les pays membres – A et B –", "X est observateur".

A grammar over words and chunks decides; the tree settles only what is said of a predicate (subject, negation, tense).
"""

from collections.abc import Iterator
from dataclasses import replace

from dragoman.assertions.beside_members import FARTHEST_COMPLEMENT, BesideMembers
from dragoman.assertions.fillers import Filler
from dragoman.assertions.grammar import is_passive, lemma
from dragoman.assertions.granted_status import GrantedStatus
from dragoman.assertions.joined_organisations import with_joined
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.member_nouns import FARTHEST_LIST, MemberNoun, MemberNouns, stem
from dragoman.assertions.modality import ModalityReader, Reading
from dragoman.assertions.parties import MembershipDraft, Parties, known_members, organisations_in
from dragoman.assertions.roles import Roles
from dragoman.assertions.wording import Wording
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

# How far behind a verb of taking part "en qualité de" may stand, in tokens.
FARTHEST_PART = 16
# How many sentences back the organisation of a status without complement may be named, its own among them.
NEAR = 4
# The rule as rows name it.
MEMBER_NOUN = "member-noun"


class Belonging:
    """Finds membership nouns in one sentence and who they are said of."""

    def __init__(self, text: ReadText, sentence: Sentence, rules: Rules, roles: Roles) -> None:
        self._sentence = sentence
        # Where the last membership noun with its organisation ended, and whom it was said of.
        self._last: tuple[int, tuple[Filler, Reading, str] | None] = (0, None)
        self._tokens = sentence.tokens
        self._roles = roles
        self._modality = ModalityReader(sentence, rules)
        words = rules.affiliation.members
        self._words = words
        self._rules = rules
        self._parties = Parties(rules)
        self._full_partners = frozenset(rules.affiliation.partner_means_member)
        self._alike = frozenset(map(fold, (*words.alike, *rules.affiliation.alike_asides)))
        self._beside = BesideMembers(sentence.tokens, rules)
        self._wording = Wording(sentence, rules)
        self._granted = GrantedStatus(sentence, rules, roles, self._modality)
        self._found = MemberNouns(sentence.tokens, rules, self._lists_countries, self._names_organisation)

    def drafts(self) -> Iterator[MembershipDraft]:
        """Every membership that a noun for the member tells."""
        index = 0
        while index < len(self._tokens):
            noun = self._found.at(index)
            if noun is None:
                index += 1
                continue
            yield from self._rows(noun)
            index = noun.last + 1

    def _lists_countries(self, index: int) -> bool:
        """ "les pays de l'Asean, dont A et B": an organisation right behind the noun, and a list behind that."""
        organisation, after = self._organisation(index)
        near = organisation is not None and after is not None and after - index <= FARTHEST_LIST
        return near and after is not None and self._beside.listed(after) is not None

    def _names_organisation(self, index: int) -> bool:
        """ "le seul pays de l'Otan": an organisation right behind the noun."""
        _, after = self._organisation(index)
        return after is not None and after - index <= FARTHEST_LIST

    # Rows -----------------------------------------------------------------------------------------------------------

    def _rows(self, noun: MemberNoun) -> list[MembershipDraft]:
        organisation, after = self._organisation(noun.last)
        behind = after if after is not None else noun.last + 1
        listed = (self._beside.listed(behind) or self._beside.equated(behind)) if noun.plural else None
        if listed is not None and self._is_to_come(noun):
            return []
        noun = replace(noun, status=self._narrowed(behind) or noun.status)
        taking_part = self._taking_part(noun) if organisation is None else None
        if taking_part is not None:
            organisation, member, reading = taking_part
            return self._pairs(noun, member, organisation, "holds", reading)
        if organisation is None:
            organisation = self._other_organisation(noun, listed is not None)
        before = fold(" ".join(token.text for token in self._tokens[max(0, noun.first - 4) : noun.first]))
        if organisation is None or any(fold(words) in before for words in self._rules.affiliation.until_then):
            return []
        found = self._members(noun, behind, listed)
        if found is None:
            return []
        member, reading, bears = found
        member = self._with_alike(noun, member)
        each = with_joined(self._sentence, organisation)
        rows = [row for one in each for row in self._pairs(noun, member, one, bears, reading)]
        others = self._beside.before_them(behind) if rows and noun.status == "full" else None
        if others is not None:
            rows += self._pairs(noun, others, organisation, "holds", Reading())
        return rows

    def _taking_part(self, noun: MemberNoun) -> tuple[Filler, Filler, Reading] | None:
        """ "participe à l'OCS en qualité d'observateur", "siège à l'Otan en tant que membre": a status by the way."""
        before = [fold(token.text).strip("'") for token in self._tokens[max(0, noun.first - 3) : noun.first]]
        openers = set(before) & {"comme", "que", "qualite", "titre"}
        if not openers or "non" in before or "statut" in before:
            return None
        organisation = None
        for token in reversed(self._tokens[max(0, noun.first - FARTHEST_PART) : noun.first]):
            if organisation is None and token.chunk is not None:
                found = organisations_in(token.chunk)
                if not found:
                    return None
                organisation = Filler(found, "grammar", "complement of the verb of taking part")
            elif token.pos == "VERB" or lemma(token) in self._rules.with_status_verbs:
                if organisation is None or lemma(token) not in self._rules.with_status_verbs:
                    return None
                subject = self._only_members(self._roles.subject(token) or self._wording.subject_before(token))
                return (organisation, subject, self._modality.of_verb(token)) if subject is not None else None
        return None

    def _is_asked(self, noun: MemberNoun) -> bool:
        """ "a demandé à devenir membre": asking for one's own membership is an application."""
        verb = self._governing_verb(noun)
        governor = self._sentence.governor(verb) if verb is not None else None
        infinitive = verb is not None and verb.feats.get("VerbForm") == "Inf"
        return infinitive and governor is not None and lemma(governor) in ("demander", "solliciter")

    def _is_to_come(self, noun: MemberNoun) -> bool:
        """ "les nouveaux membres sont A et B": whether they are so already, other words say."""
        near = [fold(token.text) for token in self._tokens[max(0, noun.first - 3) : noun.first]]
        return bool({"nouveaux", "nouvelles", "futurs", "futures"} & set(near))

    def _narrowed(self, index: int) -> str | None:
        """ "membre … avec le statut d'observateur": the status that is named behind."""
        near = self._tokens[index : index + 6]
        if not any(fold(token.text) == "statut" for token in near):
            return None
        return next(
            (
                self._found.nouns[stem(t)]
                for t in near
                if stem(t) in self._found.nouns and self._found.nouns[stem(t)] != "full"
            ),
            None,
        )

    def _pairs(
        self, noun: MemberNoun, member: Filler, organisation: Filler, bears: str, reading: Reading
    ) -> list[MembershipDraft]:
        status, modality = noun.status, reading.modality
        asked = self._is_asked(noun)
        if reading.opened and not asked:
            return []
        if asked and status == "full":
            status, bears = "applicant", "starts"
            modality = "actual" if modality in ("requested", "proposed") else modality
        if noun.former:
            status = "withdrawn"
        if reading.ceased:
            status, bears = "withdrawn", "starts"
            if (
                modality == "planned"
                and not reading.future
                and self._granted.is_decided(self._governing_verb(noun), member)
            ):
                status, modality = "none", "actual"
        elif noun.negative and modality == "actual":
            status = "none"
        elif modality == "negated" and bears == "holds" and status in ("full", "founder"):
            status, modality = ("withdrawn" if reading.no_longer else "none"), "actual"
            if reading.future:
                bears, modality = "starts", "planned"
        elif modality == "planned" and bears == "holds":
            bears = "starts"
        trigger = self._tokens[noun.first]
        return [
            MembershipDraft(one, other, status, bears, modality, trigger, MEMBER_NOUN, reading, member, organisation)
            for one in member.mentions
            for other in organisation.mentions
            if one.actor != other.actor and not (status == "partner" and other.actor in self._full_partners)
        ]

    def _with_alike(self, noun: MemberNoun, member: Filler) -> Filler:
        """ "membre, comme l'Inde, de l'OCS": the one compared with is a member too."""
        for index in range(noun.last + 1, min(len(self._tokens), noun.last + 5)):
            if fold(self._tokens[index].text) in self._alike:
                for token in self._tokens[index + 1 : index + 3]:
                    extra = self._beside.members_in(token.chunk)
                    if extra:
                        return replace(member, mentions=(*member.mentions, *extra))
        return member

    # The organisation -----------------------------------------------------------------------------------------------

    def _organisation(self, last: int) -> tuple[Filler | None, int | None]:
        """The organisation behind "de" or "à", past words that narrow the status; and the index after it."""
        limit = min(len(self._tokens), last + 1 + FARTHEST_COMPLEMENT)
        linked = aside = False
        for index in range(last + 1, limit):
            token = self._tokens[index]
            word = fold(token.text)
            if token.chunk is not None:
                found = organisations_in(token.chunk)
                if found and linked:
                    return Filler(found, "grammar", "complement of the membership noun"), index + 1
                if aside and self._beside.members_in(token.chunk):
                    continue
                return None, None
            if token.text == "," and (aside or self._opens_alike(index)):
                aside = True
                continue
            linked = linked or token.pos == "ADP" or word in ("de", "du", "des", "d'", "a", "au", "aux", "la", "l'")
            finite = token.pos in ("VERB", "AUX") and token.feats.get("VerbForm") == "Fin"
            if finite or token.text in ",.;:(–—":
                return None, None
        return None, None

    def _opens_alike(self, index: int) -> bool:
        following = self._tokens[index + 1] if index + 1 < len(self._tokens) else None
        return following is not None and fold(following.text) in self._alike

    def _other_organisation(self, noun: MemberNoun, listed: bool) -> Filler | None:
        """Without a complement: the subject of "accueille", the antecedent of "dont", or the only one before."""
        governor = self._governing_verb(noun)
        name = lemma(governor) if governor is not None else ""
        predicate = any(lemma(c) == "etre" for c in self._sentence.children(self._head(noun), "cop", "aux"))
        restricted = any(fold(token.text) == "statut" for token in self._tokens[max(0, noun.first - 4) : noun.first])
        apart = predicate or restricted
        if (
            governor is not None
            and not apart
            and name in map(fold, (*self._words.welcoming_verbs, *self._words.counting_verbs))
        ):
            return self._parties.organisations_of(self._roles.subject(governor))
        near = self._tokens[max(0, noun.first - 6) : noun.first]
        whose = next((token for token in near if fold(token.text) == "dont"), None)
        if whose is not None:
            return self._parties.organisations_of(self._wording.antecedent(whose))
        with_en = any(fold(token.text) in ("en", "y") and token.pos in ("PRON", "ADV") for token in near)
        by_status = any(fold(token.text) == "statut" for token in near) or self._is_whole(noun)
        behind = [lemma(token) for token in self._tokens[noun.last + 1 : noun.last + 4]]
        to_join = noun.status == "applicant" and bool({"adhesion", "entree", "integration"} & set(behind))
        near_one = self._stands_alone(noun, behind) or self._beside.stands_among(noun)
        if near_one and (predicate or governor is not None):
            return self._roles.organisation_before(self._tokens[noun.first], NEAR)
        if listed or with_en or by_status or to_join:
            return self._roles.organisation_before(self._tokens[noun.first])
        return None

    def _stands_alone(self, noun: MemberNoun, behind: list[str]) -> bool:
        """ "sont Etats observateurs.", "sont devenus membres permanents en 2016": a status of an organisation near by.

        A noun of two words, or one that somebody has become, that governs nothing ("devenir membre d'une famille").
        """
        verb = self._governing_verb(noun)
        become = verb is not None and lemma(verb) == "devenir" and noun.status == "full"
        governs = bool({"de", "d'", "du", "des", "a", "au", "aux"} & set(behind))
        return (noun.last > noun.first or become) and not governs

    def _is_whole(self, noun: MemberNoun) -> bool:
        """ "reste membre à part entière", "de plein droit": these words tell of members of organisations only."""
        behind = fold(" ".join(token.text for token in self._tokens[noun.last + 1 : noun.last + 4]))
        return behind.startswith(self._rules.whole_members)

    # The members ----------------------------------------------------------------------------------------------------

    def _members(self, noun: MemberNoun, behind: int, listed: Filler | None) -> tuple[Filler, Reading, str] | None:
        found = self._told_members(noun, behind, listed) or self._shared(noun)
        self._last = (behind, found) if found is not None else self._last
        return found

    def _shared(self, noun: MemberNoun) -> tuple[Filler, Reading, str] | None:
        """ "est partenaire de A depuis 2012 et membre de B": the noun before, with nothing but a time between."""
        end, found = self._last
        between = self._tokens[end : noun.first] if end else ()
        if not between or fold(between[-1].text) not in ("et", ","):
            return None
        times = self._sentence.times
        bare = all(t.pos == "PUNCT" or any(x.start <= t.start < x.end for x in times) for t in between[:-1])
        return found if bare else None

    def _told_members(self, noun: MemberNoun, behind: int, listed: Filler | None) -> tuple[Filler, Reading, str] | None:
        if listed is not None:
            return listed, Reading(), "holds"
        welcomed = self._welcomed(noun, behind)
        if welcomed is not None:
            return welcomed
        among = self._beside.among(noun, behind)
        if among is not None:
            return among, Reading(), "holds"
        predicate = self._predicate(noun)
        if predicate is not None:
            return predicate
        apposed = self._beside.apposed(noun) or self._beside.fronted(noun, behind)
        return (apposed, Reading(), "holds") if apposed is not None else None

    def _only_members(self, filler: Filler | None) -> Filler | None:
        members = known_members(filler.mentions, self._rules) if filler is not None else ()
        return replace(filler, mentions=members) if filler is not None and members else None

    def _governing_verb(self, noun: MemberNoun) -> Token | None:
        governor = self._sentence.governor(self._head(noun))
        for _ in range(3):
            if governor is None or governor.pos in ("VERB", "AUX"):
                return governor
            governor = self._sentence.governor(governor)
        return None

    def _head(self, noun: MemberNoun) -> Token:
        """The token of the noun that the tree takes for its head."""
        inside = self._tokens[noun.first : noun.last + 1]
        return next((t for t in inside if not noun.first <= t.head <= noun.last), inside[0])

    def _welcomed(self, noun: MemberNoun, behind: int) -> tuple[Filler, Reading, str] | None:
        """ "l'OCS accueille un nouveau membre, la Biélorussie"."""
        verb = self._governing_verb(noun)
        if verb is None or lemma(verb) not in map(fold, (*self._words.welcoming_verbs, *self._words.counting_verbs)):
            return None
        for index in range(behind, min(len(self._tokens), behind + 6)):
            token = self._tokens[index]
            if token.text in (",", ":", "–"):
                member = self._beside.closed_name(index + 1)
                if member is None:
                    return None
                bears = "starts" if lemma(verb) in map(fold, self._words.welcoming_verbs) else "holds"
                return member, self._modality.of_verb(verb), bears
            if token.chunk is not None:
                return None
        return None

    def _predicate(self, noun: MemberNoun) -> tuple[Filler, Reading, str] | None:
        """ "X est membre", "X est devenue le 31e membre", "X a obtenu le statut d'observateur"."""
        head = self._head(noun)
        if any(lemma(child) == "etre" for child in self._sentence.children(head, "cop", "aux")):
            copula = next(self._sentence.children(head, "cop", "aux"))
            subject = self._beside.inverted(noun) or self._subject(head, copula)
            return (subject, self._modality.of_verb(head), "holds") if subject is not None else None
        by_status = any(fold(t.text) == "statut" for t in self._tokens[max(0, noun.first - 4) : noun.first])
        if by_status and (restricted := self._restricted(noun)) is not None:
            return restricted
        verb = self._governing_verb(noun)
        if verb is None:
            return None
        if lemma(verb) in self._rules.figuring and self._beside.stands_among(noun):
            subject = self._subject(verb, verb)
            return (subject, self._modality.of_verb(verb), "holds") if subject is not None else None
        if lemma(verb) in map(fold, self._rules.affiliation.granting_verbs):
            return self._granted.status_of(noun, verb)
        name = lemma(verb)
        as_member = self._granted.is_as_member(head)
        if as_member and name in map(fold, self._words.welcoming_verbs) and not is_passive(self._sentence, verb):
            # "accueille X en tant que membre": who is let in is the object.
            let_in = self._only_members(self._roles.object(verb))
            return (let_in, self._modality.of_verb(verb), "starts") if let_in is not None else None
        becoming = name in map(fold, self._words.becoming_verbs)
        holding = name in map(fold, self._words.holding_verbs) and (
            by_status or (name in ("etre", "rester", "demeurer") and not self._hangs_on_name(head))
        )
        if not (holding or (becoming and (by_status or as_member or name == "devenir"))):
            return None
        subject = self._subject(verb, verb)
        if subject is None:
            return None
        return subject, self._modality.of_verb(verb), "starts" if becoming and not noun.one_of else "holds"

    def _hangs_on_name(self, head: Token) -> bool:
        """ "restera aux côtés de la Géorgie, candidate à": whether the noun is said of a name, not of the subject."""
        above = self._sentence.governor(head) if head.dep in ("amod", "acl", "nmod") else None
        return head.dep == "appos" or (above is not None and above.chunk is not None)

    def _subject(self, head: Token, verb: Token) -> Filler | None:
        """The members that a predicate is said of: by the tree, else the name right before the verb."""
        told = self._roles.subject(head)
        found = self._only_members(told) or self._only_members(self._roles.subject(head, ("state",)))
        if found is None and told is None:
            found = self._only_members(self._wording.subject_before(verb))
        return found

    def _restricted(self, noun: MemberNoun) -> tuple[Filler, Reading, str] | None:
        """ "A et B n'ont, eux, que le statut de partenaires": the tree loses the verb before "que"."""
        for token in reversed(self._tokens[max(0, noun.first - 10) : noun.first - 2]):
            if token.chunk is not None:
                return None
            if lemma(token) in map(fold, self._words.holding_verbs):
                restricted = any(fold(t.text) in ("que", "qu") for t in self._tokens[token.index : noun.first])
                subject = self._only_members(self._wording.subject_before(token)) if restricted else None
                return (subject, Reading(), "holds") if subject is not None else None
        return None
