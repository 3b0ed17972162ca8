"""The headings of every rule table (表头): what a spreadsheet must have, and which cells may not be empty."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """One rule table: its file, its Chinese name, its headings, and those that must be filled in.

    Args:
        unique: the heading whose cells must all differ, or an empty text.
    """

    file: str
    name: str
    headings: tuple[str, ...]
    required: tuple[str, ...]
    unique: str = ""


# fmt: off
CATEGORIES = Table("categories.csv", "事项分类表",
    ("分类编码", "上级编码", "分类名称", "自治区指导单位", "常见承办单位", "来源"), ("分类编码", "分类名称"), "分类编码")
REGIONS = Table("regions.csv", "区划表",
    ("区划代码", "区划名称", "上级代码", "层级", "类型", "区号"), ("区划代码", "区划名称", "层级", "类型"), "区划代码")
FUNCTIONS = Table("functions.csv", "职能表",
    ("职能代码", "职能名称", "自治区单位", "盟市单位", "旗县单位", "依据等级", "说明"), ("职能代码", "职能名称", "依据等级"), "职能代码")
AGENCIES = Table("agencies.csv", "单位名录",
    ("单位代码", "单位名称", "职能代码", "区划代码", "生效日期", "失效日期", "依据等级", "依据"),
    ("单位代码", "单位名称", "职能代码", "区划代码", "依据等级"), "单位代码")
RESPONSIBILITY = Table("responsibility.csv", "权责清单",
    ("规则编号", "事项分类", "行政区划", "诉求主体", "主办职能", "主办层级", "协办职能", "依据", "依据等级", "生效日期", "失效日期"),
    ("规则编号", "主办职能", "主办层级", "依据", "依据等级"), "规则编号")
EXCEPTIONS = Table("exceptions.csv", "判定例外表",
    ("例外编号", "优先级", "事项分类", "关键词", "主办职能", "主办层级", "协办职能", "依据", "依据等级", "例句"),
    ("例外编号", "优先级", "关键词", "主办职能", "主办层级", "依据等级", "例句"), "例外编号")
TIME_LIMITS = Table("time_limits.csv", "时限表",
    ("时限编号", "优先级", "紧急程度", "诉求主体", "诉求类型", "事项分类", "数量", "时钟", "依据", "依据等级"),
    ("时限编号", "优先级", "数量", "时钟", "依据", "依据等级"), "时限编号")
HOLIDAYS = Table("holidays.csv", "工作日历", ("日期", "类型", "名称", "状态", "依据"), ("日期", "类型", "状态"), "日期")
GUIDANCE = Table("guidance.csv", "分类处理指引",
    ("指引编号", "处理方式", "情形", "触发词", "事项分类", "渠道", "话术", "依据", "依据等级"),
    ("指引编号", "处理方式", "情形", "渠道", "话术", "依据等级"), "指引编号")
# fmt: on

SEVERAL = {  # 可用「、」并列的列；其余各列只填一个
    RESPONSIBILITY.file: ("事项分类", "行政区划", "诉求主体", "协办职能"),
    EXCEPTIONS.file: ("事项分类", "关键词", "协办职能"),
    TIME_LIMITS.file: ("诉求类型", "事项分类"),
    GUIDANCE.file: ("触发词", "事项分类"),
}

TABLES = (
    CATEGORIES,
    REGIONS,
    FUNCTIONS,
    AGENCIES,
    RESPONSIBILITY,
    EXCEPTIONS,
    TIME_LIMITS,
    HOLIDAYS,
    GUIDANCE,
)

LEVELS = ("自治区", "盟市", "旗县")
LEVEL_LENGTHS = {"自治区": 2, "盟市": 4, "旗县": 6}  # 区划代码的长度即层级
GRADES = ("A", "B", "C", "D")
CLOCKS = ("小时", "自然日", "工作日")
REQUESTERS = ("个人", "企业")
DEMAND_TYPES = ("咨询", "求助", "投诉", "举报", "建议", "表扬", "其他")
URGENCIES = ("普通", "紧急", "特急")
HANDLINGS = ("转紧急热线", "告知途径")
DAY_KINDS = ("休", "班")
DAY_STANDINGS = ("正式", "暂定")
