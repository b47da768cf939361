"""What a package's directory says of it, before anything is unpacked."""

from __future__ import annotations

import io
import zipfile

import pytest

from sangzi.kernel.packages import Limits, fault

USUAL = Limits(parts=3, unpacked=10_000, part=5_000)


def package(**parts) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, size in parts.items():
            book.writestr(name.replace("_", "."), b"a" * size)
    return file


@pytest.mark.parametrize(
    ("parts", "limits", "found"),
    [
        ({"a_xml": 100}, USUAL, None),
        ({"a_xml": 5_001}, USUAL, "part-too-large"),
        ({"a_png": 5_001}, USUAL, None),
        ({"a_png": 10_001}, USUAL, "too-large"),
        ({"a_xml": 1, "b_xml": 1, "c_xml": 1, "d_xml": 1}, USUAL, "too-large"),
        ({"a_xml": 4_000}, USUAL._replace(times=3), "too-large"),
        ({"a_xml": 4_000}, USUAL._replace(times=4), None),
    ],
)
def test_packages_are_held_to_their_limits(parts, limits, found):
    assert fault(package(**parts), limits) == found


def test_what_is_no_package_is_told():
    assert fault(io.BytesIO(b"PK\x03\x04nothing"), USUAL) == "broken"
