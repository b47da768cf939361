"""Small functions, short files."""

from __future__ import annotations

from statistics import median

from .source import PACKAGE, functions, modules, short

LONGEST_FUNCTION, LONGEST_IN_ENGINES, USUAL_FUNCTION = 50, 80, 8
LONGEST_FILE, LONGEST_TEMPLATE = 400, 150


def lines_of(path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_no_function_is_long():
    engines = str(PACKAGE / "engines").removeprefix(str(PACKAGE.parent.parent) + "/")
    too_long = [
        (function.where, function.lines)
        for function in functions()
        if function.lines > (LONGEST_IN_ENGINES if function.where.startswith(engines) else LONGEST_FUNCTION)
    ]
    assert too_long == []


def test_the_usual_function_is_short():
    assert median(function.lines for function in functions()) <= USUAL_FUNCTION


def test_no_file_is_long():
    assert [(short(path), lines_of(path)) for path in modules() if lines_of(path) > LONGEST_FILE] == []


def test_no_template_is_long():
    templates = PACKAGE.rglob("templates/**/*.html")
    assert [(short(path), lines_of(path)) for path in templates if lines_of(path) > LONGEST_TEMPLATE] == []
