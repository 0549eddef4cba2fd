"""The record: the only door to storage.

`writing` adds shards, `reading` answers questions, `ledger` says what was added, `compaction` merges shards and
`checking` proves that a record still is what was written.
"""
