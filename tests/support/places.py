"""Every place of a file format that can show or keep words, each with numbers of people in it.

The places are listed from the formats' standards, not from what our readers know: ECMA-376 (Word,
Excel, PowerPoint), OpenDocument 1.3, GB/T 33190 (OFD), ISO 32000 (PDF).
"""

import io
from collections.abc import Callable, Iterator
from functools import partial

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

from tests.support.attached import (
    card,
    excel_file,
    identity,
    pdf_file,
    with_members,
    word_file,
    zipped,
)

PHONE, PERSON, CARD = "13800001001", identity(7), card(7)
WORDS = f"电话{PHONE} 证号{PERSON} 卡号{CARD}"
SYMBOLS = "".join(f'<w:r><w:sym w:font="Symbol" w:char="F0{ord(one):02X}"/></w:r>' for one in PHONE)
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:a="{_A}" xmlns:r="{_R}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
)

# In the body of a Word file: {n} stands for the words.
WORD_BODY = {
    "run": "<w:p><w:r><w:t>{n}</w:t></w:r></w:p>",
    "deleted": '<w:p><w:del w:author="a"><w:r><w:delText>{n}</w:delText></w:r></w:del></w:p>',
    "inserted": '<w:p><w:ins w:author="a"><w:r><w:t>{n}</w:t></w:r></w:ins></w:p>',
    "author of a change": '<w:p><w:ins w:author="{n}"><w:r><w:t>x</w:t></w:r></w:ins></w:p>',
    "moved from": "<w:p><w:moveFrom><w:r><w:t>{n}</w:t></w:r></w:moveFrom></w:p>",
    "deleted field": "<w:p><w:r><w:delInstrText>{n}</w:delInstrText></w:r></w:p>",
    "field code": "<w:p><w:r><w:instrText>{n}</w:instrText></w:r></w:p>",
    "simple field": '<w:p><w:fldSimple w:instr="{n}"/></w:p>',
    "tooltip of a link": '<w:p><w:hyperlink w:tooltip="{n}" w:anchor="x"/></w:p>',
    "anchor of a link": '<w:p><w:hyperlink w:anchor="{n}"/></w:p>',
    "bookmark": '<w:p><w:bookmarkStart w:id="1" w:name="{n}"/></w:p>',
    "title of a control": '<w:sdt><w:sdtPr><w:alias w:val="{n}"/></w:sdtPr></w:sdt>',
    "tag of a control": '<w:sdt><w:sdtPr><w:tag w:val="{n}"/></w:sdtPr></w:sdt>',
    "item of a list": '<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{n}"/></w:dropDownList></w:sdtPr></w:sdt>',
    "value of an item": '<w:sdt><w:sdtPr><w:comboBox><w:listItem w:value="{n}"/></w:comboBox></w:sdtPr></w:sdt>',
    "last value of a list": '<w:sdt><w:sdtPr><w:comboBox w:lastValue="{n}"/></w:sdtPr></w:sdt>',
    "placeholder": '<w:sdt><w:sdtPr><w:placeholder><w:docPart w:val="{n}"/></w:placeholder></w:sdtPr></w:sdt>',
    "binding": '<w:sdt><w:sdtPr><w:dataBinding w:xpath="{n}"/></w:sdtPr></w:sdt>',
    "date of a control": '<w:sdt><w:sdtPr><w:date><w:dateFormat w:val="{n}"/></w:date></w:sdtPr></w:sdt>',
    "content of a control": "<w:sdt><w:sdtContent><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    "name of a form field": '<w:p><w:r><w:fldChar><w:ffData><w:name w:val="{n}"/></w:ffData></w:fldChar></w:r></w:p>',
    "default of a form field": '<w:p><w:r><w:fldChar><w:ffData><w:textInput><w:default w:val="{n}"/></w:textInput></w:ffData></w:fldChar></w:r></w:p>',
    "help of a form field": '<w:p><w:r><w:fldChar><w:ffData><w:helpText w:val="{n}"/></w:ffData></w:fldChar></w:r></w:p>',
    "status of a form field": '<w:p><w:r><w:fldChar><w:ffData><w:statusText w:val="{n}"/></w:ffData></w:fldChar></w:r></w:p>',
    "entry of a form list": '<w:p><w:r><w:fldChar><w:ffData><w:ddList><w:listEntry w:val="{n}"/></w:ddList></w:ffData></w:fldChar></w:r></w:p>',
    "macro of a form field": '<w:p><w:r><w:fldChar><w:ffData><w:entryMacro w:val="{n}"/></w:ffData></w:fldChar></w:r></w:p>',
    "title of a drawing": '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" title="{n}"/></wp:inline></w:drawing></w:r></w:p>',
    "description of a drawing": '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" descr="{n}"/></wp:inline></w:drawing></w:r></w:p>',
    "name of a drawing": '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="{n}"/></wp:inline></w:drawing></w:r></w:p>',
    "text box": "<w:p><w:r><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></w:r></w:p>",
    "text of a drawing": "<w:p><w:r><w:drawing><a:p><a:r><a:t>{n}</a:t></a:r></a:p></w:drawing></w:r></w:p>",
    "word art": '<w:p><w:r><w:pict><v:shape><v:textpath string="{n}"/></v:shape></w:pict></w:r></w:p>',
    "text of an old shape": '<w:p><w:r><w:pict><v:shape alt="{n}"/></w:pict></w:r></w:p>',
    "link of an old shape": '<w:p><w:r><w:pict><v:shape href="{n}"/></w:pict></w:r></w:p>',
    "title of an old picture": '<w:p><w:r><w:pict><v:imagedata o:title="{n}"/></w:pict></w:r></w:p>',
    "program of an object": '<w:p><w:r><w:object><o:OLEObject ProgID="{n}"/></w:object></w:r></w:p>',
    "formula": "<w:p><m:oMath><m:r><m:t>{n}</m:t></m:r></m:oMath></w:p>",
    "reading aid": "<w:p><w:r><w:ruby><w:rt><w:r><w:t>{n}</w:t></w:r></w:rt></w:ruby></w:r></w:p>",
    "smart tag": '<w:p><w:smartTag w:element="{n}"><w:r><w:t>x</w:t></w:r></w:smartTag></w:p>',
    "property of a smart tag": '<w:p><w:smartTag w:element="x"><w:smartTagPr><w:attr w:name="x" w:val="{n}"/></w:smartTagPr></w:smartTag></w:p>',
    "custom element": '<w:customXml w:element="{n}"/>',
    "editor of a range": '<w:p><w:permStart w:id="1" w:ed="{n}"/></w:p>',
    "caption of a table": '<w:tbl><w:tblPr><w:tblCaption w:val="{n}"/></w:tblPr></w:tbl>',
    "description of a table": '<w:tbl><w:tblPr><w:tblDescription w:val="{n}"/></w:tblPr></w:tbl>',
    "nested table": "<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>",
    "hidden": "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{n}</w:t></w:r></w:p>",
    "white": '<w:p><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>{n}</w:t></w:r></w:p>',
    "page frame": '<w:p><w:pPr><w:framePr w:anchorLock="{n}"/></w:pPr></w:p>',
    "unknown element": "<w:p><x>{n}</x></w:p>",
    "unknown attribute": '<w:p><x y="{n}"/></w:p>',
    "comment of the XML": "<!-- {n} -->",
    "instruction of the XML": "<?x {n}?>",
    "CDATA": "<w:p><w:r><w:t><![CDATA[{n}]]></w:t></w:r></w:p>",
}
# Parts of a Word file, new ones or in the place of others.
WORD_PARTS = {
    "header": ("word/header9.xml", "<w:hdr {x}><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:hdr>"),
    "footer": ("word/footer9.xml", "<w:ftr {x}><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:ftr>"),
    "footnote": (
        "word/footnotes.xml",
        "<w:footnotes {x}><w:footnote><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:footnote></w:footnotes>",
    ),
    "endnote": (
        "word/endnotes.xml",
        "<w:endnotes {x}><w:endnote><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:endnote></w:endnotes>",
    ),
    "comment": (
        "word/comments.xml",
        "<w:comments {x}><w:comment><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:comment></w:comments>",
    ),
    "author of a comment": (
        "word/comments.xml",
        '<w:comments {x}><w:comment w:author="{n}"/></w:comments>',
    ),
    "initials of a comment": (
        "word/comments.xml",
        '<w:comments {x}><w:comment w:initials="{n}"/></w:comments>',
    ),
    "person": (
        "word/people.xml",
        '<w15:people xmlns:w15="x"><w15:person w15:author="{n}"/></w15:people>',
    ),
    "building block": (
        "word/glossary/document.xml",
        "<w:glossaryDocument {x}><w:docParts><w:docPart><w:docPartBody><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>",
    ),
    "name of a building block": (
        "word/glossary/document.xml",
        '<w:glossaryDocument {x}><w:docParts><w:docPart><w:docPartPr><w:name w:val="{n}"/></w:docPartPr></w:docPart></w:docParts></w:glossaryDocument>',
    ),
    "main part elsewhere": (
        "a/b.xml",
        "<w:document {x}><w:body><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:body></w:document>",
    ),
    "number of a list": (
        "word/numbering.xml",
        '<w:numbering {x}><w:abstractNum><w:lvl><w:lvlText w:val="{n}"/></w:lvl></w:abstractNum></w:numbering>',
    ),
    "name of a list": (
        "word/numbering.xml",
        '<w:numbering {x}><w:abstractNum><w:name w:val="{n}"/></w:abstractNum></w:numbering>',
    ),
    "name of a style": (
        "word/styles9.xml",
        '<w:styles {x}><w:style><w:name w:val="{n}"/></w:style></w:styles>',
    ),
    "alias of a style": (
        "word/styles9.xml",
        '<w:styles {x}><w:style><w:aliases w:val="{n}"/></w:style></w:styles>',
    ),
    "variable": (
        "word/settings.xml",
        '<w:settings {x}><w:docVars><w:docVar w:name="x" w:val="{n}"/></w:docVars></w:settings>',
    ),
    "caption": (
        "word/settings.xml",
        '<w:settings {x}><w:captions><w:caption w:name="{n}"/></w:captions></w:settings>',
    ),
    "mail merge": (
        "word/settings.xml",
        '<w:settings {x}><w:mailMerge><w:query w:val="{n}"/></w:mailMerge></w:settings>',
    ),
    "subject of mail": (
        "word/settings.xml",
        '<w:settings {x}><w:mailMerge><w:mailSubject w:val="{n}"/></w:mailMerge></w:settings>',
    ),
    "list separator": (
        "word/settings.xml",
        '<w:settings {x}><w:listSeparator w:val="{n}"/></w:settings>',
    ),
    "frame": (
        "word/webSettings.xml",
        '<w:webSettings {x}><w:frameset><w:frame><w:name w:val="{n}"/></w:frame></w:frameset></w:webSettings>',
    ),
    "font": ("word/fontTable.xml", '<w:fonts {x}><w:font w:name="{n}"/></w:fonts>'),
    "other name of a font": (
        "word/fontTable.xml",
        '<w:fonts {x}><w:font><w:altName w:val="{n}"/></w:font></w:fonts>',
    ),
    "custom data": ("customXml/item9.xml", "<data>{n}</data>"),
    "web extension": (
        "word/webextensions/webextension1.xml",
        '<we xmlns="x"><property name="x" value="{n}"/></we>',
    ),
    "diagram": (
        "word/diagrams/data1.xml",
        "<dgm xmlns:a='{a}'><a:p><a:r><a:t>{n}</a:t></a:r></a:p></dgm>",
    ),
    "address of a link": (
        "word/_rels/x.xml.rels",
        '<Relationships><Relationship Id="a" Target="{n}" TargetMode="External"/></Relationships>',
    ),
    "foreign body of HTML": ("word/afchunk.html", "<html><body>{n}</body></html>"),
    "foreign body of text": ("word/afchunk.txt", "{n}"),
    "foreign mail": (
        "word/afchunk.mht",
        "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<html>{n}</html>",
    ),
    "drawing of SVG": (
        "word/media/a.svg",
        '<svg xmlns="http://www.w3.org/2000/svg"><text>{n}</text></svg>',
    ),
    "title of SVG": (
        "word/media/a.svg",
        '<svg xmlns="http://www.w3.org/2000/svg"><title>{n}</title></svg>',
    ),
    "script of SVG": (
        "word/media/a.svg",
        '<svg xmlns="http://www.w3.org/2000/svg"><script>{n}</script></svg>',
    ),
    "old drawing": ("word/drawing1.vml", "<xml><v:shape xmlns:v='v'>{n}</v:shape><br></xml>"),
    "unknown part": ("word/unknown.bin", "\x00\x01\x02{n}"),
    "name of a part": ("word/{n}.xml", "<x/>"),
}
COMMON_PARTS = {
    **{
        f"property {name}": ("docProps/core.xml", f"<cp:coreProperties {{x}}>{start}{{n}}{end}</cp:coreProperties>")
        for name, start, end in (
            (one, f"<{one}>", f"</{one}>")
            for one in ("dc:title", "dc:subject", "dc:creator", "dc:description", "cp:keywords", "cp:category",
                        "cp:lastModifiedBy", "cp:contentStatus", "cp:version", "dc:identifier", "dc:language", "cp:revision")
        )
    },
    **{
        f"property {name}": ("docProps/app.xml", f"<Properties><{name}>{{n}}</{name}></Properties>")
        for name in ("Company", "Manager", "Template", "Application", "HyperlinkBase", "PresentationFormat", "TitlesOfParts")
    },
    "custom property": ("docProps/custom.xml", '<Properties><property name="x"><lpwstr>{n}</lpwstr></property></Properties>'),
    "name of a custom property": ("docProps/custom.xml", '<Properties><property name="{n}"/></Properties>'),
    "comment of a signature": ("_xmlsignatures/sig1.xml", "<Signature><SignatureComments>{n}</SignatureComments></Signature>"),
    "chart": ("chart1.xml", "<c:chartSpace {x}><c:chart><c:title><a:t>{n}</a:t></c:title></c:chart></c:chartSpace>"),
    "value of a chart": ("chart1.xml", "<c:chartSpace {x}><c:strCache><c:pt><c:v>{n}</c:v></c:pt></c:strCache></c:chartSpace>"),
    "format of a chart": ("chart1.xml", "<c:chartSpace {x}><c:formatCode>{n}</c:formatCode></c:chartSpace>"),
    "theme": ("theme9.xml", '<a:theme {x} name="{n}"/>'),
}  # fmt: skip
EXCEL_SHEET = {
    "inline string": '<sheetData><row><c t="inlineStr"><is><t>{n}</t></is></c></row></sheetData>',
    "string": '<sheetData><row><c t="str"><v>{n}</v></c></row></sheetData>',
    "hidden row": '<sheetData><row hidden="1"><c t="str"><v>{n}</v></c></row></sheetData>',
    "formula": "<sheetData><row><c><f>{n}</f></c></row></sheetData>",
    "rule of a cell": "<dataValidations><dataValidation><formula1>{n}</formula1></dataValidation></dataValidations>",
    **{
        f"{name} of a rule": f'<dataValidations><dataValidation {name}="{{n}}"/></dataValidations>'
        for name in ("prompt", "promptTitle", "error", "errorTitle")
    },
    "format by condition": '<conditionalFormatting><cfRule text="{n}"/></conditionalFormatting>',
    "formula of a condition": "<conditionalFormatting><cfRule><formula>{n}</formula></cfRule></conditionalFormatting>",
    **{
        f"{name} of a link": f'<hyperlinks><hyperlink ref="A1" {name}="{{n}}"/></hyperlinks>'
        for name in ("tooltip", "display", "location")
    },
    "header": "<headerFooter><oddHeader>&amp;L{n}</oddHeader></headerFooter>",
    "footer": "<headerFooter><evenFooter>{n}</evenFooter></headerFooter>",
    "filter": '<autoFilter><filterColumn><filters><filter val="{n}"/></filters></filterColumn></autoFilter>',
    "custom filter": '<autoFilter><filterColumn><customFilters><customFilter val="{n}"/></customFilters></filterColumn></autoFilter>',
    "name of a scenario": '<scenarios><scenario name="{n}"/></scenarios>',
    "comment of a scenario": '<scenarios><scenario comment="{n}"/></scenarios>',
    "user of a scenario": '<scenarios><scenario user="{n}"/></scenarios>',
    "value of a scenario": '<scenarios><scenario><inputCells r="A1" val="{n}"/></scenario></scenarios>',
    "code name": '<sheetPr codeName="{n}"/>',
    "protected range": '<protectedRanges><protectedRange name="{n}"/></protectedRanges>',
    "page on the web": '<webPublishItems><webPublishItem title="{n}"/></webPublishItems>',
    "control": '<controls><control name="{n}"/></controls>',
    "object": '<oleObjects><oleObject link="{n}"/></oleObjects>',
    "custom property": '<customProperties><customPr name="{n}"/></customProperties>',
}
EXCEL_BOOK = {
    "name of a sheet": '<sheets><sheet name="{n}" sheetId="1" r:id="rId1"/></sheets>',
    "hidden sheet": '<sheets><sheet name="{n}" sheetId="1" state="veryHidden" r:id="rId1"/></sheets>',
    "defined name": '<definedNames><definedName name="{n}">A1</definedName></definedNames>',
    "what a name stands for": '<definedNames><definedName name="x">"{n}"</definedName></definedNames>',
    "comment of a name": '<definedNames><definedName name="x" comment="{n}"/></definedNames>',
    "help of a name": '<definedNames><definedName name="x" description="{n}"/></definedNames>',
    "who shares it": '<fileSharing userName="{n}"/>',
    "view": '<customWorkbookViews><customWorkbookView name="{n}"/></customWorkbookViews>',
    "code name": '<workbookPr codeName="{n}"/>',
}
EXCEL_PARTS = {
    "unused string": ("xl/sharedStrings.xml", "<sst {s}><si><t>{n}</t></si></sst>"),
    "how it is read": (
        "xl/sharedStrings.xml",
        "<sst {s}><si><t>x</t><rPh><t>{n}</t></rPh></si></sst>",
    ),
    "sheet of no book": (
        "xl/worksheets/sheet9.xml",
        "<worksheet {s}><sheetData><row><c t='str'><v>{n}</v></c></row></sheetData></worksheet>",
    ),
    "comment": (
        "xl/comments1.xml",
        "<comments {s}><commentList><comment><text><t>{n}</t></text></comment></commentList></comments>",
    ),
    "author of a comment": (
        "xl/comments1.xml",
        "<comments {s}><authors><author>{n}</author></authors></comments>",
    ),
    "discussion": (
        "xl/threadedComments/t.xml",
        "<ThreadedComments xmlns='http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments'><threadedComment><text>{n}</text></threadedComment></ThreadedComments>",
    ),
    "person": ("xl/persons/person.xml", '<personList><person displayName="{n}"/></personList>'),
    "drawing": (
        "xl/drawings/drawing1.xml",
        "<xdr:wsDr {x}><a:p><a:r><a:t>{n}</a:t></a:r></a:p></xdr:wsDr>",
    ),
    "name of a drawing": (
        "xl/drawings/drawing1.xml",
        '<xdr:wsDr {x}><xdr:cNvPr name="{n}"/></xdr:wsDr>',
    ),
    "old comment": ("xl/drawings/vmlDrawing1.vml", "<xml><div>{n}</div></xml>"),
    "connection": (
        "xl/connections.xml",
        '<connections {s}><connection><dbPr command="{n}"/></connection></connections>',
    ),
    "name of a connection": (
        "xl/connections.xml",
        '<connections {s}><connection name="{n}"/></connections>',
    ),
    "query": ("xl/queryTables/q.xml", '<queryTable {s} name="{n}"/>'),
    "column of a table": (
        "xl/tables/t.xml",
        '<table {s}><tableColumns><tableColumn name="{n}"/></tableColumns></table>',
    ),
    "comment of a table": ("xl/tables/t.xml", '<table {s} comment="{n}"/>'),
    "kept data of a pivot": (
        "xl/pivotCache/p.xml",
        '<pivotCacheDefinition {s}><sharedItems><s v="{n}"/></sharedItems></pivotCacheDefinition>',
    ),
    "kept records of a pivot": (
        "xl/pivotCache/r.xml",
        '<pivotCacheRecords {s}><r><s v="{n}"/></r></pivotCacheRecords>',
    ),
    "caption of a pivot": ("xl/pivotTables/p.xml", '<pivotTableDefinition {s} dataCaption="{n}"/>'),
    "other book": (
        "xl/externalLinks/e.xml",
        '<externalLink {s}><externalBook><sheetNames><sheetName val="{n}"/></sheetNames></externalBook></externalLink>',
    ),
    "kept cell of another book": (
        "xl/externalLinks/e.xml",
        "<externalLink {s}><sheetData><row><cell><v>{n}</v></cell></row></sheetData></externalLink>",
    ),
    "slicer": ("xl/slicers/s.xml", '<slicers {s}><slicer caption="{n}"/></slicers>'),
    "format of numbers": (
        "xl/styles9.xml",
        '<styleSheet {s}><numFmts><numFmt formatCode="{n}"/></numFmts></styleSheet>',
    ),
    "style": (
        "xl/styles9.xml",
        '<styleSheet {s}><cellStyles><cellStyle name="{n}"/></cellStyles></styleSheet>',
    ),
    "user of a revision": ("xl/revisions/u.xml", '<users {s}><userInfo name="{n}"/></users>'),
    "map of XML": ("xl/xmlMaps.xml", '<MapInfo {s}><Map Name="{n}"/></MapInfo>'),
}
POWERPOINT = {
    "slide": ("ppt/slides/slide1.xml", "<p:sld {x}><a:p><a:r><a:t>{n}</a:t></a:r></a:p></p:sld>"),
    "notes": (
        "ppt/notesSlides/n.xml",
        "<p:notes {x}><a:p><a:r><a:t>{n}</a:t></a:r></a:p></p:notes>",
    ),
    "comment": ("ppt/comments/c.xml", "<p:cmLst {x}><p:cm><p:text>{n}</p:text></p:cm></p:cmLst>"),
    "author": (
        "ppt/commentAuthors.xml",
        '<p:cmAuthorLst {x}><p:cmAuthor name="{n}"/></p:cmAuthorLst>',
    ),
    "master": ("ppt/slideMasters/m.xml", "<p:sldMaster {x}><a:t>{n}</a:t></p:sldMaster>"),
    "name of a shape": (
        "ppt/slides/slide1.xml",
        '<p:sld {x}><p:cNvPr name="{n}" descr="x"/></p:sld>',
    ),
    "description of a shape": (
        "ppt/slides/slide1.xml",
        '<p:sld {x}><p:cNvPr descr="{n}"/></p:sld>',
    ),
    "tag": ("ppt/tags/t.xml", '<p:tagLst {x}><p:tag name="x" val="{n}"/></p:tagLst>'),
    "show": (
        "ppt/presentation.xml",
        '<p:presentation {x}><p:custShow name="{n}"/></p:presentation>',
    ),
}
OPEN_DOCUMENT = {
    "paragraph": ("content.xml", "<d><text:p>{n}</text:p></d>"),
    "comment": (
        "content.xml",
        "<d><office:annotation><text:p>{n}</text:p></office:annotation></d>",
    ),
    "deleted": (
        "content.xml",
        "<d><text:tracked-changes><text:deletion><text:p>{n}</text:p></text:deletion></text:tracked-changes></d>",
    ),
    "bookmark": ("content.xml", '<d><text:bookmark text:name="{n}"/></d>'),
    "hidden text": ("content.xml", '<d><text:hidden-text text:string-value="{n}"/></d>'),
    "variable": ("content.xml", '<d><text:user-field-decl office:string-value="{n}"/></d>'),
    "label of a form": ("content.xml", '<d><form:button form:label="{n}"/></d>'),
    "value of a form": ("content.xml", '<d><form:text form:current-value="{n}"/></d>'),
    "value of a cell": ("content.xml", '<d><table:table-cell office:value="{n}"/></d>'),
    "name of a sheet": ("content.xml", '<d><table:table table:name="{n}"/></d>'),
    "formula": ("content.xml", '<d><table:table-cell table:formula="{n}"/></d>'),
    "help of a rule": ("content.xml", '<d><table:help-message table:title="{n}"/></d>'),
    "description of a drawing": ("content.xml", "<d><svg:desc>{n}</svg:desc></d>"),
    "link": ("content.xml", '<d><text:a xlink:href="{n}"/></d>'),
    "header": ("styles.xml", "<d><style:header><text:p>{n}</text:p></style:header></d>"),
    "name of a style": ("styles.xml", '<d><style:style style:display-name="{n}"/></d>'),
    "title": ("meta.xml", "<d><dc:title>{n}</dc:title></d>"),
    "own property": ("meta.xml", "<d><meta:user-defined>{n}</meta:user-defined></d>"),
    "setting": ("settings.xml", "<d><config:config-item>{n}</config:config-item></d>"),
    "script": ("Basic/Standard/a.xml", "<d>{n}</d>"),
    "embedded document": ("Object 1/content.xml", "<d><text:p>{n}</text:p></d>"),
}
OFD = {
    "text": (
        "Doc_0/Pages/Page_0/Content.xml",
        "<P><TextObject Boundary='0 0 9 9'><TextCode>{n}</TextCode></TextObject></P>",
    ),
    "template": (
        "Doc_0/Tpls/Tpl_0/Content.xml",
        "<P><TextObject><TextCode>{n}</TextCode></TextObject></P>",
    ),
    "annotation": ("Doc_0/Annots/Page_0/Annotation.xml", "<A><Remark>{n}</Remark></A>"),
    "parameter": (
        "Doc_0/Annots/Page_0/Annotation.xml",
        "<A><Parameter Name='x'>{n}</Parameter></A>",
    ),
    "outline": ("Doc_0/Document.xml", '<D><OutlineElem Title="{n}"/></D>'),
    "bookmark": ("Doc_0/Document.xml", '<D><Bookmark Name="{n}"/></D>'),
    "address": ("Doc_0/Document.xml", '<D><URI URI="{n}"/></D>'),
    "own property": (
        "OFD.xml",
        "<O><DocInfo><CustomDatas><CustomData Name='x'>{n}</CustomData></CustomDatas></DocInfo></O>",
    ),
    "creator": ("OFD.xml", "<O><DocInfo><Creator>{n}</Creator></DocInfo></O>"),
    "signature": ("Doc_0/Signs/Sign_0/Signature.xml", "<S><Provider Company='{n}'/></S>"),
    "tag": ("Doc_0/Tags/CustomTag.xml", "<T>{n}</T>"),
    "name of an attachment": ("Doc_0/Attachs/Attachments.xml", '<A><Attachment Name="{n}"/></A>'),
    "attachment": ("Doc_0/Attachs/a.txt", "{n}"),
    "extension": ("Doc_0/Extensions.xml", "<E><Property Name='x'>{n}</Property></E>"),
}


