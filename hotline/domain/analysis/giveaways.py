"""What a public sentence must not hold (公开文字核查): names, telephones, codes, anything that points to somebody."""

import re
import unicodedata

from hotline.domain.privacy import mask_text

SHOWN = 40
DATES = re.compile(r"(?<!\d)20\d\d[-./至](?:20\d\d|\d{1,2}[-./]\d{1,2})(?!\d)")  # 日期、年份不是号码
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘葛范彭鲁马方任袁柳唐薛雷贺汤罗郝安常于傅齐康余顾孟黄穆萧尹姚邵汪毛米戴宋庞熊舒项祝董梁杜阮蓝季"
    "贾江郭林钟徐邱高夏蔡田胡万卢莫房丁邓洪包石崔龚程邢裴陆翁段侯白乌巴斯"
)

# fmt: off
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("身份证号",         re.compile(r"(?<!\d)[1-9]\d{16}[\dX](?!\d)")),
    ("统一社会信用代码", re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}(?![0-9A-Z])")),
    ("电话号码",         re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[ -]?\d{7,8}|[2-8]\d{2,3}[ -]?\d{4}|400[ -]?\d{3}[ -]?\d{4})(?!\d)")),
    ("工单编号或其他长号码", re.compile(r"(?<!\d)\d{9,}(?!\d)")),
    ("电子邮箱",         re.compile(r"[A-Z0-9._%+-]+@[A-Z0-9.-]+\.[A-Z]{2,}")),
    ("网址",             re.compile(r"HTTPS?://|WWW\.")),
    ("企业名称",         re.compile(r"[\u4e00-\u9fff\dA-Z（）()]{2,}?(?:有限公司|股份公司|有限责任公司|集团公司|分公司|合作社|个体工商户|事务所)")),
    ("姓名或称呼",       re.compile(r"[" + SURNAMES + r"][\u4e00-\u9fff]{0,2}(?:先生|女士|老板|经理|师傅|同志|董事长|厂长)")),
)
# fmt: on


def giveaways(text: str) -> list[str]:
    """What points to somebody in a text, each as a phrase that may be shown to its writer (可辨识内容).

    Full-width letters and digits count as plain ones, and blanks between digits do not hide a number.
    """
    plain = DATES.sub("某日", unicodedata.normalize("NFKC", text).upper())
    joined = re.sub(r"(?<=\d)[\s.·、-]+(?=\d)", "", plain)
    for kind, pattern in PATTERNS:
        if (found := pattern.search(joined) or pattern.search(plain)) is not None:
            return [f"{kind}「{found.group()[:SHOWN]}」"]
    return ["电话、证件、账号、车牌或自报的姓名"] if any(mask_text(one) != one for one in (plain, joined)) else []
