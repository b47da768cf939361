"""Everything that is said in Chinese can be said in English."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.utils.translation.template import templatize

from scripts.messages import CHINESE, counted_in, english, english_counted, messages, missing

from .source import PACKAGE

SILENT = {"engines", "definitions", "__pycache__"}
SPOKEN = sorted(path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name not in SILENT)
PLACE = re.compile(r"%\((\w+)\)")


def test_the_reader_finds_messages_in_code_and_in_templates():
    said = list(messages('_("一") + ngettext("二", "三", 2) + pgettext("名", "四")'.encode()))
    assert said == [("", "一"), ("", "二"), ("名", "四")]
    page = '{% load i18n %}{% translate "五" %}{% translate "六" context "verb" %}'
    assert list(messages(templatize(page).encode())) == [("", "五"), ("verb", "六")]


@pytest.mark.parametrize("app", SPOKEN)
def test_every_message_has_its_english(app):
    assert missing(app) == []


def test_what_is_said_of_a_number_of_things_has_english_for_one_and_for_many():
    counted = {one for app in SPOKEN for one in counted_in(app)}
    assert counted
    assert counted - english_counted() == set()


def test_nothing_is_translated_twice_in_one_catalogue():
    """Of two translations the reader of catalogues would silently take one."""
    entry = re.compile(r'((?:msgctxt "[^"]*"\n)?msgid "(?:[^"\\]|\\.)+")\n')
    for path in sorted(PACKAGE.glob("*/locale/en/LC_MESSAGES/django.po")):
        told = Counter(entry.findall(path.read_text("utf-8")))
        assert [one for one, times in told.items() if times > 1] == [], path.parent.parent.parent.parent.name


def test_no_chinese_is_left_in_the_english():
    assert {one: told for one, told in english().items() if CHINESE.search(told)} == {}


def test_the_english_fills_in_the_same_values():
    assert [one for one, told in english().items() if set(PLACE.findall(one.words)) != set(PLACE.findall(told))] == []
