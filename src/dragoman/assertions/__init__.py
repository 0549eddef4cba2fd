"""What a document asserts: memberships, occupancies and attributes, with modality, time and attribution."""
