"""The queues behind the screens (后台队列): how they stand, what failed, and another try or none."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hotline.casework.upkeep import queues
from hotline.domain.deed_names import JOBS, job_name
from hotline.store.queries.upkeep.outbox import failed_by_job, failed_jobs, lanes
from hotline.web.admins.forms import DropForm, JobForm
from hotline.web.desk import work_of_this_person

bp = Blueprint("queues", __name__)


@bp.get("/")
def found() -> str:
    """Every lane, and what failed and is not done."""
    form = JobForm.read(request.args)
    with work_of_this_person() as work:
        told = {"lanes": lanes(work), "failed": failed_jobs(work, form.job, form.after), "by_job": failed_by_job(work)}
        return render_template("admins/queues.html", form=form, job_name=job_name, now=work.now, **told)


@bp.post("/retry")
def retry_dead() -> Response:
    """Have the dead letters of one job tried again (成批重办)."""
    form = JobForm.read(request.form)
    with work_of_this_person() as work:
        count = queues.retry_dead(work, form.job)
    what = f"「{job_name(form.job)}」的" if form.job in JOBS else ""
    flash(f"{what}{count} 件多次失败的事项已重新排队" if count else "没有多次失败、需要重办的事项", "success")
    return redirect(url_for(".found"))


@bp.post("/<int:delivery_id>/retry")
def retry(delivery_id: int) -> Response:
    """Have one failed job tried again (重办)."""
    with work_of_this_person() as work:
        job = queues.retry(work, delivery_id).job
    flash(f"「{job_name(job)}」第 {delivery_id} 项已重新排队，稍后刷新看结果", "success")
    return redirect(url_for(".found"))


@bp.post("/<int:delivery_id>/drop")
def drop(delivery_id: int) -> Response:
    """Give one failed job up, with the reason (放弃)."""
    form = DropForm.read(request.form)
    with work_of_this_person() as work:
        job = queues.drop(work, delivery_id, reason=form.reason).job
    flash(f"「{job_name(job)}」第 {delivery_id} 项已放弃，理由记入审计", "success")
    return redirect(url_for(".found"))
