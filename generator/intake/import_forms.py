"""The form of an imported report: the county's own, else a shipped one, which is put there."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from generator.content import loader
from generator.content.folder import Folder
from generator.content.loader import load_import_settings
from generator.intake.import_values import DraftValues
from generator.model.form import Form, Heading
from generator.model.narrative import LEAD_TEXT, NARRATIVE
from generator.recognition.record import RecognisedReport
from generator.recognition.reference import Memory, Reference
from generator.runtime import clock
from generator.runtime.atomic_folders import write_file
from generator.source.tree import FieldPath

SHIPPED = Path(__file__).parent / "starter/county/content"
_FREE = "zi-you"  # the shipped form whose headings are the report's own


class Forms:
    """Forms by id, the county's own first; shipped ones are put into the content as they are used.

    Raises ContentError where the register, a form or `import.yml` has errors.
    """

    def __init__(self, content: Path) -> None:
        self._content = content
        self.departments, self._own = loader.load_register(content, clock.today())
        folder = Folder(content)
        folder.site()
        self.rule_settings = folder.rule_settings
        self._settings = load_import_settings(content, clock.today())
        self._shipped = Folder(SHIPPED).forms()
        self.every: Mapping[str, Form] = {**self._own, **self._shipped, **self._own}
        self.put: list[Path] = []

    @property
    def reference(self) -> Reference:
        """What documents are compared with."""
        settings = self._settings
        columns = {one: to for one, to in (settings.columns or {}).items() if to is not None}
        named = {one: to for one, to in (settings.departments or {}).items() if to is not None}
        memory = Memory(
            settings.heading_paths,
            columns,
            {one: self.departments[to].slug for one, to in named.items()},
        )
        return Reference(self.departments, self.every, memory)

    def ids(self, report: RecognisedReport, made: DraftValues) -> dict[str, str]:
        """Form and outline of a report, by key.

        A narrative has one in any case: free headings, where it has others than its outline.
        """
        known = {"表单": report.form, "提纲": report.outline}
        found = {key: one for key, one in known.items() if one in self.every}
        paths = [where[1:] for where in made.values if where[0] == NARRATIVE]
        outline = found.get("提纲") or found.get("表单")
        if paths and not (outline and _has_all(self.every[outline], paths)):
            found["提纲" if "表单" in found else "表单"] = self._free()
        return found

    def provide(self, ids: Mapping[str, str]) -> None:
        """Put shipped forms into the content that it does not have; never over a file."""
        for one in ids.values():
            if one in self._own:
                continue
            file = self._content / "forms" / f"{one}.yml"
            file.parent.mkdir(exist_ok=True)
            data = (SHIPPED / "forms" / f"{one}.yml").read_bytes()
            with suppress(FileExistsError):  # another import was faster
                write_file(file, data, overwrite=False)
                self.put.append(file)
            self._own = {**self._own, one: self._shipped[one]}

    def _free(self) -> str:
        """The county's own form with free headings, else the shipped one."""
        own = (one for one, form in self._own.items() if _is_narrative_only(form))
        return _FREE if _FREE in self._own else next(own, _FREE)


def _is_narrative_only(form: Form) -> bool:
    return form.has_free_headings and all(part.field == NARRATIVE for part in form.parts)


def _has_all(form: Form, paths: Iterable[FieldPath]) -> bool:
    """Whether the form has every heading of the paths; with free headings it does."""
    if form.has_free_headings:
        return True
    for path in paths:
        headings: Sequence[Heading] = form.headings
        for step in path:
            if step == LEAD_TEXT:
                break
            found = next((one for one in headings if one.heading == step), None)
            if found is None:
                return False
            headings = found.subheadings
    return True
