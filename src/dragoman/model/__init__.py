"""What things are: dates, documents, mentions, sentences, assertions. Frozen, typed, no I/O."""
