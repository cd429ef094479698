"""What is said of text that an import could not place (原文未能归类), in a draft and in public."""

from generator.model.problems import quote

RULE_ID = "unclassified-text"  # the rule on public reports, whose finding a draft has as a warning


def unclassified_message(text: str) -> str:
    """How much there is, how it begins, what to do with it."""
    lines = [line for line in text.splitlines() if line.strip()]
    count = sum(not one.isspace() for one in text)
    return (
        f"“原文未能归类”里还有 {len(lines)} 段、{count} 个字，开头是{quote(lines[0], 20)}。"
        "报告里有的，剪下来放到该在的键下面；不属于报告的删去。放完了，这一项整个删去。"
    )
