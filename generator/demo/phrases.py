"""The words of the made-up county: departments, projects, sentences that real reports share.

Every name is plainly fictional (示例县, 甲镇 to 癸乡). Sentences carry `{name}` fields that
`report` fills: department, project, year, town, budget, spent, quantity, thing, unit.
"""

from typing import NamedTuple


class Project(NamedTuple):
    """A project: the department that runs it, its name, what it delivers in which unit."""

    department: str
    name: str
    slug: str
    thing: str
    unit: str


# slug, short name, category, former names
DEPARTMENTS = (
    ("gonganju", "公安局", "政府部门", ()),
    ("jiaoyuju", "教育局", "政府部门", ("教育和体育局",)),
    ("shuiliju", "水利局", "政府部门", ("水务局",)),
    ("weijianju", "卫生健康局", "政府部门", ("卫生和计划生育局",)),
    ("jiaotongju", "交通运输局", "政府部门", ()),
    ("nongyeju", "农业农村局", "政府部门", ("农牧局", "农业局")),
    ("minzhengju", "民政局", "政府部门", ()),
    ("ziranju", "自然资源局", "政府部门", ("国土资源局",)),
    ("wenlvju", "文化广播电视和旅游局", "政府部门", ("文化体育局",)),
    ("renshe", "人力资源和社会保障局", "政府部门", ()),
    ("zhujianju", "住房和城乡建设局", "政府部门", ()),
    ("yingjiju", "应急管理局", "政府部门", ("安全生产监督管理局",)),
    ("shichangju", "市场监督管理局", "政府部门", ("工商行政管理局", "质量技术监督局")),
    ("linyeju", "林业局", "政府部门", ()),
    ("shengtaiju", "生态环境局", "政府部门", ("环境保护局",)),
    ("sifaju", "司法局", "政府部门", ()),
    ("zhengfuban", "人民政府办公室", "政府部门", ()),
    ("caizhengju", "财政局", "政府部门", ()),
    ("zuzhibu", "委组织部", "党委部门", ()),
    ("canlian", "残疾人联合会", "群团组织", ()),
)

PROJECTS = (
    Project("gonganju", "视频监控系统运行维护经费", "shipin-jiankong-yunwei", "监控点位", "个"),
    Project("jiaoyuju", "义务教育营养改善计划", "yingyang-gaishan", "受益学生", "人次"),
    Project("shuiliju", "农村饮水安全巩固提升", "nongcun-yinshui", "供水管网", "公里"),
    Project("weijianju", "基本公共卫生服务", "gonggong-weisheng", "健康档案", "份"),
    Project("jiaotongju", "通村公路养护", "tongcun-gonglu-yanghu", "养护公路", "公里"),
    Project("nongyeju", "高标准农田建设", "gaobiaozhun-nongtian", "建成农田", "亩"),
    Project("minzhengju", "困难群众临时救助", "linshi-jiuzhu", "救助对象", "人次"),
    Project("ziranju", "地质灾害综合防治", "dizhi-zaihai-fangzhi", "排查隐患点", "处"),
    Project("wenlvju", "公共文化场馆免费开放", "changguan-mianfei-kaifang", "接待群众", "人次"),
    Project("renshe", "就业技能培训补贴", "jineng-peixun-butie", "培训人员", "人"),
    Project("zhujianju", "老旧小区改造", "laojiu-xiaoqu-gaizao", "改造户数", "户"),
    Project("yingjiju", "应急物资储备", "yingji-wuzi-chubei", "储备物资", "件"),
    Project("shichangju", "食品安全抽样检验", "shipin-anquan-choujian", "抽检批次", "批次"),
    Project("linyeju", "森林防火", "senlin-fanghuo", "巡护林地", "亩"),
    Project("shengtaiju", "饮用水水源地保护", "shuiyuandi-baohu", "监测断面", "个"),
    Project("sifaju", "法律援助办案补贴", "falv-yuanzhu-butie", "办理案件", "件"),
    Project("zhengfuban", "政务服务热线运行", "zhengwu-rexian", "受理来电", "件"),
    Project("caizhengju", "预算管理一体化系统运行维护", "yitihua-yunwei", "服务单位", "个"),
    Project("zuzhibu", "基层干部培训", "jiceng-ganbu-peixun", "培训干部", "人次"),
    Project("canlian", "残疾人辅助器具适配", "fuju-shipei", "适配器具", "件"),
    Project("gonganju", "道路交通安全设施更新", "jiaotong-sheshi-gengxin", "更新标志", "块"),
    Project("jiaoyuju", "乡村学校校舍维修改造", "xiaoshe-weixiu", "维修校舍", "平方米"),
    Project("shuiliju", "小型水库维修养护", "shuiku-yanghu", "养护水库", "座"),
    Project("weijianju", "乡镇卫生院设备购置", "weishengyuan-shebei", "购置设备", "台"),
    Project("jiaotongju", "农村客运线路运营补贴", "nongcun-keyun-butie", "运营线路", "条"),
    Project("nongyeju", "农作物病虫害统防统治", "bingchonghai-fangzhi", "防治面积", "亩"),
    Project("minzhengju", "社区养老服务设施建设", "yanglao-sheshi", "建成床位", "张"),
    Project("ziranju", "不动产登记数据整合", "budongchan-shuju", "整合数据", "条"),
    Project("wenlvju", "乡村旅游宣传推广", "xiangcun-lvyou-xuanchuan", "开展活动", "场"),
    Project("renshe", "公益性岗位补贴", "gongyi-gangwei-butie", "安置人员", "人"),
    Project("zhujianju", "城区排水管网清淤", "paishui-qingyu", "清淤管网", "公里"),
    Project("shichangju", "营商环境提升", "yingshang-huanjing", "服务企业", "户"),
    Project("linyeju", "退耕还林政策补助", "tuigeng-huanlin", "补助面积", "亩"),
    Project("shengtaiju", "农村生活污水治理", "nongcun-wushui", "治理村庄", "个"),
    Project("zhengfuban", "电子政务外网租赁", "dianzi-zhengwu", "接入单位", "个"),
    Project("caizhengju", "政府投资项目评审", "touzi-pingshen", "评审项目", "个"),
)
OVERALL = Project("", "部门整体支出", "zhengti-zhichu", "重点工作", "项")

