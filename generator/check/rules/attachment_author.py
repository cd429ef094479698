"""Names of people and companies in the properties of an attachment."""

import re
from collections.abc import Iterator

from generator.check.rule import AUTHOR_PROPERTIES, AttachmentText, Limits, Rule
from generator.model.problems import Level

RULE = Rule(
    level=Level.NOTICE,
    title="附件属性里有作者",
    why=(
        "文件属性记着作者、最后修改者和单位，公开以后谁都看得到。"
        "代写单位、模板来源、经办人的姓名常常这样露出来。这是提示，不是成文规定。"
    ),
    mend="Word、Excel：“文件—信息—检查文档”，删除文档属性和个人信息；WPS：“文件—文档加密—属性”。",
    example="作者写着“张三”会提示；作者为空，或是 Administrator 一类软件自带的名字，就不提示。",
)
# What programs write where nobody filled anything in.
_NOBODY = re.compile(
    r"administrator|admin|user|users|owner|author|作者|微软用户|用户|未知|微软中国|microsoft.*|"
    r"windows.*|pc|hp|dell|lenovo|asus|acer|thinkpad|联想|china|wps.*|kingsoft.*|openpyxl|"
    r"python-docx|apache.*|libreoffice.*|anonymous|un-?named|unknown|untitled|none|\W*|\w|\d+",
    re.IGNORECASE,
)


def check_file(attachment: AttachmentText, _limits: Limits) -> Iterator[str]:
    """Name who is named."""
    found = dict.fromkeys(
        f"{what}“{' '.join(text.split())[:40]}”"
        for what, text in attachment.hidden
        if what in AUTHOR_PROPERTIES and not _NOBODY.fullmatch(text.strip())
    )
    if found:
        yield f"的文件属性里写着{'、'.join(found)}。不想公开的，请在文件属性里删去后重新保存。"
