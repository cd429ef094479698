"""A PDF file of each public report: its values, how they are set, where the files are kept."""

from pathlib import Path

FONT_FOLDER = Path("/usr/share/fonts/opentype/noto")  # where Debian's package puts them
