"""An e-mail address of a provider that private persons use."""

import re
from collections.abc import Iterator

from generator.check.long_numbers import text_after, text_before
from generator.check.plain_form import plain_form
from generator.check.rule import Limits, Rule, TextFinding

RULE = Rule(
    title="私人邮箱",
    why=(
        "qq.com、163.com 一类的邮箱多半是个人的，能指向一个人，常常还就是他的 QQ 号或手机号；"
        "公开了会招来垃圾邮件和诈骗。单位对外公布的邮箱不是个人信息，但也宜用单位自己的域名。"
    ),
    mend="删去，或换成单位的邮箱。单位对外公布的就是它的，经审查后写进 site.yml 的“可公开号码”。",
    sources=("《中华人民共和国个人信息保护法》第四条、第二十五条",),
    failing="正文: {项目实施及管理情况: {项目监管情况: 意见请发至zhangsan01@163.com。}}",
    passing="正文: {项目实施及管理情况: {项目监管情况: 意见请发至slj@example.gov.cn。}}",
    guards_disclosure=True,
)
_PROVIDERS = (
    "qq|foxmail|163|126|yeah|188|139|189|wo|sina|sohu|sogou|tom|21cn|263|88|2980|eyou|aliyun|"
    "petalmail|gmail|googlemail|outlook|hotmail|live|msn|icloud|me|mac|yahoo|ymail|aol|gmx|"
    "proton|protonmail|yandex"
)
_DOT = r" ?(?:[.。·,]|[(\[{] ?(?:dot|点|\.) ?[)\]}]|点|(?<= )dot(?= )) ?"
_SPACED = re.sub(r"(?<=\w)(?=\w)", " ?", _PROVIDERS)  # q q . com
_DOMAIN = re.compile(
    rf"[ \n]{{0,2}}(?:(?:vip|mail){_DOT})?(?:{_SPACED})(?: ?邮箱|{_DOT}"
    rf"(?:c ?o ?m(?:{_DOT}(?:cn|hk|tw))?|c ?n|n ?e ?t|me|co{_DOT}jp))"
    r"(?![A-Za-z0-9-]|\.(?!txt|csv|pdf|docx?\b|xlsx?\b|od[st]|ofd|jpe?g|png)[A-Za-z0-9])",
    re.I,
)
_AT = re.compile(
    r"[@＠﹫]|[(（\[［【{「〔<《 ][ \u3000]?(?:[aAａＡ][tTｔＴ]?|@|圈a|艾特)[ \u3000]?"
    r"[)）\]］】}」〕>》 ]|[-_]at[-_]|艾特|[#＃*＊](?=[A-Za-zＡ-Ｚａ-ｚ0-9０-９]{2,8}[.．。])|ⓐ|Ⓐ"
)
_LOCAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}[ \n)\]}(\[{@”'\"]{0,2}\Z")
_LONGEST_LOCAL, _LONGEST_DOMAIN = 66, 40
_SIGNS = "@＠﹫#＃*＊艾ⓐⒶaAａＡ"  # most texts have none of these, or no such ends
_ENDS = ("邮箱", "m", "M", "cn", "CN", "net", "NET", "c n", "n e t", "jp", "ｍ", "Ｍ", "ｎ", "Ｎ")


def check_text(text: str, _limits: Limits) -> Iterator[TextFinding]:
    """Find the addresses of these providers, however the sign @ is written."""
    if not (any(one in text for one in _ENDS) and any(sign in text for sign in _SIGNS)):
        return
    for sign in _AT.finditer(text):
        domain = _DOMAIN.match(plain_form(text_after(text, sign.end(), _LONGEST_DOMAIN)))
        if not domain:
            continue
        local = _LOCAL.search(plain_form(text_before(text, sign.start(), _LONGEST_LOCAL)))
        if local:
            start, end = sign.start() - len(local[0]), sign.end() + domain.end()
            message = (
                "这里有私人邮箱的地址，多半属于个人信息。请删去或换成单位的邮箱；"
                "单位对外公布的就是它的，经审查后写进 site.yml 的“可公开号码”。"
            )
            yield TextFinding(start, end, message)
