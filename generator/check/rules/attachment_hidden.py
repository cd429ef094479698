"""What a reader of an attachment does not see: comments, tracked changes, hidden sheets."""

from collections.abc import Iterator

from generator.check.rule import FILE_PROPERTIES, AttachmentText, Limits, Rule

RULE = Rule(
    title="附件里有隐藏的内容",
    why=(
        "批注、修订、隐藏的工作表和行列、隐藏文字、嵌入的文件、PDF 从前保存的版本，"
        "打开时看不见，公开以后谁都能翻出来。"
        "这是常见疏漏的归纳，不是成文规定。"
    ),
    mend=(
        "Word：“审阅”里接受或拒绝全部修订，删除批注；Excel：取消隐藏，逐个看过，不该公开的删去。"
        "或者从改好的原文件重新导出 PDF；在 PDF 里改过再保存的，从前的版本还留在文件里。"
    ),
    example="附件里有一条批注、一处修订、一张隐藏的工作表，都会警告；只有正文和看得见的工作表，就不警告。",
)
_MOST_NAMED = 6


def check_file(attachment: AttachmentText, _limits: Limits) -> Iterator[str]:
    """Name what is hidden, and where."""
    found = dict.fromkeys(what for what, _ in attachment.hidden if what not in FILE_PROPERTIES)
    if found:
        more = f"等 {len(found)} 项" if len(found) > _MOST_NAMED else ""
        named = "、".join(list(found)[:_MOST_NAMED])
        yield (
            f"里有打开时看不见的内容：{named}{more}。"
            "请逐项看过，不该公开的删去（接受修订、删除批注、取消隐藏），"
            "或从改好的原文件重新导出 PDF。"
        )
