"""What analysts type in (研判表单)."""

from pydantic import Field

from hotline.web.forms import CODE, WRITING, Form


class Commentary(Form):
    """Words under a chapter of a report (按语)."""

    chapter: CODE = Field(title="章")
    words: WRITING = Field("", title="按语")


class Correction(Form):
    """What was wrong in a published report (更正说明)."""

    words: WRITING = Field(title="更正说明")
