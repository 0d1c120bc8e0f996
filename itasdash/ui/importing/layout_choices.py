"""What somebody chooses who reads a file by hand: headings, columns, words, kind and moment."""

from collections.abc import Mapping
from typing import Literal

import pandas as pd
import streamlit as st

from itasdash.i18n import Translator
from itasdash.importing.teaching import Column, Lesson, Outline, column_letters, teachable
from itasdash.schema import EITHER_MISSING, KINDS, LIST_MEANINGS
from itasdash.thai.dates import format_moment
from itasdash.ui.parts.tables import ROW_HEIGHT
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import current_view

_MOST_HEADING_ROWS = 6
_EXAMPLE_LENGTH = 34
_GRID_HEIGHT = 254
# More columns than that scroll, so that what they make of the file stays in sight.
_FEW, _FIELDS_HEIGHT = 9, 330
_SAYS = ("", "true", "false")
_COVERS = ("", "country", "listed")
_HEADING_COLOUR = "background-color: rgba(15, 92, 122, 0.18)"


def choose_headings(lesson: Lesson, digest: str, t: Translator) -> tuple[int, Outline]:
    """Show where the sheet and its headings are chosen; return the sheet and the outline."""
    names = [sheet.name for sheet in lesson.sheets]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sheet = st.selectbox(
            t("teach.sheet"),
            range(len(names)),
            index=lesson.likely_sheet(),
            format_func=lambda at: plain(names[at]),
            key=f"teach_sheet_{digest}",
            width=240,
        )
        seems = lesson.outline(sheet)
        start = st.number_input(
            t("teach.heading_row"),
            1,
            max(1, len(lesson.cells(sheet))),
            seems.start + 1,
            key=f"teach_row_{digest}_{sheet}",
            width=170,
        )
        height = st.number_input(
            t("teach.heading_rows"),
            1,
            _MOST_HEADING_ROWS,
            seems.height,
            key=f"teach_rows_{digest}_{sheet}",
            width=170,
        )
    if seems.layout is not None:
        st.caption(plain(t("teach.resembles", name=seems.layout.name)))
    return sheet, Outline(int(start) - 1, int(height), seems.layout)


def show_cells(lesson: Lesson, sheet: int, outline: Outline, digest: str, t: Translator) -> None:
    """Show the first rows of a sheet as they are, the headings shaded."""
    cells = lesson.cells(sheet)
    width = len(cells[0]) if cells else 0
    letters = column_letters(width)
    grid = pd.DataFrame(cells, columns=letters, index=range(1, len(cells) + 1))
    headings = range(outline.start + 1, outline.start + outline.height + 1)
    styled = grid.style.apply(
        lambda row: [_HEADING_COLOUR if row.name in headings else ""] * width, axis=1
    )
    narrow = {letter: st.column_config.TextColumn(width=110) for letter in letters}
    st.dataframe(
        styled,
        height=min(_GRID_HEIGHT, ROW_HEIGHT * (len(cells) + 1) + 2),
        row_height=ROW_HEIGHT,
        key=f"teach_grid_{digest}_{sheet}",
        column_config=narrow,
        placeholder="",
    )
    st.caption(t("teach.grid", rows=len(cells), columns=width))


def choose_fields(columns: list[Column], place: str, t: Translator) -> dict[int, str]:
    """Show a choice for each column; return what each says."""
    st.markdown(f"**{t('teach.columns', count=len(columns))}**")
    height: int | Literal["content"] = _FIELDS_HEIGHT if len(columns) > _FEW else "content"
    with (
        st.container(height=height, border=False),
        st.container(horizontal=True, gap="xsmall"),
    ):
        return {
            column.at: st.selectbox(
                f"**{column.letter}** {plain(_short(' › '.join(column.heading) or '–'))}",
                teachable(),
                index=teachable().index(column.field),
                format_func=lambda name: t(f"field.{name or 'unused'}"),
                key=f"teach_column_{place}_{column.at}",
                help=plain(t("teach.examples", cells=" | ".join(column.examples) or "–")),
                width=168,
            )
            for column in columns
        }


def _short(text: str) -> str:
    return text if len(text) <= _EXAMPLE_LENGTH else f"{text[: _EXAMPLE_LENGTH - 1]}…"


def choose_the_rest(
    lesson: Lesson,
    sheet: int,
    outline: Outline,
    fields: Mapping[int, str],
    place: str,
    t: Translator,
) -> dict[str, object]:
    """Show the choices that are not of a column; return them as fields of a layout."""
    meanings = _words(lesson, sheet, outline, fields, place, t)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        seems = lesson.kind(list(fields.values()))
        kind = st.selectbox(
            t("teach.kind"),
            KINDS,
            index=KINDS.index(outline.layout.kind if outline.layout else seems),
            format_func=lambda name: t(f"kind.{name}"),
            key=f"teach_kind_{place}_{seems}",
            width=240,
        )
        moments = lesson.moments()
        language = current_view().language
        after = st.selectbox(
            t("teach.moment"),
            ["", *moments],
            format_func=lambda words: (
                plain(f"{words} {format_moment(moments[words], language)}")
                if words
                else t("teach.moment_as_shown")
            ),
            key=f"teach_moment_{place}",
            width=300,
        )
        list_means, covers = EITHER_MISSING, ""
        if kind == "unregistered_list":
            list_means = st.selectbox(
                t("import.list_means"),
                LIST_MEANINGS,
                format_func=lambda meaning: t(f"import.means_{meaning}"),
                key=f"teach_means_{place}",
                width=380,
            )
            covers = st.selectbox(
                t("teach.covers"),
                _COVERS,
                format_func=lambda part: t(f"teach.covers_{part or 'told'}"),
                key=f"teach_covers_{place}",
                width=380,
            )
    return {
        "kind": kind,
        "list_means": list_means,
        "covers": covers,
        "moment_after": after,
        "yes": tuple(word for word, meaning in meanings.items() if meaning == "true"),
        "no": tuple(word for word, meaning in meanings.items() if meaning == "false"),
    }


def _words(
    lesson: Lesson,
    sheet: int,
    outline: Outline,
    fields: Mapping[int, str],
    place: str,
    t: Translator,
) -> dict[str, str]:
    words = lesson.words(sheet, outline, fields)
    if not words:
        return {}
    st.markdown(f"**{t('teach.words')}**")
    with st.container(horizontal=True, gap="xsmall"):
        return {
            word: st.selectbox(
                plain(f"“{_short(word)}”") if word else t("teach.empty_cell"),
                _SAYS,
                index=_SAYS.index(meaning) if meaning in _SAYS else 0,
                format_func=lambda name: t(f"teach.says_{name or 'nothing'}"),
                key=f"teach_word_{place}_{word}",
                width=168,
            )
            for word, meaning in words.items()
        }
