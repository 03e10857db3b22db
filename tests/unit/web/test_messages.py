"""The texts for errors, which must not contradict the buttons, in all languages."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.web.node import EMBED, Function, exported

LANGUAGES = {"en": "try again", "de": "versuchen sie es"}
SOURCES = {language: (EMBED / f"texts_{language}.js").read_text("utf-8") for language in LANGUAGES}
CODES = re.findall(r"^    (\w+):", SOURCES["en"], re.MULTILINE)
NAMES = re.findall(r"^ +(\w+):", SOURCES["en"], re.MULTILINE)


@pytest.fixture(scope="module")
def can_retry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("messages", "canRetry", tmp_path_factory.mktemp("node"), EMBED) as function:
        yield function


@pytest.fixture(scope="module")
def error_message(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("messages", "errorMessage", tmp_path_factory.mktemp("node"), EMBED) as function:
        yield function


@pytest.fixture(scope="module")
def retrying_message(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("messages", "retryingMessage", tmp_path_factory.mktemp("node"), EMBED) as function:
        yield function


@pytest.fixture(scope="module")
def texts_for(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("texts", "textsFor", tmp_path_factory.mktemp("node"), EMBED) as function:
        yield function


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_all_texts_once(language: str) -> None:
    names = re.findall(r"^ +(\w+):", SOURCES[language], re.MULTILINE)
    assert len(names) > 70
    assert sorted(names) == sorted(set(NAMES))


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_the_texts_of_all_languages_have_the_same_placeholders(texts_for: Function) -> None:
    english, german = texts_for("en"), texts_for("de")
    for one, other in ((english, german), (english["errors"], german["errors"])):
        flat = {name: text for name, text in one.items() if isinstance(text, str)}
        assert {name: placeholders(text) for name, text in flat.items()} == {
            name: placeholders(other[name]) for name in flat
        }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_a_text_says_try_again_exactly_if_there_is_a_button_for_it(
    can_retry: Function, error_message: Function, texts_for: Function, code: str, language: str
) -> None:
    problem = {"code": code, "transient": True}
    text = error_message(problem, texts_for(language))
    assert can_retry(problem) == (LANGUAGES[language] in text.lower())
    assert not re.search(r"upload it again", text, re.IGNORECASE)


def test_an_unknown_code_can_be_retried_if_it_is_transient(can_retry: Function) -> None:
    assert can_retry({"code": "new", "transient": True})
    assert not can_retry({"code": "new", "transient": False})
    assert not can_retry({"code": "new"})
    assert not can_retry({"code": "constructor"})


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        ({"code": "new", "detail": "Odd {origin}"}, "Odd {origin}"),
        ({"code": "constructor", "detail": "Odd"}, "Odd"),
        ({"code": "new"}, "Something went wrong."),
        (
            {"code": "file_too_large", "values": {"limit": "10 MB"}},
            "This file is too large. Use a smaller one. The limit is 10 MB.",
        ),
    ],
)
def test_values_are_filled_in_and_unknown_codes_show_their_detail(
    error_message: Function, problem: dict[str, Any], text: str
) -> None:
    assert error_message(problem) == text


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        ({"code": "offline", "status": 0}, "You are offline. Waiting for the connection…"),
        ({"code": "network", "status": 0}, "Connection problem. Retrying…"),
        ({"code": "throttled", "status": 429}, "Too many requests. Retrying…"),
        ({"code": "service_unavailable", "status": 503}, "The service is temporarily unavailable. Retrying…"),
    ],
)
def test_a_retry_names_its_reason(retrying_message: Function, problem: dict[str, Any], text: str) -> None:
    assert retrying_message(problem) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("", "Cancel"),
        ("fr", "Cancel"),
        ("en-GB", "Cancel"),
        ("de", "Abbrechen"),
        ("DE-at", "Abbrechen"),
        ("den", "Cancel"),
    ],
)
def test_the_language_is_german_or_english(texts_for: Function, language: str, text: str) -> None:
    assert texts_for(language)["cancel"] == text


def test_a_site_can_replace_single_texts(texts_for: Function) -> None:
    texts = texts_for("de", {"cancel": "Stopp", "errors": {"network": "Kein Netz."}})
    assert (texts["cancel"], texts["remove"]) == ("Stopp", "Entfernen")
    assert texts["errors"]["network"] == "Kein Netz."
    assert texts["errors"]["empty_file"].startswith("Diese Datei ist leer")
