"""A PDF writer for tests: Chinese words at places, and lines; nothing is embedded."""

from __future__ import annotations

import unicodedata

A4 = (595, 842)
FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/"
    "CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000"
    "/W[1 95 500 814 939 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6"
    "/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
    "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
)


class Sheet:
    """Pages that are written from above to below."""

    def __init__(self, size=A4, margin=70, rotated=0):
        self.size, self.margin, self.rotated = size, margin, rotated
        self.pages = [[]]
        self.left, self.y = margin, margin
        self.wide = size[0] - 2 * margin

    def new_page(self):
        self.pages.append([])
        self.y = self.margin

    def words(self, x, y, words, size=10):
        """Set words with their upper edge at y."""
        if words:
            coded = words.encode("utf-16-be").hex()
            self.pages[-1].append(f"BT /F {size} Tf {x:.2f} {self.size[1] - y - size * 0.88:.2f} Td <{coded}> Tj ET")

    def rule(self, x0, y0, x1, y1):
        high = self.size[1]
        self.pages[-1].append(f"0.5 w {x0:.2f} {high - y0:.2f} m {x1:.2f} {high - y1:.2f} l S")

    def box(self, x0, y0, x1, y1):
        self.pages[-1].append(f"0.5 w {x0:.2f} {self.size[1] - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re S")

    def picture(self):
        """A grey picture as large as the page."""
        self.pages[-1].append(f"q {self.size[0]} 0 0 {self.size[1]} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q")

    def line(self, words, size=11):
        """A line of text below the one before."""
        self.words(self.left, self.y, words, size)
        self.y += size * 1.6

    def paragraph(self, words, size=11, per_line=30):
        """A paragraph set in by two letters and broken where the line ends."""
        indent, at = 2, 0
        while at < len(words):
            wide, end = 2 * indent, at
            while end < len(words) and wide + _width(words[end]) <= 2 * per_line:
                wide += _width(words[end])
                end += 1
            if self.y > self.size[1] - self.margin - size:
                self.new_page()
            self.words(self.left + indent * size, self.y, words[at:end], size)
            self.y += size * 1.6
            indent, at = 0, end

    def written(self):
        """The file."""
        kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(self.pages)))
        parts = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(self.pages)}>>", FONT]
        for at, drawn in enumerate(self.pages):
            box = f"/MediaBox[0 0 {self.size[0]} {self.size[1]}]/Rotate {self.rotated}"
            parts.append(f"<</Type/Page/Parent 2 0 R{box}/Contents {5 + 2 * at} 0 R/Resources<</Font<</F 3 0 R>>>>>>")
            stream = "\n".join(drawn)
            parts.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
        out, places = "%PDF-1.4\n", []
        for number, part in enumerate(parts, 1):
            places.append(len(out))
            out += f"{number} 0 obj{part}endobj\n"
        table = "".join(f"{place:010d} 00000 n \n" for place in places)
        tail = f"trailer<</Root 1 0 R/Size {len(parts) + 1}>>\nstartxref\n{len(out)}\n%%EOF\n"
        return (f"{out}xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}{tail}").encode("latin-1")


def _width(char):
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
