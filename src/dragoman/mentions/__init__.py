"""Actors, offices and times in a text: recognition, linking, reference, and the parse of masked sentences."""