TOWNS = (
    ("甲镇", "jiazhen"),
    ("乙镇", "yizhen"),
    ("丙镇", "bingzhen"),
    ("丁镇", "dingzhen"),
    ("戊乡", "wuxiang"),
    ("己乡", "jixiang"),
    ("庚乡", "gengxiang"),
    ("辛乡", "xinxiang"),
    ("壬乡", "renxiang"),
    ("癸乡", "guixiang"),
)

OUTLINES = {
    "project-report": (
        "示例县项目支出绩效自评报告提纲",
        (
            ("项目概况", ("项目基本情况", "项目绩效目标")),
            ("项目资金申报及使用情况", ("项目资金申报及批复情况", "资金计划、到位及使用情况", "项目财务管理情况")),
            ("项目实施及管理情况", ("项目组织架构及实施流程", "项目管理情况", "项目监管情况")),
            ("项目绩效情况", ("项目完成情况", "项目效益情况")),
            ("评价结论及建议", ("评价结论", "存在的问题", "相关建议")),
        ),
    ),
    "overall-report": (
        "示例县部门整体支出绩效自评报告提纲",
        (
            ("部门概况", ()),
            ("部门资金收支情况", ()),
            ("部门整体绩效分析", ("履职效能", "预算管理", "财务管理")),
            ("评价结论及建议", ("评价结论", "存在的问题", "改进建议")),
        ),
    ),
}  # fmt: skip

