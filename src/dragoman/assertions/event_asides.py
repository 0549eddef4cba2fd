"""Subjects that an aside parts from their verb: "X, qui effectuait une visite à Y, s'est entretenu avec Z".

The tree loses them often: it takes the name for a complement of time, for a root of its own, or takes a noun of the
aside for the subject. No comma parts a subject from its verb but those that enclose an aside, so that the words tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.model.names import fold
from dragoman.model.sentence import Sentence, Token

LONGEST_CLIMB = 12
# A subject, a mark and a word of the aside stand before the mark that ends the aside.
LEAST = 4
MARKS = frozenset({",", "–", "—", "(", ")"})
CLOSING = frozenset({",", "–", "—", ")"})
# Where another clause begins, whatever stands before it.
HARD = frozenset({";", ":"})
CLITICS = frozenset({"se", "s", "y", "en", "lui", "leur", "le", "la", "les", "l", "ne", "n", "nous", "me", "m"})
RELATIVES = frozenset({"qui", "que", "qu", "dont", "où", "ou", "lequel", "laquelle", "lesquels", "lesquelles"})
CONTRACTED = frozenset({"auquel", "auxquels", "auxquelles", "duquel", "desquels", "desquelles"})
# Conjunctions behind which a clause has a subject of its own.
JOINING = frozenset({"mais", "or", "tandis", "alors", "que", "qu"})
PARTIES = frozenset({"state", "organisation", "bloc", "body", "person", "armed_group", "military", "party", "company"})
PLURALS = frozenset({"les", "des", "ces", "ses", "leurs", "deux", "trois", "quatre", "plusieurs"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """The words between two marks. `kind`: ``name`` (a noun phrase), ``clause`` (with a finite verb), ``aside``."""

    tokens: tuple[Token, ...]
    kind: str
    head: Token | None = None


def subject_over_aside(sentence: Sentence, verb: Token) -> list[Token]:
    """The tokens to replace where the subject of a finite verb stands before the aside that ends right before it."""
    if verb.pos != "VERB" or verb.dep.startswith(("aux", "cop")):
        return []
    first = _first_of_group(sentence, verb)
    if first < LEAST or sentence.tokens[first - 1].text not in CLOSING or not _is_finite(sentence, verb):
        return []
    if any(clause.start <= verb.start < clause.end for clause in sentence.clauses):
        return []
    own = next(sentence.children(verb, "nsubj", "expl:subj"), None)
    if own is not None and (own.index > first or own.pos == "PRON"):
        return []
    stretches = _before(sentence, first - 1, verb)
    found = _subject(stretches)
    if found is None or (own is not None and (own.index == found.index or not _is_within_aside(stretches, own))):
        return []
    if not _agrees(sentence, found, verb):
        return []
    return _joined(sentence, found, verb, own)


def _first_of_group(sentence: Sentence, verb: Token) -> int:
    """Index of the first word of a verb with its auxiliaries, pronouns and negation."""
    index = verb.index
    while index and _belongs_to_verb(sentence.tokens[index - 1]):
        index -= 1
    return index


def _belongs_to_verb(token: Token) -> bool:
    said = fold(token.text).strip("'")
    return token.pos == "AUX" or (token.chunk is None and said in CLITICS and token.pos in ("PRON", "ADV", "PART"))


def _is_finite(sentence: Sentence, verb: Token) -> bool:
    return any(part.feats.get("VerbForm") == "Fin" for part in (verb, *sentence.children(verb, "aux", "cop")))


def _before(sentence: Sentence, end: int, verb: Token) -> list[Stretch]:
    """The stretches of the clause that ends at `end`, from its beginning."""
    quoted = sentence.is_quoted(verb)
    start = end
    while start and sentence.tokens[start - 1].text not in HARD:
        if sentence.tokens[start - 1].text in ("«", "“") and quoted:
            break
        start -= 1
    found: list[Stretch] = []
    part: list[Token] = []
    for token in sentence.tokens[start:end]:
        if token.text not in MARKS:
            part.append(token)
        elif part:
            found.append(_stretch(sentence, part, quoted=quoted))
            part = []
    return [*found, *([_stretch(sentence, part, quoted=quoted)] if part else [])]


def _stretch(sentence: Sentence, part: Sequence[Token], *, quoted: bool) -> Stretch:
    relative = next((n for n, t in enumerate(part) if _opens_relative(part, n)), len(part))
    finite = [n for n, t in enumerate(part[:relative]) if t.feats.get("VerbForm") == "Fin" and t.pos in ("VERB", "AUX")]
    if finite:
        behind = _behind_conjunction(part, finite[-1])
        head = _head(sentence, behind) if behind else None
        return Stretch(tuple(part), "clause", head if quoted == _is_quoted(sentence, head) else None)
    opened = part[1:] if fold(part[0].text) in JOINING and part[0].pos in ("CCONJ", "SCONJ") else part
    head = _head(sentence, opened[:relative]) if opened else None
    if head is None or quoted != _is_quoted(sentence, head):
        return Stretch(tuple(part), "aside")
    return Stretch(tuple(part), "name", head)


def _is_quoted(sentence: Sentence, token: Token | None) -> bool:
    return token is not None and sentence.is_quoted(token)


def _opens_relative(part: Sequence[Token], index: int) -> bool:
    token = part[index]
    said = fold(token.text).strip("'")
    return token.chunk is None and token.pos in ("PRON", "ADV", "SCONJ") and (said in RELATIVES or said in CONTRACTED)


def _behind_conjunction(part: Sequence[Token], finite: int) -> Sequence[Token]:
    """What stands behind the last "que" of a clause, where that is no finite clause itself ("a dit que X")."""
    for n in range(len(part) - 1, finite, -1):
        if fold(part[n].text).strip("'") in ("que", "qu") and part[n].chunk is None:
            return part[n + 1 :]
    return ()


def _head(sentence: Sentence, part: Sequence[Token]) -> Token | None:
    """The noun or name that a stretch begins with, its article and adjectives aside; None where it begins otherwise."""
    times = {time.start for time in sentence.times}
    for n, token in enumerate(part):
        if token.start in times:
            return None
        if token.chunk is not None:
            kinds = {m.actor_kind for m in token.chunk.mentions}
            return token if kinds & PARTIES and not case_of_article(sentence, part[:n]) else None
        if token.pos == "NOUN":
            return token if n and part[0].pos == "DET" else None
        if token.pos not in ("DET", "ADJ", "NUM"):
            return None
    return None


def case_of_article(sentence: Sentence, before: Sequence[Token]) -> bool:
    """Whether a preposition stands among the words before a name."""
    return any(t.pos == "ADP" for t in before)


def _subject(stretches: Sequence[Stretch]) -> Token | None:
    """The head of the noun phrase that the clause opens with, behind complements of time and place at most."""
    found: Token | None = None
    doubtful = told = False
    for n, stretch in enumerate(stretches):
        last = n == len(stretches) - 1
        if stretch.kind == "clause":
            # A clause with a subject of its own: what follows may share it.
            found, told = stretch.head, stretch.head is None
            doubtful = False
        elif stretch.kind == "aside" and found is None:
            doubtful = doubtful or _names_party(stretch)
        elif stretch.kind == "name" and stretch.head is not None:
            conjoined = stretch.tokens[0].pos in ("CCONJ", "SCONJ")
            if conjoined or (found is None and not told):
                found, told = (None if last else stretch.head), False
            elif doubtful:
                return None
    return found


def _names_party(stretch: Stretch) -> bool:
    return any(t.chunk is not None for t in stretch.tokens)


def _is_within_aside(stretches: Sequence[Stretch], own: Token) -> bool:
    """Whether a subject stands inside an aside, behind its preposition, relative or participle."""
    return any(stretch.kind != "name" and any(t.index == own.index for t in stretch.tokens) for stretch in stretches)


def _agrees(sentence: Sentence, subject: Token, verb: Token) -> bool:
    parts = (*sentence.children(verb, "aux", "cop"), verb)
    number = next((p.feats.get("Number") for p in parts if p.feats.get("VerbForm") == "Fin"), None)
    if number is None:
        return True
    articles = {fold(t.text) for t in sentence.tokens[max(0, subject.index - 2) : subject.index]}
    plural = subject.feats.get("Number") == "Plur" or bool(articles & PLURALS)
    if subject.chunk is not None:
        plural = subject.chunk.plural or len(subject.chunk.mentions) > 1 or bool(articles & PLURALS)
        mention = subject.chunk.head
        if not plural and number == "Plur":
            # "États-Unis", "Émirats": the name itself is one.
            return fold(mention.text).endswith("s") or any(True for _ in sentence.children(subject, "cc", "conj"))
    if any(True for _ in sentence.children(subject, "conj")):
        return True
    return plural == (number == "Plur")


def _joined(sentence: Sentence, subject: Token, verb: Token, own: Token | None) -> list[Token]:
    passive = any(child.dep == "aux:pass" for child in sentence.children(verb))
    moved = [replace(subject, head=verb.index, dep="nsubj:pass" if passive else "nsubj")]
    token: Token | None = verb
    for _ in range(LONGEST_CLIMB):
        token = sentence.governor(token) if token is not None else None
        if token is None:
            break
        if token.index == subject.index:
            # The verb hung below its subject.
            root = subject.head == subject.index
            moved.append(replace(verb, head=verb.index if root else subject.head, dep="ROOT" if root else subject.dep))
            break
    if own is not None:
        moved.append(replace(own, dep="dep"))
    return moved
