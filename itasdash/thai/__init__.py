"""Thai writing: text repair, digits, dates and dictionary order."""
