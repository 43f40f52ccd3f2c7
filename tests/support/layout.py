"""What a page looks like once it is printed, measured from the PDF. For tests; fontTools and poppler.

layout.py font FAMILY FILE      a font of solid squares with the metrics of 仿宋_GB2312
layout.py fill PAPER COPY TEXT  the paper (DOCX or HTML) with nothing but one body paragraph of TEXT
layout.py measure PDF ASCENT    full pages against GB/T 9704-2012: a line for each deviation; the figures
                                go to standard error. ASCENT: share of a character above its baseline
layout.py foot PDF ASCENT       where the page number stands, against the same
layout.py forms PDF FONT.ttc    every character of PROBE must have the outline of the Chinese face
"""
import re
import subprocess
import sys
import zipfile

MM = 25.4 / 72
TOLERANCE = 0.2
SIZE = 16.0  # 3号
# Characters whose Chinese and Japanese forms differ in the number of their strokes' points.
PROBE = "直骨角令关遍编门户"


def make_font(family, path):
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    ascent, descent = 859, -141

    def box(width):
        pen = TTGlyphPen(None)
        corners = [(40, descent + 40), (40, ascent - 40), (width - 40, ascent - 40), (width - 40, descent + 40)]
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
        return pen.glyph()

    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "space", "full", "half"])
    characters = {0x20: "space"}
    for first, last in ((0x3000, 0x30FF), (0x4E00, 0x9FA5), (0xFF00, 0xFFEE)):
        characters.update(dict.fromkeys(range(first, last + 1), "full"))
    characters.update(dict.fromkeys(range(0x21, 0x7F), "half"))
    characters[0x2014] = "full"
    font.setupCharacterMap(characters)
    font.setupGlyf({".notdef": box(1000), "space": TTGlyphPen(None).glyph(), "full": box(1000), "half": box(500)})
    font.setupHorizontalMetrics({".notdef": (1000, 40), "space": (500, 0), "full": (1000, 40), "half": (500, 40)})
    font.setupHorizontalHeader(ascent=ascent, descent=descent)
    font.setupNameTable({"familyName": family, "styleName": "Regular", "fullName": family, "psName": "Squares"})
    font.setupOS2(sTypoAscender=ascent, sTypoDescender=descent, sTypoLineGap=0, usWinAscent=ascent,
                  usWinDescent=-descent, ulUnicodeRange2=1 << 27, ulCodePageRange1=1 << 18)
    font.setupPost()
    font.save(path)


def fill(source, target, text):
    if source.endswith(".html"):
        page = open(source, encoding="utf-8").read()
        head, rest = re.match(r"(.*<main[^>]*>)(.*)", page, re.S).groups()
        body = '<p class="body">%s</p></main></body></html>' % text
        open(target, "w", encoding="utf-8").write(head + body)
        return
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                head, rest = content.decode().split("<w:body>", 1)
                body = next(p for p in re.findall(r"<w:p>.*?</w:p>", rest) if 'w:jc w:val="both"' in p)
                body = re.sub(r"(<w:t[^>]*>)[^<]*", r"\g<1>" + text, body)
                content = (head + "<w:body>" + body + rest[rest.rindex("<w:sectPr"):]).encode()
            new.writestr(name, content)


def page_svg(pdf, page):
    return subprocess.run(["pdftocairo", "-svg", "-f", str(page), "-l", str(page), pdf, "-"],
                          capture_output=True, text=True, check=True).stdout


def glyphs(svg):
    """(glyph id, x, y of the baseline) in points, in the order of the page."""
    return [(i, float(x), float(y))
            for i, x, y in re.findall(r'<use xlink:href="#([^"]*)" x="([-\d.]+)" y="([-\d.]+)"', svg)]


def rows(svg):
    found = {}
    for _, x, y in glyphs(svg):
        found.setdefault(round(y, 1), []).append(x)
    return found


def deviation(what, got, wanted, tolerance=TOLERANCE):
    print("%s: %.2f (%.2f)" % (what, got, wanted), file=sys.stderr)
    if abs(got - wanted) > tolerance:
        print("%s: %.2f mm, not %.2f" % (what, got, wanted))


