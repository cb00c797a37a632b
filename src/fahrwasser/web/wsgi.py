"""The WSGI application that granian serves."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from fahrwasser.web.tenants.patience import limit_waiting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fahrwasser.web.settings")
application = get_wsgi_application()
limit_waiting(connections.databases["default"]["OPTIONS"])
if settings.TRUSTED_PROXIES:  # their X-Forwarded-For and -Proto say who is asking, and whether by https
    application = wrap_wsgi_with_proxy_headers(application, trusted_hosts=settings.TRUSTED_PROXIES)

# All code is loaded now and lives as long as the process. Kept out of the garbage collector, because a full collection
# of it stops every fifteenth large page for 90 ms (15 ms without it).
import_module("fahrwasser.web.urls")
gc.collect()
gc.freeze()
