"""All pages of the room, in the order of the menu."""

from typing import Any

from dragoman.web.desk import Page
from dragoman.web.pages.contradictions import CONTRADICTIONS
from dragoman.web.pages.network import NETWORK
from dragoman.web.pages.places import PLACES
from dragoman.web.pages.timeline import TIMELINE

PAGES: tuple[Page[Any], ...] = (TIMELINE, CONTRADICTIONS, NETWORK, PLACES)
