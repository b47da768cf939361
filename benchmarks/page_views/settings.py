"""The installation's own settings, with the pages beside them: what stands in `plain` is found as Django finds it."""

from sangzi.settings import *  # noqa: F403
from sangzi.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.page_views.plain"]
ROOT_URLCONF = "benchmarks.page_views.urls"
ALLOWED_HOSTS = ["127.0.0.1"]
