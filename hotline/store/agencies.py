"""Regions and agencies (区划、承办单位), as loaded from the rule tables; history keeps what was."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hotline.store.base import Code, Day, Prose, Record


class RegionRecord(Record):
    """A node of the region tree (区划)."""

    __tablename__ = "regions"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[Code]
    parent: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    level: Mapped[Code]
    kind: Mapped[Code]
    area_code: Mapped[Code]


class AgencyRecord(Record):
    """A unit that handles demands (承办单位), with the days between which it existed."""

    __tablename__ = "agencies"
    __table_args__ = (Index(None, "region", "function"), Index(None, "body"))

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[Prose]
    function: Mapped[Code]
    function_name: Mapped[Code]
    region: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    kind: Mapped[Code]  # 单位类型
    body: Mapped[str] = mapped_column(String(64))  # 同一机构：一个局承担几项职能、更名或合并，几个代码是一家
    grade: Mapped[Code]
    basis: Mapped[Prose]
    valid_from: Mapped[Day | None]
    valid_until: Mapped[Day | None]
