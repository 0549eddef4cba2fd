"""What the readers of one text share: the text, what the lists found in it, and the mentions settled so far."""

from dataclasses import dataclass, field

from dragoman.mentions.lexicon import Hit
from dragoman.mentions.phrases import Phrases
from dragoman.mentions.reference import Reference
from dragoman.mentions.titles import TitleBook
from dragoman.model.dates import Date
from dragoman.model.mention import Mention, OfficeMention
from dragoman.register import Register


@dataclass(frozen=True, slots=True)
class Lead:
    """Words around a name that stand as one word with it.

    `start` is where the form of address, the rank or the role before the name starts, the name's own start where there
    is none; `end` where a role behind it ends, 0 where there is none. `noun` is where the noun starts that shows the
    gender of the whole, None where the name does for it.
    """

    start: int
    end: int = 0
    noun: int | None = None


@dataclass(slots=True)
class Scene:
    """One text under reading.

    `leads` are by the start of the name, `origins` the states that the roles of people give, by actor; `given_names`
    folded words with which names of people begin; `home` the state whose ministry briefs here.
    """

    text: str
    hits: dict[int, Hit]
    phrases: Phrases
    titles: TitleBook
    register: Register
    reference: Reference
    published: Date | None
    mentions: list[Mention] = field(default_factory=list)
    offices: list[OfficeMention] = field(default_factory=list)
    leads: dict[int, Lead] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    given_names: frozenset[str] = frozenset()
    home: str | None = None

    def country(self, of: str | None) -> str | None:
        """The state of an owner of offices, None for an organisation."""
        return self.register.actors[of].country if of is not None else None

    def drop_inside(self, start: int, end: int) -> None:
        """Drop the mentions inside a longer phrase, so that no words are counted twice."""
        self.mentions = [m for m in self.mentions if not (start <= m.start and m.end <= end)]

    def is_covered(self, at: int) -> bool:
        """Whether an offset lies inside a mention."""
        return any(mention.start <= at < mention.end for mention in self.mentions)

    def before(self, at: int, length: int) -> str:
        """At most `length` characters before an offset."""
        return self.text[max(0, at - length) : at]
