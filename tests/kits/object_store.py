"""An object store that speaks S3, on this machine and for one run of tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from pyarrow import fs

KEY, SECRET = "tester", "secret-of-the-tester"


@contextmanager
def s3_server() -> Iterator[str]:
    """Run an object store, and give its address: ``http://127.0.0.1:5000``."""
    moto = pytest.importorskip("moto.server")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def new_bucket(endpoint: str) -> str:
    """Make a bucket, and return its address for whoever has the keys in the environment."""
    scheme, _, server = endpoint.partition("://")
    name = f"bucket-{uuid4().hex}"
    maker = fs.S3FileSystem(
        access_key=KEY,
        secret_key=SECRET,
        endpoint_override=server,
        scheme=scheme,
        region="us-east-1",
        allow_bucket_creation=True,
    )
    maker.create_dir(name)
    return f"s3://{name}/itas"
