"""What is typed in about topics (热点表单)."""

from pydantic import Field

from hotline.domain.analysis.terms import Verdict
from hotline.web.forms import LINE, Form


class Renaming(Form):
    """Another name of a topic (改名)."""

    name: LINE = Field(title="名称")


class Dismissal(Form):
    """Why a topic is none (排除理由)."""

    why: LINE = Field(title="排除理由")


class Merging(Form):
    """Into which topic it goes (合并)."""

    into: int = Field(title="并入哪个热点")


class Judging(Form):
    """Whether a warning was right (核实)."""

    verdict: Verdict = Field(title="核实结果")
