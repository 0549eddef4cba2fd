"""All pages of the room, in the order of the menu."""

from typing import Any

from dragoman.web.desk import Page
from dragoman.web.pages.actor import ACTOR, ACTORS
from dragoman.web.pages.contradictions import CONTRADICTIONS
from dragoman.web.pages.document import DOCUMENT
from dragoman.web.pages.documents import DOCUMENTS
from dragoman.web.pages.facts import FACT, FACTS
from dragoman.web.pages.judgements import JUDGEMENTS
from dragoman.web.pages.network import NETWORK
from dragoman.web.pages.organisation import ORGANISATION
from dragoman.web.pages.places import PLACES
from dragoman.web.pages.search import SEARCH
from dragoman.web.pages.statements import STATEMENTS
from dragoman.web.pages.timeline import TIMELINE
from dragoman.web.pages.today import TODAY

PAGES: tuple[Page[Any], ...] = (
    TODAY,
    TIMELINE,
    FACTS,
    STATEMENTS,
    CONTRADICTIONS,
    DOCUMENTS,
    SEARCH,
    NETWORK,
    PLACES,
    ACTORS,
    JUDGEMENTS,
    ACTOR,
    ORGANISATION,
    FACT,
    DOCUMENT,
)
