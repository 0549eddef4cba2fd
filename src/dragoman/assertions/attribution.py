"""Out of whose speech a row comes: a governing verb of speech, "selon X", or the frame around a quotation."""

from dragoman.assertions.lexicon import Rules
from dragoman.assertions.modality import Reading
from dragoman.assertions.roles import Roles, case_of, lemma
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

SOURCES = frozenset({"selon", "d'apres", "dapres"})
SPEAKERS = frozenset(
    {"state", "person", "organisation", "bloc", "body", "medium", "armed_group", "party", "military", "company"}
)

# How far behind a verb of speech its subject may stand, in tokens.
FARTHEST_SPEAKER = 7


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
    return _inverted(sentence, trigger, rules) or _introduced(sentence, trigger, roles, rules)


def _says(token: Token, rules: Rules) -> bool:
    return token.pos == "VERB" and "says" in rules.verb_class.get(lemma(token), ())


def _inverted(sentence: Sentence, trigger: Token, rules: Rules) -> Mention | None:
    """ "X a gelé sa participation, a déclaré jeudi son Premier ministre": the name behind the verb of speech."""
    tokens = sentence.tokens
    for token in tokens[trigger.index + 1 :]:
        if not _says(token, rules):
            continue
        first = token.index
        while first > 0 and tokens[first - 1].pos in ("AUX", "PRON", "ADV"):
            first -= 1
        if first == 0 or tokens[first - 1].text not in (",", "»", "”", "–"):
            return None
        behind = tokens[token.index + 1 : token.index + FARTHEST_SPEAKER]
        name = next((t.chunk for t in behind if t.chunk is not None), None)
        if name is not None and len(name.mentions) == 1 and name.head.actor_kind in SPEAKERS:
            return name.head
        return None
    return None


def _introduced(sentence: Sentence, trigger: Token, roles: Roles, rules: Rules) -> Mention | None:
    """ "X a affirmé mercredi devant les députés que…": the subject of the verb of speech whose "que" comes before."""
    speech: Token | None = None
    opened: Token | None = None
    for token in sentence.tokens[: trigger.index]:
        if _says(token, rules):
            speech = token
        elif fold(token.text).strip("'") in ("que", "qu") and speech is not None:
            opened, speech = speech, None
    filler = roles.subject(opened) if opened is not None else None
    if filler is None or len(filler.mentions) != 1 or filler.mentions[0].actor_kind not in SPEAKERS:
        return None
    return filler.mentions[0]


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
