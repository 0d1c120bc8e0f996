"""The stamped letter with its two attachments, and the pack of all of them for each province."""
