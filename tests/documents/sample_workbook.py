"""A workbook with all that a sheet may have, by openpyxl; `files/shown.xls` was made of it.

`python -m tests.documents.sample_workbook FILE` writes it; `soffice --convert-to xls FILE` makes
the older one.
"""

import sys
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font

from tests.support.attached import saved, with_members

DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>'
    "<xdr:from><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row>"
    "<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>7</xdr:col><xdr:colOff>0</xdr:colOff>"
    '<xdr:row>4</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp macro="" textlink="">'
    '<xdr:nvSpPr><xdr:cNvPr id="2" name="文本框 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr>'
    '<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="500000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/>'
    "<a:p><a:r><a:t>填表说明：</a:t></a:r><a:r><a:t>金额保留两位</a:t></a:r></a:p>"
    "<a:p><a:r><a:t>第二行</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/>"
    "</xdr:twoCellAnchor></xdr:wsDr>"
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    '<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/drawing" Target="../drawings/drawing9.xml"/></Relationships>'
)
TITLE = "示例县水利局项目支出绩效自评表"
MONEY = '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ '
# Cell, value, format, what is shown.
SHOWN = [
    ("A2", "金额单位：万元", "General", "金额单位：万元"),
    ("A3", "年初预算", "General", "年初预算"),
    ("B3", 50, "0.00", "50.00"),
    ("C3", 0.9567, "0.00%", "95.67%"),
    ("D3", 1234567.5, "#,##0.00", "1,234,567.50"),
    ("A4", "执行数", "General", "执行数"),
    ("B4", 48.6, "General", "48.6"),
    ("C4", 1234.5, MONEY, "¥1,234.50"),
    ("D4", -3, "#,##0.00;[Red]-#,##0.00", "-3.00"),
    ("A5", "完成时间", "@", "完成时间"),
    ("B5", datetime(2023, 6, 1), 'yyyy"年"m"月"', "2023年6月"),
    ("C5", datetime(2023, 6, 1), "yyyy/m/d", "2023/6/1"),
    ("D5", "007", "@", "007"),
    ("A6", "是否完成", "General", "是否完成"),
    ("B6", True, "General", "TRUE"),
    ("C6", "第一行\n第二行", "General", "第一行\n第二行"),
    ("A10", "偏差原因", "General", "偏差原因"),
    ("B10", "无", "General", "无"),
]


def sample() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "自评表"
    sheet["A1"] = TITLE
    sheet["A1"].font, sheet["A1"].alignment = Font(bold=True), Alignment(horizontal="center")
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("B10:C11")
    for cell, value, code, _ in SHOWN:
        sheet[cell] = value
        sheet[cell].number_format = code
    sheet["B7"] = "隐藏行里的字"
    sheet.row_dimensions[7].hidden = True
    sheet["E3"] = "隐藏列里的字"
    sheet.column_dimensions["E"].hidden = True
    sheet["A8"] = "被隐去的数"
    sheet["B8"], sheet["B8"].number_format = 77, ";;;"
    sheet["B3"].comment = Comment("批注里的话", "某人")
    sheet.oddHeader.center.text = "示例县财政局制"
    sheet.oddFooter.center.text = "第 &P 页"
    sheet["A60000"].font = Font(bold=True)  # an empty cell far away
    other = book.create_sheet("底稿")
    other["A1"] = "藏起来的表"
    other.sheet_state = "hidden"
    book.create_sheet("Sheet3")
    second = book.create_sheet("第二张")
    second["B2"], second["C3"] = "从第二行起", "完"
    return _with_drawing(saved(book))


def _with_drawing(data: bytes) -> bytes:
    from tests.support.attached import member

    part = "xl/worksheets/sheet1.xml"
    written = member(data, part).decode()
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    known = member(data, "xl/worksheets/_rels/sheet1.xml.rels").decode()
    inner = known.partition("Relationships")[2].partition(">")[2].rpartition("</")[0]
    mark = "<legacyDrawing" if "<legacyDrawing" in written else "</worksheet>"
    drawing = f'<drawing xmlns:r="{space}" r:id="rId77"/>'
    types = member(data, "[Content_Types].xml").decode()
    override = (
        '<Override PartName="/xl/drawings/drawing9.xml" ContentType="application/vnd.openxmlformats'
        '-officedocument.drawing+xml"/></Types>'
    )
    return with_members(
        data,
        {
            part: written.replace(mark, drawing + mark, 1).encode(),
            "xl/worksheets/_rels/sheet1.xml.rels": RELATIONS.format(inner).encode(),
            "xl/drawings/drawing9.xml": DRAWING.encode(),
            "[Content_Types].xml": types.replace("</Types>", override).encode(),
        },
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(sample())
