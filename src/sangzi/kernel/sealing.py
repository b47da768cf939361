"""Files of a personal kind, sealed: AES-256-GCM under a key derived from the installation's secret.

A file is sealed piece by piece, so that a large one is neither sealed nor opened in memory. Each piece's nonce counts
it and says whether it is the last, and all are bound to the file's name: pieces cannot be dropped, put in another
order, or passed off as another file (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from .errors import BadInput

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"SZ1"
PIECE = 256 * 1024
_TAG, _PREFIX, _KEY_ID = 16, 7, 8
_HEAD = len(MAGIC) + _KEY_ID + _PREFIX


class Unsealable(BadInput):
    """A sealed file that is gone, was changed, or was sealed with another installation's secret."""

    code = "unsealable"


def keep(folder: str, pieces: Iterable[bytes]) -> str:
    """Seal a file under a name of its own and return the name. It is whole on the disk when this returns."""
    name = secrets.token_hex(20)
    path = path_of(folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            _seal(file, pieces, name.encode())
            file.flush()
            os.fsync(handle)
        draft.rename(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    return name


def opened(folder: str, name: str) -> Iterator[bytes]:
    """The bytes of a sealed file, piece by piece. Raises `Unsealable` before a changed piece is given away."""
    try:
        with path_of(folder, name).open("rb") as file:
            yield from _open(file, name.encode())
    except FileNotFoundError as error:
        raise Unsealable(_("文件已不在存储中。")) from error


def drop(folder: str, name: str) -> None:
    """Remove a sealed file; one that is gone already is no mistake."""
    path_of(folder, name).unlink(missing_ok=True)


def names(folder: str, before: datetime) -> Iterator[str]:
    """The names in a folder, of whole and of broken-off files that were written before a moment."""
    for path in (settings.SANGZI_HOME / folder).glob("??/*"):
        if path.stat().st_mtime < before.timestamp():
            yield path.name


def path_of(folder: str, name: str) -> Path:
    home: Path = settings.SANGZI_HOME
    return home / folder / name[:2] / name


def key_id() -> str:
    """Which key files are sealed with now."""
    return _key(settings.SECRET_KEY)[1].hex()


def digest_of(content: bytes, *whose: object) -> str:
    """A digest that only this installation can compute, and that differs for the same bytes of others."""
    key = hashlib.sha256(b"digest:" + settings.SECRET_KEY.encode()).digest()
    told = "\0".join(map(str, whose)).encode() + b"\0" + hashlib.sha256(content).digest()
    return hmac.new(key, told, hashlib.sha256).hexdigest()


def _seal(file: BinaryIO, pieces: Iterable[bytes], name: bytes) -> None:
    cipher, key = _key(settings.SECRET_KEY)
    prefix = secrets.token_bytes(_PREFIX)
    file.write(MAGIC + key + prefix)
    waiting, count = b"", 0
    for piece in pieces:
        waiting += piece
        while len(waiting) > PIECE:
            file.write(cipher.encrypt(_nonce(prefix, count, last=False), waiting[:PIECE], name))
            waiting, count = waiting[PIECE:], count + 1
    file.write(cipher.encrypt(_nonce(prefix, count, last=True), waiting, name))


def _open(file: BinaryIO, name: bytes) -> Iterator[bytes]:
    from cryptography.exceptions import InvalidTag

    head = file.read(_HEAD)
    cipher = _cipher_for(head)
    prefix = head[-_PREFIX:]
    piece, count = file.read(PIECE + _TAG), 0
    while True:
        following = file.read(PIECE + _TAG)
        try:
            yield cipher.decrypt(_nonce(prefix, count, last=not following), piece, name)
        except InvalidTag as error:
            raise Unsealable(_("文件被改动过或不完整，不能打开；请从备份恢复，或重新上传。")) from error
        if not following:
            return
        piece, count = following, count + 1


def _cipher_for(head: bytes) -> AESGCM:
    if len(head) != _HEAD or not head.startswith(MAGIC):
        raise Unsealable(_("文件被改动过或不完整，不能打开；请从备份恢复，或重新上传。"))
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        cipher, key = _key(secret)
        if head[len(MAGIC) : len(MAGIC) + _KEY_ID] == key:
            return cipher
    raise Unsealable(_("文件是用另一把密钥封存的；请把当时的 secret.key 恢复到 SANGZI_HOME。"))


def _nonce(prefix: bytes, count: int, *, last: bool) -> bytes:
    return prefix + count.to_bytes(4, "big") + bytes([last])


@lru_cache(maxsize=4)
def _key(secret: str) -> tuple[AESGCM, bytes]:
    """The cipher of a secret, and what its key is called."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    key = HKDF(SHA256(), 32, salt=None, info=b"sangzi sealed files 1").derive(secret.encode())
    return AESGCM(key), hashlib.sha256(b"key id:" + key).digest()[:_KEY_ID]


def _sync_folder(folder: Path) -> None:
    """A new name lasts through a power cut only when its folder was written, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
