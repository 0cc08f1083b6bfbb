"""Draws what a program wrote to a terminal as SVG: python3 eng/terminal-picture.py TITLE < OUTPUT > PICTURE.

Reads text with ANSI colours (SGR, 256 colours) as `script` records it; cursor movements are left out. Each run of one style has
its column and its width written down, so that the picture looks the same whatever monospaced font the reader has.
"""
import re
import sys
from html import escape

CELL, LINE, MARGIN, BAR = 8.4, 18, 16, 30
BACKGROUND, TEXT = "#11161d", "#d7dde5"
BASIC = ["#11161d", "#e06c75", "#7fbf6a", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d7dde5",
         "#8792a0", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#ffffff"]
SGR = re.compile(r"\x1b\[([0-9;]*)m")
OTHER = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-ln-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[=>]|\([A-Z0-9])")


def colour(number):
    if number < 16:
        return BASIC[number]
    if number > 231:
        return "#" + 3 * f"{8 + 10 * (number - 232):02x}"
    steps = [0, 95, 135, 175, 215, 255]
    number -= 16
    return "#" + "".join(f"{steps[number // place % 6]:02x}" for place in (36, 6, 1))


def styled(style, codes):
    """The style after the codes of one escape sequence."""
    style, codes = dict(style), [int(code or 0) for code in codes.split(";")]
    while codes:
        code = codes.pop(0)
        if code == 0:
            style = {}
        elif code in (1, 2, 4):
            style[{1: "bold", 2: "dim", 4: "underline"}[code]] = True
        elif code in (38, 48) and codes[:1] == [5]:
            style["fill" if code == 38 else "back"] = colour(codes[1])
            codes = codes[2:]
        elif 30 <= code <= 37 or 90 <= code <= 97:
            style["fill"] = colour(code - 30 if code < 90 else code - 82)
    return style


def runs(line, style):
    """The line's pieces as (column, text, style), and the style that its end leaves on."""
    column, pieces = 0, []
    for index, part in enumerate(SGR.split(line)):
        if index % 2:
            style = styled(style, part)
            continue
        # Whoever draws SVG may make one blank of several, so a piece has none inside.
        for piece in [part] if "back" in style else re.split(r"(?<=\S)(?=  )", part):
            if piece:
                pieces.append((column, piece, style))
                column += len(piece)
    return pieces, style


def drawn(column, text, style, y):
    x, width = MARGIN + column * CELL, len(text) * CELL
    shapes = []
    if "back" in style:
        shapes.append(f'<rect x="{x:.1f}" y="{y - 13}" width="{width:.1f}" height="{LINE - 1}" fill="{style["back"]}"/>')
    if text.strip():
        lead = len(text) - len(text.lstrip())
        text, x = text.strip(), x + lead * CELL
        attributes = f'x="{x:.1f}" y="{y}" textLength="{len(text) * CELL:.1f}" fill="{style.get("fill", TEXT)}"'
        attributes += ' font-weight="700"' if "bold" in style else ""
        attributes += ' text-decoration="underline"' if "underline" in style else ""
        attributes += ' opacity="0.75"' if "dim" in style else ""
        shapes.append(f"<text {attributes}>{escape(text, quote=False)}</text>")
    return "".join(shapes)


def picture(output, title):
    text = OTHER.sub("", output.replace("\r\n", "\n"))
    lines = [line.rsplit("\r", 1)[-1] for line in text.strip("\n").split("\n")]
    style, y, body, columns = {}, BAR + MARGIN + 8, [], 0
    for line in lines:
        pieces, style = runs(line, style)
        body += [shape for piece in pieces if (shape := drawn(*piece, y))]
        columns = max([columns] + [column + len(part.rstrip()) for column, part, _ in pieces])
        y += LINE
    width, height = round(2 * MARGIN + columns * CELL), y - LINE + MARGIN
    dots = "".join(f'<circle cx="{20 + 20 * at}" cy="15" r="6" fill="{fill}"/>' for at, fill in enumerate(("#e06c75", "#e5c07b", "#7fbf6a")))
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" font-size="14"'
        ' font-family="ui-monospace, \'DejaVu Sans Mono\', Menlo, Consolas, monospace" role="img" aria-labelledby="title">',
        f'<title id="title">{escape(title)}</title>',
        f'<rect width="{width}" height="{height}" rx="8" fill="{BACKGROUND}"/><rect width="{width}" height="{BAR}" rx="8" fill="#232b36"/>{dots}',
        *body, "</svg>", ""])


if __name__ == "__main__":
    sys.stdout.write(picture(sys.stdin.read(), sys.argv[1]))
