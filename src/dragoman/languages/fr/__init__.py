"""French: the adapter from spaCy's trees, and the folder of its data."""

from dragoman.languages.fr.parsing import FrenchParser

__all__ = ["FrenchParser"]
