"""What a new clerk begins with: a county's repository, its server, a Word file.

The file is a county's own form: its title, its columns and its order are those of no known form.
About a dozen of its values are told by position or by sentences, one is told twice, one kind of
thing has no column, and who made it is not in the register.
"""

from pathlib import Path

from tests.conftest import run
from tests.support.clerks import git
from tests.support.word_tables import save_by_library

NAME = "供水管网自查.docx"
DEPARTMENT = "示例县水利局"
REGISTER = "".join(
    f"- 名称: {name}\n  标识: {slug}\n"
    for slug, name in (
        ("shuiliju", DEPARTMENT), ("jiaoyuju", "示例县教育局"), ("minzhengju", "示例县民政局"),
        ("jiaotongju", "示例县交通运输局"), ("nongyeju", "示例县农业农村局"),
    )
)  # fmt: skip
ABOVE = ("示例县2025年度项目支出绩效自查表", "填报日期：2026年3月12日")
TABLE = """
项目名称 | 农村供水管网更新改造 | < | < | 项目类别 | 延续项目 | <
实施单位 | 示例县农村供水总站 | < | < | 管护方式 | 以村为主 | <
资金使用情况（万元） | 项目 | < | 年初预算数 | 全年预算数 | 到位数 | 支出数
^ | 合计 | < | 186.00 | 192.50 | 192.50 | 188.36
^ | 县级财政 | < | 120.00 | 126.50 | 126.50 | 122.36
^ | 上级补助 | < | 66.00 | 66.00 | 66.00 | 66.00
年初目标 | 更换老旧管网18.6公里，新增水表1240块，供水保证率不低于95%。 | < | < | < | < | <
完成情况 | 更换老旧管网18.6公里，新增水表1236块，供水保证率96.2%。 | < | < | < | < | <
一级指标 | 三级指标 | < | 目标值 | 完成值 | 分值 | 得分
产出 | 更换老旧管网 | < | 18.6公里 | 18.6公里 | 20 | 20
产出 | 新增水表 | < | 1240块 | 1236块 | 20 | 19
产出 | 工程验收合格率 | < | 100% | 100% | 20 | 20
效益 | 供水保证率 | < | ≥95% | 96.2% | 20 | 20
满意度 | 受益群众满意度 | < | ≥90% | 93% | 20 | 20
自评得分 | 99 | < | < | 评价等级 | 优 | <
"""
BELOW = """一、项目概况
项目由示例县农村供水总站组织实施，覆盖5个乡镇23个村。年初预算186万元，年中追加6.5万元，全年支出188.4万元，资金到位率100%，预算执行率97.85%。
二、组织管理情况
实行项目法人制、招标投标制、工程监理制，资金由县财政国库集中支付。
三、主要成效
供水保证率由88%提高到96.2%，受益群众1.2万人。自评得分99分，等级为优。
四、存在的不足
个别村组水表安装滞后，管护经费偏紧，管护人员变动频繁。
五、下步打算
落实管护经费，明确管护责任人，2026年6月底前完成剩余4块水表安装。
六、经验做法
推行水管员、网格员联动巡护，漏点24小时内修复。
联系人：示例甲　联系电话：0000-0000000"""
# What a forge prints at a push: where the merge request is opened.
HOOK = """#!/bin/sh
while read -r _ _ ref; do
  branch=${ref#refs/heads/}
  echo "To create a merge request for $branch, visit:"
  echo "  https://git.example/bureau/jixiao/-/merge_requests/new?source_branch=$branch"
done
"""


def county(folder: Path) -> tuple[Path, Path]:
    """The content of a county's clone, and its server."""
    here, server = folder / "county", folder / "server.git"
    told = {"county": "示例县", "organiser": "示例县人民政府", "address": "",
            "department": "示例县财政局", "forge": "gitlab"}  # fmt: skip
    options = [word for key, value in told.items() for word in (f"--{key}", value)]
    run("jixiao", "init", here, *options)
    register = here / "content/departments.yml"
    register.write_text(register.read_text("utf-8").rstrip() + f"\n{REGISTER}", "utf-8")
    person = ("-c", "user.name=管理员", "-c", "user.email=admin@localhost")
    git(here, "add", ".")
    git(here, *person, "commit", "-q", "--no-verify", "-m", "登记部门")
    git(here, "clone", "-q", "--bare", ".", server.as_posix())
    git(here, "remote", "add", "origin", server.as_posix())
    git(here, "fetch", "-q", "origin")
    hook = server / "hooks/post-receive"
    hook.write_text(HOOK, "utf-8")
    hook.chmod(0o755)
    return here / "content", server


def original(folder: Path) -> Path:
    """The Word file, as an office has it."""
    save_by_library(folder, NAME, *ABOVE, TABLE, *BELOW.splitlines())
    return folder / NAME
