"""The data of the affiliation rules for one language, validated: frames, membership nouns, modality."""

import re
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar, cast

import msgspec

from dragoman.data_files import load_yaml
from dragoman.errors import DataError
from dragoman.model.names import fold
from dragoman.ontology.loading import load_ontology

LANGUAGES = Path(__file__).parents[1] / "languages"
T = TypeVar("T")
Role = Literal["subject", "object", "agent", "oblique", "owner", "target", "oblique_or_subject"]


class VerbFrame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A verb that changes or tells a membership; see languages/XX/affiliation.yaml for what the keys mean.

    `only_kinds`: the kinds of actors that the member alone may be; `plural`: there must be several members;
    `not_with`: words of the sentence that make the verb mean something else; `never_reflexive`: so does "se".
    """

    frame: str
    lemmas: list[str]
    member: Role
    organisation: Role
    status: str
    bears: str
    voice: Literal["active", "passive", "participle", "any"] = "any"
    prepositions: list[str] = []
    object_noun: list[str] = []
    needs: list[str] = []
    needs_for: dict[str, list[str]] = {}
    only_org: list[str] = []
    only_kinds: list[str] = []
    reflexive_or: list[str] = []
    tense: list[str] = []
    plural: bool = False
    never_reflexive: bool = False
    not_with: list[str] = []
    light: list[str] = []


class NounFrame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A noun that names a change of membership.

    `understood`: behind its first lemma the organisation may stay unsaid that was named before. `noted_by`: verbs by
    which others take note of what was `announced`. `to_join`: it counts only with "pour" and a verb of joining.
    """

    frame: str
    lemmas: list[str]
    prepositions: list[str]
    status: str
    bears: str
    announced: str | None = None
    understood: bool = False
    through: list[str] = []
    requested_by: list[str] = []
    progress: bool = False
    ended_by: list[str] = []
    held_by: list[str] = []
    set_by: list[str] = []
    noted_by: list[str] = []
    to_join: bool = False


class MemberNouns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nouns for one who belongs, and the words that narrow them."""

    nouns: dict[str, str]
    carriers: list[str]
    adjectives: dict[str, str]
    things: list[str]
    partner_words: list[str]
    former: list[str]
    negators: list[str]
    list_openers: list[str]
    alike: list[str]
    as_status: list[str]
    holding_verbs: list[str]
    becoming_verbs: list[str]
    welcoming_verbs: list[str]
    counting_verbs: list[str]
    among: list[str]
    in_progress: list[str]
    whole: list[str]
    as_member: list[str]


class Below(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lists below a question or heading: the words that ask, and patterns over the text around the names listed.

    `lead` before the first name, `joint` between two, `closed` behind the last (`goes_on`: the sentence does), `bullet`
    where a point begins, `resumed` where a sentence takes up the members told of before, `point` from the end of a line
    to the name with which the point below begins. Over folded words: `of_union` before the organisation in a heading
    that says no more, `to_come` in headings of others than members.
    """

    asking: list[str]
    lead: str
    joint: str
    closed: str
    bullet: str
    resumed: str
    point: str
    of_union: str
    to_come: str


