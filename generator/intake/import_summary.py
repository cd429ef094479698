"""What an import says at its end: a summary, the table of values, the same for programs."""

import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.console.terminal import command, jixiao
from generator.documents.document import Piece
from generator.intake.department_prompt import register_lines
from generator.intake.importing import Draft, Imported
from generator.model.problems import joined_words, quote
from generator.recognition.record import Found, LeftOut, Sureness
from generator.source.headings import split_heading
from generator.source.scalars import one_line
from generator.source.tree import FieldPath, field_name

_MOST = 20  # drafts, files, words that are listed one by one
_LONGEST_NAME = 20  # characters of a printed name of a column or of a heading


def summary(done: Imported, content: Path, *, is_dry_run: bool) -> str:
    """How many files, drafts, values; what was left out and why; what to do next."""
    lines = [*_drafts(done, is_dry_run=is_dry_run), *_not_made(done), *_not_read(done)]
    lines += [*_left_out(done), *_notes(done), *_unknown(done, content)]
    return "\n".join([*lines, *_next(done, content, is_dry_run=is_dry_run), ""])


def explanation(done: Imported) -> str:
    """Each value of each draft with its place, how it was found, how sure it is; what is left."""
    lines: list[str] = []
    for draft in done.drafts:
        lines.append(f"{draft.file.as_posix()} ← {draft.source.path}")
        for where, found in draft.report.values.items():
            lines.append(f"  {_row(where, found)}")
            lines += [f"    另一处：{_row(where, other)}"
                      for other in draft.report.others.get(where, ())]  # fmt: skip
        lines += [f"  格式不收  {field_name(one.where)}  {_short(one.found.text)}  {one.reason}"
                  for one in draft.made.refused]  # fmt: skip
        lines += [f"  不收  {one.reason}  {_short(one.text)}  {one.place}"
                  for one in draft.report.left_out]  # fmt: skip
        lines += [f"  未能归类  {_short(one.text)}  {one.place}"
                  for one in draft.report.unclassified]  # fmt: skip
        lines.append("")
    return "\n".join(lines)


