"""What people type is in the database and on their pages, and nowhere else: not in the log, an address, an anchor or an error."""

from __future__ import annotations

import re
import socket
import sqlite3
import subprocess
import urllib.parse
import urllib.request

import pytest

from tests import live_demo

CANARY = "canary7f3a"


class Listening(live_demo.Demo):
    """A demo that is listened to until it has stopped."""

    def everything_said(self) -> str:
        try:
            self.process.send_signal(live_demo.signal.SIGINT)
            rest, _ = self.process.communicate(timeout=live_demo.SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        return "\n".join(self.said) + rest


@pytest.fixture
def demo(built_demo, tmp_path):
    served = Listening(live_demo.copy(built_demo, tmp_path / "data"))
    yield served
    served.stop()


def raw(port: int, sent: bytes) -> str:
    """What comes back for bytes that are no proper request."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(4096), b"")).decode(errors="replace")


def test_whatever_goes_wrong_nothing_that_was_typed_is_repeated(demo):
    visitor = demo.visitor("adaeze")
    visitor._opener.addheaders = [
        ("User-Agent", CANARY),
        ("Referer", f"{demo.address}/?{CANARY}"),
        ("X-Canary", CANARY),
    ]
    page = visitor.get("/projects/harbour/services/add/").text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    answers = {
        "saved": visitor.post(
            "/projects/harbour/partners/add/", **hidden, name=f"{CANARY} Trust", part="funder", about=CANARY
        ),
        "refused": visitor.post(
            "/projects/harbour/services/add/", **hidden, name=CANARY, host=CANARY, employer=CANARY
        ),
        "without its token": visitor.post("/projects/harbour/services/add/", name=CANARY),
        "not found": visitor.get(f"/projects/harbour/services/?page={CANARY}"),
        "not allowed": visitor.post("/projects/lantern/services/add/", **hidden, name=CANARY),
        "a wrong method": visitor.get(f"/hat/?{CANARY}"),
        "a wrong password": demo.visitor().post("/account/login/", login=CANARY, password=CANARY),
        "too many fields": visitor.post("/language/", **{f"{CANARY}{n}": "" for n in range(1_500)}),
    }
    host = urllib.request.Request(f"{demo.address}/?{CANARY}", headers={"Host": f"{CANARY}.example"})
    answers["a strange host"] = visitor._open(host)
    said = [
        raw(demo.port, f"GET /{CANARY} {CANARY}\r\n\r\n".encode()),
        raw(demo.port, f"GET / HTTP/1.1\r\nHost: localhost\r\n{CANARY}\r\n\r\n".encode()),
        raw(demo.port, f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {CANARY}\r\n\r\n".encode()),
        raw(demo.port, f"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: {CANARY}\r\n\r\n".encode()),
        raw(
            demo.port,
            f"GET /%ff?{CANARY} HTTP/1.1\r\nHost: localhost\r\nCookie: sessionid={CANARY}; csrftoken={CANARY}\r\n\r\n".encode(),
        ),
    ]

    assert {name: answer.status for name, answer in answers.items()} == {
        "saved": 422, "refused": 422, "without its token": 403, "not found": 404, "not allowed": 404, "a wrong method": 405,
        "a wrong password": 403, "too many fields": 400, "a strange host": 400,
    }  # fmt: skip
    for name in (
        "not found",
        "not allowed",
        "a wrong method",
        "a wrong password",
        "too many fields",
        "a strange host",
    ):
        assert CANARY not in re.sub(r'name="next" value="[^"]*"', "", answers[name].text), name
    assert all(CANARY not in urllib.parse.unquote(answer.path) for answer in answers.values())
    assert all(CANARY not in each.partition("\r\n\r\n")[0] for each in said)
    heard = demo.everything_said()
    assert CANARY not in heard, heard
    for file in (demo.data / "anchors").rglob("*"):
        assert CANARY.encode() not in file.read_bytes()
    with sqlite3.connect(demo.data / "alongside.sqlite3") as database:
        trail = str(database.execute("SELECT * FROM core_auditrow ORDER BY id DESC LIMIT 50").fetchall())
        drafts = str(database.execute("SELECT * FROM core_draft").fetchall())
    assert CANARY not in trail
    assert CANARY not in drafts
