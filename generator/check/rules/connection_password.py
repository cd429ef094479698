"""A password in the address of a database, as spreadsheets keep it for their queries."""

import re
from collections.abc import Iterator

from generator.check.rule import Limits, Rule, TextFinding
from generator.model.problems import Level

RULE = Rule(
    level=Level.ERROR,
    title="数据库的密码",
    why=(
        "从数据库取数的 Excel 文件，会把服务器、用户名和密码一起存在“数据连接”里。"
        "公开了文件，就公开了密码。"
    ),
    mend="Excel：“数据”—“查询和连接”里删除全部连接，或者把表复制成数值另存；并立即更换这个密码。",
    sources=("《中华人民共和国网络安全法》第二十一条、第四十二条",),
    failing="正文: {项目概况: {项目基本情况: 数据取自Server=10.0.0.1;Uid=sa;Pwd=abc123。}}",
    passing="正文: {项目概况: {项目基本情况: 数据取自预算管理一体化系统，登录密码由专人保管。}}",
    mandatory=True,
    guards_disclosure=True,
)
_PASSWORD = re.compile(r"(?<![A-Za-z])(?:password|pwd)\s*=\s*[\w!@#$%^&+-][^;\s\"'<>]*", re.I)
_ADDRESS = re.compile(
    r"(?:server|data source|user id|uid|provider|driver|dsn|host|initial catalog|database)\s*=",
    re.I,
)
_REACH = 300  # characters around it in which an address stands


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Find a password near the address that it opens."""
    for found in _PASSWORD.finditer(text):
        if _ADDRESS.search(text, max(found.start() - _REACH, 0), found.end() + _REACH):
            message = "这里有数据库的密码，不得公开。请删除数据连接，并立即更换这个密码。"
            yield TextFinding(*found.span(), message)
