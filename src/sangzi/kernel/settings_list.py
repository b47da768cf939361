"""Every setting: its name in the environment, its default, and what it does. Declared once, printed everywhere."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """One environment variable; `default` is text, as the environment would give it."""

    name: str
    default: str
    means: str

    @property
    def value(self) -> str:
        return os.environ.get(self.name, self.default)


HOME = Setting("SANGZI_HOME", "var", "folder of the database, uploads, documents and the secret key")
DATABASE = Setting("SANGZI_DATABASE", "", "postgresql://user:password@host:port/name; empty: SQLite in SANGZI_HOME")
DEFINITIONS = Setting("SANGZI_DEFINITIONS", "", "folder of one's own TOML files, laid over the shipped ones")
DEBUG = Setting("SANGZI_DEBUG", "", "1 shows tracebacks in the browser; never in production")
HOSTS = Setting("SANGZI_HOSTS", "127.0.0.1,localhost", "host names that the server answers to, separated by commas")
ORIGINS = Setting("SANGZI_ORIGINS", "", "https origins in front of the server, separated by commas")
ADDRESS = Setting("SANGZI_ADDRESS", "", "where documents say Sangzi is opened; empty: http://127.0.0.1 at PORT")
FILING = Setting("SANGZI_FILING", "", "filing number (备案号) that stands at the foot of every page; empty: none")
COMPLAINTS = Setting("SANGZI_COMPLAINTS", "", "where complaints and suggestions go: a telephone number or an address")
PORT = Setting("PORT", "8000", "port of `make demo` and `sangzi serve`")
LANGUAGE = Setting("SANGZI_LANG", "", "language of the command line: zh-hans or en; empty: what the terminal speaks")

MAIL = Setting(
    "SANGZI_MAIL", "", "smtps://user:password@host:465 (smtp:// for STARTTLS); empty: e-mails are files in SANGZI_HOME"
)
MAIL_FROM = Setting("SANGZI_MAIL_FROM", "桑梓 <sangzi@localhost>", "sender of e-mails")
WECOM_CORP = Setting("SANGZI_WECOM_CORP", "", "id of the organisation in WeCom; empty: WeCom is not used")
WECOM_SECRET = Setting("SANGZI_WECOM_SECRET", "", "secret of the WeCom application that sends notices")
WECOM_AGENT = Setting("SANGZI_WECOM_AGENT", "", "number of that application")
WECOM_ADDRESS = Setting("SANGZI_WECOM_ADDRESS", "https://qyapi.weixin.qq.com", "where WeCom listens")
SMS_ADDRESS = Setting("SANGZI_SMS_ADDRESS", "", "address of the SMS gateway; empty: no SMS is sent")
SMS_APP = Setting("SANGZI_SMS_APP", "", "name of this installation at the gateway")
SMS_SECRET = Setting("SANGZI_SMS_SECRET", "", "secret with which messages to the gateway are signed")
SMS_SIGN = Setting("SANGZI_SMS_SIGN", "", "registered sign under which SMS are sent")
SMS_TEMPLATE = Setting("SANGZI_SMS_TEMPLATE", "", "registered SMS template with one place, title")

SETTINGS = (
    *(HOME, DATABASE, DEFINITIONS, DEBUG, HOSTS, ORIGINS, ADDRESS, FILING, COMPLAINTS, PORT, LANGUAGE),
    *(MAIL, MAIL_FROM, WECOM_CORP, WECOM_SECRET, WECOM_AGENT, WECOM_ADDRESS),
    *(SMS_ADDRESS, SMS_APP, SMS_SECRET, SMS_SIGN, SMS_TEMPLATE),
)
