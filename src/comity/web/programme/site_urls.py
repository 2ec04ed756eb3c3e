"""The addresses of a site that serves a programme: these first, then the explorer's."""

from __future__ import annotations

from comity.web.programme.urls import urlpatterns as programme
from comity.web.urls import urlpatterns as explorer

urlpatterns = [*programme, *explorer]
