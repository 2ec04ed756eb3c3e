"""The addresses."""

from __future__ import annotations

from django.urls import URLResolver, path, re_path
from django.urls.resolvers import RoutePattern
from django.views.decorators.csrf import csrf_exempt

from comity.web import data
from comity.web.figures.rendering import figure_file
from comity.web.moved import elsewhere, to_api, to_icon
from comity.web.pages import briefs
from comity.web.pages.about import about
from comity.web.pages.claims import claims
from comity.web.pages.compare import compare
from comity.web.pages.evidence import evidence
from comity.web.pages.groups import group, groups
from comity.web.pages.home import home
from comity.web.pages.nation import nation, nations
from comity.web.pages.opportunities import opportunities
from comity.web.pages.pair import pair
from comity.web.pages.search import search
from comity.web.pages.standing import activities, of_nation, verdict
from comity.web.pages.technologies import technologies, technology
from comity.web.watching import health, metrics

urlpatterns = [
    path("", home),
    path("about", about),
    path("claims", claims),
    path("compare", compare),
    path("evidence", evidence),
    path("favicon.ico", to_icon),
    path("opportunities", opportunities),
    path("search", search),
    path("technologies", technologies),
    path("technologies/<str:key>", technology),
    path("activities", activities),
    path("groups", groups),
    path("groups/<str:key>", group),
    path("nations", nations),
    # Whoever sends them, no session comes with them; the gate takes forms of this site only.
    path("briefs", csrf_exempt(briefs.briefs)),
    path("briefs/<str:name>", briefs.brief),
    path("briefs/<str:name>/cancel", csrf_exempt(briefs.cancel)),
    path("briefs/<str:name>/brief.<str:extension>", briefs.brief_file),
    path("health", health),
    path("metrics", metrics),
    path("nations/<str:code>", nation),
    path("pairs/<str:one>/<str:other>", pair),
    path("standing/<str:code>", of_nation),
    path("standing/<str:code>/<str:activity>", verdict),
    re_path(r"^data/(?P<key>[a-z-]+)\.(?P<extension>[a-z]+)$", data.table_file),
    re_path(r"^data/(?P<key>[a-z-]+)$", data.table_page),
    re_path(r"^figures/(?P<key>[a-z-]+)\.(?P<extension>[a-z]+)$", figure_file),
    re_path(r"^api/?$", to_api),
    # By its name: its schemas take most of a second to make, and the first page needs none.
    URLResolver(RoutePattern("api/"), "comity.web.api_urls"),
    re_path(r"^(?P<path>.*)$", elsewhere),
]
