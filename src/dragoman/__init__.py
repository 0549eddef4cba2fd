"""Dragoman reads reports about alliances and diplomacy into a dated, sourced record that can be asked."""

from importlib.metadata import version

__version__ = version("dragoman")
