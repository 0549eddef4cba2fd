"""The register: what is known beforehand, with a source note on every row."""

from dragoman.register.loading import OrganisationEntry, load_media, load_register
from dragoman.register.register import Actor, CompleteList, Form, Organisation, Register, Stretch, Tenure

__all__ = [
    "Actor",
    "CompleteList",
    "Form",
    "Organisation",
    "OrganisationEntry",
    "Register",
    "Stretch",
    "Tenure",
    "load_media",
    "load_register",
]
