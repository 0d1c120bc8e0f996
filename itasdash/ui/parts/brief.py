"""The brief and the pictures for chat groups: downloads that are made when they are asked for."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from itasdash.documents.file_names import file_name
from itasdash.documents.letters.office import OFFICE_FILE, read_office
from itasdash.documents.picture_shapes import SHAPES
from itasdash.reference import provinces
from itasdash.schema import Office
from itasdash.schema.records import canonical
from itasdash.ui.parts.downloads import before_download, view_delivery
from itasdash.ui.shell.loading import Loader, load_snapshot, yearly_rates
from itasdash.ui.shell.view import View

if TYPE_CHECKING:
    # What makes the brief is loaded when somebody wants it; every page offers it.
    from itasdash.documents.brief import BriefInputs


def brief_button(view: View, province: str = "") -> None:
    """Offer where things stand as one page and as pictures.

    Args:
        view: what the page shows.
        province: the one that it is about, empty for the country.
    """
    t = view.t
    office = read_office(view.store.office_file(OFFICE_FILE))
    words = [provinces()[province].name(view.language)] if province else []
    seen = [*view.so_far, *([view.before] if view.before else [])]
    # The same inputs make the same bytes, so that these name them before they are made.
    made_from = canonical(
        {
            "snapshots": [info.identity for info in seen],
            "compared": view.before is not None,
            "open_errors": [error.stored() for error in view.open_errors],
            "language": view.language,
            "sample": view.is_sample,
            "outdated": view.outdated,
            "province": province,
            "office": office.stored(),
            "deadline": str(Loader(view).deadline),
        }
    )
    picture = partial(_picture, view, office, province)
    kinds: list[tuple[str, str, str, str, Callable[[], bytes]]] = [
        (shape, "picture_name", "png", "image/png", partial(picture, shape)) for shape in SHAPES
    ]
    kinds.append(("pdf", "name", "pdf", "application/pdf", partial(_page, view, office, province)))
    with st.popover(t("brief.button"), icon=":material/share:", help=t("brief.explain")):
        for kind, subject, suffix, mime, make in kinds:
            name = view.marks.subject(t(f"brief.{subject}"), view.language)
            name = file_name(name, view.info.as_of, words, made_from + kind.encode(), suffix)
            st.download_button(
                t(f"brief.{kind}"),
                view_delivery(view, name, make),
                file_name=name,
                mime=mime,
                key=f"brief_{kind}",
                icon=":material/picture_as_pdf:" if kind == "pdf" else ":material/image:",
                on_click=before_download,
                width="stretch",
            )


def _inputs(view: View, office: Office, province: str) -> "BriefInputs":
    from itasdash.documents.brief import BriefInputs

    return BriefInputs(
        load_snapshot(view.store, view.info),
        yearly_rates(view.store, view.language).tallies(view.so_far),
        load_snapshot(view.store, view.before) if view.before else None,
        Loader(view).deadline,
        province,
        view.language,
        marks=view.marks,
        office=office,
    )


def _picture(view: View, office: Office, province: str, shape: str) -> bytes:
    from itasdash.documents.brief import picture_png

    return picture_png(_inputs(view, office, province), shape)


def _page(view: View, office: Office, province: str) -> bytes:
    from itasdash.documents.brief import brief_pdf

    return brief_pdf(_inputs(view, office, province))
