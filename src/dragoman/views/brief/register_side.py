"""What the register has beside a fact, in words."""

from collections.abc import Sequence

from dragoman.model.dates import Date
from dragoman.register import Register, Stretch, Tenure
from dragoman.register.comparison import Comparison, compare_membership, compare_occupancy
from dragoman.views.brief.brief import Words
from dragoman.views.brief.gathering import Given
from dragoman.views.brief.naming import Namer
from dragoman.views.brief.phrases import Phrases
from dragoman.views.facts import ListedFact


class RegisterSide:
    """The register's word on memberships, offices and foundings, in one language."""

    def __init__(self, namer: Namer, phrases: Phrases, register: Register) -> None:
        self._namer = namer
        self._phrases = phrases
        self._register = register

    def sentence(self, group: Sequence[Given]) -> list[Words]:
        """Whether the register says the same of all of them; if not, what it has of the same parties."""
        words = self._phrases.register
        found = [self.compare(given.fact) for given in group]
        if all(each.agrees for each in found):
            return [Words(words["same"])]
        if any(each.agrees is False for each in found):
            told = "; ".join(self._told(each.found) for each in found if each.agrees is False)
            return [Words(words["otherwise"].format(found=told))] if told else []
        told = "; ".join(dict.fromkeys(filter(None, map(self._beside, group, found))))
        return [Words(words["beside"].format(found=told) if told else words["unknown"])]

    def compare(self, fact: ListedFact) -> Comparison:
        """A membership or an occupancy held against the register."""
        told = Date.between(fact.date_from, fact.date_to) if fact.date_from or fact.date_to else None
        manner = {"bears": fact.bears or "holds", "modality": fact.modality}
        if fact.kind == "membership":
            return compare_membership(
                self._register, fact.subject, fact.object, status=fact.relation, on=told, **manner
            )
        return compare_occupancy(self._register, fact.subject, fact.relation, fact.object, on=told, **manner)

    def against(self, fact: ListedFact) -> str:
        """What the register has of the parties of a fact that it contradicts."""
        if fact.kind in ("membership", "occupancy"):
            return self._told(self.compare(fact).found)
        known = self._register.organisations.get(fact.subject or "")
        founded = known.founded if known is not None else None
        return self._phrases.register["founded"].format(value=founded or "?")

    def _beside(self, given: Given, compared: Comparison) -> str:
        """What it has of a member on the days of a fact; of an office it may have other holders."""
        dated = given.fact.date_from is not None and given.fact.date_to is not None
        return self._told(compared.found) if dated and given.fact.kind == "membership" else ""

    def _told(self, found: Sequence[Stretch | Tenure]) -> str:
        return "; ".join(self._line(each) for each in found)

    def _line(self, found: Stretch | Tenure) -> str:
        words = self._phrases.register
        days = self._namer.stretch(found.during)
        if isinstance(found, Tenure):
            return words["holder"].format(person=self._namer.actor(found.person), days=days)
        status = self._phrases.statuses[found.status]
        return words["status"].format(member=self._namer.actor(found.member), status=status, days=days)
