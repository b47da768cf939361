"""The installation's own settings, with one more app: the bare view beside it."""

from sangzi.settings import *  # noqa: F403
from sangzi.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.opening_minute.bare"]
ROOT_URLCONF = "benchmarks.opening_minute.urls"
