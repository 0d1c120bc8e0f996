"""A page as the server sees one: messages over a websocket, without a browser around it."""

from collections.abc import Callable
from typing import Any

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.sync.client import ClientConnection, connect

ANSWERS_WITHIN = 60


class Page:
    """A page of a browser, as the server sees one."""

    def __init__(self, app: str, user: str = "", **headers: str) -> None:
        token = generate_xsrf_token_string()
        sent = {"Host": app.removeprefix("http://"), "Origin": app} | headers
        sent["Cookie"] = f"_streamlit_xsrf={token}; _streamlit_user={user}"
        self.app, self.token, self.session = app, token, ""
        origin = sent.pop("Origin", None)
        self._connecting = connect(
            app.replace("http", "ws") + "/_stcore/stream",
            subprotocols=["streamlit", token],  # type: ignore[list-item]
            origin=origin,  # type: ignore[arg-type]
            additional_headers={k: v for k, v in sent.items() if k != "Host"},
            max_size=None,
            open_timeout=ANSWERS_WITHIN,
        )

    def __enter__(self) -> "Page":
        self.stream: ClientConnection = self._connecting.__enter__()
        return self

    def __exit__(self, *ended: Any) -> None:
        self._connecting.__exit__(*ended)

    def send(self, **message: Any) -> None:
        self.stream.send(BackMsg(**message).SerializeToString())

    def received(
        self, until: Callable[[ForwardMsg], bool], within: float = ANSWERS_WITHIN
    ) -> list[ForwardMsg]:
        """Return what comes until something comes."""
        found: list[ForwardMsg] = []
        while not found or not until(found[-1]):
            found.append(ForwardMsg.FromString(bytes(self.stream.recv(within))))
            if found[-1].WhichOneof("type") == "new_session":
                self.session = found[-1].new_session.initialize.session_id
        return found

    def messages(self, message: BackMsg, within: float = ANSWERS_WITHIN) -> list[ForwardMsg]:
        """Return all that a run says that a message asks for."""
        self.stream.send(message.SerializeToString())
        return self.received(lambda m: m.WhichOneof("type") == "script_finished", within)

    def run(self, address: str = "", page: str = "") -> str:
        """Run the page and return all that it says."""
        message = BackMsg()
        message.rerun_script.query_string = address
        message.rerun_script.page_name = page
        return "\n".join(map(str, self.messages(message)))

    def kinds_until_heartbeat(self) -> list[str | None]:
        """Return the kinds of what comes before the answer to a heartbeat."""
        self.send(app_heartbeat=True)
        return [
            message.WhichOneof("type")
            for message in self.received(lambda m: m.WhichOneof("type") == "heartbeat_ack")
        ]

    def upload(
        self, data: bytes, name: str = "f", user: str = "", file: str = "a.csv", **headers: str
    ) -> httpx.Response:
        """Upload a file as ``name``; its number among the files of the page is free to choose."""
        return httpx.put(
            f"{self.app}/_stcore/upload_file/{self.session}/{name}",
            files={"file": (file, data)},
            cookies={"_streamlit_user": user, "_streamlit_xsrf": self.token},
            headers={"X-Xsrftoken": self.token, **headers},
            timeout=ANSWERS_WITHIN,
        )