def _filled(text: str) -> bytes:
    filled = text.replace("{x}", _NAMESPACES).replace("{s}", f'xmlns="{_S}" xmlns:r="{_R}"')
    return filled.replace("{a}", _A).replace("{n}", WORDS).encode()


def _parts(base: bytes, places: dict[str, tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    for name, (part, text) in places.items():
        yield name, with_members(base, {part.replace("{n}", WORDS): _filled(text)})


def word() -> Iterator[tuple[str, bytes]]:
    """Word files, by place."""
    base = word_file(["正文一段。"])
    for name, text in WORD_BODY.items():
        body = f"<w:document {_NAMESPACES}><w:body>{text}</w:body></w:document>"
        yield name, with_members(base, {"word/document.xml": _filled(body)})
    yield from _parts(base, WORD_PARTS)
    yield from _parts(base, COMMON_PARTS)
    embedded = {
        "embedded workbook": ("word/embeddings/a.xlsx", excel_file([[WORDS]])),
        "embedded document": ("word/afchunk.docx", word_file([WORDS])),
        "embedded PDF": ("word/embeddings/a.bin", pdf_file([WORDS])),
        "embedded archive": ("word/embeddings/a.zip", zipped({"a.txt": WORDS.encode()})),
        "foreign body of RTF": ("word/a.rtf", b"{\\rtf1 " + WORDS.encode("gbk") + b"}"),
        "comment of a picture": ("word/media/a.jpeg", _picture()),
        "UTF-16": ("customXml/item9.xml", f"<a>{WORDS}</a>".encode("utf-16")),
    }
    for name, (part, data) in embedded.items():
        yield name, with_members(base, {part: data})


def excel() -> Iterator[tuple[str, bytes]]:
    """Excel files, by place."""
    base = excel_file([["x"]])
    for name, text in EXCEL_SHEET.items():
        sheet = f"<worksheet {{s}}>{text}</worksheet>"
        yield name, with_members(base, {"xl/worksheets/sheet1.xml": _filled(sheet)})
    for name, text in EXCEL_BOOK.items():
        book = f"<workbook {{s}}>{text}</workbook>"
        yield f"book: {name}", with_members(base, {"xl/workbook.xml": _filled(book)})
    yield from _parts(base, EXCEL_PARTS)
    yield from _parts(base, {f"of all: {name}": part for name, part in COMMON_PARTS.items()})


def powerpoint() -> Iterator[tuple[str, bytes]]:
    """PowerPoint files, by place."""
    yield from _parts(zipped({"[Content_Types].xml": b"<Types/>"}), POWERPOINT)


def open_document() -> Iterator[tuple[str, bytes]]:
    """OpenDocument files, by place."""
    spaces = " ".join(
        f'xmlns:{one}="{one}"'
        for one in [
            "text",
            "office",
            "form",
            "table",
            "svg",
            "xlink",
            "style",
            "dc",
            "meta",
            "config",
        ]
    )
    base = zipped({"mimetype": b"application/vnd.oasis.opendocument.text"})
    declared = {
        name: (part, text.replace("<d>", f"<d {spaces}>"))
        for name, (part, text) in OPEN_DOCUMENT.items()
    }
    yield from _parts(base, declared)


def ofd() -> Iterator[tuple[str, bytes]]:
    """OFD files, by place."""
    yield from _parts(zipped({"OFD.xml": b"<OFD/>"}), OFD)


def _picture() -> bytes:
    comment = WORDS.encode()
    size = (len(comment) + 2).to_bytes(2)
    return b"\xff\xd8\xff\xfe" + size + comment + b"\xff\xda\x00\x02\x00\xff\xd9"


def _pdf(change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf_file(["正文一行。"]))))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _dictionary(**values: object) -> DictionaryObject:
    made = DictionaryObject()
    for key, value in values.items():
        name = isinstance(value, str) and value.startswith("/")
        text = NameObject if name else TextStringObject
        made[NameObject(f"/{key}")] = text(value) if isinstance(value, str) else value
    return made


