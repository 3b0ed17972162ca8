"""How gunicorn runs the web (网站进程参数)."""

from hotline.settings import Settings

settings = Settings.from_env()
wsgi_app = "hotline.wsgi:application"
worker_class = "gthread"
workers = 2
threads = settings.threads
preload_app = True
timeout = 60
graceful_timeout = 5
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "warning"
