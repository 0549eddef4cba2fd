"""An event before it becomes a row."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.assertions.event_roles import EventRoles, Party
from dragoman.assertions.frames import EventNoun, EventVerb
from dragoman.assertions.modality import Reading
from dragoman.model.mention import Mention, TimeMention
from dragoman.model.sentence import Token

# Deeds of force: somebody did them, if they are spoken of as known.
FORCE = frozenset({"ASSAULT", "COERCE"})
# Types of what is held or rages somewhere.
HELD = frozenset({"CONSULT", "ASSAULT", "PROTEST", "COOPERATE"})
# Types of what is said: a place behind the words is mostly one of what they are about.
SPOKEN = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE"})


@dataclass(slots=True)
class EventDraft:
    """An event before it becomes a row. `noun` is the noun that its verb needs, None for a bare trigger."""

    frame: EventVerb | EventNoun
    trigger: Token
    reading: Reading
    modality: str
    actors: list[Party] = field(default_factory=list)
    recipients: list[Party] = field(default_factory=list)
    place: Mention | None = None
    time: TimeMention | None = None
    noun: Token | None = None
    # Where in the text one of several events of a clause is told ("…, puis lundi à Pékin").
    stretch: tuple[int, int] | None = None
    support: Token | None = None
    # Whether a passive tells it that says nothing of who did it.
    agentless: bool = False

    def tokens(self) -> set[int]:
        """Indexes of the trigger words."""
        return {self.trigger.index, *([self.noun.index] if self.noun is not None else [])}

    def ids(self) -> tuple[frozenset[str], frozenset[str]]:
        """What tells the parties of both sides apart."""
        return frozenset(p.key for p in self.actors), frozenset(p.key for p in self.recipients)

    def parties(self) -> set[str]:
        """All parties, whatever their side."""
        mine = self.ids()
        return set(mine[0] | mine[1])

    def is_said_of_others(self) -> bool:
        """Leave out those who would be asked or accused by themselves; False where the pronoun that acts means them.

        "« Nous les exhortons… », a dit la porte-parole": "les" are not those for whom she speaks.
        """
        own = {party.mention.country for party in self.actors} - {None}
        others = [party for party in self.recipients if party.mention.country not in own]
        referring = all(party.filled_by == "reference" for party in self.recipients)
        if self.recipients and not others and referring and any(p.filled_by == "reference" for p in self.actors):
            return False
        kept = [party for party in self.recipients if party.filled_by != "reference"]
        self.recipients = others or kept
        return True

    def finish(self, roles: EventRoles) -> bool:
        """Settle parties and place; whether the needs of the frame are met."""
        frame = self.frame
        if frame.together:
            self.actors, self.recipients = unlike([*self.actors, *self.recipients], []), []
        else:
            self.recipients = unlike(self.recipients, self.actors)
        if frame.type == "SUPPORT":
            # "X s'est félicité de l'adhésion de son pays": nobody backs his own state.
            own = {party.mention.country for party in self.actors if party.mention.actor_kind == "person"}
            self.recipients = [p for p in self.recipients if p.mention.actor_kind != "state" or p.key not in own]
        self.actors = unlike(self.actors, [])
        taken = {party.mention.start for party in (*self.actors, *self.recipients)}
        states = not any(place in ("à", "en") for place in frame.recipient)
        words = frame.type in SPOKEN or (frame.type == "SUPPORT" and not frame.together)
        if words:
            self.place = roles.places.of_words(self.trigger, taken)
        for token in () if words else (self.trigger, self.noun, self.support):
            if token is not None and self.place is None:
                topics = frame.type in ("CONSULT", "AGREE", "SUPPORT")
                self.place = roles.places.find(token, taken, states=states, topics=topics)
        if self.place is None and self.support is None and not words:
            self.place = roles.places.behind(self.trigger, taken)
        if self.place is None and self.frame.type in HELD and self.trigger.pos == "NOUN":
            self.place = roles.places.held(self.trigger, taken) or self._hosted_at(roles)
        self._add_host(roles)
        if frame.type == "CONSULT":
            self.actors = abroad(self.actors)
        return self._is_enough()

    def _hosted_at(self, roles: EventRoles) -> Mention | None:
        """ "Libreville accueille le sommet": the host is where it is held."""
        if self.support is None or not roles.hosts(self.support):
            return None
        host = roles.subject_word(self.support)
        if host is None or host.chunk is None or len(host.chunk.mentions) != 1:
            return None
        return host.chunk.head if host.chunk.head.actor_kind in ("place", "state") else None

    def _add_host(self, roles: EventRoles) -> None:
        """A visitor to a capital meets those who govern there; nobody visits the capital of his own state."""
        if self.frame.mode != "visit" or self.place is None or len(self.actors) != 1:
            return
        host = roles.host(self.place)
        if host is not None and self.actors[0].known and self.actors[0].mention.country != host.mention.country:
            self.actors = [*self.actors, host]

    def _is_enough(self) -> bool:
        actors, recipients = (sum(p.known for p in side) for side in (self.actors, self.recipients))
        needs = self.frame.needs
        if self.frame.mode == "visit" and actors == 1 and self.place is not None and self.place.country is not None:
            # A visit needs no host where the place is abroad.
            return self.place.country not in {party.mention.country for party in self.actors}
        if needs == "actor":
            return actors > 0 or (self.agentless and recipients > 0)
        if needs == "recipient":
            return recipients > 0
        if needs == "both" and not self.frame.together:
            return actors > 0 and recipients > 0
        return actors + recipients >= (2 if needs in ("two", "both") else 1)


def abroad(parties: Sequence[Party]) -> list[Party]:
    """The parties of a meeting without the states, and their seats, of people who meet for them."""
    served = {p.mention.country for p in parties if p.mention.actor_kind == "person" and p.mention.country is not None}
    hosts = ("state", "body")
    return [p for p in parties if p.mention.actor_kind not in hosts or p.mention.country not in served]


def unlike(parties: Sequence[Party], others: Sequence[Party]) -> list[Party]:
    """The parties without those that stand twice or among the others."""
    seen = {party.key for party in others}
    kept = []
    for party in parties:
        if party.key not in seen:
            seen.add(party.key)
            kept.append(party)
    return kept
