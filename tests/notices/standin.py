"""Servers on this machine that answer as WeCom, an SMS gateway and a mail server do, in good and in bad moments.

They know the documented interfaces, not our code: what we send wrongly they refuse with the documented codes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import socketserver
import threading
import time
from collections import deque
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Standin:
    """An HTTP server whose next answers may be faults: "slow", "hang up", "hang up after", "broken", "garbage"."""

    def __init__(self):
        self.faults = deque()
        self.asked = []
        self.slowness = 1.0
        self.lock = threading.Lock()

    def answer(self, method, path, query, headers, body):
        raise NotImplementedError

    def serve(self, asking):
        """Answer one request, or misbehave as the next fault says."""
        parts = urlsplit(asking.path)
        body = asking.rfile.read(int(asking.headers.get("Content-Length", 0)))
        fault = self.faults.popleft() if self.faults else ""
        self.asked.append((asking.command, parts.path, fault))
        if fault == "hang up":
            return None
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        with self.lock:
            status, said = self.answer(asking.command, parts.path, query, asking.headers, body)
        if fault == "hang up after":
            return None
        if fault == "slow":
            time.sleep(self.slowness)
        if fault == "broken":
            status, said = 503, {"code": "ERROR"}
        return status, (b"<html>busy</html>" if fault == "garbage" else json.dumps(said, ensure_ascii=False).encode())


class Handler(BaseHTTPRequestHandler):
    """One request; the server's `standin` answers it or misbehaves."""

    def do_GET(self):
        self.pass_on()

    def do_POST(self):
        self.pass_on()

    def pass_on(self):
        answered = self.server.standin.serve(self)
        if answered is None:
            self.close_connection = True
            return
        status, said = answered
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        if status == 429:
            self.send_header("Retry-After", "120")
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_said):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, _request, _address):
        pass  # a client that gave up waiting is part of the tests


@contextmanager
def listening(standin):
    """The standin at an address of its own, `standin.url`."""
    with Server(("127.0.0.1", 0), Handler) as server:
        server.standin = standin
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        standin.url = f"http://127.0.0.1:{server.server_port}"
        yield standin
        server.shutdown()


class WeComStandin(Standin):
    """gettoken and message/send of WeCom, as documented at developer.work.weixin.qq.com (90235, 90236, 91039)."""

    corp, secret, agent = "wwcorp", "wecom-secret", 1000002

    def __init__(self, members):
        super().__init__()
        self.members = {name.lower() for name in members}
        self.unlicensed = set()
        self.tokens = {}  # word -> whether it still holds
        self.given = 0
        self.shown = []  # (member, message): what members have seen
        self.seen = set()
        self.code = 0  # a code that every message is answered with

    def expire(self):
        self.tokens = dict.fromkeys(self.tokens, False)

    def answer(self, method, path, query, _headers, body):
        if path == "/cgi-bin/gettoken" and method == "GET":
            return 200, self.token(query)
        if path == "/cgi-bin/message/send" and method == "POST":
            return 200, self.send(query.get("access_token"), body)
        return 404, {"errcode": -1, "errmsg": "no such address"}

    def token(self, query):
        if query.get("corpid") != self.corp:
            return {"errcode": 40013, "errmsg": "invalid corpid"}
        if query.get("corpsecret") != self.secret:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        self.given += 1
        word = f"token-{self.given}"
        self.tokens[word] = True
        return {"errcode": 0, "errmsg": "ok", "access_token": word, "expires_in": 7200}

    def send(self, token, body):
        if not token:
            return {"errcode": 41001, "errmsg": "access_token missing"}
        if not self.tokens.get(token, False):
            code = 42001 if token in self.tokens else 40014
            return {"errcode": code, "errmsg": "access_token expired"}
        message = json.loads(body)
        refused = self.refusal(message)
        if refused:
            return {"errcode": refused, "errmsg": "refused"}
        return self.deliver(message, body)

    def refusal(self, message):
        to = message["touser"].split("|")
        if self.code:
            return self.code
        if message["agentid"] != self.agent:
            return 40056
        if not 1 <= len(to) <= 1000:
            return 40031
        return 0 if _is_well_formed(message) else 40035

    def deliver(self, message, body):
        to = [name.lower() for name in message["touser"].split("|")]
        unknown = [name for name in to if name not in self.members]
        fit = [name for name in to if name in self.members - self.unlicensed]
        if not fit:
            return {"errcode": 81013, "errmsg": "user & party & tag all invalid"}
        repeated = message.get("enable_duplicate_check") == 1 and body in self.seen
        self.seen.add(body)
        if not repeated:
            self.shown += [(name, message) for name in fit]
        unlicensed = "|".join(sorted(set(to) & self.unlicensed))
        return {
            "errcode": 0,
            "errmsg": "ok",
            "invaliduser": "|".join(unknown),
            "unlicenseduser": unlicensed,
            "msgid": "m",
        }


