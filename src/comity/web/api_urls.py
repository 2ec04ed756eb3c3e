"""The addresses of the API, loaded when the first of them is asked for."""

from __future__ import annotations

from django.urls import path

from comity.web.api import api

urlpatterns = [path("", api.urls)]
