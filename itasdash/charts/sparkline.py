"""The course of a number over the snapshots, as small as a word, for cards."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from itasdash.charts.look import Look
from itasdash.i18n.numbers import is_null

WIDTH, HEIGHT = 120, 28
_ROOM = 4


def sparkline(values: Sequence[float | None], look: Look, alt: str) -> str:
    """Return a tiny line of ``values`` as an HTML image, without axes, its last point marked.

    The height shows the course from the lowest to the highest value, not their distance from 0;
    the number belongs beside it in the card. A missing value is a gap. Empty where fewer than two
    values are known: a point has no course.

    Args:
        values: rates or counts, the earliest first.
        look: colours.
        alt: what the line says, for screen readers.
    """
    known = [None if is_null(value) else float(value or 0) for value in values]
    numbers = [value for value in known if value is not None]
    if len(numbers) < 2:
        return ""
    low, high = min(numbers), max(numbers)
    across = (WIDTH - 2 * _ROOM) / (len(known) - 1)
    down = (HEIGHT - 2 * _ROOM) / (high - low) if high > low else 0.0

    def point(number: int, value: float) -> str:
        y = HEIGHT - _ROOM - (value - low) * down if down else HEIGHT / 2
        return f"{_ROOM + number * across:.1f},{y:.1f}"

    path, pen = "", "M"
    for number, value in enumerate(known):
        if value is None:
            pen = "M"
            continue
        path += f"{pen}{point(number, value)}"
        pen = "L"
    last = max(number for number, value in enumerate(known) if value is not None)
    x, y = point(last, numbers[-1]).split(",")
    colour = look.colour("primary")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">'
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2" '
        'stroke-linejoin="round"/>'
        f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/></svg>'
    )
    # Streamlit lets no drawing into a page, but a picture that the page itself carries.
    data = b64encode(svg.encode()).decode()
    return (
        f'<img class="itasdash-sparkline" src="data:image/svg+xml;base64,{data}" '
        f'width="{WIDTH}" height="{HEIGHT}" alt="{escape(alt)}">'
    )
