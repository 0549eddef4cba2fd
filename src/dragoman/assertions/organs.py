"""Whose a bare noun is ("le ministère", "le sommet"), where the text names that of one state or body alone."""

import re
from collections import defaultdict
from dataclasses import replace

from dragoman.assertions.fillers import Filler
from dragoman.languages.speech import Speech
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import ReadText, Sentence, Token

ORGAN_KINDS = frozenset({"state", "body", "military"})
ASSEMBLY_KINDS = frozenset({"organisation", "bloc", "body"})
GATHERING_KINDS = frozenset({"organisation", "bloc"})
DEFINITE = frozenset({"le", "la", "l", "ce", "cette", "du"})
GENITIVES = frozenset({"de", "du", "d"})
# Prepositions, and how far back from an office they stand, in characters, before somebody beside whom another acts.
BESIDE, LONGEST_BESIDE = frozenset({"du", "de", "des", "au", "aux", "avec", "chez"}), 12
# How far before its organisation the noun of an assembly stands, in characters.
FARTHEST_ASSEMBLY = 90


class Organs:
    """The organs of states and the assemblies of organisations that one text names with their owner."""

    def __init__(self, text: ReadText, speech: Speech) -> None:
        self._text = text.document.text
        self._voices, self._assemblies = speech.voices, speech.assemblies
        self._offices, self._headed = text.offices, speech.organ_heads
        self._auxiliaries = frozenset(speech.speaking.auxiliaries)
        nouns = "|".join(sorted(map(re.escape, speech.assemblies)))
        self._assembly = re.compile(rf"\b(?:{nouns})\b[^,.;:()«»\n]*\b(?:de la |de l'|du |des |de |d')\Z")
        self._named: dict[str, dict[str, Mention]] = defaultdict(dict)
        for mention in text.mentions:
            if mention.actor is None or mention.adjective:
                continue
            noun = fold(mention.text.partition(" ")[0])
            if mention.actor_kind in ASSEMBLY_KINDS and self._is_of_assembly(mention):
                for assembly in self._assemblies:
                    self._named[assembly].setdefault(mention.actor, mention)
            elif mention.actor_kind in GATHERING_KINDS and noun in self._assemblies:
                # "la Conférence des chefs d'État de la CEDEAO", named as a whole.
                self._named[noun].setdefault(mention.actor, mention)
            elif mention.actor_kind in ORGAN_KINDS and noun in self._voices and mention.country is not None:
                self._named[noun].setdefault(mention.country, mention)

    def _is_of_assembly(self, mention: Mention) -> bool:
        before = self._text[max(0, mention.start - FARTHEST_ASSEMBLY) : mention.start]
        found = self._assembly.search(fold(before))
        # "Le sommet a salué les soldats de l'Alliance": with a verb between, the noun is not that of the organisation.
        return found is not None and not set(before[found.start() :].split()) & self._auxiliaries

    def find(self, sentence: Sentence, noun: Token) -> Filler | None:
        """Whose organ or assembly a noun is, or that behind "de" for which it speaks ("… du ministère").

        None where the text names it of nobody or of several.
        """
        before = fold(sentence.tokens[noun.index - 1].text).strip("'") if noun.index else ""
        found = self._alone(noun) if before in DEFINITE else None
        return found or self._behind(sentence, noun)

    def gathered(self, at: int) -> Mention | None:
        """The only organisation whose summit or meeting the text tells of before an offset."""
        named = {m.actor: m for noun in self._assemblies for m in self._named.get(noun, {}).values() if m.start < at}
        kinds = [m for m in named.values() if m.actor_kind in GATHERING_KINDS]
        return kinds[0] if len(kinds) == 1 else None

    def _behind(self, sentence: Sentence, noun: Token) -> Filler | None:
        genitive = False
        for token in sentence.tokens[noun.index + 1 : noun.index + 4]:
            word = fold(token.text).strip("'")
            if genitive and word in self._voices:
                return self._alone(token)
            genitive = genitive or word in GENITIVES
            if not genitive or token.pos not in ("ADP", "DET"):
                return None
        return None

    def _of_holder(self, noun: Token) -> Filler | None:
        """ "Le ministre X a été reçu à Y, indique le ministère": the one state whose office of that organ is named."""
        position = self._headed.get(fold(noun.text))
        told = [o for o in self._offices if position and o.start < noun.start and o.position and not o.former]
        told = [o for o in told if not self._is_beside(o.start)]
        held = {o.of: o.holder for o in told if o.position and o.position.split()[-1] == position and o.holder}
        state, holder = next(iter(held.items()), (None, None))
        if len(held) != 1 or state is None or holder is None or holder.country != state:
            return None
        organ = replace(holder, actor=state, actor_kind="state", position=None, reason=f"its {noun.text!r}")
        return Filler((organ,), "reference", f"{noun.text!r} of the one state whose {position} was named")

    def _is_beside(self, at: int) -> bool:
        """ "à l'invitation du ministre japonais": whether it is told of beside others."""
        before = fold(self._text[max(0, at - LONGEST_BESIDE) : at]).replace("'", " ").split()[-2:]
        return any(word in BESIDE for word in before)

    def _alone(self, noun: Token) -> Filler | None:
        named = list(self._named.get(fold(noun.text), {}).values())
        if not named:
            return self._of_holder(noun)
        if len(named) != 1:
            return None
        return Filler((named[0],), "reference", f"the only {noun.text!r} that the text names with its owner")
