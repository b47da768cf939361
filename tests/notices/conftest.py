"""Somebody to tell: an account with a person, a person without an account, and who works where."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils.translation import gettext_noop

from sangzi.kernel.models import Account
from sangzi.notices import kinds
from sangzi.notices.actions import tell_all
from sangzi.notices.models import Address, Notice
from sangzi.people.models import Person

NOW = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)  # noon in Shanghai
TITLE = gettext_noop("通知")  # a message that has its English
KIND = kinds.declare("test.told", "测试通知")


@pytest.fixture
def tian(tree):
    """An account that works nowhere, with its person."""
    account = Account.objects.create_user("tian", "x", name="田一禾")
    Person.objects.create(name="田一禾", phone="13812341234", home=tree.township, account=account)
    return account


@pytest.fixture
def quiet(tree):
    """A person without an account, with a telephone."""
    return Person.objects.create(name="石小山", phone="13912345678", home=tree.village)


def tell(*recipients, key="one", title="报名结束了", **more) -> list[Notice]:
    """Tell some recipients something; their notices in the order of telling."""
    tell_all(recipients=recipients, **{"kind": KIND, "title": title, "key": key, "now": NOW, "by": None} | more)
    return list(Notice.objects.filter(key__startswith=f"{key}/").order_by("pk"))


def reached(account, channel="mail", value="tian@example.cn", **of) -> Address:
    """A proven address."""
    owner = of or {"account": account}
    return Address.objects.create(channel=channel, value=value, made=NOW, verified=NOW, **owner)
