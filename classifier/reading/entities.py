"""Who (要素提取): companies, credit codes, requesters and telephone numbers in a text."""

import re
import unicodedata
from collections.abc import Iterator

from stdnum.cn import uscc

from classifier.reading.signals import cue_pattern

_NAME = r"[\u4e00-\u9fffA-Za-z0-9()·&]"
_COMPANY = re.compile(
    r"(?:股份|责任)?有限(?:责任)?公司(?:[\u4e00-\u9fff]{2,8}分公司)?|股份公司"
    r"|集团(?:公司)?(?!军|[\u4e00-\u9fff]{0,4}(?:公司|合作社))|专业合作社|经营部|经销部|商贸?行"
)
_LONGEST_STEM = 40
_NAME_BACKWARDS = re.compile(rf"{_NAME}+")
# 店、厂的前面多半是普通话（隔壁石材厂、很多饭店），须有引号、「名叫」「投诉」或地名领起才算名称
_SHOP = re.compile(
    r"(?:名叫|叫做?|名为|店名[是为叫]?|厂名[是为叫]?|投诉|举报|[\"“「《]|(?=内蒙古|呼和浩特|包头市|赤峰市|通辽市))"
    rf"({_NAME}{{2,10}}?)((?:超市|酒店|饭店|宾馆|药房|美容院|合作社|[店厂])(?![长员家商子里内]))"
)
_NO_NAME = re.compile(r"[某个这那的有在开了被很多家把是说给时]|附近|隔壁|门口|楼下|旁边|对面|路边|村|社区|小区")
# 句子里位于企业名称之前的话；留最后一处之后的部分
_BEFORE = re.compile(
    r".*(?:我们?(?:公司)?是|本人(?:是|在)|全称[是为:]?|名称[是为:]?|名为|叫做?|[举投]报|投诉|反映|咨询|反应|起诉|告|购买|位于|入职|就职于|任职于|工作于|供职于"
    r"|来电人|诉求人|市民|群众|企业|客户|员工|我们|我|您好|领导|自称|承建方|开发商|施工方|物业公司|总包|分包|甲方|乙方|被告|经营者|老板"
    r"|在|于|与|跟|被|给|向|从|由|到|称|因|去|找|让|对|把|为|是|的|请|问|查|欠|有|了|将|当|一家|某家|这家|那家|该|家)"
)
_PLACE_START = re.compile(
    r".*?((?:内蒙古|呼和浩特|包头|乌海|赤峰|通辽|鄂尔多斯|呼伦贝尔|巴彦淖尔|乌兰察布|兴安盟|锡林郭勒|阿拉善|北京|上海|深圳).*)"
)
_TRADE = re.compile(
    r"内蒙古|自治区|洗煤|塑料|造粒|钢铁|水务|煤业|上级|隶属|[大小]型|(?:某|一家|这家|那家|该|那个|这个|我们?|门口|楼下|附近|旁边|小区|路边|对面|隔壁|学校|单位|村里|镇上|新开的?)"
    r"|物业(?:服务|管理)?|热力|供热|供水|建筑|工程|房地产|开发|劳务|装饰|商贸|贸易|农牧业?|农业|养殖|种植|农民|专业|餐饮|美容|理发|火锅|烧烤|超市|酒店|饭店|公司|企业|连锁"
    r"|科技|能源|煤炭|矿业|物流|运输|文化|教育|培训|旅游|健身|保洁|家政|服装|汽车|食品|加工|医药|大药房?|五金|建材|市|区|旗|县"
)
_OWN_NAME, _PLACED_NAME = 2, 6
_USCC = re.compile(
    r"(?=[0-9A-HJ-NP-RTUW-Ya-hj-np-rtuw-y]{8})(?<![0-9A-Za-z])[0-9A-HJ-NP-RTUW-Y]{2}\d{6}[0-9A-HJ-NP-RTUW-Y]{10}(?![0-9A-Za-z])",
    re.IGNORECASE,
)

# 本企业的人也会说到工资、老人、退休
_SPEAKS_FOR_COMPANY = re.compile(
    r"我公司|我司|本公司|本企业|我企业|本厂|(?:企业|公司)的?(?:负责人|法人|法定代表人|经办人)|[其我]企业"
)

_MOBILE = r"(?:(?:\+?86|0086)[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
_LANDLINE = r"(?:\(0\d{2,3}\)|0\d{2,3})[- ]?[2-9]\d{2,3}[- ]?\d{4}"
_PHONE = re.compile(rf"(?=[+(\d])(?<!\d)(?:{_MOBILE}|{_LANDLINE})(?!\d)")


def find_company(text: str) -> str | None:
    """The first company that is named by a name of its own (企业名称), not 某公司 or 楼下理发店."""
    text = unicodedata.normalize("NFKC", text)
    for stem, ending in _companies(text):
        placed = _PLACE_START.fullmatch(stem)
        stem = _balanced(placed.group(1) if placed else _BEFORE.sub("", stem, count=1))
        if len(_TRADE.sub("", stem)) >= _OWN_NAME or (placed and len(stem) >= _PLACED_NAME):
            return stem + ending
    for found in _SHOP.finditer(text):
        stem, ending = found.groups()
        if not _NO_NAME.search(stem) and len(_TRADE.sub("", stem)) >= _OWN_NAME:
            return stem + ending
    return None


def _companies(text: str) -> Iterator[tuple[str, str]]:
    """What stands before each ending of a company's name, and the ending: read backwards, for endings are rare."""
    last = 0
    for found in _COMPANY.finditer(text):
        before = _NAME_BACKWARDS.match(text[max(last, found.start() - _LONGEST_STEM) : found.start()][::-1])
        if before and len(before.group()) >= _OWN_NAME:
            yield before.group()[::-1], found.group()
            last = found.end()


def find_uscc(text: str) -> str | None:
    """The first unified social credit code whose check digit is right (统一社会信用代码)."""
    for found in _USCC.finditer(unicodedata.normalize("NFKC", text)):
        code = found.group().upper()
        if uscc.is_valid(code):
            return code
    return None


def requester_of(title: str, text: str, company_given: bool = False) -> str:
    """企业 where the text speaks for a company, 个人 otherwise (诉求主体)."""
    whole = unicodedata.normalize("NFKC", f"{title}\n{text}")
    if cue_pattern("不算企业", "个人").search(whole) and not _SPEAKS_FOR_COMPANY.search(whole):
        return "个人"
    return "企业" if company_given or cue_pattern("诉求主体", "企业").search(whole) else "个人"


def phones(text: str) -> list[str]:
    """The telephone numbers in a text, normalised, each once (联系电话)."""
    found = _PHONE.findall(unicodedata.normalize("NFKC", text))
    return list(dict.fromkeys(normal_phone(one) for one in found))


def valid_phone(text: str) -> bool:
    """Whether the text is one mobile number or one landline with its area code (电话有效)."""
    return _PHONE.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def normal_phone(text: str) -> str:
    """13812345678 or 0471-1234567 (规范电话); what is no number keeps its digits only."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    digits = re.sub(r"^(?:0086|86)(?=1[3-9]\d{9}$)", "", digits)
    if not digits.startswith("0") or len(digits) < 10:
        return digits
    # 010 与 02x 是三位区号，其余四位
    cut = 3 if digits[1] in "12" else 4
    return f"{digits[:cut]}-{digits[cut:]}"


def _balanced(stem: str) -> str:
    return stem.split(")", 1)[1] if ")" in stem and "(" not in stem.split(")", 1)[0] else stem
