"""The web process (网站进程): `gunicorn -c gunicorn.conf.py hotline.wsgi:application`."""

from hotline.app import create_app
from hotline.equipment import equip
from hotline.readiness import exit_if_unfit
from hotline.settings import Settings

settings = Settings.from_env()
exit_if_unfit(settings)
equipment = equip(settings)
with equipment.work() as work:
    equipment.judgement(work.session)  # 先装载再分叉，各进程共用内存
equipment.engine.dispose()
application = create_app(equipment)
