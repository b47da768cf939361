"""A document whose parts say something else than their source is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sangzi.briefs.parts import Citation, Derived, Goal, IndicatorName, Number, Paragraph, Seal, UnitName
from sangzi.briefs.proof import prove
from sangzi.briefs.stored import from_json
from sangzi.briefs.words import UnlinkedNumber
from sangzi.plans.models import Target
from sangzi.scoreboard.models import Receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_part(issue):
    """A proven document with one more paragraph of one part."""
    document = from_json(issue().body)

    def make(part):
        first, *rest = document.sections
        longer = replace(first, blocks=(*first.blocks, Paragraph((part,))))
        return replace(document, sections=(longer, *rest))

    return make


def test_a_document_as_issued_is_proven(with_part, tree):
    prove(with_part(UnitName(tree.county.pk, "和龙")))


def hope() -> Receipt:
    return Receipt.objects.filter(indicator="hope-rooms", value="3").first()


@pytest.mark.parametrize(
    "forge",
    [
        lambda: Number(0, "3个"),
        lambda: Number(hope().pk, "4个"),
        lambda: Number(hope().pk, "999", "edition"),
        lambda: Derived("count", (hope().pk,), "2项"),
        lambda: Derived("count", (hope().pk, 0), "2项"),
        lambda: Derived("missing", (hope().pk,), "1个", Target.objects.get(parent=None, value=30).pk),
        lambda: Derived("missing", (hope().pk,), "27个"),
        lambda: Goal(Target.objects.get(parent=None, value=30).pk, hope().pk, "不少于3个"),
        lambda: Goal(0, hope().pk, "不少于30个"),
        lambda: Citation(0, 0, "不少于30个"),
        lambda: UnitName(0, "和龙"),
        lambda: IndicatorName("hope-rooms", "希望小屋99个"),
        lambda: Seal("第99个"),
    ],
)
def test_a_forged_part_is_refused(with_part, forge):
    with pytest.raises(UnlinkedNumber):
        prove(with_part(forge()))
