"""Makes every picture of this folder small: `.venv/bin/python docs/pictures/small.py`; the other tools do it, too.

A screen has about 1,500 colours, nearly all of them greys at the edges of letters. 128 of them, chosen from the whole
range, change no channel of a pixel by more than 15 of 255 steps: nobody sees it, and a file has a third of the size.
"""

from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
COLOURS = 128
ROUNDS = 3  # in which the colours move to the middle of what they stand for


def make_small(folder: Path = HERE) -> int:
    """Every PNG below the folder with a palette; what has one already stays as it is. How many were changed."""
    changed = 0
    for path in sorted(folder.rglob("*.png")):
        with Image.open(path) as picture:
            if picture.mode == "P":
                continue
            few = picture.convert("RGB").quantize(
                COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=ROUNDS, dither=Image.Dither.NONE
            )
        few.save(path, optimize=True)
        changed += 1
    return changed


if __name__ == "__main__":
    print(f"{make_small()} pictures made smaller")
