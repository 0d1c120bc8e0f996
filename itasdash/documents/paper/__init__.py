"""Pages and pictures in Sarabun, set by typst: no office suite, and the same bytes every time."""
