"""The pages as Markdown files, for inspection or for another site engine."""

import shutil
from collections.abc import Callable
from pathlib import Path

from generator.data import report_json
from generator.model.catalogue import Catalogue
from generator.pages import catalogue_pages
from generator.pdf import build as pdf
from generator.runtime import atomic_folders
from generator.runtime.executors import ExecutorFor

MARKERS = ("index.md",)


def generate(
    catalogue: Catalogue,
    target: Path,
    cache: Path,
    executor_for: ExecutorFor,
    progress: Callable[[str, int], None],
) -> int:
    """Write all pages, pictures, attachments, data and PDF files; returns the number of pages.

    `cache`, `executor_for` and `progress` are used for the PDF files, as in `pdf.build`.
    """
    with atomic_folders.replacing(target, MARKERS) as fresh:
        number = 0
        for page in catalogue_pages.pages(catalogue):
            file = fresh / page.source_uri
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page.markdown, encoding="utf-8", newline="\n")
            number += 1
        for address, picture in catalogue.pictures():
            shutil.copyfile(picture, fresh / address)
        for address, attached in catalogue.attachments():
            shutil.copyfile(attached.file, fresh / address)
        report_json.write(catalogue, fresh)
        pdf.write(catalogue, fresh, cache, executor_for, progress)
        return number
