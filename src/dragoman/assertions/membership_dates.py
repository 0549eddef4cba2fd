"""The day of a membership: of the change or the state, never of the wish or the announcement about it."""

from dataclasses import replace

from dragoman.assertions.brackets import BRACKETED
from dragoman.assertions.dating import when
from dragoman.assertions.gapped_members import GAPPED
from dragoman.assertions.lexicon import Rules
from dragoman.assertions.parties import MembershipDraft
from dragoman.assertions.told_lists import SEAT
from dragoman.model.assertion import When
from dragoman.model.dates import Date
from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import Sentence

# What is wished, refused or supposed has only a day that stands behind it: one before is that of something else.
# How far behind a name its own time may stand, in characters.
NEAREST = 2
# The longest "au lendemain du coup d'État manqué du" before a time, in characters.
LONGEST_CAUSE = 70
WISHED = frozenset({"proposed", "requested", "negated", "conditional"})


def membership_date(sentence: Sentence, draft: MembershipDraft, published: Date | None) -> When:
    """The date columns of a membership; `published` is the day of the document."""
    if draft.rule == BRACKETED:
        # A list in brackets tells who belongs; the time of the sentence is that of something else.
        return When.of(published, None, "published") if published is not None else When()
    if draft.rule == SEAT:
        # "ont été élus mardi": the day of the vote, not that of the seat.
        held = draft.bears == "holds" and published is not None
        return When.of(published, None, "published") if held and published is not None else When()
    announcing = draft.status == "withdrawing" and bool(draft.reading.says)
    noun = draft.trigger.pos == "NOUN" and draft.rule != "member-noun"
    hanging = draft.modality in WISHED or (draft.modality == "planned" and noun)
    return when(
        sentence,
        draft.reading.says[-1] if announcing else draft.trigger,
        bears=draft.bears,
        modality=draft.modality,
        published=published,
        not_since=announcing or hanging,
        ends=() if announcing else _ends(sentence, draft),
        # "a donné vendredi son feu vert à l'entrée de X": Friday is not the day of the entry.
        within=(draft.trigger.end, _end(sentence, draft)) if hanging and not announcing else None,
    )


def with_own_days(text: str, sentence: Sentence, draft: MembershipDraft, rules: Rules) -> Sentence:
    """The sentence without the times that are not those of the change.

    "suspendu au lendemain du putsch du 30 août": the day of its cause; "a annoncé son retrait avec effet au 31
    décembre": the day from which a notice works.
    """
    cause, effect = rules.other_days
    patterns = (cause, effect) if draft.status == "withdrawing" else (cause,)
    own = tuple(
        time
        for time in sentence.times
        if not any(p.search(fold(text[max(sentence.start, time.start - LONGEST_CAUSE) : time.start])) for p in patterns)
    )
    return sentence if len(own) == len(sentence.times) else replace(sentence, times=own)


def _end(sentence: Sentence, draft: MembershipDraft) -> int:
    """Where the clause of a trigger ends at the latest: before the next finite verb, where it is a verb itself."""
    behind = sentence.tokens[draft.trigger.index + 1 :] if draft.trigger.pos == "VERB" else ()
    return next((t.start for t in behind if t.feats.get("VerbForm") == "Fin"), sentence.end)


def _ends(sentence: Sentence, draft: MembershipDraft) -> set[int]:
    """Where the names end behind which the time of a membership may stand; of one of several, only its own name."""
    own = draft.member.end
    apart = len(draft.member_filler.mentions) > 1 and any(0 < time.start - own <= NEAREST for time in sentence.times)
    if apart:
        # "A (1995), B (2004) et C": each has a time of its own.
        return {own}
    fillers = (draft.member_filler,) if draft.rule == GAPPED else (draft.member_filler, draft.organisation_filler)
    # What other words took up stands where it does for a verb of its own.
    told = [filler for filler in fillers if filler.filled_by != "reference"]
    own_mentions = (m for filler in told for m in filler.mentions if not _is_of_first(sentence, m, draft))
    return {mention.end for mention in own_mentions}


def _is_of_first(sentence: Sentence, mention: Mention, draft: MembershipDraft) -> bool:
    """ "a rejoint X en 2005, puis a demandé…": the time behind a name of the verb before is not that of this one."""
    first = sentence.governor(draft.trigger) if draft.trigger.dep == "conj" else None
    return first is not None and draft.rule != GAPPED and first.start < mention.start < draft.trigger.start
