"""Briefs: what the record tells of somebody in some days, in sentences with their footnotes, to hand on."""
