"""Commands, groups and options of click, with help and messages in Chinese."""

import re

import click


class Command(click.Command):
    """A command of click whose help is Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx)).replace("[OPTIONS]", "[选项]")
        pieces = pieces.replace("COMMAND [ARGS]...", "命令 [参数]…")
        formatter.write_usage(ctx.command_path, pieces, prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, and a group's commands."""
        records = (param.get_help_record(ctx) for param in self.get_params(ctx))
        rows = [row for row in records if row and row[1]]  # an argument is explained above
        if rows:
            with formatter.section("选项"):
                formatter.write_dl([(name, _chinese(text)) for name, text in rows])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, explained."""
        option = super().get_help_option(ctx)
        if option:
            option.help = "显示这段说明"
        return option


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, a line each."""
        with formatter.section("命令"):
            formatter.write_dl(
                [(name, self.commands[name].get_short_help_str(60)) for name in self.commands]
            )


def _chinese(text: str) -> str:
    return text.replace("[default: ", "[默认：").replace("[required]", "[必填]")


class WholeNumber(click.ParamType[int]):
    """The type of an option: a whole number from `least` on, of at most eight digits."""

    name = "数"

    def __init__(self, least: int) -> None:
        self.least = least

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The number; raises BadParameter where it is none."""
        text = str(value)
        if not re.fullmatch("[0-9]{1,8}", text) or int(text) < self.least:
            self.fail(f"应为 {self.least} 以上的整数，写的是“{value}”", param, ctx)
        return int(text)
