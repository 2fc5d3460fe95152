"""A wall is named; an article about walls is none."""

from __future__ import annotations

import pytest

from schemas import RejectionReason
from services.parser.article import Article, Rejection, article_in
from tests.support.events import a_page

from .templates import TEMPLATES, ld, whole

CAPTCHAS = (
    "Captchas nerven, und sie helfen immer weniger. „Bestätigen Sie, dass Sie kein Roboter sind“, "
    "heißt es auf vielen Seiten. „Das schaffen Maschinen längst besser als Menschen“, sagte die "
    "Informatikerin Ines Wolter am Montag. Access denied, melden manche Seiten sogar blinden "
    "Menschen."
)
PAYWALLS = (
    "Immer mehr Zeitungen verlangen Geld im Netz. „Jetzt abonnieren“, steht über jedem zweiten "
    "Artikel, klagte der Leser Theo Kranz. Die Verlegerin Ruth Amsel verteidigte das: Zugang zu "
    "allen Artikeln koste weniger als ein Kaffee am Tag, sagte sie."
)
TEASER = "Die Brücke bleibt gesperrt. Das sagte die Ministerin Jana Vogt am Montag in Neustadt."


def outcome(html: str) -> RejectionReason | None:
    found = article_in(a_page(html))
    return found.reason if isinstance(found, Rejection) else None


def page(*paragraphs: str, title: str = "", head: str = "") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    title = f"<title>{title}</title>" if title else ""
    return f"<html lang=de><head>{title}{head}</head><body><div>{body}</div></body></html>"


@pytest.mark.parametrize(
    "html",
    [
        page("Ray ID: 8a7b", title="Just a moment..."),
        page("Checking your browser before accessing bote.example.", title="bote.example"),
        page("Verify you are human by completing the action below.", title="bote.example"),
        page("Ray ID: 8a7b", title="Attention Required! | Cloudflare"),
        page("You don't have permission to access this server.", title="Access Denied"),
        page("Bitte bestätigen Sie, dass Sie ein Mensch sind.", title="Bote"),
        page("Einen Augenblick.", head="<script>window._cf_chl_opt={}</script>"),
        page("Bitte warten.", head="<script src=//geo.captcha-delivery.com/c.js></script>"),
    ],
)
def test_a_challenge_is_a_bot_wall(html: str) -> None:
    assert outcome(html) == "bot_wall"


@pytest.mark.parametrize(
    "html",
    [
        page(TEASER, head=ld(isAccessibleForFree=False)),
        page(TEASER, head='<meta property="article:content_tier" content="locked">'),
        page(TEASER, "Weiterlesen mit Bote+", "Sie haben schon ein Abo?"),
        page(TEASER, "Sie möchten weiterlesen?"),
        page(TEASER, "Dieser Artikel ist nur für Abonnenten lesbar."),
    ],
)
def test_a_teaser_is_a_paywall(html: str) -> None:
    assert outcome(html) == "paywall"


def test_a_page_that_asks_for_consent_is_named_as_such() -> None:
    html = page(
        "Wir und unsere 214 Partner verarbeiten personenbezogene Daten und setzen Cookies.",
        "Mit Ihrer Einwilligung: Zustimmen und weiter. Oder im Pur-Abo werbefrei lesen.",
    )

    assert outcome(html) == "consent"


@pytest.mark.parametrize("content", ["noindex", "NOINDEX, nofollow", "none"])
def test_noindex_is_obeyed(content: str) -> None:
    assert outcome(page(CAPTCHAS, head=f'<meta name="robots" content="{content}">')) == "noindex"


@pytest.mark.parametrize("text", [CAPTCHAS, PAYWALLS])
@pytest.mark.parametrize("head", ["", ld(), '<meta property="og:type" content="article">'])
def test_a_short_article_about_walls_is_an_article(text: str, head: str) -> None:
    assert outcome(page(text, head=head, title="Captchas und Bezahlschranken im Netz")) is None


def test_the_script_on_every_page_behind_a_shield_is_no_wall() -> None:
    head = "<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>"

    assert outcome(page(PAYWALLS, head=head)) is None


def test_a_whole_text_that_calls_itself_paid_is_taken() -> None:
    long = [f"{PAYWALLS} Das ist Absatz {number}." for number in range(8)]

    assert outcome(page(*long, head=ld(isAccessibleForFree=False))) is None


def test_a_free_article_is_taken() -> None:
    found = article_in(a_page(whole(f"<p>{PAYWALLS}</p>", ld(isAccessibleForFree=True))))

    assert isinstance(found, Article)


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_template_is_taken_for_a_wall(template: str) -> None:
    assert outcome(TEMPLATES[template]((CAPTCHAS, PAYWALLS))) is None


@pytest.mark.parametrize("head", [ld(), '<meta property="og:type" content="article">'])
def test_an_article_may_have_the_title_of_a_wall(head: str) -> None:
    assert outcome(page(CAPTCHAS, head=head, title="Access denied")) is None
    assert outcome(page(CAPTCHAS, title="Access denied")) == "bot_wall"
