"""A file that is not what its ending says."""

from collections.abc import Iterator

from generator.check.rule import AttachmentText, Limits, Rule
from generator.model.problems import Level

RULE = Rule(
    level=Level.ERROR,
    title="附件的内容和扩展名不符",
    why=(
        "扩展名是图片，内容却是网页；扩展名是 PDF，里面还是一个压缩包：读者的电脑按内容打开，"
        "审查的人按扩展名看，看到的不是同一个东西。这是防止夹带的通行做法，不是成文规定。"
    ),
    mend="用原来的程序打开，另存为扩展名所说的格式；不知道是怎么来的，不要公开。",
    example="名为 .jpg 而内容是网页的，不通过；名为 .doc 而内容是 RTF 的，是旧软件的习惯，通过。",
    mandatory=True,
)


def check_file(attachment: AttachmentText, _limits: Limits) -> Iterator[str]:
    """Say what it is."""
    if attachment.disguised:
        yield f"的内容是{attachment.disguised}，不是扩展名所说的格式。请另存为扩展名所说的格式。"
