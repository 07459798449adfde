"""A bounded number of requests over a few connections to a server on this machine.

They are kept for as long as the server keeps them.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

LONGEST_SECONDS = 60
#: How long an answer may take.
PATIENCE = 30


class Refused(Exception):
    """An answer that was not asked for: what is measured would be something else."""


@dataclass(frozen=True)
class Load:
    """What came of it: how many ``answers`` in how many ``seconds``, and the last one."""

    answers: int
    seconds: float
    headers: dict[str, str]
    body: bytes


def drive(port, path, *, requests, connections, status=200, headers=(), make_body=None) -> Load:
    """Ask for ``path`` that often, or for as long as ``LONGEST_SECONDS`` allow.

    With ``make_body``, post what it returns for each number, JSON in bytes.
    """
    lines = "".join(f"{name}: {value}\r\n" for name, value in dict(headers).items())
    head = f"{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{lines}"

    def make_question(number):
        if make_body is None:
            return f"GET {head}\r\n".encode()
        body = make_body(number)
        kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        return f"POST {head}{kind}\r\n".encode() + body

    return asyncio.run(_drive(port, make_question, requests, connections, status))


async def _drive(port, make_question, requests, connections, status):
    tickets = iter(range(requests))
    began = time.perf_counter()
    deadline = began + LONGEST_SECONDS
    results = await asyncio.gather(
        *(_connect(port, make_question, tickets, deadline, status) for _ in range(connections))
    )
    seconds = time.perf_counter() - began
    asked = [result for result in results if result[0]]
    return Load(sum(number for number, _, _ in asked), seconds, asked[-1][1], asked[-1][2])


async def _connect(port, make_question, tickets, deadline, status):
    answers, headers, body, writer = 0, {}, b"", None
    try:
        for number in tickets:
            if writer is None:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(make_question(number))
            headers, body = await asyncio.wait_for(_read(reader, status), PATIENCE)
            answers += 1
            if headers.get("connection") == "close":
                await _close(writer)
                writer = None
            if time.perf_counter() > deadline:
                break
    finally:
        if writer is not None:
            await _close(writer)
    return answers, headers, body


async def _close(writer):
    writer.close()
    await writer.wait_closed()


async def _read(reader, status):
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    if int(head[0].split()[1]) != status:
        raise Refused(f"{head[0]!r} instead of {status}")
    pairs = (line.partition(":") for line in head[1:] if line)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    if "transfer-encoding" in headers:
        raise Refused("an answer without a length")
    return headers, await reader.readexactly(int(headers.get("content-length", 0)))
