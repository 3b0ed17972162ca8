"""Refusals and faults as people see them (错误页): Chinese, one sentence, without a trace."""

import logging
import traceback

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException

from hotline.domain.errors import HotlineError
from hotline.equipment import NotReady

log = logging.getLogger(__name__)

SAID = {
    400: "请求格式不对，请返回上一页重新填写",
    403: "您的岗位不能进入这里",
    404: "没有这个页面，或您无权查看",
    405: "这个地址不接受这种操作",
    413: "提交的内容太大，请精简或分次提交",
    429: "操作过于频繁，请稍后再试",
    500: "系统出了故障，已记录，请稍后再试或联系管理员",
    503: "系统正在准备，请稍后再试",
}


def show_errors(app: Flask) -> None:
    """Register the pages."""
    app.register_error_handler(HotlineError, refusal)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotReady, _not_ready)
    app.register_error_handler(DataError, _unkeepable)
    app.register_error_handler(Exception, _fault)


def _told(sentence: str, status: int) -> ResponseReturnValue:
    if request.path.startswith(("/mengsuban/", "/api/")) or request.accept_mimetypes.best == "application/json":
        return jsonify(error=sentence, status=status), status
    page = "errors/fragment.html" if request.headers.get("HX-Request") else "errors/page.html"
    page = "citizens/error.html" if request.path.startswith("/m/") else page
    return render_template(page, sentence=sentence, status=status), status


def refusal(error: HotlineError) -> ResponseReturnValue:
    """A refusal as one sentence, with its HTTP status."""
    return _told(str(error), error.status)


def _stale(_error: CSRFError) -> ResponseReturnValue:
    return _told("页面已过期，请刷新后重新提交", 400)


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    return _told(SAID.get(code, SAID[500] if code >= 500 else SAID[400]), code)


def _not_ready(error: NotReady) -> ResponseReturnValue:
    return _told(str(error), 503)


def _unkeepable(_error: DataError) -> ResponseReturnValue:
    """What no column can hold: a null character in an address, a number too large."""
    log.warning("unkeepable data at %s", request.endpoint)
    return _told(SAID[400], 400)


def _fault(error: Exception) -> ResponseReturnValue:
    where = traceback.extract_tb(error.__traceback__)[-1]
    log.error("fault at %s: %s in %s:%s", request.endpoint, type(error).__name__, where.filename, where.lineno)
    return _told(SAID[500], 500)
