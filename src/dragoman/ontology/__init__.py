"""The closed lists: positions, statuses, bearings, modalities, properties."""
