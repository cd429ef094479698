"""A password beside what it opens: the address of a database, a URL, the name of an account."""

import re
from collections.abc import Iterator

from generator.check.rule import Limits, Rule, TextFinding
from generator.model.problems import Level

RULE = Rule(
    level=Level.ERROR,
    title="系统、数据库的密码",
    why=(
        "从数据库取数的 Excel 文件，会把服务器、用户名和密码一起存在“数据连接”里。"
        "公开了文件，就公开了密码。写在账号、用户名、网址旁边的密码也是。"
    ),
    mend="Excel：“数据”—“查询和连接”里删除全部连接，或者把表复制成数值另存；并立即更换这个密码。",
    sources=("《中华人民共和国网络安全法》第二十一条、第四十二条",),
    failing="正文: {项目概况: {项目基本情况: 数据取自Server=10.0.0.1;Uid=sa;Pwd=abc123。}}",
    passing="正文: {项目概况: {项目基本情况: 数据取自预算管理一体化系统，登录密码由专人保管。}}",
    mandatory=True,
    guards_disclosure=True,
)
_SIGN = r"\s{0,3}[=:：]\s{0,3}"
_PASSWORD = re.compile(
    rf"[Pp密口](?<![A-Za-z].)(?i:assword|asswd|wd|ass|码|令)[\"']?{_SIGN}"
    r"(\"[^\"\n]+\"|'[^'\n]+'|\{[^{}\n]+\}|[^\s\"'{}<>;&,，。；、（）][^\s\"'<>;&,，。；、（）]*)"
)
_ADDRESS = re.compile(
    r"(?:server|data source|address|user(?: ?id|name)?|uid|provider|driver|dsn|host"
    rf"|initial catalog|database)[\"']?{_SIGN}|jdbc:",
    re.I,
)
_IN_WORDS = re.compile(
    r"(?<!商用)(?:密码|口令)\s?(?:([=:：])|为|是|)\s?(?!GB|GM|SM\d|https?:)"
    r"([!-~]{4,40})(?![!-~]|\s?[位个次年月日项])"
)
_ACCOUNT = re.compile(
    r"账号|帐号|账户名|用户名|登录名|(?:初始|默认|登录|登陆|邮箱|平台|系统|数据库|服务器)(?=密码|口令)"
)
_ALONE = (  # needs no address beside it: it is one, or nothing else is called so
    re.compile(r"://[^\s/@:\"'<>]*:([^\s/@\"'<>]+)@[\w\[]"),
    re.compile(r"jdbc:oracle:\w+:[^\s/@:]+/([^\s/@]+)@"),
    re.compile(
        r"(?:AccountKey|SharedAccess(?:Key|Signature)|SecretAccessKey|client_secret)="
        r"([\w%+/=-]{8,})"
    ),
    re.compile(r"mysql [^\n]{0,80}?\s-p([^\s-]\S*)"),
    re.compile(r"\.Open\s*\(?\"[^\"\n]*\",\s?\"[^\"\n]*\",\s?\"([^\"\n]+)\""),
)
_NO_PASSWORD = re.compile(  # stars, a place to fill in, the kind of a value
    r"[\W_xX]*|[^!-~]*|.|[$%#]\{.*|%\w+%|string|varchar.*|text|null|none|true|false|required|password",
    re.I,
)
_REACH = 300  # characters around it in which an address stands
_REACH_OF_WORDS = 60


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Find a password near the address or the account that it opens."""
    told: set[int] = set()
    alone = (found for pattern in _ALONE for found in pattern.finditer(text))
    for found in (*_near_address(text), *alone, *_near_account(text)):
        value = str(found[found.lastindex or 0])
        if told.isdisjoint(range(*found.span())) and not _NO_PASSWORD.fullmatch(
            value.strip("\"'{}")
        ):
            told.update(range(*found.span()))
            message = (
                "这里有系统或数据库的密码，不得公开。"
                "请删去（表格里的，删除数据连接），并立即更换这个密码。"
            )
            yield TextFinding(*found.span(), message)


def _near_address(text: str) -> Iterator[re.Match[str]]:
    for found in _PASSWORD.finditer(text):
        if _ADDRESS.search(text, max(found.start() - _REACH, 0), found.end() + _REACH):
            yield found


def _near_account(text: str) -> Iterator[re.Match[str]]:
    for found in _IN_WORDS.finditer(text):
        start, end = max(found.start() - _REACH_OF_WORDS, 0), found.end() + _REACH_OF_WORDS
        is_told = found[1] or any(one.isdigit() for one in found[2])
        if is_told and _ACCOUNT.search(text, start, end):
            yield found
