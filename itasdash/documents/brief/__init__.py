"""Where things stand on one page (PDF) and in one picture (PNG), of the country or a province."""

from itasdash.documents.brief.content import brief_content
from itasdash.documents.brief.files import brief_pdf, picture_png
from itasdash.documents.brief.inputs import BriefInputs
from itasdash.documents.picture_shapes import SHAPES

__all__ = ["SHAPES", "BriefInputs", "brief_content", "brief_pdf", "picture_png"]