def _is_well_formed(message):
    if not 0 <= message.get("duplicate_check_interval", 0) <= 14400:
        return False
    if message["msgtype"] == "text":
        return 0 < len(message["text"]["content"].encode()) <= 2048
    card = message.get("textcard", {})
    fits = len(card.get("title", "").encode()) <= 128 and len(card.get("description", "").encode()) <= 512
    return (
        message["msgtype"] == "textcard" and fits and card.get("description") and card.get("url", "").startswith("http")
    )


class SmsStandin(Standin):
    """A gateway for template messages. Like the platforms behind it, it sends again what it is given again."""

    app, secret, sign, template = "sangzi-test", "sms-secret", "桑梓服务", "T100"

    def __init__(self):
        super().__init__()
        self.sent = []
        self.refused = {}  # phone -> code
        self.limited = False
        self.nonces = set()

    def answer(self, method, path, _query, headers, body):
        if method != "POST" or path != "/v1/messages":
            return 404, {"code": "NO_SUCH_ADDRESS"}
        if self.limited:
            return 429, {"code": "LIMITED"}
        if headers["X-App"] != self.app or not self.is_signed(path, headers, body):
            return 401, {"code": "SIGNATURE"}
        said = json.loads(body)
        if (said["sign_name"], said["template_id"]) != (self.sign, self.template):
            return 400, {"code": "NOT_REGISTERED"}
        if not 1 <= len(said["messages"]) <= 100:
            return 400, {"code": "TOO_MANY"}
        return 200, {"code": "OK", "results": [self.one(message) for message in said["messages"]]}

    def is_signed(self, path, headers, body):
        """Computed here once more, from the description in docs/notices.md."""
        moment, nonce = headers["X-Timestamp"], headers["X-Nonce"]
        if abs(time.time() - int(moment)) > 300 or nonce in self.nonces:
            return False
        self.nonces.add(nonce)
        lines = f"POST\n{path}\n{moment}\n{nonce}\n{hashlib.sha256(body).hexdigest()}"
        wanted = hmac.new(self.secret.encode(), lines.encode(), "sha256").hexdigest()
        return hmac.compare_digest(wanted, headers["X-Signature"])

    def one(self, message):
        code = self.refused.get(message["phone"], "OK")
        if not re.fullmatch(r"1\d{10}", message["phone"]):
            code = "PHONE_NUMBER"
        if set(message["parameters"]) != {"title"} or not 0 < len(message["parameters"]["title"]) <= 35:
            code = "PARAMETER"
        if code == "OK":
            self.sent.append((message["phone"], message["parameters"]["title"]))
        return {"request_id": message["request_id"], "code": code}


class MailStandin:
    """A mail server by RFC 5321: takes letters, refuses some recipients, and hangs up where it is told to."""

    def __init__(self):
        self.letters = []  # (recipient, text)
        self.refused = {}  # recipient -> code
        self.hang_up_at = 0  # the number of the letter after whose DATA it says nothing more
        self.connections = 0


class MailHandler(socketserver.StreamRequestHandler):
    """One conversation with a client; the server's `standin` says how it goes."""

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        self.server.standin.connections += 1
        self.say("220 standin ESMTP")
        self.recipient = ""
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "QUIT":
                self.say("221 bye")
                return
            if not self.obey(verb, line):
                return

    def obey(self, verb, line):
        if verb == "RCPT":
            self.recipient = line.partition("<")[2].partition(">")[0]
            code = self.server.standin.refused.get(self.recipient, 250)
            self.say(f"{code} recipient")
        elif verb == "DATA":
            self.say("354 go on")
            return self.take()
        else:
            self.say("250 ok")
        return True

    def take(self):
        standin, lines = self.server.standin, []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        standin.letters.append((self.recipient, "\n".join(lines)))
        if len(standin.letters) == standin.hang_up_at:
            return False
        self.say("250 taken")
        return True


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def handle_error(self, _request, _address):
        pass


@contextmanager
def mail_listening(standin):
    """The mail server at a port of its own, `standin.port`."""
    with MailServer(("127.0.0.1", 0), MailHandler) as server:
        server.standin = standin
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        standin.port = server.server_address[1]
        yield standin
        server.shutdown()