def _stream(text: bytes, **values: object) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(text)
    made.update(_dictionary(**values))
    return made


def _annotation(writer: PdfWriter, **values: object) -> None:
    page = writer.pages[0]
    box = RectangleObject((50, 50, 300, 80))
    made = _dictionary(Type="/Annot", Rect=box, **values)
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(made)])


def _note(kind: str, key: str, writer: PdfWriter) -> None:
    _annotation(writer, Subtype=f"/{kind}", **{key: WORDS})


def _of_catalog(**values: object) -> Callable[[PdfWriter], object]:
    return lambda writer: writer._root_object.update(_dictionary(**values))


def _of_page(**values: object) -> Callable[[PdfWriter], object]:
    return lambda writer: writer.pages[0].update(_dictionary(**values))


def pdf() -> Iterator[tuple[str, bytes]]:
    """PDF files, by place."""
    n, action = WORDS, _dictionary
    drawn = f"BT /F1 12 Tf 5 5 Td ({PHONE} {PERSON} {CARD}) Tj ET".encode()
    font = _dictionary(F1=_dictionary(Type="/Font", Subtype="/Type1", BaseFont="/Helvetica"))
    look = {
        "Subtype": "/Form",
        "BBox": RectangleObject((0, 0, 250, 30)),
        "Resources": _dictionary(Font=font),
    }

    def field(**values: object) -> DictionaryObject:
        return _dictionary(Fields=ArrayObject([_dictionary(FT="/Tx", T="x", **values)]))

    changes: dict[str, Callable[[PdfWriter], object]] = {
        **{
            f"{kind} {key}": partial(_note, kind, key)
            for kind in ("Text", "FreeText", "Square", "Stamp", "FileAttachment", "Widget", "Link")
            for key in ("Contents", "T", "Subj", "NM", "RC", "TU", "V", "DV")
        },
        "choice": lambda w: _annotation(
            w, Subtype="/Widget", Opt=ArrayObject([TextStringObject(n)])
        ),
        "caption of a button": lambda w: _annotation(w, Subtype="/Widget", MK=_dictionary(CA=n)),
        "address": lambda w: _annotation(w, Subtype="/Link", A=action(S="/URI", URI=n)),
        "script": lambda w: _annotation(w, Subtype="/Link", A=action(S="/JavaScript", JS=n)),
        "file of a link": lambda w: _annotation(w, Subtype="/Link", A=action(S="/Launch", F=n)),
        "field": _of_catalog(AcroForm=field(V=n)),
        "default of a field": _of_catalog(AcroForm=field(DV=n)),
        "help of a field": _of_catalog(AcroForm=field(TU=n)),
        "script at opening": _of_catalog(OpenAction=action(S="/JavaScript", JS=n)),
        "data of a form": lambda w: w._root_object.update(
            _dictionary(AcroForm=_dictionary(XFA=w._add_object(_stream(f"<a>{n}</a>".encode()))))
        ),
        "look of an annotation": lambda w: _annotation(
            w, Subtype="/Stamp", AP=_dictionary(N=w._add_object(_stream(drawn, **look)))
        ),
        "outline": lambda w: w.add_outline_item(title=n, page_number=0) and None,
        "name of a place": lambda w: w.add_named_destination(title=n, page_number=0) and None,
        "property": lambda w: w.add_metadata({"/Title": n}),
        "own property": lambda w: w.add_metadata({"/Whatever": n}),
        "metadata": lambda w: w._root_object.update(
            _dictionary(
                Metadata=w._add_object(
                    _stream(f"<x>{n}</x>".encode(), Type="/Metadata", Subtype="/XML")
                )
            )
        ),
        "embedded file": lambda w: w.add_attachment(filename="a.txt", data=n.encode()) and None,
        "name of a file": lambda w: w.add_attachment(filename=f"{n}.txt", data=b"x") and None,
        "layer": _of_catalog(
            OCProperties=_dictionary(OCGs=ArrayObject([_dictionary(Type="/OCG", Name=n)]))
        ),
        "other text": _of_catalog(StructTreeRoot=_dictionary(K=_dictionary(S="/Figure", Alt=n))),
        "actual text": _of_catalog(
            StructTreeRoot=_dictionary(K=_dictionary(S="/Span", ActualText=n))
        ),
        "label of a page": _of_catalog(
            PageLabels=_dictionary(Nums=ArrayObject([NumberObject(0), _dictionary(P=n)]))
        ),
        "signature": _of_catalog(Perms=_dictionary(DocMDP=_dictionary(Type="/Sig", Reason=n))),
        "data of a program": _of_page(PieceInfo=_dictionary(X=_dictionary(Private=n))),
        "thread": _of_catalog(Threads=ArrayObject([_dictionary(I=_dictionary(Title=n))])),
        "language": _of_catalog(Lang=n),
    }
    for name, change in changes.items():
        yield name, _pdf(change)
    yield "comment of the file", pdf_file(["x"]) + f"\n% {WORDS}\n".encode()
    yield "page", pdf_file([WORDS])