class OtherDays(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns over the folded text before a time that is not that of the change: of its cause, or of its effect."""

    cause: str
    effect: str


class Affiliation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """affiliation.yaml."""

    verbs: list[VerbFrame]
    nouns: list[NounFrame]
    members: MemberNouns
    light_nouns: list[str]
    leader_nouns: list[str]
    member_organisations: list[str]
    member_territories: list[str]
    acting_positions: list[str]
    partner_means_member: list[str]
    understood: list[str]
    deciding: list[str]
    organs: dict[str, str]
    until_then: list[str]
    alike_openers: list[str]
    granting_verbs: list[str]
    personal_positions: list[str]
    generic_nouns: list[str]
    asides: list[str]
    alike_asides: list[str]
    meeting_nouns: list[str]
    organ_nouns: list[str]
    with_status_verbs: list[str]
    on_the_way: list[str]
    superlatives: list[str]
    figuring: list[str]
    agreeing: list[str]
    skipped: list[str]
    after_others: list[str]
    gatherings: list[str]
    ending_objects: list[str]
    green_lights: list[str]
    getting: list[str]
    other_days: OtherDays
    below: Below


class ModalityData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """modality.yaml."""

    verbs: dict[str, list[str]]
    nouns: dict[str, list[str]]
    adjectives: dict[str, list[str]]
    pending: dict[str, list[str]]
    own_change: list[str]
    presupposing: list[str]
    hypothetical: list[str]
    possible: list[str]
    implicative: list[str]
    carried_out: list[str]
    unfailing: list[str]
    wondering: list[str]
    coming: list[str]
    suspending: list[str]
    returning: list[str]
    ceasing: list[str]
    irregular_stems: list[str]
    ruling_out: list[str]
    outside: list[str]
    doubting: list[str]
    first_ones: list[str]
    wishing: list[str]
    asking_that: list[str]
    otherwise: list[str]
    negative_adverbs: list[str]
    restricting: list[str]
    bare_negated: list[str]
    negative_particles: list[str]
    verb_group: list[str]
    no_longer: list[str]
    never: list[str]
    resulting: list[str]
    aiming: list[str]
    alleged_adverbs: list[str]
    object_control: list[str]
    judging: list[str]


class Rules:
    """Frames by lemma and the modality classes by lemma, all folded."""

    def __init__(self, affiliation: Affiliation, modality: ModalityData) -> None:
        self.affiliation = affiliation
        self.modality = modality
        self.verb_frames: dict[str, list[VerbFrame]] = {}
        for verb in affiliation.verbs:
            for form in verb.lemmas:
                self.verb_frames.setdefault(fold(form), []).append(verb)
        self.applying = frozenset(f for v in affiliation.verbs if v.frame == "applies-for" for f in map(fold, v.lemmas))
        self.noun_frames: dict[str, list[NounFrame]] = {}
        for noun in affiliation.nouns:
            for form in noun.lemmas:
                self.noun_frames.setdefault(fold(form), []).append(noun)
        self.other_members = frozenset((*affiliation.member_organisations, *affiliation.member_territories))
        self.gatherings = frozenset(map(fold, affiliation.gatherings))
        self.asides = frozenset(map(fold, affiliation.asides))
        self.agreeing = frozenset(map(fold, affiliation.agreeing))
        self.skipped = tuple(map(fold, affiliation.skipped))
        self.superlatives = frozenset(map(fold, affiliation.superlatives))
        self.figuring = frozenset(map(fold, affiliation.figuring))
        members = affiliation.members
        self.member_nouns = {fold(noun): status for noun, status in members.nouns.items()}
        self.member_adjectives = {fold(word): status for word, status in members.adjectives.items()}
        self.member_things = frozenset(map(fold, members.things))
        self.member_carriers = frozenset(map(fold, members.carriers))
        self.as_member = (*map(fold, members.whole), *map(fold, members.as_member))
        self.whole_members = tuple(map(fold, members.whole))
        self.leaders = frozenset(map(fold, affiliation.leader_nouns))
        self.light = frozenset(map(fold, affiliation.light_nouns))
        self.organ_nouns = frozenset(map(fold, affiliation.organ_nouns))
        self.with_status_verbs = frozenset(map(fold, affiliation.with_status_verbs))
        self.on_the_way = frozenset(map(fold, affiliation.on_the_way))
        self.generic_organisations = frozenset(map(fold, affiliation.generic_nouns))
        self.deciding = frozenset(map(fold, affiliation.deciding))
        self.understood = frozenset(map(fold, affiliation.understood))
        alike = "|".join(re.escape(fold(words)) for words in affiliation.alike_openers)
        self.alike = re.compile(rf"\b(?:{alike})\s*(?:l'|la |le |les |l )?\Z")
        asides = "|".join(re.escape(fold(words)) for words in affiliation.alike_asides)
        # "…, comme la Finlande,": only between commas.
        self.alike_aside = re.compile(rf", (?:{asides})\s*(?:l'|la |le |les |l )?\Z")
        self.ending_objects = frozenset(map(fold, affiliation.ending_objects))
        self.getting = frozenset(map(fold, affiliation.getting))
        self.green_lights = frozenset(map(fold, affiliation.green_lights))
        self.other_days = tuple(
            re.compile(words) for words in (affiliation.other_days.cause, affiliation.other_days.effect)
        )
        self.joining = frozenset(
            f for v in affiliation.verbs if v.frame.startswith("joins") for f in map(fold, v.lemmas)
        )
        self.meetings = frozenset(map(fold, affiliation.meeting_nouns))
        self._take_modality(modality)

    def _take_modality(self, modality: ModalityData) -> None:
        """The words that say how a clause is meant."""
        self.object_control = frozenset(map(fold, modality.object_control))
        self.judging = frozenset(map(fold, modality.judging))
        self.verb_class = _by_lemma(modality.verbs)
        self.noun_class = _by_lemma(modality.nouns)
        self.implicative = frozenset(map(fold, modality.implicative))
        self.carried_out = frozenset(map(fold, modality.carried_out))
        self.unfailing = frozenset(map(fold, modality.unfailing))
        self.wondering = frozenset(map(fold, modality.wondering))
        self.returning = frozenset(map(fold, modality.returning))
        self.ceasing = frozenset(map(fold, modality.ceasing))
        self.coming = frozenset(map(fold, modality.coming))
        self.suspending = frozenset(map(fold, modality.suspending))
        self.wishing = frozenset(map(fold, modality.wishing))
        self.first_ones = frozenset(map(fold, modality.first_ones))
        self.doubting = frozenset(map(fold, modality.doubting))
        self.outside = frozenset(map(fold, modality.outside))
        self.ruling_out = frozenset(map(fold, modality.ruling_out))
        self.asking_that = frozenset(map(fold, modality.asking_that))
        self.resulting = tuple(map(fold, modality.resulting))
        self.otherwise = frozenset(map(fold, modality.otherwise))
        self.adjective_class = _by_lemma(modality.adjectives)
        self.pending_class = _by_lemma(modality.pending)
        self.own_change = frozenset(map(fold, modality.own_change))
        self.negative_adverbs = frozenset(map(fold, modality.negative_adverbs))
        self.restricting = frozenset(map(fold, modality.restricting))
        self.bare_negated = frozenset(map(fold, modality.bare_negated))
        self.negative_particles = frozenset(map(fold, modality.negative_particles))
        self.verb_group = frozenset(map(fold, modality.verb_group))

    def plans(self, verb: str) -> bool:
        """Whether a verb, by its lemma, makes a plan of what it governs and nothing else."""
        return self.verb_class.get(fold(verb)) == ("planned",)


def folded(data: T) -> T:
    """A structure of a data file with every list and key folded, so that nothing is folded while reading."""
    if isinstance(data, msgspec.Struct):
        return msgspec.structs.replace(data, **{k: folded(v) for k, v in msgspec.structs.asdict(data).items()})
    if isinstance(data, list):
        words = [fold(each) if isinstance(each, str) else folded(each) for each in data]
        return cast(T, words)
    if isinstance(data, dict):
        return cast(T, {fold(key): folded(value) for key, value in data.items()})
    return data


def _by_lemma(classes: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for name, lemmas in classes.items():
        for form in lemmas:
            key = fold(form)
            table[key] = (*table.get(key, ()), name)
    return table


@cache
def load_rules(language: str) -> Rules:
    """The affiliation rules of a language; DataError names a status or bearing that is not on the closed list."""
    affiliation = load_yaml(LANGUAGES / language / "affiliation.yaml", Affiliation)
    ontology = load_ontology()
    frames: list[VerbFrame | NounFrame] = [*affiliation.verbs, *affiliation.nouns]
    for frame in frames:
        if frame.status not in ontology.statuses or frame.bears not in ontology.bears:
            told = f"{frame.status}/{frame.bears}"
            raise DataError(f"{language}/affiliation.yaml: {frame.frame}: {told} is not on the list")
    return Rules(affiliation, load_yaml(LANGUAGES / language / "modality.yaml", ModalityData))
