"""The slides of a snapshot for a meeting: native charts and tables that can be edited."""

from itasdash.documents.slides.presentation import SlideInputs, make_slides
from itasdash.documents.slides.province import ProvinceInputs

__all__ = ["ProvinceInputs", "SlideInputs", "make_slides"]
