"""Questions at the terminal, repeated until the answer can be used."""

from collections.abc import Callable
from typing import TypeVar

import click

from generator.model.problems import JixiaoError

Answer = TypeVar("Answer")
_YES, _NO = ("是", "y", "yes", "好", "要"), ("否", "n", "no", "不", "不要")


def ask(
    question: str,
    convert: Callable[[str], Answer],
    default: str = "",
    options: str = "--department --year --name",
) -> Answer:
    """The answer as `convert` returns it; where that raises JixiaoError, asks again.

    An empty answer is the default where there is one. Raises ClickException where input has ended;
    it names the options that answer instead.
    """
    while True:
        try:
            answer = str(click.prompt(question, default=default, show_default=bool(default)))
        except click.Abort as error:
            click.echo(err=True)  # the line of the question ends
            if isinstance(error.__context__, EOFError):
                raise click.ClickException(
                    f"已中断：没有读到回答，什么也没有放。不能回答时，用选项一次写全（{options}）。"
                ) from None
            raise
        try:
            return convert(answer)
        except JixiaoError as error:
            click.echo(str(error), err=True)


def agrees(question: str) -> bool:
    """Whether the answer is yes; an empty one is."""
    return ask(f"{question}（是/否）", _yes, "是")


def _yes(answer: str) -> bool:
    word = answer.strip().lower()
    if word not in (*_YES, *_NO):
        raise JixiaoError(f"请回答 是 或 否，写的是“{answer}”。")
    return word in _YES
