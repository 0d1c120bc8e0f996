"""The page of letters: what they are about, and the files to take away."""
