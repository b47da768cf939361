"""Keys have words: no page shows a key where a word belongs."""

from __future__ import annotations

import ast
import re

import pytest

from sangzi.kernel import facts
from sangzi.scoreboard.lights import ORDER
from sangzi.units.models import Assignment, Level
from sangzi.web.acts import ACTS
from sangzi.web.lights import LOOKS
from sangzi.web.words import LEVELS, NOUNS, ROLES
from tests.house.source import PACKAGE, modules, parsed

ACT = re.compile(r"(units|people|places|plans|library|programmes|scoreboard|briefs)\.[a-z_-]+")


def acts_in_the_code():
    paths = [path for path in modules() if "actions" in str(path.relative_to(PACKAGE))]
    strings = {node.value for path in paths for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant)}
    return {text for text in strings if isinstance(text, str) and ACT.fullmatch(text)} - set(facts.known())


def test_every_act_of_the_audit_chain_has_words():
    assert acts_in_the_code() - set(ACTS) == set()


def test_every_light_level_and_role_has_words():
    assert set(LOOKS) == {*ORDER, "unknown"}
    assert set(LEVELS) == set(Level.values)
    assert set(ROLES) == set(Assignment.Role.values)


@pytest.mark.parametrize("address", ["/desk/units/222406/", "/desk/units/?q=和龙", "/me/", "/", "/desk/audit/"])
def test_chinese_pages_speak_chinese(visit, auditor, address):
    page = visit(auditor).get(address, follow=True).content.decode()
    body = re.sub(r"<(script|style|template)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
    latin = set(re.findall(r"[A-Za-z]{3,}", body)) - {"English", auditor.username}
    assert latin == set()


@pytest.mark.parametrize("address", ["/desk/units/222406/", "/desk/units/222406/merge/", "/me/", "/", "/desk/audit/"])
def test_english_pages_speak_english(visit, auditor, address):
    client = visit(auditor)
    client.post("/language/", {"language": "en"})
    page = client.get(address, follow=True).content.decode()
    names = {"和龙", "全国", "吉林", "延边", "朝鲜族", "中文", "龙城", "头道"}
    left = re.sub("|".join(names) + "|自治州|省|市|镇", "", re.sub(r"<[^>]*>", " ", page))
    assert re.findall(r"[一-鿿]+", left) == []


def test_whatever_an_audit_line_is_about_has_a_name():
    """Read from the source: the nouns of `about=f"noun:…"` in calls of `audit.append`."""
    source = "\n".join(path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py")))
    calls = re.findall(r"audit\.append\(((?:[^()]|\([^()]*\))*)\)", source)
    nouns = {found[1] for call in calls if (found := re.search(r'about=f"([a-z-]+):', call))}
    assert {"sheet", "session", "person"} <= nouns
    assert nouns - set(NOUNS) == set()
