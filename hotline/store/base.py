"""The ground of every table (数据表公共基类)."""

import enum
from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import BigInteger, Date, DateTime, Enum, MetaData, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

from hotline.domain import handling_terms, vocabulary
from hotline.domain.analysis import terms as analysis_terms

Id = Annotated[int, mapped_column(BigInteger, primary_key=True)]
Moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Day = Annotated[date, mapped_column(Date)]
Code = Annotated[str, mapped_column(String(64))]
Prose = Annotated[str, mapped_column(Text)]
Json = Annotated[dict[str, Any], mapped_column(JSONB)]
JsonList = Annotated[list[Any], mapped_column(JSONB)]


def kept(terms: type[vocabulary.Term], name: str = "") -> Enum:
    """Terms are kept by their code, with a CHECK made from the enumeration; two in one table need two names."""
    return Enum(
        terms,
        native_enum=False,
        length=32,
        create_constraint=True,
        name=name or terms.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


TERMS = [
    terms
    for terms in {**vars(vocabulary), **vars(handling_terms), **vars(analysis_terms)}.values()
    if isinstance(terms, enum.EnumMeta) and issubclass(terms, vocabulary.Term) and terms is not vocabulary.Term
]


class Record(DeclarativeBase):
    """One row of one register (台账记录)."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {terms: kept(terms) for terms in TERMS}
