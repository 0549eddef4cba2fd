"""Event frames: which words tell an event of which type, and who fills its roles (languages/XX/frames/*.yaml)."""

from collections.abc import Iterable
from functools import cache
from typing import Literal

import msgspec

from dragoman.assertions.lexicon import LANGUAGES
from dragoman.data_files import load_yaml
from dragoman.errors import DataError
from dragoman.model.names import Folded, fold, folded_words
from dragoman.ontology.loading import load_event_ontology

# `said`: one party, where the text has a subject for the verb, whoever that is.
Needs = Literal["one", "two", "actor", "recipient", "both", "said"]
# Who takes part in an event unless its frame says otherwise; a frame may name these two as well.
ACTOR_KINDS = ("state", "organisation", "bloc", "body", "person", "armed_group", "military", "party", "company")
RARE_KINDS = ("medium", "place")


class EventVerb(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A verb, alone or with words that it needs, that tells an event.

    `with_`: fixed words of which one follows. `object_noun`, `oblique_noun`: nouns that it needs as object or behind a
    preposition. `of_noun`: what the object noun is about ("l'expulsion de diplomates"); the parties then stand with it.
    `complement`: what it must govern, ``none``: it governs no infinitive, ``nothing``: it ends its clause. `actor`,
    `recipient`, `also`: where the parties stand: ``subject``, ``object``, ``agent``, ``none``, a preposition, ``owner``
    (whose the object noun is), ``target`` (what the object noun is directed at), ``infinitive`` (the parties of the
    governed infinitive).
    ``speaker`` is the one out of whose words the sentence comes. `object_kinds`: its object must be a name of these
    kinds ("prendre" a town), `oblique_kinds`: a name of these kinds stands behind one of the prepositions. `taken_up`:
    a pronoun may stand for an object noun named before. `negative`: only what is negated is the event ("ne permettra
    pas"). `deeds`: what is said must be a deed to come of the one who says it ("prévient qu'il frappera"), or that
    somebody will suffer what one of `hits` tells ("sera saisi"). `together`:
    all parties are actors. `modality`: what the verb means in the indicative ("est attendu": planned).
    `called`: words of which one is said of the object, in any form, behind one of `called_by` if given ("qualifie X
    d'« insultants »"). `hosted`: where nobody is said to do it, it is the state where the object is posted, or another
    one that tells of it ("l'ambassadeur de X a été convoqué").
    """

    frame: str
    type: str
    lemmas: list[str]
    mode: str | None = None
    with_: list[str] = msgspec.field(name="with", default_factory=list)
    object_noun: Folded = Folded()
    of_noun: Folded = Folded()
    oblique_noun: dict[str, Folded] = {}
    # What the subject must be ("une tournée qui l'a conduit à X").
    subject_noun: Folded = Folded()
    complement: Literal["infinitive", "clause", "any", "none", "nothing"] | None = None
    actor: str = "subject"
    recipient: list[str] = []
    also: list[str] = []
    together: bool = False
    needs: Needs = "one"
    actor_kinds: list[str] = []
    recipient_kinds: list[str] = []
    tense: Literal["future"] | None = None
    modality: Literal["planned", "proposed", "negated"] | None = None
    # The modality that alone tells an event ("n'était pas représenté à X").
    only: Literal["actual", "negated"] | None = None
    not_with: list[str] = []
    object_kinds: list[str] = []
    oblique_kinds: dict[str, list[str]] = {}
    passive: Literal["any", "active", "passive", "only"] = "any"
    taken_up: bool = False
    negative: bool = False
    deeds: bool = False
    hits: Folded = Folded()
    called: list[str] = []
    called_by: list[str] = []
    hosted: bool = False


class EventNoun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A noun that names an event.

    `subject_of`: further verbs whose subject acts when the noun is their object. `beside`: prepositions with which the
    noun stands beside a clause whose subject takes part ("en visite à X, Y a…").
    """

    frame: str
    type: str
    lemmas: list[str]
    mode: str | None = None
    adjectives: Folded = Folded()
    not_with: list[str] = []
    actor: list[str] = []
    recipient: list[str] = []
    together: bool = False
    needs: Needs = "one"
    actor_kinds: list[str] = []
    recipient_kinds: list[str] = []
    subject_of: Folded = Folded()
    beside: Folded = Folded()


class FrameFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of frames."""

    verbs: list[EventVerb] = []
    nouns: list[EventNoun] = []


class Frames:
    """All frames of a language by folded lemma; a reflexive verb stands under its bare lemma in `reflexive`."""

    def __init__(self, files: Iterable[FrameFile]) -> None:
        self.verbs: dict[str, list[EventVerb]] = {}
        self.reflexive: dict[str, list[EventVerb]] = {}
        self.nouns: dict[str, list[EventNoun]] = {}
        for file in files:
            for verb in file.verbs:
                for lemma in verb.lemmas:
                    bare = bare_lemma(lemma)
                    table = self.verbs if bare == fold(lemma) else self.reflexive
                    table.setdefault(bare, []).append(verb)
            for noun in file.nouns:
                for lemma in noun.lemmas:
                    self.nouns.setdefault(fold(lemma), []).append(noun)
        # Which prepositions the complements of each noun have; who does it may always stand behind "par".
        self.takes = {
            lemma: frozenset(
                fold(place)
                for frame in frames
                for place in (*frame.actor, *frame.recipient, *(["par"] * bool(frame.actor)))
            )
            - {"de", "adjective", "possessive"}
            for lemma, frames in self.nouns.items()
        }
        # The lemmas of all that alone is a meeting of its parties.
        self.meetings = frozenset(
            lemma
            for table in (self.verbs, self.reflexive, self.nouns)
            for lemma, frames in table.items()
            if any(frame.type == "CONSULT" and frame.together and not _needs_words(frame) for frame in frames)
        )


def _needs_words(frame: EventVerb | EventNoun) -> bool:
    return isinstance(frame, EventVerb) and bool(frame.with_ or frame.object_noun or frame.oblique_noun)


def bare_lemma(lemma: str) -> str:
    """A folded lemma without its reflexive pronoun."""
    folded = fold(lemma)
    return folded.removeprefix("se ").removeprefix("s'")


@cache
def load_frames(language: str) -> Frames:
    """The frames of a language; DataError on a type, mode or kind that is not on its list, or a name given twice."""
    ontology = load_event_ontology()
    files, seen = [], set()
    for path in sorted((LANGUAGES / language / "frames").glob("*.yaml")):
        file = load_yaml(path, FrameFile, own=folded_words)
        frames: list[EventVerb | EventNoun] = [*file.verbs, *file.nouns]
        for frame in frames:
            where = f"{language}/frames/{path.name}: {frame.frame}"
            if frame.frame in seen:
                raise DataError(f"{where}: the name stands twice")
            seen.add(frame.frame)
            if frame.type not in ontology.types:
                raise DataError(f"{where}: {frame.type!r} is no type; the list is in ontology/events.yaml")
            if frame.mode is not None and frame.mode not in ontology.types[frame.type].modes:
                raise DataError(f"{where}: {frame.mode!r} is no mode of {frame.type}")
            names = [frame.object_kinds, *frame.oblique_kinds.values()] if isinstance(frame, EventVerb) else []
            for kind in (*frame.actor_kinds, *frame.recipient_kinds, *(kind for kinds in names for kind in kinds)):
                if kind not in (*ACTOR_KINDS, *RARE_KINDS):
                    raise DataError(f"{where}: {kind!r} is no kind of actor")
        files.append(file)
    return Frames(files)
