"""One folder a language: the adapter of its parser and the data of its rules."""
