"""The register as it leaves the house (台账导出): masked, one line a ticket."""

from hotline.casework.judgement import Judgement
from hotline.domain.moments import beijing
from hotline.domain.privacy import mask_text
from hotline.store.tickets import Ticket

HEADINGS = (
    "工单编号", "登记时间", "渠道", "诉求主体", "诉求类型", "紧急程度", "区划", "事项分类", "标题", "内容（脱敏）",
    "状态", "承办单位", "规则", "派单方式", "时限", "答复时间", "满意度", "是否解决",
)  # fmt: skip

DANGEROUS = tuple("=+-@＝＋－＠\t\r\n")  # 以此开头的格，表格软件会当公式执行


def line_of(judgement: Judgement, ticket: Ticket) -> list[str]:
    """One ticket as cells of text."""
    cells = [
        ticket.number, f"{beijing(ticket.registered_at):%Y-%m-%d %H:%M}", ticket.channel.label,
        ticket.requester_kind.label, ticket.demand_type.label, ticket.urgency.label,
        judgement.region_name(ticket.region), judgement.category_name(ticket.category), mask_text(ticket.title),
        mask_text(ticket.text), ticket.state.label, ticket.agency or "", ticket.rule or "",
        ticket.decided_by.label if ticket.decided_by else "",
        f"{beijing(ticket.due_at):%Y-%m-%d %H:%M}" if ticket.due_at else "",
        f"{beijing(ticket.replied_at):%Y-%m-%d %H:%M}" if ticket.replied_at else "",
        ticket.satisfaction.label if ticket.satisfaction else "", ticket.solved.label if ticket.solved else "",
    ]  # fmt: skip
    return [guarded(cell) for cell in cells]


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
