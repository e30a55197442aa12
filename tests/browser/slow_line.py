"""A line between the browser and the server on which pages arrive piece by piece, as on a train."""

import re
import socket
import threading
import time
from contextlib import contextmanager

PIECES = 30
PAUSE = 0.05  # seconds, long enough to draw what has come
KEPT_OPEN = re.compile(rb"(?i)connection: keep-alive")


@contextmanager
def slow_line(host: str, port: int):
    """Yields the port of this machine at which the server's answers come; a page in `PIECES`, other files at once."""
    door = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_wait_at, args=(door, (host, port)), daemon=True).start()
    try:
        yield door.getsockname()[1]
    finally:
        door.close()


def _wait_at(door: socket.socket, server: tuple[str, int]) -> None:
    while True:
        try:
            browser, _ = door.accept()
        except OSError:  # the door was closed
            return
        threading.Thread(target=_answer, args=(browser, server), daemon=True).start()


def _answer(browser: socket.socket, server: tuple[str, int]) -> None:
    with browser, socket.create_connection(server) as line:
        question = b""
        while b"\r\n\r\n" not in question:
            if not (read := browser.recv(1 << 16)):
                return
            question += read
        line.sendall(KEPT_OPEN.sub(b"Connection: close", question))
        answer = b"".join(iter(lambda: line.recv(1 << 16), b""))
        browser.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head, _, body = answer.partition(b"\r\n\r\n")
        browser.sendall(head + b"\r\n\r\n")
        is_page = b"text/html" in head
        size = -(-len(body) // PIECES) if is_page else len(body)
        for start in range(0, len(body), size or 1):
            browser.sendall(body[start : start + size])
            time.sleep(PAUSE if is_page else 0)
