"""Thai writing: text repair, digits, dates, dictionary order and the names of LAOs."""
