"""Messages between a page and streamlit: which ones come through, and in what form."""

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from itasdash.access import Person
from itasdash.i18n import DEFAULT_LANGUAGE, LANGUAGES, translator
from itasdash.settings import limits

# The messages of a page that this app needs. Others clear everybody's memory, tell what lies in
# the project's folder, or install things.
_MESSAGES = ("rerun_script", "stop_script", "app_heartbeat")
_LONGEST_REWRITTEN = 65_536


def for_page(data: bytes, language: str) -> bytes:
    """Return a message as a page may have it.

    Without the versions and the paths of this machine, which the first message of a run tells; and
    where a file could not be made, with a sentence of ours. Both are short.
    """
    if len(data) > _LONGEST_REWRITTEN:
        return data
    message = ForwardMsg()
    message.ParseFromString(data)
    kind = message.WhichOneof("type")
    if kind == "backend_operation_response" and message.backend_operation_response.error_msg:
        # Of these operations only downloads come through.
        sentence = translator(language)("gate.file_not_made")
        message.backend_operation_response.error_msg = sentence
        message.backend_operation_response.error_reason = ""
        return bytes(message.SerializeToString())
    if kind != "new_session":
        return data
    new = message.new_session
    new.main_script_path = PurePath(new.main_script_path).name
    for told in ("streamlit_version", "python_version", "server_os"):
        new.initialize.environment_info.ClearField(told)
    new.initialize.user_info.Clear()
    return bytes(message.SerializeToString())


def language_asked(data: bytes) -> str | None:
    """Return the language of the page that a message asks for, None where it asks for none."""
    message = BackMsg()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return None
    if message.WhichOneof("type") != "rerun_script":
        return None
    asked = re.search(r"(?:^|&)lang=(\w+)", message.rerun_script.query_string)
    return asked[1] if asked and asked[1] in LANGUAGES else DEFAULT_LANGUAGE


def let_through(data: bytes, who: Callable[[], Person | None]) -> bytes | None:
    """Return a page's message as streamlit may have it, None where it may not.

    Texts longer than anybody writes are cut: what typed them is never the app's own page.

    Args:
        data: the message.
        who: tells who sent it, None where nobody with a role did; only asked where it matters.
    """
    message = BackMsg()
    try:
        message.ParseFromString(data)
    except DecodeError:
        # Streamlit closes the connection.
        return data
    kind = message.WhichOneof("type")
    if kind == "rerun_script":
        return message.SerializeToString() if _shorten(message.rerun_script) else data
    if kind == "file_urls_request":
        person = who()
        return data if person is not None and person.role == "staff" else None
    if kind == "backend_operation_request":
        asked = message.backend_operation_request.WhichOneof("payload")
        return data if asked == "deferred_file" and who() is not None else None
    return data if kind in _MESSAGES else None


def _shorten(state: Any) -> bool:
    """Cut what is too long in the state of a page; tell whether anything was."""
    allowed, cut = limits(), False
    if len(state.query_string) > allowed.address_chars:
        # Half an address could ask for something else.
        state.query_string, cut = "", True
    for widget in state.widget_states.widgets:
        if len(widget.string_value) > allowed.typed_chars:
            widget.string_value, cut = widget.string_value[: allowed.typed_chars], True
        texts: Any = []
        if widget.HasField("string_array_value"):
            texts = widget.string_array_value.data
        for number, text in enumerate(texts):
            if len(text) > allowed.typed_chars:
                texts[number], cut = text[: allowed.typed_chars], True
    return cut
