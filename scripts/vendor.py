"""Fetches the page assets that Sangzi ships: `python scripts/vendor.py`, with npm on the path.

Each package is fetched by name and version through the npm client, the few files that pages use are
copied, and `VENDORED.md` is written beside them with version, licence and SHA-256 of each.
`python scripts/vendor.py --check` only holds the files against that list.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).parent.parent / "src/sangzi/web/static/vendor"
ICONS_USED = Path(__file__).parent / "icons.txt"

# Bundlers name a source map that is not shipped; a manifest of static files refuses a name without a file.
SOURCE_MAP = re.compile(rb"\n?(/\*|//)[#@] ?sourceMappingURL=[^\n]*\n?")
SVG = re.compile(r'<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)</svg>', re.DOTALL)


@dataclass(frozen=True)
class Package:
    """A package of the npm registry: (file inside the package, our name for it) for each file that is used."""

    name: str
    version: str
    files: tuple[tuple[str, str], ...]
    licence_file: str = "LICENSE"
    notice_file: str = ""
    use: str = ""


PACKAGES = (
    Package(
        "bootstrap",
        "5.3.9",
        (("dist/css/bootstrap.min.css", "bootstrap.min.css"),),
        use="grid, forms, buttons; the look is laid over it in static/web/, and its script is not used",
    ),
    Package("htmx.org", "2.0.11", (("dist/htmx.min.js", "htmx.min.js"),), use="search as you type, parts of pages"),
    # The common build has lines, bars and pies; tiles are made by the server.
    Package(
        "echarts",
        "6.1.0",
        (("dist/echarts.common.min.js", "echarts.min.js"),),
        notice_file="NOTICE",
        use="charts, only on pages with one",
    ),
)
ICONS = Package("bootstrap-icons", "1.13.2", (), use="one sprite of the icons named in scripts/icons.txt")


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        return _check()
    VENDOR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        lines = [line for package in PACKAGES for line in _vendor(package, Path(folder))]
        lines += _vendor_icons(Path(folder))
    (VENDOR / "VENDORED.md").write_text(_listing(lines), "utf-8")
    return 0


def _vendor(package: Package, folder: Path) -> list[str]:
    unpacked = _unpack(package, folder)
    for inside, ours in package.files:
        (VENDOR / ours).write_bytes(SOURCE_MAP.sub(b"\n", (unpacked / inside).read_bytes()))
    return _lines(package, unpacked, [ours for _, ours in package.files])


def _vendor_icons(folder: Path) -> list[str]:
    unpacked = _unpack(ICONS, folder)
    names = sorted(set(ICONS_USED.read_text("utf-8").split()))
    symbols = [_symbol(unpacked / "icons", name) for name in names]
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    (VENDOR / "icons.svg").write_text(sprite, "utf-8")
    return _lines(ICONS, unpacked, ["icons.svg"])


def _symbol(folder: Path, name: str) -> str:
    found = SVG.search((folder / f"{name}.svg").read_text("utf-8"))
    if not found:
        raise SystemExit(f"{name}.svg is not the simple drawing that a sprite can hold")
    return f'<symbol id="{name}" viewBox="{found[1]}">{" ".join(found[2].split())}</symbol>'


def _unpack(package: Package, folder: Path) -> Path:
    """Fetch and unpack one package; the npm client checks its integrity."""
    command = ["npm", "pack", "--json", f"{package.name}@{package.version}"]
    # The command is written here and nowhere else.
    told = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout  # noqa: S603
    with tarfile.open(folder / json.loads(told)[0]["filename"]) as archive:
        archive.extractall(folder / package.name, filter="data")
    return folder / package.name / "package"


def _lines(package: Package, unpacked: Path, ours: list[str]) -> list[str]:
    licence = json.loads((unpacked / "package.json").read_text("utf-8"))["license"]
    text = f"{package.name}.LICENSE.txt"
    terms = [package.licence_file, package.notice_file] if package.notice_file else [package.licence_file]
    (VENDOR / text).write_bytes(b"\n".join((unpacked / name).read_bytes() for name in terms))
    about = f"| {package.name} | {package.version} | {licence} ([text]({text}))"
    return [f"{about} | {name} | `{_digest(VENDOR / name)}` | {package.use} |" for name in ours]


def _listing(lines: list[str]) -> str:
    head = (
        "# Vendored page assets\n\n"
        "Written by `scripts/vendor.py`; do not edit. References to source maps are taken out.\n\n"
        "| Package | Version | Licence | File | SHA-256 | Used for |\n|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(lines) + "\n"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _check() -> int:
    """0 when every listed file is there as listed."""
    listed = re.findall(r"\| (\S+) \| `([0-9a-f]{64})` \|", (VENDOR / "VENDORED.md").read_text("utf-8"))
    changed = [name for name, digest in listed if _digest(VENDOR / name) != digest]
    for name in changed:
        sys.stderr.write(f"{name} is not the file that VENDORED.md lists: run scripts/vendor.py again\n")
    return 1 if changed or not listed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
