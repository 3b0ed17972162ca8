"""The knowledge base (知识库): find, read, say that it is wrong; draft, review, publish, correct, let expire."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from hotline.domain.errors import Conflict, Forbidden, Incomplete
from hotline.domain.vocabulary import ArticleState
from hotline.knowledge import articles, expiry, flags, review, rights
from hotline.knowledge.rights import ArticleDeed
from hotline.knowledge.search import find
from hotline.store.knowledge import Article
from hotline.store.queries.details import staff_names
from hotline.store.queries.knowledge import counts_by_state, doubts, waiting
from hotline.store.queries.settings import units_like
from hotline.store.work import Work
from hotline.web.desk import person, work_of_this_person
from hotline.web.knowledge.forms import AnswerForm, ArticleForm, DeedForm, FindForm
from hotline.web.knowledge.page import may_write, sheet, shown
from hotline.web.naming import names_for

bp = Blueprint("knowledge", __name__)

PAGE = 20
Deed = Callable[[Work, int, DeedForm], object]


@bp.get("/")
def found() -> str:
    """Articles by words, other words or pinyin, by category, place and state (知识检索)."""
    form = FindForm.read(request.args)
    before = PAGE * (form.page - 1)
    with work_of_this_person() as work:
        every = find(
            work, form.words, region=form.region, category=form.category, state=form.state, most=before + PAGE + 1
        )
        rows = every[before : before + PAGE]
        marks, counts = doubts(work, [one.id for one in rows]), counts_by_state(work)
        told = {"doubts": marks, "counts": counts, "states": ArticleState, "may_write": may_write(person().role)}
        more = {"before": before, "more": len(every) > before + PAGE, **told}
        return render_template("knowledge/found.html", form=form, found=rows, names=names_for(work), **more)


@bp.get("/waiting")
def todo() -> str:
    """What waits: drafts, reviews, flags, what expires soon; and my own flags with their answers (知识待办)."""
    with work_of_this_person() as work:
        lists = waiting(work)
        every = [*lists.flags, *lists.late, *lists.mine]
        people = staff_names(work, [one.flag.flagged_by for one in every] + [one.written_by for one in lists.to_review])
        codes = [one.flag.agency for one in every if one.flag.agency]
        return render_template("knowledge/waiting.html", lists=lists, people=people, names=names_for(work, (), codes))


@bp.get("/units")
def units() -> str:
    """Units whose name or code holds these words, for the unit in charge (单位候选)."""
    with work_of_this_person() as work:
        found = units_like(work, request.args.get("agency", "").strip()[:50])
        return render_template("knowledge/_units.html", found=found)


@bp.get("/new")
def new() -> str:
    """An empty form (起草)."""
    if not may_write(person().role):
        raise Forbidden(f"{person().role.label}不能编写知识，发现有误请用「纠错」")
    with work_of_this_person() as work:
        return render_template("knowledge/edit.html", **sheet(work, None, {}, None))


@bp.post("/new")
def create() -> ResponseReturnValue:
    """Begin a new article; what cannot be kept is shown again with the reason."""
    try:
        with work_of_this_person() as work:
            article = articles.draft(work, ArticleForm.read(request.form).wording())
    except (Incomplete, Conflict) as error:
        with work_of_this_person() as work:
            return render_template("knowledge/edit.html", **sheet(work, None, request.form, error)), error.status
    flash("草稿已保存，核对后请送审", "success")
    return redirect(url_for(".one", article=article.id))


@bp.get("/<int:article>")
def one(article: int) -> str:
    """One article with place, basis, validity, unit, its earlier texts, its flags, and what this person may do."""
    with work_of_this_person() as work:
        return render_template("knowledge/one.html", **shown(work, article, request.args.get("against", type=int)))


@bp.get("/<int:article>/edit")
def edit(article: int) -> str:
    """The form for a draft, or for the correction of an article in force (修改、修订)."""
    with work_of_this_person() as work:
        found = rights.held_for(work, article, _deed(work, article))
        return render_template("knowledge/edit.html", **sheet(work, found, {}, None))


@bp.post("/<int:article>/edit")
def save(article: int) -> ResponseReturnValue:
    """Keep what was written; somebody quicker or something missing loses nobody's words."""
    try:
        with work_of_this_person() as work:
            kept = _keep(work, article, ArticleForm.read(request.form))
    except (Incomplete, Conflict) as error:
        with work_of_this_person() as work:
            found = sheet(work, rights.one(work, article), request.form, error)
            return render_template("knowledge/edit.html", **found), error.status
    flash("已保存为草稿，核对后请送审；现行内容在发布以前不变", "success")
    return redirect(url_for(".one", article=kept.id))


def _deed(work: Work, article: int) -> ArticleDeed:
    draft = rights.one(work, article).state in (ArticleState.DRAFT, ArticleState.REVIEW)
    return ArticleDeed.EDIT if draft else ArticleDeed.CORRECT


def _keep(work: Work, article: int, form: ArticleForm) -> Article:
    verb = articles.edit if _deed(work, article) == ArticleDeed.EDIT else articles.correct
    return verb(work, article, form.wording(), seen=form.version)


@bp.post("/<int:article>/<deed>")
def do(article: int, deed: str) -> Response:
    """Submit, publish, send back, discard, declare void, renew, or say that it is wrong."""
    verb, told = DEEDS.get(deed) or abort(404)
    with work_of_this_person() as work:
        result = verb(work, article, DeedForm.read(request.form))
    flash(told, "success")
    if result is None:
        return redirect(url_for(".todo"))
    return redirect(url_for(".one", article=getattr(result, "article_id", None) or result.id))  # type: ignore[attr-defined]


# fmt: off
DEEDS: dict[str, tuple[Deed, str]] = {
    "submit":    (lambda work, one, form: review.submit(work, one, seen=form.version),
                  "已送审，请另一位审核人发布"),
    "publish":   (lambda work, one, form: review.publish(work, one, seen=form.version),
                  "已发布，坐席从现在起看到的是这一版"),
    "send_back": (lambda work, one, form: review.send_back(work, one, words=form.words, seen=form.version),
                  "已退回修改，意见记在条目下面"),
    "discard":   (lambda work, one, form: articles.discard(work, one, seen=form.version),
                  "草稿已作废，已发布的内容没有变"),
    "expire":    (lambda work, one, form: expiry.expire(work, one, words=form.words, seen=form.version),
                  "已宣布失效，坐席不再检索到"),
    "renew":     (lambda work, one, form: expiry.renew(work, one, until=form.until, seen=form.version),
                  "已续期"),
    "flag":      (lambda work, one, form: flags.flag(work, one, words=form.words),
                  "已提交纠错，责任单位将在两个工作日内核实，结果见「知识待办」"),
}
# fmt: on


@bp.post("/flags/<int:flag>")
def answer(flag: int) -> Response:
    """Say whether a flag is right; if it is, a correction lies ready to be edited."""
    form = AnswerForm.read(request.form)
    with work_of_this_person() as work:
        found = flags.answer(work, flag, right=form.right, words=form.words)
    told = "已确认有误，修订稿已建好，请修改后送审" if found.right else "已答复：内容无误"
    flash(told, "success")
    return redirect(url_for(".one", article=found.article_id))
