"""Out of whose speech a row comes: a governing verb of speech, "selon X", or the frame around a quotation."""

from dragoman.assertions.lexicon import Rules
from dragoman.assertions.modality import Reading
from dragoman.assertions.roles import Roles, case_of, lemma
from dragoman.model.mention import Mention
from dragoman.model.sentence import Sentence, Token

SOURCES = frozenset({"selon", "d'apres", "dapres"})
SPEAKERS = frozenset(
    {"state", "person", "organisation", "bloc", "body", "medium", "armed_group", "party", "military", "company"}
)


def speaker_of(sentence: Sentence, trigger: Token, reading: Reading, roles: Roles, rules: Rules) -> Mention | None:
    """The mention of the actor whose words give the row; None when the outlet tells it or nobody is certain."""
    for verb in reading.says:
        filler = roles.subject(verb)
        if filler is not None and len(filler.mentions) == 1 and filler.mentions[0].actor_kind in SPEAKERS:
            return filler.mentions[0]
    source = _source(sentence, trigger)
    if source is not None:
        return source
    if sentence.is_quoted(trigger):
        return _around(sentence, roles, rules)
    return None


def _source(sentence: Sentence, trigger: Token) -> Mention | None:
    """ "selon X" in the same sentence."""
    for token in sentence.tokens:
        if token.chunk is not None and case_of(sentence, token).replace(" ", "") in SOURCES:
            head = token.chunk.head
            return head if head.actor_kind in SPEAKERS and token.chunk.mentions == (head,) else None
    return None


def _around(sentence: Sentence, roles: Roles, rules: Rules) -> Mention | None:
    """The subject of the one verb of speech outside of the quotation."""
    speakers = []
    for token in sentence.tokens:
        if token.pos == "VERB" and not sentence.is_quoted(token) and "says" in rules.verb_class.get(lemma(token), ()):
            filler = roles.subject(token)
            if filler is not None and len(filler.mentions) == 1:
                speakers.append(filler.mentions[0])
    return speakers[0] if len({mention.actor for mention in speakers}) == 1 else None
