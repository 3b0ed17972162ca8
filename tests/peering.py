"""Another system on this machine (对接系统), as a real HTTP server that a test answers for."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from hotline.gateways.signing import Signer

SIGNER = Signer("nmg-12345", b"k" * 32)
Answering = Callable[[Request], Response]


@contextmanager
def peer(answering: Answering) -> Iterator[str]:
    """A server on a free port of this machine; its address."""
    server = make_server("127.0.0.1", 0, Request.application(answering), threaded=True)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
