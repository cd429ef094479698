"""Pages of portals: what stands around an article, menus, a path, share bars, a foot."""

_PAGE = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>{title}_示例县人民政府</title>
<script>var share = "分享到微信";</script><style>.a{{color:red}}</style></head>
<body>
<div class="header"><a href="/">首页</a> <a href="/zwgk/">政务公开</a> <a href="/hd/">互动交流</a></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/yjs/">财政预决算</a></div>
<div class="article"><h1>{title}</h1>
<p class="info">发布时间：{day} 10:21　来源：{office}　浏览次数：<span>318</span>　字号：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a></p>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<div id="zoom">{body}</div>
{pager}
<p>【<a href="javascript:print()">打印</a>】【<a href="javascript:close()">关闭</a>】</p>
<p>上一篇：<a href="1.html">示例县2022年财政决算公开</a></p></div>
<div class="footer"><p>主办：示例县人民政府办公室　网站标识码：0000000000</p><p>地址：示例县示例路1号　电话：0999-8500001</p></div>
</body></html>"""


def portal_page(
    title: str, body: str, day: str, office: str, charset: str = "utf-8", pager: str = ""
) -> bytes:
    """A page with its article; gb2312 is written with all characters of GB18030, as portals do."""
    text = _PAGE.format(
        title=title, body=body, day=day, office=office, charset=charset, pager=pager
    )
    return text.encode("gb18030" if charset == "gb2312" else charset)


def paragraphs(text: str) -> str:
    """Each line a paragraph; two blanks at its begin."""
    return "".join(f"<p>&emsp;&emsp;{line}</p>\n" for line in text.strip().split("\n"))
