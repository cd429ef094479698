"""A PDF file of each current report.

Comes in: a catalogue. Goes out: one file a report, made again when what it shows changes.
"""

import os
from pathlib import Path

# Where Debian's package puts them; elsewhere a person says where they are.
FONT_FOLDER = Path(os.environ.get("JIXIAO_FONTS") or "/usr/share/fonts/opentype/noto")
