"""Files dropped on a page become drafts: what is missing is asked, what was left out is listed."""

from collections.abc import Sequence

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.content.import_settings import column_keys
from generator.desk.desk import ROOT, Desk
from generator.desk.import_runs import ImportRuns, Run
from generator.desk.kept_originals import KeptOriginals
from generator.desk.uploads import Uploads
from generator.intake.import_memory import remember
from generator.intake.import_places import Answers, Lack
from generator.intake.new_report import parse_year
from generator.model.problems import JixiaoError, quote

HERE = "import/"
_PATIENCE = 3  # seconds that a page waits for an import before it tells how far that is


class ImportPage:
    """The pages of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._uploads = Uploads(desk.store / "uploads")
        self._runs = ImportRuns(desk.content, KeptOriginals(desk.store / "originals"))

    def routes(self) -> Sequence[Route]:
        """Where they are found."""
        return [
            Route(f"{ROOT}{HERE}", self.show, methods=["GET"]),
            Route(f"{ROOT}{HERE}", self.upload, methods=["POST"]),
            Route(f"{ROOT}{HERE}{{id}}", self.show_run, methods=["GET"]),
            Route(f"{ROOT}{HERE}{{id}}", self.answer, methods=["POST"]),
            Route(f"{ROOT}{HERE}{{id}}/word", self.remember_word, methods=["POST"]),
        ]

    def show(self, _: Request) -> Response:
        """Where files are dropped."""
        return self._first("")

    async def upload(self, request: Request) -> Response:
        """Take the files, and begin."""
        id = self._runs.new_id()
        try:
            files = await self._uploads.receive(request, id)
        except JixiaoError as error:
            return self._first(str(error), 400)
        self._runs.start(id, self._uploads.folder(id), files)
        return self._desk.see_other(f"{HERE}{id}")

    def show_run(self, request: Request) -> Response:
        """How far an import is; what came of it, or at once the one draft that did."""
        run = self._runs.find(request.path_params["id"])
        if run is None:
            return self._gone()
        if run.finished.wait(_PATIENCE) and run.only_draft and not run.is_told:
            run.is_told = True
            self._remember(run)
            return self._desk.see_other(f"review/{run.only_draft.name}?said=imported")
        return self._run(run, "")

    async def answer(self, request: Request) -> Response:
        """Go on with what was asked, or without it."""
        run = self._runs.find(request.path_params["id"])
        if run is None:
            return self._gone()
        form = await request.form(max_fields=2000)
        if run.is_running:
            return self._desk.see_other(f"{HERE}{run.id}")
        if form.get("action") == "drop":
            self._runs.drop(run)
            return self._desk.see_other(f"{HERE}{run.id}")
        try:
            answers = self._answers(run, form)
        except JixiaoError as error:
            return self._run(run, str(error), 400)
        self._runs.go_on(run, answers)
        return self._desk.see_other(f"{HERE}{run.id}")

    async def remember_word(self, request: Request) -> Response:
        """Have `import.yml` say what a word of an original is."""
        run = self._runs.find(request.path_params["id"])
        if run is None:
            return self._gone()
        form = await request.form(max_fields=10)
        table, word = str(form.get("table", "")), str(form.get("word", ""))
        meant = str(form.get("meant", "")).strip()
        if word not in run.words.get(table, ()):
            return self._run(run, "没有这个词，没有记。", 400)
        if not meant or (table == "栏目" and meant not in column_keys()):
            return self._run(run, f"没有记：请选{quote(word)}是哪一项。", 400)
        said = self._remembered(table, word, meant)
        run.words = {**run.words, table: [one for one in run.words[table] if one != word]}
        return self._run(run, said)

    def _answers(self, run: Run, form: FormData) -> Answers:
        """What was told; what was left empty is asked again."""
        years: dict[str, int] = {}
        departments: dict[str, str] = {}
        others: set[str] = set()
        slugs = {one.slug for one in self._desk.edited.departments}
        for number, (lack, about, _) in enumerate(run.questions):
            told = str(form.get(f"answer-{number}", "")).strip()
            is_of = form.get(f"about-{number}") == lack.about
            if not told or not is_of:
                continue
            if lack.kind == "年度":
                years[lack.about] = parse_year(told)
            elif lack.kind == "同名":
                others.add(lack.about)
            elif told in slugs:
                departments[lack.about] = told
                if form.get(f"remember-{number}") and self.is_name(run, lack):
                    self._remembered("部门", about, told)
        return Answers(years, departments, others)

    @staticmethod
    def is_name(run: Run, lack: Lack) -> bool:
        """Whether it is about what reports call their department, not about a file."""
        return lack.about not in {one.path for one in run.pending}

    def _remembered(self, table: str, word: str, meant: str) -> str:
        if remember(self._desk.content, table, word, meant):
            return f"记下了：{quote(word)}是{meant}，下次导入就认得。"
        return f"import.yml 的{quote(table)}不是一行一个的写法，没有改动。请在那里自己加。"

    def _first(self, said: str, status: int = 200) -> Response:
        return self._desk.page("import.html.j2", status, said=said, here=HERE)

    def _run(self, run: Run, said: str, status: int = 200) -> Response:
        self._remember(run)
        answer = self._desk.page(
            "import_run.html.j2", status, run=run, said=said, here=HERE, columns=column_keys(),
            departments=self._desk.edited.departments, is_name=self.is_name,
        )  # fmt: skip
        if run.is_running:
            answer.headers["Refresh"] = "1"
        return answer

    def _remember(self, run: Run) -> None:
        left_out = sum(map(len, run.left_out.values()))
        self._desk.imported |= {one.name: (run.id, left_out) for one in run.drafts}

    def _gone(self) -> Response:
        text = "工作台重新开过，或者以后又导入了很多次。做好的草稿都在工作台首页。"
        return self._desk.page("message.html.j2", 404, title="这次导入的结果不在了", text=text)
