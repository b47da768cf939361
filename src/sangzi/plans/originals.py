"""Uploaded plan files, kept as they came under a name made from their digest."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput

from .models import Plan

FOLDER = "plans"


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def keep(data: bytes, digest: str, suffix: str) -> str:
    """Store a file once, whoever brings it, and return the name it is kept under."""
    name = f"{FOLDER}/{digest[:2]}/{digest}{suffix}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(data))
    return name


def path_of(plan: Plan) -> Path:
    """Where the original of `plan` lies."""
    if not plan.original or not default_storage.exists(plan.original):
        raise BadInput(_("规划“%(title)s”的原文件已不在存储中；请重新上传。") % {"title": plan.title}, plan=plan.pk)
    return Path(default_storage.path(plan.original))
