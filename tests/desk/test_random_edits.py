"""Any value of any file, whatever is typed: the form changes it and leaves all else as it was."""

from pathlib import Path

import pytest

from tests.conftest import ROOT, run
from tests.support.made_up import content as made_up
from tests.support.random_edits import files, opened, outcomes

TEXT = """\
# 抄录自印发的报告

项目名称:   '示例项目'   # 名称照批复
部门: 示例县公安局 # 部门
年度: 2021
评价类型: 单位自评

# 状态由科长定
状态: 草稿     # 暂时

资金:   # 见附表
    单位: "万元"   # 原文
    全年预算: 50.00   # 甲
    # 中间的话
    支出: 48.60
总分: 95 # 分

绩效目标: |   # 照抄
    第一段。

    第二段。   
# 文件末尾的话
"""  # noqa: W291  as a person's file has it


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_with_comments_everywhere(tmp_path: Path, line_break: str, mark: str) -> None:
    content = made_up(tmp_path)
    file = content / "reports/2021/gonganju/shili.yml"
    file.parent.mkdir(parents=True)
    file.write_bytes((mark + TEXT).replace("\n", line_break).encode())
    name = file.relative_to(content).as_posix()
    _hold(content, tmp_path, [name], 150)


def test_published_reports(tmp_path: Path) -> None:
    _hold(ROOT / "content", tmp_path, files(ROOT / "content"), 200)


def test_made_up_reports(tmp_path: Path) -> None:
    content = tmp_path / "content"
    assert run("jixiao", "demo", "--reports", "20", "--out", content).returncode == 0
    _hold(content, tmp_path, files(content), 150)


def _hold(content: Path, store: Path, names: list[str], number: int) -> None:
    found = list(outcomes(opened(content, store / "desk"), names, number, seed=1))
    assert len(found) > number / 2
    assert [one for one in found if one.fault] == []
    assert sum(one.is_refused for one in found) < len(found) / 50
