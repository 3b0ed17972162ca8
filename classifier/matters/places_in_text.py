"""Places finer than a banner (细地点): estates, streets, villages, schools, firms and shops as a text names them."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from classifier.places.mentions import ELSEWHERE, TOWNSHIP, Reader

GAP = "|"
# 这些种类一处一名，名不同就不是一处；路、镇、景区则常有几处同提
STRICT = frozenset({"小区", "村", "校", "医", "企", "店"})
_SHORTEST_STEM, _LONGEST_STEM = 2, 8
_TOWNSHIP = "镇"
# 词尾表里的两行：不成其为名称的词干（老旧小区），可有可无的词尾（翠湖家园小区就是翠湖家园）
_NO_NAME, _LOOSE = "非名", "可省"
_PIECES = re.compile(r"[^\u4e00-\u9fff0-9a-z]+")
# 名称不会从这些字词之中穿过：它们把「住在鑫苑小区」与「鑫苑小区」分开
_BORDER = re.compile(
    "来电人?|诉求人|反映|反应|称|位于|附近|对面|旁边?|门口|楼下|跟前|隔壁|投诉|举报|咨询|前天|昨天|今天|昨晚|今早|业主|居民|住户|牧民|村民|用户"
    "|号楼|单元|市区|所有|整个|全[镇村县旗市]|我们?家?|你们?|他们|他家|她|在|到|从|住|是|的|了|去|给|与|及|让|被|找|说|买|卖|又|还|把|没|不"
    "|这|那|某|一家|一个|一条|[几一]个|等|使?用|请|叫|因|往|至|跟|(?<=[路街道巷苑园])和|就|也|很|全是|每逢|本|该|挨着|靠近|紧挨"
    "|(?<=[\\d半])[月日]|向(?![阳前荣善东西南北])|由(?!路)|太(?![平阳原])|都(?=[没不是在被给有])|有(?![为德道信限])|上(?![海城院东河都])"
    "|(?<=[旗县市镇乡村家屋院楼])里|后[面头]|前[面头]|外[面头]|厂子|(?<![小社园郊矿片])区(?=[^域间]{2})"
)
_NOT_BEFORE = {
    "路": "灯面边况过口段上程由政障费基途网",
    "街": "道坊上头边",
    "村": "里民委口干会书主上医落",
    "镇": "里上区政静",
    "乡": "里道村亲政下镇",
    "矿": "上区山里车工井产",
    "厂": "子家房区里长商门方",
    "桥": "洞栏面头下梁",
    "河": "道边里水槽沟沿堤床流",
    "城": "市区管东西南北关建乡郊里镇",
    "湖": "边面水里",
}
# 「和平东小区」不是「和平小区」
_SISTER = re.compile("[东西南北新老][小园苑区]")
# 「成吉思汗大街」常说成「成大街」
_ABBREVIATED = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A place or body by name (名称): 翠湖 + 家园.

    Args:
        kind: 小区 路 村 镇 校 医 企 店 景.
    """

    kind: str
    stem: str
    ending: str

    @property
    def whole(self) -> str:
        """The name in full (全名)."""
        return self.stem + self.ending


@dataclass(frozen=True, slots=True)
class Areas:
    """The administrative areas that a text names (区划提及).

    Args:
        banners: codes of leagues and banners that are meant beyond doubt.
        townships: codes of townships, all that a name may mean.
        township_names: the same as the text has them.
    """

    banners: frozenset[str]
    townships: frozenset[str]
    township_names: tuple[str, ...]


@cache
def _reader() -> Reader:
    return Reader()


@cache
def _endings() -> dict[str, tuple[str, ...]]:
    table = files("classifier.matters").joinpath("name_endings.csv").read_text(encoding="utf-8")
    return {row["种类"]: tuple(row["词尾"].split("、")) for row in csv.DictReader(table.splitlines())}


@cache
def _kinds() -> dict[str, str]:
    named = {kind: endings for kind, endings in _endings().items() if kind not in (_NO_NAME, _LOOSE)}
    return {ending: kind for kind, endings in named.items() for ending in endings}


@cache
def _no_names() -> tuple[str, ...]:
    return _endings()[_NO_NAME]


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_kinds(), key=len, reverse=True)
    told = "|".join(one + (f"(?![{_NOT_BEFORE[one]}])" if _NOT_BEFORE.get(one) else "") for one in longest_first)
    return re.compile(rf"([\u4e00-\u9fff0-9a-z]{{{_SHORTEST_STEM},{_LONGEST_STEM}}}?)({told})")


@cache
def _kind_pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(_endings()[kind], key=len, reverse=True)))


def areas(text: str) -> tuple[str, Areas]:
    """A plain text with leagues and banners cut out, and the areas it names (去掉区划名)."""
    kept = list(text)
    banners: set[str] = set()
    townships: set[str] = set()
    township_names: list[str] = []
    for mention in _reader().read(text):
        if mention.kind == TOWNSHIP:
            townships.update(mention.codes)
            township_names.append(mention.name)
            continue
        if mention.kind != ELSEWHERE and len(mention.codes) == 1:
            banners.add(mention.codes[0])
        kept[mention.start : mention.end] = GAP * (mention.end - mention.start)
    return "".join(kept), Areas(frozenset(banners), frozenset(townships), tuple(township_names))


def names(text: str, townships: Sequence[str] = ()) -> tuple[Name, ...]:
    """The names in a plain text from which banners are cut out (细地点), each once.

    Args:
        townships: names of townships that the text holds; a road after one begins where it ends.
    """
    found = {_township(name): None for name in townships}
    for name in townships:
        text = text.replace(name, GAP)
    for piece in _PIECES.split(_BORDER.sub(GAP, text)):
        for stem, ending in _pattern().findall(piece):
            if not stem.endswith(_no_names()) and not stem.isdigit():
                found[Name(_kinds()[ending], stem, ending)] = None
    return tuple(found)


def _township(name: str) -> Name:
    ending = next((one for one in _endings()[_TOWNSHIP] if name.endswith(one)), "")
    return Name(_TOWNSHIP, name.removesuffix(ending), ending)


def named_in(name: Name, text: str) -> bool:
    """Whether a text names the same (同名): 富强 followed by another ending of its kind is another estate."""
    if name.whole in text or (len(name.stem) >= _ABBREVIATED and name.stem[0] + name.ending in text):
        return True
    at = text.find(name.stem)
    if at < 0:
        return False
    end = at + len(name.stem)
    if _SISTER.match(text, end):
        return False
    follows = _kind_pattern(name.kind).match(text, end) if name.kind in STRICT else None
    return follows is None or follows[0] in _endings()[_LOOSE] or follows[0] in name.ending or name.ending in follows[0]


def common_names(one: Sequence[Name], other_text: str) -> tuple[Name, ...]:
    """The names of one text that the other names too (共同地点)."""
    return tuple(name for name in one if named_in(name, other_text))


def conflicts(one: Sequence[Name], other: Sequence[Name], common: Sequence[Name]) -> frozenset[str]:
    """The kinds of which both texts give names, and none in common (地点不同)."""
    agreed = {name.kind for name in common}
    return frozenset(name.kind for name in one) & frozenset(name.kind for name in other) - agreed
