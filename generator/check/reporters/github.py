"""Problems as workflow commands of GitHub Actions: marks beside the lines of a pull request."""

from collections.abc import Iterable

from generator.model.problems import Problem


def as_github(problems: Iterable[Problem]) -> str:
    """A command a problem."""
    return "".join(f"{_command(problem)}\n" for problem in problems)


def _command(problem: Problem) -> str:
    places = {"file": problem.path, "line": problem.line, "col": problem.column}
    if problem.length:
        places["endColumn"] = problem.column + problem.length
    properties = {**places, "title": problem.rule}
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{problem.level.name.lower()} {listed}::{_data(problem.full_message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
