"""The forms of a content folder, as they are listed at the terminal and called there."""

from collections.abc import Iterator, Mapping

from generator.model.form import Form
from generator.model.problems import JixiaoError, close_matches, did_you_mean, quote


def listed_forms(forms: Mapping[str, Form]) -> Iterator[str]:
    """A line for each form: its id, its name."""
    width = max(map(len, forms), default=0)
    for one, form in sorted(forms.items()):
        yield f"  {one:<{width}}  {form.name}"


def known_form(forms: Mapping[str, Form], called: str) -> str:
    """The id of the form that is called so, by its id.

    Raises JixiaoError that names those meant, by a part of their names too: 湖南.
    """
    word = called.strip().removesuffix(".yml")
    if word in forms:
        return word
    if not word:
        raise JixiaoError("请写表单的标识。")
    named = {one: form for one, form in forms.items() if word in form.name}
    if named and not close_matches(word, forms):
        lines = "\n".join(listed_forms(named))
        raise JixiaoError(f"请写表单的标识；名称里有{quote(word)}的：\n{lines}")
    raise JixiaoError(f"没有表单{quote(word)}。{did_you_mean(word, forms)}全部见 jixiao form。")