def measure(pdf, ascent):
    for page in (2, 3):
        lines = {y: x for y, x in rows(page_svg(pdf, page)).items() if len(x) > 10}
        if not lines:
            print("page %d is empty" % page)
            continue
        first, last = min(lines), max(lines)
        if len(lines) != 22:
            print("page %d: %d lines" % (page, len(lines)))
        if {len(x) for x in lines.values()} != {28}:
            print("page %d: lines of %s characters" % (page, sorted({len(x) for x in lines.values()})))
        deviation("page %d: white above" % page, (first - ascent * SIZE) * MM, 37)
        deviation("page %d: white to the left" % page, min(lines[first]) * MM, 28)
        deviation("page %d: height of the type area" % page, (last - first + SIZE) * MM, 225, 0.5)
        deviation("page %d: white below" % page, 297 - (last + (1 - ascent) * SIZE) * MM, 35, 0.5)
        deviation("page %d: width of the type area" % page, (max(lines[first]) - min(lines[first]) + SIZE) * MM, 156)
        deviation("page %d: from line to line" % page, (last - first) / 21 * MM, (225 - SIZE * MM) / 21, 0.05)


def foot(pdf, ascent):
    size = 14.0
    for page in (2, 3):
        y, x = max(rows(page_svg(pdf, page)).items())
        # A dash stands in the middle of its character.
        deviation("page %d: dashes below the type area" % page, (y - (ascent - 0.5) * size) * MM - 262, 7, 0.5)
        if page == 2:
            deviation("page 2: number from the left", min(x) * MM - 28, size * MM, 0.5)
        else:
            # How wide the last dash is depends on the face.
            deviation("page 3: number from the right", 184 - max(x) * MM - size * MM, size * MM, 1)


def shape(curves, contours, points):
    x, y = [p[0] for p in points], [p[1] for p in points]
    return curves, contours, (max(x) - min(x)) / (max(y) - min(y))


def outlines(font):
    """Of each character of PROBE: curves, contours, width by height."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen

    shapes, names, found = font.getGlyphSet(), font.getBestCmap(), {}
    for character in PROBE:
        pen = DecomposingRecordingPen(shapes)
        shapes[names[ord(character)]].draw(pen)
        operators = [op for op, _ in pen.value]
        found[character] = shape(operators.count("curveTo"), operators.count("moveTo"),
                                 [p for _, args in pen.value for p in args])
    return found


def drawn(svg):
    """The same of each shape that a page defines."""
    found = []
    for path in re.findall(r'<symbol[^>]*id="glyph[^"]*">\s*<path[^>]* d="([^"]+)"', svg):
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path)]
        points = list(zip(numbers[0::2], numbers[1::2]))
        if len({y for _, y in points}) > 1:
            found.append(shape(path.count("C"), path.count("Z"), points))
    return found


def forms(pdf, collection):
    from fontTools.ttLib import TTCollection

    faces = {f["name"].getDebugName(1): f for f in TTCollection(collection).fonts}
    chinese = outlines(next(f for n, f in faces.items() if n.endswith("CJK SC") and "Mono" not in n))
    japanese = outlines(next(f for n, f in faces.items() if n.endswith("CJK JP") and "Mono" not in n))
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    for character in PROBE:
        if character not in text:
            print("%s is not in the text" % character)
    pages = int(re.search(r"Pages:\s+(\d+)", subprocess.run(["pdfinfo", pdf], capture_output=True, text=True).stdout)[1])
    shapes = [s for page in range(1, min(pages, 20) + 1) for s in drawn(page_svg(pdf, page))]

    def there(wanted):
        return any(s[:2] == wanted[:2] and abs(s[2] - wanted[2]) < 0.02 for s in shapes)

    for character in PROBE:
        if chinese[character] == japanese[character]:
            continue
        if there(japanese[character]) and not there(chinese[character]):
            print("%s is drawn as in Japanese" % character)
        elif not there(chinese[character]):
            print("%s is drawn neither way" % character)


if sys.argv[1] == "font":
    make_font(sys.argv[2], sys.argv[3])
elif sys.argv[1] == "fill":
    fill(*sys.argv[2:5])
elif sys.argv[1] == "measure":
    measure(sys.argv[2], float(sys.argv[3]))
elif sys.argv[1] == "foot":
    foot(sys.argv[2], float(sys.argv[3]))
elif sys.argv[1] == "forms":
    forms(sys.argv[2], sys.argv[3])
