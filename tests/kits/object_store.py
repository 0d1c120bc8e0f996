"""An object store that speaks S3, on this machine and for one run of tests."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection, socket
from uuid import uuid4

import pytest
from pyarrow import fs

# Where ``make s3`` installs it.
_BESIDE = Path(__file__).resolve().parents[2] / ".venv-s3" / "bin"
KEY, SECRET = "tester", "secret-of-the-tester"


@contextmanager
def s3_server() -> Iterator[str]:
    """Run an object store, and give its address: ``http://127.0.0.1:5000``."""
    program = shutil.which("moto_server", path=str(_BESIDE)) or shutil.which("moto_server")
    if program is None:
        pytest.skip("there is no server of S3: make s3")
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = [program, "-H", "127.0.0.1", "-p", str(port)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(given, stdout=quiet, stderr=quiet) as server:
        try:
            while server.poll() is None and not _answers(port):
                time.sleep(0.05)
            assert server.poll() is None, "the server of S3 has ended"
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()


def _answers(port: int) -> bool:
    try:
        create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


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
