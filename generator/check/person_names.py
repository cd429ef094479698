"""Names of persons in a text: how one is told, in a sentence and in a table, and how it is masked.

A name is a surname of a closed list and one or two characters more. Many surnames also begin
ordinary words (康复, 方面), so a rule takes a name for one only beside words that tell of a person;
a name with a sign in it that hides a part (张某, 王*明, 李××) is none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

HAN = "\u3400-\u9fff"
_COMPOUND = "欧阳|司马|上官|诸葛|皇甫|尉迟|公孙|慕容|令狐|夏侯|宇文|司徒|端木|申屠"
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
    "丁魏薛叶阎闫余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤"
    "尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦俞章鲁葛伍韦申毕聂焦柳邢岳齐梅莫庄辛祝左"
    "涂谷祁舒耿牟卜詹关苗凌纪靳盛童甄曲裴席屈鲍覃霍翁隋甘景柏柯阮桂闵柴冉辜饶刁瞿戚丘滕苑邬臧苟"
    "褚娄符奚穆燕郎冀姬屠晏栾郁喻窦敖鄢卓仇艾蓝仲虞卞佟匡巫鞠桑谌岑蔺骆缪荣路季尤"
)
# They mostly begin words: names only where a column says that it has names.
_RARER_SURNAMES = (
    "万于向时项成游卫查单包司解强车房边古全简来连计花都应和水平支经干山能双通农国广东满丰利红容"
    "管阳华米池晋欧费党官原祖宗封商谈乐惠储松富冷宁明沙保家宫蒙迟巩麻肇楚展揭廉尚植云皮卿伊练井"
    "湛茅占兴代候付仝鹿青母阿吉马木吾比曲拉尔日勒海布扎旦索降泽仁格桑达瓦多"
)
_NO_GIVEN_NAME = (
    "某的了是与及等在被把户名人个岁次组村镇乡县市局院校所站厂司股区街级率数项款费额类型性度量表"
    "员师氏们均都也并或已未因由将从对给让以其该此每各约共至到但而且则若系患住父母妻者式案务件围"
    "序法里面内外间后处点网坝坪湾坡沟垭寨屯塘场资"
)
# Ordinary words: each a surname and what makes it one.
_WORD_LIST = """
黄河金色土牛羊豆花连精桃昏鳝 周期边年末到转密报例身长刊一二三四五六日遭游家代
高速中考于原等温龄标效危血清质寒风压新山职低粱水技空价发产额达热脂度科峰尚兴大层端档铁位利
林业地木下果草权长中间带 何时种况必不事用故尝人方地日苦如为止妨来物 马上铃达路车 罗马列非家城山
谢意绝罪天 董事 许多可久 曾经 苏木打州区 叶片酸 余元万亩下地种家款条吨热粮震额 夏季天秋粮令收种
钟头表 田间地土径 任何职期用教意免命务 范例本围 方向针便可能才面式法案
石头油材漠桥灰榴斛料膏碑板首化 金融属钱银秋牌额子 陆续地路 白天色内血羽蜡菜酒癜条水细衣
康复养健居乐宁定 毛病巾利毯坯笔 江河水边苏西南北山 史料志册学 顾虑及 龙头眼舟骨 段落 雷电击
钱物财币款 汤药 易地于返致发感涝燃爆碎损 常年见态规用务委常设驻住人绿有 武装警术器夷汉昌
文化体明书艺字娱旅物本盲教印章献学科件 施工行救肥策教药治暴展加 陶瓷艺器 洪涝水灾峰雅
安全排装置心居葬养抚度保定稳慰宁享身防检徽家乐静然理放庆 严重格禁厉肃密守控防查把谨峻寒冬惩打整刑
牛羊肉奶舍场 温暖馨饱室情水泉州和度 章程节 申请报领诉办购明述 毕业竟生节 焦点虑 柳编 齐全备抓心聚
梅毒 庄稼重严 辛苦勤劳 祝愿福 左右侧边腿手眼耳派 涂料改抹 谷物子地雨 舒适心服 牟取
关于注心爱怀键停闭联节切押照系税 苗木圃族 凌晨 纪念律委检录要 盛大产行 童年装话 甄别 曲线折 席位卷
屈指服 霍乱 甘蔗薯肃 景观色区点象 桂花圆 柴油火草 辜负 丘陵 符合号 屠宰 卓越有 艾滋草灸 蓝色天
仲裁 桑蚕树叶 荣誉获辱立 路灯口边基况过线上径子桥面段 季度节末初 尤其为 杨树梅 陈列旧述年 李子
张贴榜掖 胡萝乱须 宋代朝 唐代朝 韩国语 熊猫 黎族 徐州徐 魏国 王室位者牌家 孙女子 杜绝仲 贺信
兰花草州 朱红 莫大 颜色 程控度序 郑重州 赖以 殷切 庞大杂 丁香类 梁柱 孔洞 柏树油 郁闷 冀望 喻为
仇恨视 芦苇 沈阳 肖像 吴国 程序
"""
# Each written out: a set of Chinese characters is a table of 65,536, which takes long to compile.
_WORDS = "|".join(f"{one[0]}{second}" for one in _WORD_LIST.split() for second in one[1:])
_NO_WORD = f"(?=[{_SURNAMES}])(?!{_WORDS})"
_GIVEN = f"(?![{_NO_GIVEN_NAME}])[{HAN}]"
# Few words begin with these, so that a name of two characters is told.
_SURE = (
    "王李张刘陈杨赵吴徐孙朱胡郭梁宋郑谢韩唐冯邓曹彭吕卢蒋蔡贾魏薛潘戴汪姜邹谭廖熊郝孔崔邱侯邵孟"
    "尹黎龚林周罗何"
)
_ANY_NAME = rf"(?:(?:{_COMPOUND})|{_NO_WORD}[{_SURNAMES}]){_GIVEN}{{1,2}}"
# A name in a sentence; what follows it must be looked at by `ENDS`.
NAME = (
    rf"(?:(?:{_COMPOUND})(?:{_GIVEN}){{1,2}}(?<!(?:{_COMPOUND})家)"
    rf"|{_NO_WORD}(?:[{_SURNAMES}](?:{_GIVEN}){{2}}"
    rf"|[{_SURE}](?:(?!家){_GIVEN}|[ \u3000]{{1,2}}(?:{_GIVEN}){{1,2}}+(?<=[ \u3000].))))"
)
_MASKS = "某×xXｘＸ✕✖╳*＊○〇◯●□■_＿"
NOT_MADE_UP = "(?![（(](?:化名|假名|匿名))"
# Nothing more of the name follows, and it is not said to be made up.
ENDS = (
    rf"(?=[^{HAN}A-Za-z\d{_MASKS}（(]|\Z|{NOT_MADE_UP}[（(]|\d+[岁年元]|(?:等|和|与|及|的|户|家|因|患|系|是|为|在"
    r"|一家|夫妇|夫妻|母子|父子|父女|母女|女士|先生|同学|领取|享受|获|收到|得到|说|告诉|表示|身|现|今年"
    r"|已|靠|按|接受|考上|参加|从事|外出"
    r"|住|每月|每年|去世|申请|纳入|从小|从\d|于|(?:发放|补助|救助|资助)[\d了]))"
)
# Where a name may begin: nothing of a word before it, but for words that lead to a person.
BEGINS = rf"(?:(?<![{HAN}A-Za-z])|(?<=[为对给向将把予让户村组民童生学孩友者子女儿孙叫]))"
# A name whatever follows it, but for masks and titles.
SURE_NAME = (
    rf"(?=[{_SURE}]){NAME}(?<=[{_SURE}]..)"
    rf"(?![{_MASKS}（(]|[局镇乡村县科股所院校站组社处部厂队]长|书记|主任|校长|老师|教师|医生|同志|经理|工程师)"
)
# Names side by side.
NAMES = rf"{NAME}(?:[、，,和及与 ]{{1,2}}{_ANY_NAME})*"
# A name in a place for names.
CELL_NAME = (
    rf"(?:(?:(?:{_COMPOUND})|(?!{_WORDS})[{_SURNAMES}{_RARER_SURNAMES}]){_GIVEN}{{1,3}}"
    rf"|[{HAN}]{{2,6}}[·•‧・][{HAN}]{{2,6}})"
)
_CELL_NAME = re.compile(CELL_NAME)
_NO_PERSON = re.compile("合计|小计|总计|共计|平均|备注|填表|单位|全县|全镇|全村|全乡|全市")
_HEADING_CELL = re.compile(r"(?:[\u3400-\u9fff]{0,6}姓名|户主)(?:[（(].*)?")
_OF_STAFF = re.compile("职务|职称|岗位|签字|签名|签章|工作单位|所属单位|任教|学科|执业|教龄|工号")
_STAFF_NAME = re.compile(
    "教师|老师|校长|班主任|监护|家长|干部|负责|经办|联系|责任|专家|评委|成员|领导|医生|护士|社工|网格|职工|员工"
)
_CELL_BREAK = re.compile("[\t|｜]")
_SPACES = re.compile("[ \u3000]+")
_HEADING_WORD = re.compile("姓[ \u3000]*名|户主")
_STAFF_WORD = re.compile("姓[ \u3000]*名|(?:联系|联络|负责|责任|经办)人")
_STAFF_HEADING = re.compile(
    "[\u3400-\u9fff]{0,6}(?:姓名|(?:联系|联络|负责|责任|经办)人(?:姓名)?)(?:[（(].*)?"
)
_STAFF_TITLE = re.compile(
    "职务|职称|签字|签名|签章|工作单位|所属单位|分工|(?:联系|联络|负责|责任|经办)人"
)
_TITLE_LENGTH = 200  # characters before a table that may tell what it is of
_STOPS = "。；;\n\x1f"
_SENTENCE_STOP = re.compile(f"[{_STOPS}]")
_LONGEST_REACH = 200  # characters of a sentence before and after what is looked for
_MOST_OTHERS = 20  # rows in turn without a name: the table has ended, or its names are masked


class PersonRow(NamedTuple):
    """A row of a table: the name in it, where that stands, and all its cells."""

    name: str
    start: int
    end: int
    cells: Sequence[str]


class PersonTable(NamedTuple):
    """A table of people: what stands above it, its headings, its rows with a whole name."""

    title: str
    headings: Sequence[str]
    rows: Sequence[PersonRow]


class NamedPeople(NamedTuple):
    """What is told of in one go: where the first name stands, where all end, who, how many."""

    start: int
    end: int
    last: int
    name: str
    how_many: int

    @property
    def masked(self) -> str:
        """Who they are, as a message may tell it: the first character of one name only."""
        return f"{self.name[0]}××" + (f"等{self.how_many}人" if self.how_many > 1 else "")


def people_in_rows(rows: Sequence[PersonRow]) -> NamedPeople:
    """The people of a table."""
    return NamedPeople(rows[0].start, rows[0].end, rows[-1].end, rows[0].name, len(rows))


def people_at(text: str, span: tuple[int, int]) -> NamedPeople:
    """The people whose names stand side by side."""
    names = re.findall(f"{NAME}|{_ANY_NAME}", text[slice(*span)])
    return NamedPeople(*span, span[1], names[0], len(names))


def each_once(found: Iterable[NamedPeople]) -> Iterator[NamedPeople]:
    """In their order, those that are within no other."""
    end = 0
    for one in sorted(found, key=lambda one: (one.start, -one.last)):
        if one.start >= end:
            end = one.last
            yield one


def sentences_with(text: str, cue: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence that holds a cue."""
    start = 0
    for found in cue.finditer(text):
        if found.start() >= start:
            at = found.start()
            least = max(start, at - _LONGEST_REACH)
            begin = max(text.rfind(stop, least, at) for stop in _STOPS) + 1
            stop = _SENTENCE_STOP.search(text, at, at + _LONGEST_REACH)
            start = stop.start() if stop else at + _LONGEST_REACH
            yield max(begin, least), start


