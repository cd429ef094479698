"""What the cells of forms say; `{name}` fields as in `phrases`, and `done`, what was reached."""

from typing import NamedTuple

# What was expected of the year, and what was reached of it.
GOALS = (
    (
        "{year}年安排{budget}，完成{thing}{quantity}{unit}，年底前完成验收。",
        "截至{year}年12月31日支出{spent}，完成{thing}{done}{unit}，已组织验收。",
    ),
    (
        "在{town}等地实施{project}，完成{thing}{quantity}{unit}，改善群众生产生活条件。",
        "{town}等地完成{thing}{done}{unit}，验收资料已归档，支出{spent}。",
    ),
    (
        "按照年度工作计划完成{thing}{quantity}{unit}，资金专款专用。",
        "{year}年完成{thing}{done}{unit}，支出{spent}，单独核算。",
    ),
)
SECOND_GOAL = (
    "建立{thing}管护制度，明确管护单位。",
    "印发管护办法，{town}等地落实了管护单位。",
)
# What stands in a cell of words, by its field.
CELLS: dict[str, tuple[str, ...]] = {
    "项目类别": ("部门预算项目", "专项", "转移支付"),
    "项目属性": ("持续性项目", "新增性项目"),
    "项目类型": ("常年性项目", "延续性项目", "一次性项目"),
    "专项资金": ("是", "否"),
    "实施内容": (
        "{department}制定实施方案，逐级分解任务，在{town}等地组织实施，完成{thing}{done}{unit}。",
        "经公开采购确定承担单位，{department}按月调度进度，{town}等地先后完工。",
    ),
    "结论.评价结论": (
        "项目按计划实施，主要目标基本实现，资金使用合规。",
        "目标设置合理，实施过程规范，管护有待加强。",
        "项目完成了年度任务，群众反映较好，绩效指标还可细化。",
    ),
    "结论.存在问题": (
        "绩效指标设置不够细化，部分指标难以量化。",
        "前期论证不够充分，实施中对部分内容作了调整，前后进度不均衡。",
        "项目资料归档不够及时，个别单位台账不完整。",
        "管护责任落实不够到位，日常巡查记录不全。",
    ),
    "结论.原因分析": (
        "部分工程受汛期影响开工较晚，进度推迟到下年度。",
        "政府采购流程时间较长，个别指标没有按期完成。",
        "实际需求低于预期，编制预算时测算不细。",
    ),
    "结论.改进措施": (
        "下一年度申报时细化指标，增加可以量化的内容。",
        "提前开展前期工作，按季度通报进度。",
        "指定专人归档，每季度核对一次台账。",
        "与{town}签订管护责任书，按月抽查。",
    ),
}
# How the money of a transfer was managed: the rows of the form, what is said of them.
FUND_MANAGEMENT = {
    "分配科学性": "按因素法分配，经{department}集体研究后下达。",
    "下达及时性": "收到指标后在规定时限内分解下达。",
    "拨付合规性": "按合同和进度拨付，手续齐全。",
    "使用规范性": "专账核算，没有发现截留、挪用。",
    "执行准确性": "按下达的用途使用，没有改变支出内容。",
    "预算绩效管理情况": "随预算下达绩效目标，年中开展了运行监控。",
    "支出责任履行情况": "县级配套已列入年初预算。",
}
MANAGEMENT_PROBLEM = "个别乡镇的报账资料报送较晚，已要求按月报送。"
EXPLANATION = "按台账和验收资料统计"


class Evaluated(NamedTuple):
    """An indicator of the finance bureau: how it is scored, its target, why it loses points."""

    name: str
    standard: str
    target: str
    deduction: str


EVALUATED = (
    ("决策", 15, (
        Evaluated("立项依据充分性", "立项符合规划和部门职责得满分，缺一项扣一半", "充分",
                  "没有提供可行性论证的资料。"),
        Evaluated("绩效目标合理性", "目标明确、可衡量得满分，一项不符扣一半", "合理",
                  "年初的两项目标没有量化。"),
        Evaluated("预算编制科学性", "有测算依据、标准合规得满分", "科学",
                  "部分支出没有测算依据。"),
    )),
    ("过程", 20, (
        Evaluated("资金拨付及时性", "按进度拨付得满分，每推迟一个月扣一分", "及时",
                  "有一笔资金推迟拨付。"),
        Evaluated("资金使用合规性", "抽查的凭证没有问题得满分，每发现一处扣一分", "合规",
                  "抽查的两张凭证附件不齐。"),
        Evaluated("管理制度健全性", "有财务、业务、档案制度得满分，缺一项扣三分之一", "健全",
                  "档案制度没有修订。"),
    )),
    ("产出", 35, (
        Evaluated("{thing}完成质量", "抽查没有发现问题得满分，每发现一处扣一分", "良好",
                  "抽查的{town}两处资料不齐。"),
        Evaluated("验收规范性", "验收程序和资料齐全得满分", "规范", "一份验收单没有日期。"),
        Evaluated("完成及时性", "按期完成得满分，每推迟一个月扣一分", "及时",
                  "{town}一处推迟完成。"),
    )),
    ("效益", 30, (
        Evaluated("受益群众生产生活条件", "走访、座谈了解，分三档计分", "改善",
                  "{town}走访的群众反映改善不明显。"),
        Evaluated("长效管护机制", "有制度、有人员、有经费得满分，缺一项扣三分之一", "健全",
                  "管护人员没有全部落实。"),
        Evaluated("服务对象评价", "问卷、回访了解，分三档计分", "较好",
                  "回访时有群众反映办理时间较长。"),
    )),
)  # fmt: skip
SHORT_OF = "基本{target}"  # what was found where points are lost
EVALUATION_WORK = {
    "评价机构": "样本会计师事务所",
    "委托单位": "示例县财政局",
    "报告文号": "样本绩评字〔{after}〕{number}号",
    "评价方式": "委托第三方评价",
    "评价时间": "{after}年3月至6月",
    "评价对象和范围": "{year}年{project}资金{budget}，涉及{town}等地。",
    "评价方法": "比较法、因素分析法、公众评判法",
    "评价标准": "计划标准、行业标准",
    "抽样情况": "现场抽查{sample}处，发放问卷{asked}份，收回{answered}份。",
}

# What narratives say under the headings that want something of their own.
SATISFACTION = (
    "在{town}发放问卷{asked}份，收回{answered}份，群众总体满意，希望加强后期管护。",
    "电话回访{answered}人，多数表示满意，少数反映办理时间较长。",
)
HEADINGS = ("基本情况", "主要做法", "取得的成效", "存在的问题", "下一步打算")
# A department's year.
DUTIES = "贯彻执行有关法律法规和政策，承担本行业管理、公共服务和行政审批工作。"
TASKS = "完成年初确定的{quantity}项重点工作，推进项目实施，加强队伍建设。"
ACHIEVEMENTS = "全年完成重点工作{quantity}项，政务服务事项按时办结，群众反映的事项逐件回复。"
