"""Puts into the wheel what lies beside the package: theme, configuration, scripts, papers.

`generator.runtime.program.shipped` finds it, in a checkout and when installed.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SHIPPED = (
    "requirements.txt", "mkdocs.yml", "overrides/**/*", "content/pages/*.md", "deploy/**/*",
    "tools/debian-packages", "tools/virtual-environment", "docs/administration.md", "docs/forms.md",
    "docs/git.md", "docs/import.md", "docs/manual.md", "docs/problems.md",
    "docs/restore.md", "docs/security.md", "docs/images/desk-*.png",
)  # fmt: skip


class BuildWithShippedFiles(build_py):
    """The package, and in its folder `shipped` the files."""

    def run(self) -> None:
        """Copy them; an editable installation finds them where they are."""
        super().run()
        if self.editable_mode:
            return
        target = Path(self.build_lib) / "generator/shipped"
        shutil.rmtree(target, ignore_errors=True)  # what an earlier build left
        for pattern in SHIPPED:
            for file in sorted(Path().glob(pattern)):
                if file.is_file():
                    copy = target / file
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(file, copy)


setup(cmdclass={"build_py": BuildWithShippedFiles})
