"""A second person's consent to what becomes public, as a file of the content says it."""

import re
from typing import Annotated

from pydantic import PlainValidator

from generator.model.fields import Line, json_schema, value_error
from generator.model.record import Record, Rows, key, rows


def parse_digest(value: object) -> str:
    """A SHA-256 in hex."""
    if isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value.strip()):
        return value.strip()
    raise value_error(
        "64 位的校验值", value, "这个文件由工作台写，不用手改：请恢复它，或请那个人再同意一次。"
    )


Digest = Annotated[str, PlainValidator(parse_digest), json_schema("string")]


class ConsentedFile(Record, title="同意的文件"):
    """A file as it was when the person saw it."""

    name: Line = key("文件", "在内容文件夹里的名称", required=True)
    digest: Digest = key("校验值", "内容的 SHA-256", required=True)


class Consent(Record, title="同意"):
    """Who consents to files that another wrote; it holds for these bytes and no others."""

    by: Line = key("同意人", "看过并同意的人", required=True)
    mail: Line | None = key("邮箱", "同意人在 git 里的邮箱")
    authors: Rows[Line] = rows("提交人", "写这些改动的人")
    day: Line | None = key("日期", "哪一天同意的")
    files: Rows[ConsentedFile] = rows("文件", "同意的文件，一行一个")
