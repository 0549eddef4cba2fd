"""States and peoples that the mentions leave out: the host of an envoy, and the people who take to the streets."""

import re
from dataclasses import replace
from functools import cache

from dragoman.model.mention import Mention
from dragoman.model.names import fold
from dragoman.model.sentence import Chunk, ReadText
from dragoman.register import load_register

# "son ambassadeur en poste en X", "l'ambassadrice à Y", "auprès de Z"
POSTED = re.compile(r"\b(?:en|au|aux|à|auprès (?:de|du|des))\s+(?:la\s+|le\s+|les\s+|l['’])?(?=[A-ZÀ-Ý])")


def find_host(text: ReadText, chunk: Chunk) -> Mention | None:
    """The state that the words of an office name as the envoy's post: by its name or by its capital."""
    words = text.document.text[chunk.start : chunk.end]
    posts = list(POSTED.finditer(words))
    if not posts:
        return None
    start, behind = chunk.start + posts[-1].end(), words[posts[-1].end() :]
    state = _forms("name", "capital").get(fold(behind))
    if state is None:
        return None
    return replace(
        chunk.head,
        start=start,
        end=start + len(behind),
        text=behind,
        kind="name",
        actor=state,
        actor_kind="state",
        country=state,
        position=None,
        reason=f"host of {chunk.head.text!r}",
    )


def find_people(mention: Mention) -> Mention | None:
    """ "des milliers de Géorgiens": the state whose people a name of inhabitants means; None for any other word."""
    state = _forms("demonym").get(fold(mention.text)) if mention.text[:1].isupper() else None
    if state is None or mention.adjective:
        return None
    return replace(mention, actor=state, actor_kind="state", country=state, reason="its people")


@cache
def _forms(*uses: str) -> dict[str, str]:
    """The states by the folded forms of some uses that only one of them has."""
    found: dict[str, set[str]] = {}
    register = load_register()
    for form in register.forms:
        if form.use in uses:
            found.setdefault(fold(form.text), set()).update(
                a for a in form.actors if register.actors[a].kind == "state"
            )
    return {text: next(iter(states)) for text, states in found.items() if len(states) == 1}
