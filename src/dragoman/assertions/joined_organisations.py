"""Organisations joined behind another with times of their own: "membre de A et, depuis 2017, de B"."""

from collections.abc import Iterator

from dragoman.assertions.fillers import Filler
from dragoman.assertions.parties import organisations_in
from dragoman.model.sentence import Sentence, Token

# How many tokens may stand between two joined organisations.
FARTHEST_JOINED = 9


def with_joined(sentence: Sentence, organisation: Filler) -> Iterator[Filler]:
    """An organisation, and each one that "et" joins to it past nothing but times."""
    yield organisation
    found = _behind(sentence, organisation.mentions[-1].end)
    while found is not None:
        mentions = organisations_in(found.chunk)
        yield Filler(mentions, "grammar", "joined to the organisation before")
        found = _behind(sentence, mentions[-1].end)


def _behind(sentence: Sentence, end: int) -> Token | None:
    """The token of an organisation joined behind one that ends at an offset; None where it opens a clause."""
    following = [token for token in sentence.tokens if token.start >= end][:FARTHEST_JOINED]
    conjunction = False
    for token in following:
        if token.chunk is not None:
            fits = conjunction and organisations_in(token.chunk) and _closes(sentence, token)
            return token if fits else None
        conjunction = conjunction or token.pos == "CCONJ"
        if not (_in_time(sentence, token) or token.text == "," or token.pos in ("CCONJ", "ADP", "DET")):
            return None
    return None


def _closes(sentence: Sentence, token: Token) -> bool:
    """Whether nothing but times stands between an organisation and a mark or the end: it is no subject."""
    for following in sentence.tokens[token.index + 1 :]:
        if not _in_time(sentence, following):
            return following.pos in ("PUNCT", "CCONJ")
    return True


def _in_time(sentence: Sentence, token: Token) -> bool:
    return any(time.start <= token.start < time.end for time in sentence.times)