def as_json(done: Imported) -> str:
    """The same for programs: a JSON text that ends in a line feed."""
    data = {
        "files": done.files,
        "drafts": [_draft_data(one) for one in done.drafts],
        "left": [{"path": one.path, "name": one.name, "reason": one.reason} for one in done.left],
        "missing": [{"path": one.path, "reasons": one.missing}
                    for one in done.sources if one.missing],
        "problems": [{"path": one.path, "line": one.line, "rule": one.rule, "message": one.message}
                     for one in done.problems],
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _drafts(done: Imported, *, is_dry_run: bool) -> Iterator[str]:
    put = "能放" if is_dry_run else "放好了"
    sureness = sum((one.sureness for one in done.drafts), Counter[Sureness]())
    counts = "、".join(f"{one}的 {sureness[one]} 项" for one in Sureness)
    yield f"读了 {done.files} 个文件，{put} {len(done.drafts)} 份草稿；{counts}。"
    for one in done.drafts[:_MOST]:
        unsure = one.sureness.total() - one.sureness[Sureness.SURE] + len(one.report.others)
        note = f"（{one.note}）" if one.note else ""
        yield f"  {one.file.as_posix()} ← {one.source.path}{note}：{unsure} 项要确认"
    if len(done.drafts) > _MOST:
        yield f"  …共 {len(done.drafts)} 份"


def _not_made(done: Imported) -> Iterator[str]:
    if not done.left:
        return
    yield f"没有放成草稿的 {len(done.left)} 个："
    by_file: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in done.left:
        by_file[one.path, one.reason].append(one.name)
    lines = []
    for (path, reason), names in by_file.items():
        which = f"（{len(names)} 份：{joined_words(names, 3)}）" if any(names) else ""
        lines.append(f"  {path}{which}：{_sentence(reason)}")
    yield from _listed(lines)


def _not_read(done: Imported) -> Iterator[str]:
    """What is missing of files of which there are drafts."""
    found = [f"  {one.path}：{_sentence('；'.join(one.missing))}"
             for one in done.sources if one.missing and not one.failure]  # fmt: skip
    if found:
        yield f"没有读全的 {len(found)} 个："
    yield from _listed(found)


def _left_out(done: Imported) -> Iterator[str]:
    by_reason: Counter[str] = Counter(one.reason for one in done.left_out)
    if by_reason:
        kinds = "、".join(f"{reason} {count} 处" for reason, count in by_reason.most_common())
        yield f"没有收进草稿的：{kinds}（逐条看：加 --explain）。"
    count = sum(bool(one.report.unclassified or one.made.refused) for one in done.drafts)
    pieces = sum(len(one.report.unclassified) for one in done.drafts)
    refused = sum(len(one.made.refused) for one in done.drafts)
    if count:
        what = [f"没有认出的 {pieces} 处"] if pieces else []
        what += [f"格式不收的 {refused} 处"] if refused else []
        yield f"{count} 份草稿有“原文未能归类”：{'、'.join(what)}。放完以前，检查会提醒，不能公开。"


def _notes(done: Imported) -> Iterator[str]:
    """What is to be said of originals, and of forms that were put into the content."""
    every = [one for draft in done.drafts for one in draft.originals]
    notes = [f"  {one.name}：{_sentence(one.note)}" for one in every if one.note]
    notes += [f"  {one.name} 没有放进来，免得推送出去：{one.withheld}"
              for one in every if one.withheld]  # fmt: skip
    if notes:
        yield "原件："
    yield from _listed(list(dict.fromkeys(notes)))
    for file in done.forms:
        yield f"放好了表单：{file.as_posix()}"


def _unknown(done: Imported, content: Path) -> Iterator[str]:
    """Short pieces that were not understood, and how `import.yml` tells what they are."""
    words = unknown_words(done)
    yield from _register(done, content)
    if not (any(words.values()) or done.departments):
        return
    file = (content / "import.yml").as_posix()
    yield f"没有认出的，是部门、栏目、标题的，照下面写进 {file}，移走草稿再导入（不是的不用管）："
    names = list(done.departments.items())[:_MOST]
    if names:
        yield "  部门:"
    yield from (f"    {_quoted(one)}: {slug or ' # 这里写登记表里的标识'}" for one, slug in names)
    for key, hint in (("栏目", "这里写格式里的键，如 资金.支出"), ("标题", "这里写提纲里的标题")):
        if words[key]:
            yield f"  {key}:"
        yield from (f"    {_quoted(one)}:  # {hint}" for one in words[key])


def unknown_words(done: Imported) -> Mapping[str, Sequence[str]]:
    """Short pieces that were not understood and can be names: of columns, of headings."""
    pieces = [one for draft in done.drafts for one in draft.report.unclassified]
    stated = {one.text for draft in done.drafts for one in draft.report.values.values()}
    in_tables = [one for one in pieces if one.place.table or one.place.cell]
    others = [one for one in pieces if not (one.place.table or one.place.cell)]
    return {"栏目": _names(in_tables, stated), "标题": _names(others, stated)}


def _register(done: Imported, content: Path) -> Iterator[str]:
    """How to register the departments that were not found, if they are new ones."""
    names = [one for one, slug in done.departments.items() if not slug][:_MOST]
    if names:
        file = (content / "departments.yml").as_posix()
        yield f"登记表里没有的，是新部门的，加到 {file} 末尾，再导入（标识公开后不改）："
    yield from (register_lines(done.register, one) for one in names)


def _quoted(word: str) -> str:
    """The word between quotation marks, as YAML takes it."""
    return json.dumps(word, ensure_ascii=False)


def _names(pieces: Iterable[Piece], stated: Collection[str]) -> list[str]:
    """The most frequent of those that can be a name: short words without a figure, no value."""
    words = (_without_number(one_line(piece.text)) for piece in pieces)
    names = [one for one in words if 1 < len(one) <= _LONGEST_NAME and _is_name(one)]
    counts = Counter(one for one in names if one not in stated)
    return [one for one, _ in counts.most_common(_MOST)]


def _without_number(word: str) -> str:
    found = split_heading(word)
    return found.plain if found else word.strip()


def _is_name(word: str) -> bool:
    return re.fullmatch(r"[\u4e00-\u9fff（）()、《》/]{2,}", word) is not None and not re.fullmatch(
        "[一二三四五六七八九十（）()、第部分章节]+", word
    )


def _next(done: Imported, content: Path, *, is_dry_run: bool) -> Iterator[str]:
    if is_dry_run:
        yield "这是试读，什么都没有写。去掉 --dry-run 就放草稿。"
    elif done.drafts:
        files = [one.file for one in done.drafts]
        one = files[0] if len(files) == 1 else Path(os.path.commonpath(files))
        yield "接着："
        yield "  1. 用编辑器打开草稿，对照原件看过，删去看过的注释"
        yield f"  2. 检查：{jixiao('check', content, one)}"
        yield f"  3. 预览：{jixiao('serve', content)}"
        yield f"  4. 提交：{command('git', 'add', content)}，再 git commit、git push"


def _listed(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield f"  …共 {len(lines)} 个"


def _sentence(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def _row(where: FieldPath, found: Found) -> str:
    parts = (found.sureness, field_name(where), _short(found.text), found.how, str(found.place))
    return "  ".join(part for part in parts if part)


def _short(text: str) -> str:
    return quote(text)


def _draft_data(draft: Draft) -> dict[str, Any]:
    report = draft.report
    return {
        "path": draft.file.as_posix(),
        "files": [one.path for one in draft.source.origins],
        "form": report.form,
        "outline": report.outline,
        "values": [
            {"field": list(where), **_found_data(found),
             "others": [_found_data(one) for one in report.others.get(where, ())]}
            for where, found in report.values.items()
        ],
        "refused": [{"field": list(one.where), "reason": one.reason, **_found_data(one.found)}
                    for one in draft.made.refused],
        "left_out": [_left_data(one) for one in report.left_out],
        "unclassified": [{"text": one.text, "place": str(one.place)}
                         for one in report.unclassified],
    }  # fmt: skip


def _found_data(found: Found) -> dict[str, str]:
    return {"text": found.text, "place": str(found.place), "how": found.how,
            "sureness": found.sureness, "printed": found.printed}  # fmt: skip


def _left_data(left: LeftOut) -> dict[str, str]:
    return {"text": left.text, "place": str(left.place), "reason": left.reason}
