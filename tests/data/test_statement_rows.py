"""The table of statements: with the report's own JSON file, each row leads to its characters."""

import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow("builds the site of the repository's report")

ADDRESS = "2021/gonganju/shipin-huiyi-xitong"


def test_each_row_leads_to_its_characters(real_site: Path) -> None:
    own = json.loads((real_site / f"reports/{ADDRESS}/shipin-huiyi-xitong.json").read_text("utf-8"))
    file = json.loads((real_site / f"data/v1/reports/{ADDRESS}.json").read_text("utf-8"))
    page = (real_site / f"reports/{ADDRESS}/index.html").read_text("utf-8")
    found = [row for row in file["statements"] if "正文的数" in row]
    for row in found:
        text: Any = own["正文"]
        for heading in row["标题"].split(" › "):
            text = text[heading]
        assert text[row["起"] : row["止"]] == row["正文的数"]
        assert row["正文的数"] in row["句子"]
        assert row["句子"] in text
        address, anchor = row["网址"].split("#")
        assert address.endswith(f"reports/{ADDRESS}/")
        assert f'id="{anchor}"' in page
    assert len(found) == 13
    alone = [row["栏目"] for row in file["statements"] if row["情况"] == "只见于表"]
    assert alone == ["资金.全年预算", "资金.到位"]
