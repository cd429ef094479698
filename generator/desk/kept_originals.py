"""Originals of drafts that may not stand beside them: kept on this machine, to compare with.

A web page is no attachment, and a file with phone numbers must not be pushed. Whoever looks a draft
through needs them all the same. They are removed as the report becomes public.
"""

import hashlib
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from generator.check.attachments.contents import Unreadable
from generator.desk.uploads import usable_name
from generator.documents.archives import original
from generator.intake.importing import Draft
from generator.runtime.atomic_folders import write_file


class KeptOriginals:
    """Files below `folder`, by the name of their draft."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: Path, drafts: Sequence[Draft]) -> None:
        """Keep what was not put beside the drafts."""
        for draft in drafts:
            place = self._place(draft.file.relative_to(content).as_posix())
            shutil.rmtree(place, ignore_errors=True)
            for origin, put in zip(draft.source.origins, draft.originals, strict=True):
                if put.data is None:
                    with suppress(KeyError, Unreadable, OSError):
                        data = original(origin.file, origin.name)
                        place.mkdir(parents=True, exist_ok=True, mode=0o700)
                        taken = {one.name for one in place.iterdir()}
                        write_file(place / usable_name(origin.name, taken), data)

    def of(self, name: str) -> list[Path]:
        """Those of a draft."""
        place = self._place(name)
        return sorted(place.iterdir()) if place.is_dir() else []

    def forget(self, name: str) -> None:
        """Keep none of a draft's."""
        shutil.rmtree(self._place(name), ignore_errors=True)

    def _place(self, name: str) -> Path:
        return self._folder / hashlib.sha256(name.encode()).hexdigest()[:24]
