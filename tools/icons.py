"""Draw the app's icons from the seal of the logo, into core/static/core/icons/.

    python tools/icons.py

The drawing is `core/favicon.svg` told in Pillow, so that no renderer of SVG is needed; the
pictures are committed, and drawn again only when the seal changes.
"""

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "src/moodtracker/core/static/core/icons"
SEAL, PAPER = (165, 51, 42, 255), (252, 247, 234, 255)
FINE = 8  # drawn this many times larger, then scaled down, for smooth edges
UNITS = 48  # of the drawing
Point = tuple[float, float]
EYES_AND_MOUTH: tuple[tuple[Point, Point, Point], ...] = (
    ((16, 19.5), (18.5, 16.5), (21, 19.5)),
    ((27, 19.5), (29.5, 16.5), (32, 19.5)),
    ((15.5, 28), (24, 36), (32.5, 28)),
)


def curve(ends: tuple[Point, Point, Point], steps: int = 60) -> list[Point]:
    """A quadratic Bézier curve: where it starts, what pulls it, where it ends."""
    (x0, y0), (x1, y1), (x2, y2) = ends
    return [
        (
            (1 - t) ** 2 * x0 + 2 * t * (1 - t) * x1 + t**2 * x2,
            (1 - t) ** 2 * y0 + 2 * t * (1 - t) * y1 + t**2 * y2,
        )
        for t in (step / steps for step in range(steps + 1))
    ]


def seal(size: int, *, full: bool, margin: float) -> Image.Image:
    """The seal; `full` fills the whole square with its paste, for icons that are cut to a shape.
    `margin` is what is left around the seal, in parts of the picture.
    """
    wide = size * FINE
    picture = Image.new("RGBA", (wide, wide), SEAL if full else (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    scale = wide * (1 - 2 * margin) / 40

    def at(x: float, y: float) -> Point:
        return wide / 2 + (x - UNITS / 2) * scale, wide / 2 + (y - UNITS / 2) * scale

    if not full:
        draw.rounded_rectangle([at(4, 4), at(44, 44)], radius=7 * scale, fill=SEAL)
    width = round(1.6 * scale)
    draw.rounded_rectangle(
        [at(7.2, 7.2), at(40.8, 40.8)], radius=4.5 * scale, outline=PAPER, width=width
    )
    for ends in EYES_AND_MOUTH:
        for x, y in curve(ends, steps=240):
            centre_x, centre_y = at(x, y)
            r = 1.5 * scale
            draw.ellipse([centre_x - r, centre_y - r, centre_x + r, centre_y + r], fill=PAPER)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    icons = {
        "seal-192": seal(192, full=False, margin=0.02),
        "seal-512": seal(512, full=False, margin=0.02),
        # A circle of 80 % is what every shape leaves; the seal's frame lies inside it.
        "seal-maskable-512": seal(512, full=True, margin=0.16),
        # An iPhone rounds the corners itself and shows transparency as black.
        "seal-180": seal(180, full=True, margin=0.08).convert("RGB"),
    }
    for name, picture in icons.items():
        picture.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