# first level, second level, name, direction, unit, usual target (low, high)
INDICATORS = (
    ("产出指标", "数量指标", "{thing}数量", "≥", "{unit}", (20, 4000)),
    ("产出指标", "数量指标", "组织培训场次", "≥", "场", (2, 24)),
    ("产出指标", "质量指标", "项目验收合格率", "≥", "%", (90, 100)),
    ("产出指标", "质量指标", "设施设备完好率", "≥", "%", (90, 98)),
    ("产出指标", "质量指标", "补助标准执行达标率", "=", "%", (100, 100)),
    ("产出指标", "时效指标", "资金支付及时率", "≥", "%", (85, 100)),
    ("产出指标", "时效指标", "项目完成时限", "≤", "天", (60, 330)),
    ("产出指标", "成本指标", "项目总成本控制", "≤", "万元", (10, 900)),
    ("成本指标", "经济成本指标", "单位成本", "≤", "元", (50, 8000)),
    ("效益指标", "社会效益指标", "服务覆盖率", "≥", "%", (80, 100)),
    ("效益指标", "社会效益指标", "群众生产生活条件", "定性", None, None),
    ("效益指标", "经济效益指标", "带动增收", "≥", "万元", (5, 300)),
    ("效益指标", "生态效益指标", "环境质量改善", "定性", None, None),
    ("效益指标", "可持续影响指标", "长效管护机制", "定性", None, None),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥", "%", (85, 95)),
    ("满意度指标", "服务对象满意度指标", "受益单位满意度", "≥", "%", (85, 95)),
)
QUALITATIVE = ("有所改善", "明显改善", "基本健全", "持续完善")
REASONS = (
    "部分工程受汛期影响开工较晚，已调整工期，下一年度提前安排。",
    "政府采购流程时间较长，下一年度将提前启动采购。",
    "年中政策调整，实际需求低于预期，编制预算时将加强测算。",
    "资金下达较晚，形成结转，已商财政部门加快下达进度。",
)
UNSPENT = (
    "工程质量保证金按合同在质保期满后支付",
    "政府采购招标节约",
    "部分工程受汛期影响推迟到下年度结算",
    "申报人数低于预期，资金结转下年使用",
)

# Sentences that belong to the project at hand.
SPECIFIC = (
    "{project}由{department}负责实施，{year}年计划投入{budget}，用于{thing}等支出。",
    "截至{year}年12月31日，本项目实际支出{spent}，完成{thing}{quantity}{unit}。",
    "{year}年，{department}在{town}等地组织实施{project}，涉及{thing}{quantity}{unit}。",
    "本项目年初设定{thing}不少于{quantity}{unit}的目标，经年中监控，目标合理、可衡量。",
    "项目实施后，{town}及周边群众的办事、出行和生产条件得到改善，{thing}达到{quantity}{unit}。",
    "经对{town}随机走访，受访群众对{project}总体满意，同时建议加强后期管护。",
    "{project}建立了台账，逐项登记{thing}，做到底数清、情况明。",
    "与上一年度相比，{thing}增加，单位成本有所下降，资金使用效益进一步提高。",
    "对照《{year}年绩效测评办法》逐条制定整改措施，{town}的整改完成率列入测评内容。",
    "依托VPN专线和GIS平台，{thing}实行线上管理，App注册用户{quantity}人。",
)

# Sentences that every department copies from the template.
BOILERPLATE = (
    "我单位严格执行国家财经法规和财务管理制度，资金拨付有完整的审批程序和手续。",
    "项目资金实行专账核算、专款专用，未发现截留、挤占、挪用和虚列支出等情况。",
    "项目立项依据充分，程序规范，符合国家和省、市、县有关政策规定。",
    "按照预算绩效管理要求，我单位成立绩效评价工作小组，明确职责分工，落实工作责任。",
    "评价小组通过查阅资料、实地核查、问卷调查等方式，对项目实施情况进行了全面评价。",
    "项目实施过程中，严格履行政府采购、合同管理和验收程序，档案资料齐全。",
    "建立健全事前、事中、事后监督机制，定期对项目进度和质量进行检查，对发现的问题及时整改。",
    "通过项目实施，促进了经济社会协调发展，提升了公共服务水平和群众满意度。",
    "今后将进一步加强预算编制的科学性和精准性，细化绩效指标，强化绩效目标约束。",
    "加强业务培训，提高财务人员和项目管理人员的绩效管理意识与业务水平。",
    "加快预算执行进度，切实提高资金使用效益，确保项目按期完成。",
    "进一步完善项目管护机制，明确管护责任，保障项目长期发挥效益。",
)
PROBLEMS = (
    "一是绩效指标设置不够细化，部分指标难以量化；二是预算执行进度前慢后快。",
    "前期论证不够充分，实施过程中对部分内容进行了调整。",
    "后期管护经费不足，管护责任落实不够到位。",
    "项目资料归档不够及时，个别单位台账不完整。",
    "暂未发现明显问题。",
)
PAGES = {
    "about": "# 关于本站\n\n示例县是虚构的，本站的全部内容由程序生成，只用于演示和测试。\n\n- [怎样读一份报告](how-to-read.md)\n",
    "how-to-read": "# 怎样读一份报告\n\n“未填报”表示报告没有写明这一项。执行率 = 支出 ÷ 全年预算。\n\n返回[关于本站](about.md)。\n",
}
