"""The reading room: pages, an API and files over a record, read-only.

A request becomes an `Asked` (what is asked, as of which day, by whose papers); a page of `pages` answers it with a
frozen dataclass; the same answer goes out as HTML, JSON, CSV or through the API. Nothing here opens a file of the
record: that is `dragoman.record`'s door, by way of `room`.
"""
