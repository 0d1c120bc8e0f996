"""The page of the unregistered: the list, and one LAO over all snapshots."""
