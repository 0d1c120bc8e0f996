"""Widgets whose choice stands in the page's address, so that a copied link shows the same view.

Streamlit's own binding writes the label of an option into the address; labels change with the
language, so the codes behind them are written here instead.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

# Longer than any name, and than anybody types; a browser that is not asked to may send more.
_MOST_CHARS = 200
_CHOSEN = "chosen"
_PAGE = "page at the last run"
_WRITTEN = "written into the address"
_ADDRESS = "what the address is to say"
_ASKED = "chosen elsewhere on the page"
_SEEN = "what each widget held at the last run"
_OFFERED = "what each widget offered at the last run"
_EDITED = "a widget was changed by hand"


def begin_page(page: str) -> None:
    """Say which page runs, before its first widget.

    Streamlit empties the address when the page changes; what was chosen before then still holds.
    """
    st.session_state.setdefault(_CHOSEN, {})
    st.session_state.setdefault(_ASKED, {})
    st.session_state[_ADDRESS] = {}
    seen = st.session_state.setdefault(_SEEN, {})
    st.session_state.setdefault(_OFFERED, {})
    # A browser that runs the page for a choice made by hand may not yet have the address of the
    # choice before: what it sends then is old, and the widgets are right.
    st.session_state[_EDITED] = any(
        key in st.session_state and st.session_state[key] != value for key, value in seen.items()
    )
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE] = page
        st.session_state[_WRITTEN] = {}
        st.session_state[_EDITED] = False


def end_page() -> None:
    """Write the choices into the address, after the last widget: one step back for one change."""
    address = st.session_state[_ADDRESS]
    st.session_state[_WRITTEN] = address
    in_address = {key: values for key, values in address.items() if values}
    if in_address != {key: st.query_params.get_all(key) for key in st.query_params}:
        st.query_params.from_dict(in_address)


def shared_choices(keys: Sequence[str]) -> dict[str, list[str]]:
    """Return what the address says for some keys, for links that carry it along."""
    address = st.session_state[_ADDRESS]
    return {key: address[key] for key in keys if address.get(key)}


def select(label: str, options: Mapping[str, str], key: str, default: str, **how: Any) -> str:
    """Return the chosen code of ``options`` (code -> label) from a select box."""
    _seed(key, options, default)
    st.selectbox(label, list(options), format_func=options.__getitem__, key=key, **how)
    return _kept(key, options, default)


def segments(label: str, options: Mapping[str, str], key: str, default: str, **how: Any) -> str:
    """Return the chosen code of ``options`` (code -> label) from buttons side by side."""
    _seed(key, options, default)
    st.segmented_control(
        label, list(options), format_func=options.__getitem__, key=key, required=True, **how
    )
    return _kept(key, options, default)


def several(
    label: str,
    options: Mapping[str, str],
    key: str,
    default: Sequence[str] = (),
    **how: Any,
) -> tuple[str, ...]:
    """Return the chosen codes of ``options`` (code -> label), in the order of choosing."""
    in_address = st.query_params.get_all(key)
    if _changed_outside(key, in_address):
        chosen = [code for code in in_address if code in options] if in_address else list(default)
    else:
        chosen = [code for code in _last(key, in_address or default) if code in options]
    asked = st.session_state[_ASKED].pop(key, None)
    chosen = [asked] if asked in options else chosen
    # An address may ask for more than there is room for.
    chosen = list(dict.fromkeys(chosen))[: how.get("max_selections")]
    _put(key, chosen, (label, *options.items()))
    st.multiselect(label, list(options), format_func=options.__getitem__, key=key, **how)
    chosen = [code for code in st.session_state[key] if code in options]
    _keep(key, chosen, [] if chosen == list(default) else chosen)
    return tuple(chosen)


def words(label: str, key: str, **how: Any) -> str:
    """Return the text that was typed, without spaces around it."""
    in_address = st.query_params.get_all(key)
    typed = (
        (in_address[0] if in_address else "")
        if _changed_outside(key, in_address)
        else _last(key, [*in_address, ""][0])
    )
    typed = str(st.session_state[_ASKED].pop(key, typed or ""))
    _put(key, typed[:_MOST_CHARS], ())
    st.text_input(label, key=key, max_chars=_MOST_CHARS, **how)
    typed = (st.session_state[key] or "").strip()[:_MOST_CHARS]
    _keep(key, typed, [typed] if typed else [])
    return str(typed)


def opened(key: str) -> str:
    """Return what :func:`choose` or the address opens on a page; it has no widget of its own."""
    in_address = st.query_params.get_all(key)
    code = [*in_address, ""][0]
    code = code if _changed_outside(key, in_address) else _last(key, code)
    code = str(st.session_state[_ASKED].pop(key, code))[:_MOST_CHARS]
    st.session_state[key] = code
    _keep(key, code, [code] if code else [])
    return code


def keep(*keys: str) -> None:
    """Let choices stay in the address whose widgets do not stand on the page in this run."""
    for key in keys:
        in_address = st.query_params.get_all(key)
        if in_address:
            st.session_state[_ADDRESS].setdefault(key, in_address)


def clear(*keys: str) -> None:
    """Forget what is chosen for some keys; it takes effect at the next run."""
    for key in keys:
        st.session_state[_CHOSEN].pop(key, None)
        st.session_state[_SEEN].pop(key, None)
        st.session_state[_WRITTEN][key] = []
        st.session_state.pop(key, None)
        if key in st.query_params:
            del st.query_params[key]


def choose(key: str, code: str) -> None:
    """Choose ``code`` for the widget of ``key`` from elsewhere; it takes effect at the next run."""
    st.session_state[_ASKED][key] = code


def chosen(key: str, options: Mapping[str, str], default: str) -> str:
    """Return what is chosen for ``key`` before its widget stands on the page."""
    _seed(key, options, default)
    return str(st.session_state[key])


def held(key: str, codes: Sequence[str], default: str) -> str:
    """Return what is chosen for ``key``, one of ``codes``, where no widget shows the choice."""
    options = {code: code for code in codes}
    _seed(key, options, default)
    return _kept(key, options, default)


def _seed(key: str, options: Mapping[str, str], default: str) -> None:
    in_address = st.query_params.get_all(key)
    first = [*in_address, default][0]
    code = first if _changed_outside(key, in_address) else _last(key, first)
    code = st.session_state[_ASKED].pop(key, code)
    _put(key, code if code in options else default, tuple(options.items()))


def _put(key: str, value: Any, offered: tuple[Any, ...]) -> None:
    """Give a widget its value, unless it holds it already.

    What is given goes to the browser, where it would take the place of what was chosen there in
    the meantime. What else a widget offers, as in another language, needs its value anew.
    """
    before = st.session_state[_OFFERED]
    if key in st.session_state and before.get(key) == offered and st.session_state[key] == value:
        return
    before[key] = offered
    st.session_state[key] = value


def _kept(key: str, options: Mapping[str, str], default: str) -> str:
    code = st.session_state[key]
    # What a browser sends is checked again here: options bind the browser only.
    code = code if code in options else default
    _keep(key, code, [] if code == default else [code])
    return str(code)


def _changed_outside(key: str, in_address: list[str]) -> bool:
    """Tell whether the address differs from what this session wrote: a link, or back and forth."""
    written = st.session_state[_WRITTEN]
    if key not in written:
        return bool(in_address)
    if st.session_state[_EDITED]:
        return False
    return bool(in_address != written[key])


def _last(key: str, default: Any) -> Any:
    if key in st.session_state:
        return st.session_state[key]
    return st.session_state[_CHOSEN].get(key, default)


def _keep(key: str, value: Any, in_address: list[str]) -> None:
    # Widgets of other pages lose their state in streamlit; this copy stays with the session.
    st.session_state[_CHOSEN][key] = value
    st.session_state[_SEEN][key] = st.session_state[key]
    st.session_state[_ADDRESS][key] = in_address
