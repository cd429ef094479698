"""An attachment that cannot be looked into: locked, broken, or pictures of pages."""

from collections.abc import Iterator

from generator.check.rule import AttachmentText, Limits, Rule

RULE = Rule(
    title="附件检查不了",
    why=(
        "有密码的、损坏的、没有文字的扫描件，照片和截图，程序看不见里面有没有身份证号码、电话和密级标志；"
        "扫描件读者也不能搜索、复制，读屏软件念不出来。"
    ),
    mend=(
        "换成没有密码、有文字的文件（从 Word、Excel 导出 PDF）；"
        "换不了的（如现场照片），请人逐页、逐张看过再公开。"
    ),
    example=(
        "有密码的文件、打不开的压缩包、只有图的 PDF 和 Word、照片，都会警告；有文字的文件就不警告。"
    ),
)


def check_file(attachment: AttachmentText, _limits: Limits) -> Iterator[str]:
    """Say why nothing could be read."""
    if attachment.unreadable:
        yield (
            f"不能全部检查：{attachment.unreadable}。"
            "请换成没有密码、有文字的文件；换不了的（如照片），请人逐页看过有没有不该公开的内容。"
        )
