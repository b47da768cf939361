"""A definition that cannot be used is told with its file, its place and the word that was probably meant."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from sangzi.kernel import checks
from sangzi.kernel.definitions import BadDefinition, Definition, load, odd_folders, read


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    fact: str
    tag: str = ""


class Thing(Definition):
    shape: Literal["count", "share"]
    parts: tuple[Part, ...] = Field(min_length=1)
    least: int = Field(default=1, ge=1)


GOOD = """
key = "thing"
title = "事物"
title_en = "Thing"
shape = "count"
parts = [{ fact = "a" }]
"""


def written(folder: Path, old: str = "", new: str = "") -> Path:
    path = folder / "thing.toml"
    path.write_text(GOOD.replace(old, new) if old else GOOD, "utf-8")
    return path


def test_a_good_one_is_read(tmp_path):
    assert read(written(tmp_path), Thing).parts[0].fact == "a"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("shape", "shap", "thing.toml：shap：没有这一项；是不是“shape”？"),
        ("shape", "shap", "thing.toml：shape：缺少这一项"),
        ('{ fact = "a" }', '{ fact = "a", tga = "b" }', "thing.toml：parts.0.tga：没有这一项；是不是“tag”？"),
        ('"count"', '"cuont"', "thing.toml：shape：只能是 count、share；是不是“count”？"),
        ('[{ fact = "a" }]', "[]", "thing.toml：parts：至少要有 1 个"),
        ('"事物"', "3", "thing.toml：title：要填加引号的文字"),
        ('"Thing"', '"Thing"\nleast = 0', "thing.toml：least：不能小于 1"),
        ('"thing"', '"other"', "thing.toml：key 是“other”，而文件名是“thing”；两者要相同。"),
        ('"Thing"', '"Thing', "thing.toml：不是 TOML（Illegal character"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path, old, new, complaint):
    with pytest.raises(BadDefinition) as refused:
        read(written(tmp_path, old, new), Thing)
    assert any(told.startswith(complaint) for told in refused.value.context["complaints"]), refused.value.sentence


def test_another_encoding_is_told(tmp_path):
    path = written(tmp_path)
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(BadDefinition, match="不是 UTF-8 文本"):
        read(path, Thing)


def test_every_complaint_about_every_file_is_told_at_once(tmp_path, settings):
    settings.SANGZI_DEFINITIONS = tmp_path
    (tmp_path / "things").mkdir()
    for name in ("a", "b"):
        (tmp_path / "things" / f"{name}.toml").write_text(GOOD.replace("shape", "shap"), "utf-8")
    with pytest.raises(BadDefinition) as refused:
        load("things", Thing)
    assert len(refused.value.context["complaints"]) == 4


def test_a_folder_that_nobody_reads_is_told(tmp_path, settings):
    settings.SANGZI_DEFINITIONS = tmp_path
    (tmp_path / "indicator").mkdir()
    (tmp_path / "indicators").mkdir()
    (complaint,) = odd_folders()
    assert complaint.endswith("；是不是“indicators”？")


def test_a_secret_that_others_may_read_is_warned_of(tmp_path, settings):
    settings.SANGZI_HOME = tmp_path
    (tmp_path / "secret.key").touch(0o600)
    assert checks.the_secret_is_its_owners() == []
    (tmp_path / "secret.key").chmod(0o644)
    assert [warning.hint for warning in checks.the_secret_is_its_owners()] == [f"chmod 600 {tmp_path}/secret.key"]
