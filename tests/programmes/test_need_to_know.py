"""Who asked for what, and who got it, is for those who deal with it and for those who audit that."""

from __future__ import annotations

import pytest
from django.utils import timezone

from sangzi.programmes.access import visible_applications, visible_placements
from sangzi.units.access import scope_of
from tests import cast

from .made_rounds import apply_for, declared, opening_in, people_of, round_of


@pytest.mark.parametrize(
    ("role", "sees"), [("lead", 1), ("officer", 1), ("auditor", 1), ("counsellor", 0), ("member", 0)]
)
def test_who_works_in_another_role_sees_no_application(tree, role, sees):
    made = round_of(declared(), tree.county)
    apply_for(made, people_of(tree.village, 1)[0], opening_in(made, tree.township))
    scope = scope_of(cast.appoint("somebody", tree.county, role), timezone.localdate())
    assert visible_applications(scope).count() == sees
    assert visible_placements(scope).count() == 0
