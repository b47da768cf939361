"""The cast stands where the tests believe it stands."""

from __future__ import annotations


def test_a_path_begins_with_the_path_of_the_parent(tree):
    assert tree.village.path.startswith(tree.township.path)
    assert tree.village.path.startswith(tree.province.path)
    assert not tree.village.path.startswith(tree.other_province.path)


def test_everybody_works_somewhere(lead, member, county_officer, stranger, auditor):
    homes = {account.assignments.get().unit.name for account in (lead, member, county_officer, stranger, auditor)}
    assert homes == {"吉林省", "龙城镇", "和龙市", "广东省"}
