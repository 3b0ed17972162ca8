"""A site of nothing but django-helpdesk (参照网站), run by the Python of .venv-helpdesk and never imported by ours.

`python their_site.py GIVEN` makes its tables and signs its agents on; gunicorn serves `their_site:serve("GIVEN")`.
GIVEN is a JSON file that says which database, secret key, password, number of agents and queues. Settings are as its
own documentation has them for production: no debugging, lasting connections, compiled templates.
"""

import json
import sys
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import include, path

urlpatterns: list[Any] = []
APPS = [
    *(
        f"django.contrib.{n}"
        for n in ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles", "humanize")
    ),
    *("rest_framework", "helpdesk"),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
PROCESSORS = [
    *(f"django.template.context_processors.{n}" for n in ("debug", "request", "i18n", "media", "static", "tz")),
    *(f"django.contrib.{n}.context_processors.{n}" for n in ("auth", "messages")),
]


def settle(given: dict[str, Any]) -> None:
    """Set Django up on that database (设置)."""
    settings.configure(
        DEBUG=False,
        SECRET_KEY=given["secret"],
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": None, **given["database"]}},
        INSTALLED_APPS=APPS,
        MIDDLEWARE=MIDDLEWARE,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": PROCESSORS},
            }
        ],
        ROOT_URLCONF=__name__,
        LANGUAGE_CODE="zh-hans",
        TIME_ZONE="Asia/Shanghai",
        USE_TZ=True,
        STATIC_URL="/static/",
        LOGIN_URL="/login/",
        LOGIN_REDIRECT_URL="/tickets/",
        HELPDESK_TEAMS_MODE_ENABLED=False,  # 不分组：少一个要装的包，也少查几张表
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    )
    django.setup()
    urlpatterns.append(path("", include("helpdesk.urls", namespace="helpdesk")))


def make(given: dict[str, Any]) -> None:
    """Its tables, its queues, and the agents: `agent1` and so on (建表、设队列与坐席)."""
    call_command("migrate", verbosity=0, interactive=False)
    for number, title in given["queues"]:
        apps.get_model("helpdesk", "Queue").objects.get_or_create(
            id=number, defaults={"title": title, "slug": f"q{number}"}
        )
    people = get_user_model().objects
    for number in range(1, given["agents"] + 1):
        agent, _ = people.get_or_create(
            username=f"agent{number}", defaults={"email": f"agent{number}@example.invalid", "is_staff": True}
        )
        if number == 1:
            agent.set_password(given["password"])
            agent.save()


def serve(file: str) -> Any:
    """The application that gunicorn serves (网站)."""
    settle(json.loads(Path(file).read_text(encoding="utf-8")))
    return get_wsgi_application()


if __name__ == "__main__":
    wanted = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    settle(wanted)
    make(wanted)