def tables_of_people(text: str, *, of_staff: bool = False) -> Iterator[PersonTable]:
    """Each table with a column of names: those of staff, or all others."""
    end = 0
    for found in (_STAFF_WORD if of_staff else _HEADING_WORD).finditer(text):
        if found.start() < end:
            continue
        start, end = _line_start(text, found.start()), _line_end(text, found.start())
        headings = _cells(text[start:end])
        column = next((at for at, one in enumerate(headings) if _is_heading(one, of_staff)), None)
        told = (_STAFF_TITLE if of_staff else _OF_STAFF).search(text, start, end)
        if column is None or bool(told) is not of_staff or (of_staff and len(headings) < 2):
            continue
        rows = []
        for row in _rows(text, end, len(headings), column, of_staff):
            rows.append(row)
            end = row.end
        if rows:
            yield PersonTable(text[max(start - _TITLE_LENGTH, 0) : start], headings, rows)


def _is_heading(cell: str, of_staff: bool) -> bool:
    words = re.sub("[ \u3000]", "", cell)
    if of_staff:
        return bool(_STAFF_HEADING.fullmatch(words))
    return bool(_HEADING_CELL.fullmatch(words)) and not _STAFF_NAME.search(words)


def _rows(text: str, start: int, width: int, column: int, of_staff: bool) -> Iterator[PersonRow]:
    """The rows below a heading that have a whole name in its column."""
    others = 0
    while others < _MOST_OTHERS:
        start += 1
        others += 1
        if start >= len(text) or text[start - 1] == "\x1f":
            return
        end = _line_end(text, start)
        line, begin, start = text[start:end], start, end
        cells = _cells(line)
        if width > 1 and len(cells) == 1 and len(cells[0]) > 30:
            return  # words again
        if of_staff:  # the last cells may be left out where nobody has signed
            name = cells[column] if column < len(cells) <= width else ""
        else:
            name = cells[column] if len(cells) == width else next(filter(_is_words, cells), "")
        if _is_heading(name, of_staff):
            return  # another table
        compact = _SPACES.sub("", name)
        if _CELL_NAME.fullmatch(compact) and not _NO_PERSON.match(compact):
            others, at = 0, begin + line.index(name)
            yield PersonRow(compact, at, at + len(name), cells)


def _is_words(cell: str) -> bool:
    return bool(re.match(f"[{HAN}]", cell))


def _cells(line: str) -> list[str]:
    """The cells of a line: between tabs or strokes, else between spaces."""
    if _CELL_BREAK.search(line):
        outer = line.strip(" \u3000")
        inner = outer[1:-1] if outer[:1] == outer[-1:] == "|" else line
        return [one.strip(" \u3000\r") for one in _CELL_BREAK.split(inner)]
    return _SPACES.split(line.strip(" \u3000\r"))


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\x1f", 0, at)) + 1


def _line_end(text: str, at: int) -> int:
    ends = [end for end in (text.find("\n", at), text.find("\x1f", at)) if end >= 0]
    return min(ends, default=len(text))
