"""The brief as a PDF and as a picture."""

from itasdash.documents.brief.content import brief_content
from itasdash.documents.brief.inputs import BriefInputs
from itasdash.documents.paper.press import to_pdf, to_png
from itasdash.documents.picture_shapes import SHAPES


def brief_pdf(inputs: BriefInputs) -> bytes:
    """Return the brief as one page of A4; the same inputs give the same bytes.

    Raises:
        KeyError: there is no such province in the snapshot.
    """
    return to_pdf(
        __package__ or "",
        ("parts.typ", "brief.typ"),
        brief_content(inputs),
        title=inputs.place,
        language=inputs.language,
        thai_digits=inputs.thai_digits,
    )


def picture_png(inputs: BriefInputs, shape: str = "tall") -> bytes:
    """Return the picture for a chat group, in one of :data:`SHAPES`.

    Raises:
        KeyError: there is no such shape, or no such province in the snapshot.
    """
    width, height = SHAPES[shape]
    content = {**brief_content(inputs), "width": width, "height": height}
    template = ("parts.typ", f"picture_{shape}.typ")
    return to_png(__package__ or "", template, content, language=inputs.language)
