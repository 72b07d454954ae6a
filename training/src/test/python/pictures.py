"""Makes the pictures in src/test/resources/pictures that Java cannot write: CMYK and YCCK JPEGs.

Run with Debian's python3-pil: python3 src/test/python/pictures.py
Both show four 32-pixel squares: red, green / blue, mid-grey.
"""
import io
import os

from PIL import Image

FOLDER = os.path.join(os.path.dirname(__file__), "..", "resources", "pictures")
# C, M, Y, K of the squares, 0 no ink and 255 all.
INKS = [[(0, 255, 255, 0), (255, 0, 255, 0)], [(255, 255, 0, 0), (0, 0, 0, 127)]]


def squares(mode, colour):
    picture = Image.new(mode, (64, 64))
    for row in range(2):
        for column in range(2):
            box = (32 * column, 32 * row, 32 * column + 32, 32 * row + 32)
            picture.paste(colour(INKS[row][column]), box)
    return picture


def jpeg(picture):
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)
    return out.getvalue()


def ycc(inks):
    """Inks as Adobe's YCCK holds them: C, M, Y turned like R, G, B into Y, Cb, Cr; K inverted."""
    r, g, b = inks[:3]
    y = 0.299 * r + 0.587 * g + 0.114 * b
    turned = (y, 128 + (b - y) / 1.772, 128 + (r - y) / 1.402)
    # Pillow inverts what it writes as CMYK.
    return tuple(255 - max(0, min(255, round(v))) for v in turned) + (inks[3],)


def write(name, data):
    with open(os.path.join(FOLDER, name), "wb") as file:
        file.write(data)


write("cmyk.jpg", jpeg(squares("CMYK", lambda inks: inks)))
ycck = bytearray(jpeg(squares("CMYK", ycc)))
# The last byte of Adobe's marker tells the transform: 0 for CMYK, 2 for YCCK.
ycck[ycck.index(b"Adobe") + 11] = 2
write("ycck.jpg", bytes(ycck))
