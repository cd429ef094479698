"""Made-up reports, written in the layout of their forms and read again, are what they were."""

from pathlib import Path

import yaml

from generator.demo import corpus
from generator.recognition.record import Sureness
from generator.recognition.rows import block_items
from tests.recognition import written
from tests.recognition.test_form_tables import flat, plain, read, reference

# They are narratives with tables in them; a table alone is not laid out so.
_NARRATIVES = ("xiangmu-pingjia", "xiangmu-ziping", "hainan-2017", "zhengti-zhichu")


def test_reports_in_their_forms_come_back(tmp_path: Path) -> None:
    corpus.write(tmp_path / "content", 200, 27, lambda: None)
    forms = reference().forms
    count = wrong_form = 0
    for file in sorted((tmp_path / "content/reports").glob("*/*/*.yml")):
        stated = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
        form = forms.get(stated.get("表单") or "")
        if form is None or not form.part("资金") or stated["表单"] in _NARRATIVES:
            continue
        kept = written.keep(stated, form)
        report = read(block_items(written.blocks(kept, form)))
        expected = {path: value for path, value in flat(kept) if value}
        found = {path: plain(one.text) for path, one in report.values.items()}
        assert found == expected, file
        assert not report.unclassified
        unsure = {path for path, one in report.values.items() if one.sureness is Sureness.GUESS}
        assert not unsure
        count += 1
        # Without a row of money two forms may be the same, word for word.
        wrong_form += report.form != stated["表单"]
    assert count > 100
    assert wrong_form <= 0.02 * count
