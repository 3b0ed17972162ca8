"""The tables of how tickets are handled, as the rule book holds them (读取办理规范)."""

from collections.abc import Mapping, Sequence

from routing_rules.columns import CLOSING, NOTICES, PHRASES, REASONS, REDISPATCH, TERMS
from routing_rules.limits import Limit
from routing_rules.practice import ClosingRule, Notice, Phrase, Practice, Reason, Redispatch, Term
from routing_rules.reading.spreadsheet import Row


def practice_of(rows: Mapping[str, Sequence[Row]]) -> Practice:
    """All six tables of practice; their cells have been checked."""
    redispatches = map(_redispatch, rows[REDISPATCH.file])
    return Practice(
        redispatches={row.case: row for row in redispatches},
        closing=tuple(sorted(map(_closing, rows[CLOSING.file]), key=lambda row: row.precedence)),
        phrases=tuple(Phrase(row["词语"], row["类别"], row["提示"]) for row in rows[PHRASES.file]),
        reasons={
            row["理由编号"]: Reason(row["理由编号"], row["用途"], row["名称"], row["说明"])
            for row in rows[REASONS.file]
        },
        terms={row["参数"]: _term(row) for row in rows[TERMS.file]},
        notices=tuple(map(_notice, rows[NOTICES.file])),
    )


def _redispatch(row: Row) -> Redispatch:
    minimum = Limit(int(row["数量"]), row["时钟"]) if row["数量"] and row["时钟"] else None
    return Redispatch(row["情形"], row["处理"], minimum, row["依据"], row["依据等级"])


def _closing(row: Row) -> ClosingRule:
    return ClosingRule(
        number=row["规范编号"],
        precedence=int(row["优先级"]),
        requester=row["诉求主体"],
        demand_types=frozenset(row.several("诉求类型")),
        contact=row["联系记录"] == "须",
        evidence=row["证据附件"] == "须",
        public_reply=row["公开答复"] == "须",
        share=int(row["回访比例"]),
        basis=row["依据"],
        grade=row["依据等级"],
        line=row.line,
    )


def _term(row: Row) -> Term:
    return Term(row["参数"], row["数值"], row["单位"], row["说明"], row["依据"], row["依据等级"])


def _notice(row: Row) -> Notice:
    return Notice(
        number=row["告知编号"],
        action=row["动作"],
        outcome=row["结果状态"],
        to=row["对象"],
        by=row["渠道"],
        text=row["文字"],
        basis=row["依据"],
        grade=row["依据等级"],
        line=row.line,
    )
