"""Write the Word files of the sample department with the product's own writer.

    python scripts/make_demo.py [FOLDER]

The files are shipped beside the data they are made of, so that the demo goes through the reader like any upload. A test compares
the shipped bytes with what this makes.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # a script beside the package, run without installing it

from jixiao.documents import book  # noqa: E402
from jixiao.office.writers import docx  # noqa: E402
from jixiao.site.demo import build  # noqa: E402

LAYOUT = "hebei-2022"


def main() -> None:
    """Write both files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else build.HERE
    for name, filing in ((build.FAULTY, build.faulty()), (build.CLEAN, build.clean())):
        data = docx.write(book.write(filing, LAYOUT))
        (folder / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
