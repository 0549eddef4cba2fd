"""The register: what is known beforehand, with a source note on every row."""

from dragoman.register.loading import load_register
from dragoman.register.register import Actor, Form, Organisation, Register, Stretch, Tenure

__all__ = ["Actor", "Form", "Organisation", "Register", "Stretch", "Tenure", "load_register"]
