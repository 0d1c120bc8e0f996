"""Names to settle: which LAO a written name means is for a person to say, and remembered."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

import streamlit as st

from itasdash.findings import Refusal
from itasdash.i18n import Translator
from itasdash.importing import Unresolved
from itasdash.importing.batch import Batch
from itasdash.importing.names import keep_aliases
from itasdash.reference import all_provinces
from itasdash.schema import NOT_AN_LAO
from itasdash.store import Store
from itasdash.thai.dates import now, read_moment
from itasdash.ui.shell.access import require_staff
from itasdash.ui.shell.following import follower_of
from itasdash.ui.shell.problems import act
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import current_view

_LATER, _NONE = "later", "none"
# The fields that say from which day until which day the names of the form hold.
_VALIDITY = ("valid_from", "valid_to")
_ZERO_WIDTH = tuple(chr(code) for code in (0x0E31, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F)))


def names_part(store: Store, batch: Batch, t: Translator) -> None:
    """Show the names that no rule settles, with what each most likely means.

    One form for all: the arrow keys choose, the tabulator goes on, Enter confirms.
    """
    names = [row for row in batch.open_names() if not _dismissed(row)]
    if not names:
        return
    with st.form("names", border=True, enter_to_submit=True):
        st.header(t("names.title", count=len(names)), anchor=False)
        st.caption(t("names.explain"))
        for row in names:
            _choice(row, t)
        with st.expander(t("names.validity")):
            st.caption(t("names.validity_note"))
            with st.container(horizontal=True):
                for field in _VALIDITY:
                    hint = t("import.effective_hint")
                    st.text_input(t(f"names.{field}"), key=f"names_{field}", placeholder=hint)
        st.form_submit_button(
            t("names.confirm"),
            type="primary",
            icon=":material/task_alt:",
            on_click=_confirm,
            args=(store, names),
        )


def _key(row: Unresolved) -> str:
    return f"name_{row.province_code}_{row.district}_{row.written}"


def _dismissed(row: Unresolved) -> bool:
    return bool(st.session_state.get(_NONE, {}).get(_key(row)))


def _choice(row: Unresolved, t: Translator) -> None:
    province = all_provinces()[row.province_code or ""].name(current_view().language)
    place = t("names.place", province=province, district=row.district or "–")
    labels = {
        suggestion.lao_id: t(
            "names.suggestion",
            name=name_with_differences(row.written, suggestion.name, plain),
            district=plain(suggestion.district),
            other="" if row.district in (None, suggestion.district) else t("names.other_district"),
            lao_id=suggestion.lao_id,
        )
        for suggestion in row.suggestions
    }
    labels |= {
        _NONE: t("names.none"),
        NOT_AN_LAO: t("names.not_an_lao"),
        _LATER: t("names.later"),
    }
    st.radio(
        f"**{plain(row.written)}** {plain(place)}",
        list(labels),
        index=len(labels) - 1,
        format_func=labels.__getitem__,
        key=_key(row),
    )


@act
def _confirm(store: Store, names: Sequence[Unresolved]) -> None:
    who = require_staff().name
    validity = {field: _day(st.session_state.get(f"names_{field}")) for field in _VALIDITY}
    aliases = []
    for row in names:
        chosen = st.session_state.get(_key(row), _LATER)
        allowed = {suggestion.lao_id for suggestion in row.suggestions} | {NOT_AN_LAO}
        if chosen == _NONE:
            st.session_state.setdefault(_NONE, {})[_key(row)] = True
        elif chosen in allowed:
            aliases.append(
                {
                    "written": row.written,
                    "province_code": row.province_code or "",
                    "district": row.district or "",
                    "lao_id": chosen,
                    **validity,
                }
            )
    if aliases:
        keep_aliases(store, aliases, who=who, when=now())
        follower_of(store).wake()


def name_with_differences(written: str, name: str, escaped: Callable[[str], str]) -> str:
    """Return ``name`` as Markdown, the parts that ``written`` has otherwise in bold orange.

    ``escaped`` makes text inert. A mark above or below a letter is shown with its letter.
    """
    parts = []
    for text, same in _parts(written, name):
        if text:
            parts.append(escaped(text) if same else f":orange[**{escaped(text)}**]")
    return "".join(parts)


def _parts(written: str, name: str) -> list[tuple[str, bool]]:
    ours, theirs = _clusters(name), _clusters(written)
    matcher = SequenceMatcher(None, theirs, ours, autojunk=False)
    return [
        ("".join(ours[start:end]), tag == "equal")
        for tag, _, _, start, end in matcher.get_opcodes()
    ]


def _clusters(text: str) -> list[str]:
    """Split text into letters with the marks that stand on them."""
    clusters: list[str] = []
    for character in text:
        if character in _ZERO_WIDTH and clusters:
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _day(typed: str | None) -> str:
    """Return a day that was typed as ISO 8601, empty where none was.

    Raises:
        Refusal: what was typed is no date.
    """
    text = (typed or "").strip()
    if not text:
        return ""
    moment = read_moment(text)
    if moment is None:
        raise Refusal("no_date", {"written": text})
    return moment.date().isoformat()
