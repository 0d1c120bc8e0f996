"""The shapes of the pictures for a chat group, by which commands and pages offer them."""

# Width and height in pixels.
SHAPES = {"tall": (1080, 1350), "wide": (1920, 1080)}
