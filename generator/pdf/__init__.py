"""A PDF file of each current report.

Comes in: a catalogue. Goes out: one file a report, made again when what it shows changes.
"""

from pathlib import Path

FONT_FOLDER = Path("/usr/share/fonts/opentype/noto")  # where Debian's package puts them
